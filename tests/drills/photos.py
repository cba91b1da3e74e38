"""Ten thousand broken photo files: each is answered, and what comes of it is clean.

Every file goes to the sandbox that workers use, every 25th also through the running product.
"""

import resource
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import requests

from technicians.imaging import Refused, process
from tests.drills import clean
from tests.drills.counting import Result
from tests.drills.mutants import mutant
from tests.office import Office, until
from tests.stack import Stack

MEGABYTES = 700  # what a child may take
HANDS = 2
EVERY = 25
LOST = "WorkerLostError"  # what Celery writes when one of its processes died


@dataclass
class Seen:
    """What became of the files: codes of refusals, "rendered", and what was wrong."""

    answers: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def photos(stack: Stack, files: int) -> Result:
    """`due` files, `sent` those that became clean pictures or were refused with a reason."""
    began = time.monotonic()
    seen = sandboxed(range(files))
    served = through_the_product(stack, range(0, files, EVERY))
    peak = peak_megabytes()
    wrong = seen.wrong + served
    note = f"{seen.answers['rendered']} pictures, child {peak} MB {' '.join(wrong[:3])}"
    seconds = time.monotonic() - began
    kept = peak < MEGABYTES and not served
    return Result(
        "photos", files, files - len(seen.wrong), len(seen.wrong), 0, seconds, None, note, kept
    )


def sandboxed(numbers: Iterable[int]) -> Seen:
    """Give these files to the sandbox, two at a time."""
    seen = Seen()
    with ThreadPoolExecutor(HANDS) as pool:
        for number, (answer, wrong) in pool.map(_one, numbers):
            seen.answers[answer] += 1
            seen.wrong += [f"file {number}: {fault}." for fault in wrong]
    return seen


def peak_megabytes() -> int:
    """The most memory that any child of this process had."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def through_the_product(stack: Stack, numbers: Iterable[int]) -> list[str]:
    """What went wrong when these files were uploaded and what came of them was looked at."""
    stack.start("web", "worker", "beat")
    before = len(stack.log("worker").read_text())
    with Office(stack) as office:
        technician = office.technician("Maya Lopez")
        wrong = [fault for number in numbers for fault in _uploaded(office, technician, number)]
    log = stack.log("worker").read_text()[before:]
    is_alive = stack.processes["worker"].poll() is None and LOST not in log
    return wrong + ([] if is_alive else ["The worker died."])


def _one(number: int) -> tuple[int, tuple[str, list[str]]]:
    answer = process(mutant(number))
    if isinstance(answer, Refused):
        return number, (answer.code, [])
    return number, ("rendered", clean.faults(answer))


def _uploaded(office: Office, technician: str, number: int) -> list[str]:
    address = office.api(f"technicians/{technician}/headshot")
    # Every third one comes under a name that lies about its kind.
    name = ("me.jpg", "me.heic", "me.gif")[number % 3]
    sent = office.http.put(address, files={"file": (name, mutant(number))})
    if sent.status_code in (413, 422):
        return []
    if sent.status_code != 202:
        return [f"file {number}: {sent.status_code} {sent.text[:80]}."]
    found = until(partial(_finished, office, address))
    if not found["url"]:
        return [] if found["findings"] else [f"file {number}: refused without a reason."]
    return [f"file {number}: {fault}." for fault in _served(str(found["url"]))]


def _finished(office: Office, address: str) -> dict[str, object] | None:
    found = office.http.get(address).json()
    return None if found["status"] == "processing" else dict(found)


def _served(url: str) -> list[str]:
    """What is wrong with the pictures that anybody gets who knows the address."""
    names = {"mms": ".jpg", "large": "-480.webp", "small": "-160.webp"}
    files = {name: requests.get(url.replace(".jpg", end)) for name, end in names.items()}
    refused = [f"{name} {file.status_code}" for name, file in files.items() if not file.ok]
    return refused or [
        fault for name, file in files.items() for fault in clean.of_file(name, file.content)
    ]

"""What the faults have in common: texts made due, the provider's switches, what was seen."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import psycopg
import requests

from tests.drills.counting import Result, count, settle
from tests.office import Office, until, visit
from tests.stack import Stack

WORKERS = ("worker", "worker-2")
SENDING = ("web", *WORKERS, "beat")
PATIENCE = 180  # seconds until what must happen has happened
BREATH = 0.025  # seconds between bookings: one token may ask 50 times a second
LONGEST_BOOKING = 1.0  # seconds, whatever is broken


@dataclass(frozen=True)
class Over:
    """The fault is over: since when (epoch), what was seen meanwhile, and was it as promised."""

    at: float
    note: str = ""
    kept: bool = True


Fault = Callable[[Stack, int], Over]  # makes so many texts due, breaks something and mends it
Drill = Callable[[Stack, int], Result]


def counted(fault: Fault) -> Drill:
    """The drill of a fault: every text is let settle, then all are counted."""

    def drill(stack: Stack, texts: int) -> Result:
        over = fault(stack, texts)
        settle(stack)
        found = count(stack, fault.__name__, texts, over.at)
        return replace(found, note=over.note, kept=over.kept)

    return drill


def kill_workers(stack: Stack) -> None:
    """Both at once, with all their processes."""
    for worker in WORKERS:
        stack.kill(worker)


def switch(stack: Stack, **faults: float | str) -> None:
    """The provider misbehaves like this from now on; without a word it behaves."""
    requests.post(f"{stack.simulator_url}/simulator/faults", json=faults).raise_for_status()


def fill(stack: Stack, texts: int) -> None:
    """So many texts are due at once."""
    stack.manage("shell", "-v0", "-c", f"from tests.bench.backlog import fill; fill({texts})")


def calls(stack: Stack) -> int:
    """How many create calls reached the provider."""
    found: int = requests.get(f"{stack.simulator_url}/simulator/messages").json()["creates"]
    return found


def wait_for_calls(stack: Stack, number: int) -> None:
    """Return when so many create calls have reached the provider."""
    until(lambda: calls(stack) >= number, patience=PATIENCE, pause=0.1)


def limit(stack: Stack, per_second: float) -> None:
    """So many texts a second leave, 0 for no limit: else all would be on their way at once."""
    change(stack, f"UPDATE notifications_sender SET per_second = {per_second}")


def change(stack: Stack, statement: str) -> int:
    """How many rows a statement found or changed in the stack's database."""
    with psycopg.connect(stack.environment["DATABASE_URL"], autocommit=True) as database:
        return database.execute(statement.encode()).rowcount


def phone(number: int) -> str:
    """The phone of a customer who is booked for; those of `fill` are others."""
    return f"+1202556{number:04}"


def book(office: Office, number: int) -> float:
    """Seconds the office waits for a booking, which is made whatever is broken."""
    began = time.monotonic()
    answer = office.ask(visit(phone(number)))
    assert answer.status_code == 201, answer.text
    waited = time.monotonic() - began
    time.sleep(BREATH)
    return waited

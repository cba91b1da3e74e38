"""How fast the board answers on a full day, as the table grows, and with fifty people watching."""

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle
from statistics import quantiles

import psycopg
import requests

from tests.bench.stacks import measured_stack
from tests.desk import Desk
from tests.stack import Stack

TECHNICIANS, EACH, IN_TRAY = 500, 7, 500  # 4,000 visits
FILL = f"from tests.bench.board_process import fill; fill({TECHNICIANS}, {EACH}, {IN_TRAY})"
SIZES = (5_000, 50_000, 500_000)
WATCHERS, EVERY = 50, 1.5  # seconds, as the page asks
# Milliseconds within which 95 of 100 are answered.
TARGETS = {"page": 150, "rows": 150, "look": 150, "drop": 100, "watch": 300}
# The day once more, further and further back, and the texts of it.
PAST = """
    INSERT INTO appointments_appointment
    SELECT copy.* FROM generate_series(%(from)s::int, %(until)s::int) AS n,
        appointments_appointment AS visit,
        jsonb_populate_record(visit, jsonb_build_object(
            'id', gen_random_uuid(), 'status', 'done',
            'planned_start', visit.planned_start - n * interval '1 day',
            'planned_end', visit.planned_end - n * interval '1 day'
        )) AS copy
    WHERE visit.status = 'scheduled'
"""
TEXTS = """
    INSERT INTO notifications_message
    SELECT copy.* FROM appointments_appointment AS visit
        LEFT JOIN notifications_message AS known ON known.appointment_id = visit.id,
        notifications_message AS one,
        jsonb_populate_record(one, jsonb_build_object(
            'id', gen_random_uuid(), 'dedupe_key', visit.id, 'appointment_id', visit.id,
            'customer_id', visit.customer_id
        )) AS copy
    WHERE known.id IS NULL AND one.dedupe_key = 'one'
"""


@dataclass(frozen=True)
class Speed:
    """Milliseconds of one kind of question, and the heaviest answer in KB."""

    what: str
    visits: int
    p50: float
    p95: float
    kilobytes: float

    @property
    def target(self) -> int:
        return TARGETS[self.what]


def measure(asks: int, sizes: tuple[int, ...] = SIZES) -> list[Speed]:
    """Each question `asks` times for each size of the table, then everybody watching at once."""
    with measured_stack(on_servers=True) as stack:
        stack.manage("collectstatic", "--noinput", "--verbosity", "0")
        stack.start("web")
        stack.manage("shell", "-v0", "-c", FILL)
        speeds, days = [], 0
        with Desk(stack) as desk:
            for size in sizes:
                days = _grow(stack, days, size // (TECHNICIANS * EACH + IN_TRAY))
                speeds += _alone(desk, asks, size)
            return [*speeds, _watched(desk, asks, sizes[-1])]


def start() -> datetime:
    return datetime.now(UTC).replace(hour=8, minute=0, second=0, microsecond=0) + timedelta(days=1)


def _grow(stack: Stack, days: int, wanted: int) -> int:
    with psycopg.connect(stack.environment["DATABASE_URL"], autocommit=True) as database:
        database.execute(PAST, {"from": days + 1, "until": max(days, wanted - 1)})
        database.execute(TEXTS)
        for statement in ("VACUUM ANALYZE", "CHECKPOINT"):  # else they would be done meanwhile
            database.execute(statement)
    return max(days, wanted - 1)


def _alone(desk: Desk, asks: int, visits: int) -> list[Speed]:
    day = f"day={start().date()}"
    page = desk.page(f"board?{day}")
    later = re.findall(r'id="r-([0-9a-f-]{36})"', page)
    scrolled = [",".join(f"{key}:" for key in later[n : n + 20]) for n in range(20, 400, 20)]
    seen = _asked(_seen(page))
    rows = cycle(scrolled)
    questions: dict[str, Callable[[], requests.Response]] = {
        "page": lambda: desk.http.get(f"{desk.url}/board?{day}"),
        "rows": lambda: desk.http.get(f"{desk.url}/board/rows?{day}&rows={next(rows)}"),
        "look": lambda: desk.http.get(f"{desk.url}/board/rows?{day}&rows={seen}"),
        "drop": _drops(desk, page, day),
    }
    return [
        _summed(what, visits, [_timed(ask) for _ in range(asks)]) for what, ask in questions.items()
    ]


def _seen(html: str) -> dict[str, str]:
    """The stamps somebody has who got this page or answer."""
    rows = re.findall(r'id="r-([0-9a-f-]{36})" data-stamp="(\w+)"', html)
    tray = re.search(r'id="tray"[^>]* data-stamp="(\w+)"', html)
    return dict(rows) | ({"tray:24": tray[1]} if tray else {})


def _asked(seen: dict[str, str]) -> str:
    return ",".join(f"{row}:{stamp}" for row, stamp in seen.items())


def _drops(desk: Desk, page: str, day: str) -> Callable[[], requests.Response]:
    """One visit, to and fro between two hours that are free."""
    row = page.partition('<li class="round"')[2].partition('<li class="round"')[0]
    technician = re.findall(r'id="r-([0-9a-f-]{36})"', row)[0]
    card = r'id="c-([0-9a-f-]{36})" data-at="(\d+)".*?data-version="(\d+)"'
    visit, at, seen = re.findall(card, row, re.DOTALL)[-1]
    hours, version = cycle([68, 72] if at == "72" else [72, 68]), int(seen)

    def drop() -> requests.Response:
        nonlocal version
        said = {"technician": technician, "at": str(next(hours)), "version": str(version)}
        said["csrfmiddlewaretoken"] = desk.http.cookies["csrftoken"]
        answer = desk.http.post(f"{desk.url}/board/{visit}/drop?{day}", data=said)
        version += 1
        return answer

    return drop


def _watched(desk: Desk, asks: int, visits: int) -> Speed:
    """So many open boards, each asking as the page does, while one dispatcher moves visits."""
    day = str(start().date())
    page = desk.page(f"board?day={day}")
    answers: list[tuple[float, int]] = []
    over = time.monotonic() + max(6, asks / 3)

    def watch(wait: float) -> None:
        seen = _seen(page)
        with requests.Session() as http:
            http.cookies.update(desk.http.cookies)
            time.sleep(wait)
            while time.monotonic() < over:
                began = time.monotonic()
                answer = http.get(
                    f"{desk.url}/board/rows", params={"day": day, "rows": _asked(seen)}
                )
                answers.append((1000 * (time.monotonic() - began), len(answer.content)))
                seen |= _seen(answer.text)
                time.sleep(max(0, began + EVERY - time.monotonic()))

    watchers = [
        threading.Thread(target=watch, args=[EVERY * n / WATCHERS]) for n in range(WATCHERS)
    ]
    for watcher in watchers:
        watcher.start()
    drop = _drops(desk, page, f"day={day}")
    while time.monotonic() < over:
        drop()
        time.sleep(2)
    for watcher in watchers:
        watcher.join()
    return _summed("watch", visits, answers)


def _timed(ask: Callable[[], requests.Response]) -> tuple[float, int]:
    began = time.monotonic()
    answer = ask()
    assert answer.status_code in {200, 204}, answer.text[:500]
    return 1000 * (time.monotonic() - began), len(answer.content)


def _summed(what: str, visits: int, answers: list[tuple[float, int]]) -> Speed:
    times, sizes = zip(*answers, strict=True)
    cuts = quantiles(times, n=100, method="inclusive")
    return Speed(what, visits, cuts[49], cuts[94], max(sizes) / 1000)

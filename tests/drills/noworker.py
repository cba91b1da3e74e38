"""Nobody sends texts: the office sees it in time, and nothing is lost."""

import time
from datetime import timedelta

import requests

from tests.desk import ALARM, Desk
from tests.drills.company import all_delivered, phones, rows, together, with_pages
from tests.drills.counting import Result, count
from tests.drills.levers import WORKERS, kill_workers
from tests.office import until
from tests.stack import Stack

LONG_AGO = "UPDATE notifications_pulse SET at = at - %s"
PROMISED = timedelta(minutes=2)
FEW = 50  # so few texts are drilled in a hurry


def noworker(stack: Stack, texts: int) -> Result:
    """`seconds` from the worker's start to the last text; the alarm is waited for at full length.

    In a hurry the worker's last sign of life is set back instead.
    """
    numbers = phones(texts)
    stack.environment["SWEEP_SECONDS"] = "1" if texts < FEW else "5"
    with with_pages(stack) as (office, desk):
        office.book(numbers[0])
        all_delivered(stack)
        until(lambda: worker(stack) == "ok")
        assert ALARM not in desk.page("day"), "The board raises an alarm while all is well."
        kill_workers(stack)
        killed_at = time.monotonic()
        together(office.book, numbers[1:])
        if texts < FEW:
            rows(stack, LONG_AGO, PROMISED)
        until(lambda: is_seen(stack, desk), patience=2 * PROMISED.total_seconds(), pause=0.5)
        blind = timedelta(seconds=time.monotonic() - killed_at)
        assert blind < PROMISED + timedelta(seconds=5), f"The board was quiet for {blind}."
        began = time.time()
        stack.start(*WORKERS)
        all_delivered(stack)
        until(lambda: worker(stack) == "ok" and ALARM not in desk.page("day"))
    return count(stack, "noworker", texts, began)


def is_seen(stack: Stack, desk: Desk) -> bool:
    """Both by whoever watches the product and by whoever looks at the board."""
    return worker(stack) == "down" and ALARM in desk.page("day")


def worker(stack: Stack) -> str:
    answer = requests.get(f"{stack.url}/readyz")
    assert answer.status_code == 200, "Bookings would stop, as only texts are late."
    return str(answer.json()["worker"])

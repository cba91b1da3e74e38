"""Faults of the servers: Redis gone and back empty, PostgreSQL restarted under load."""

import signal
import time
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

import requests

from tests.drills.levers import (
    LONGEST_BOOKING,
    SENDING,
    Over,
    book,
    fill,
    limit,
    phone,
    switch,
    wait_for_calls,
)
from tests.office import Office, until, visit
from tests.stack import Stack

RATE = 20  # texts a second, so that some are on their way at each restart
AWAY = 1.0  # seconds: calls on their way are answered meanwhile
RESTARTS = (signal.SIGINT, signal.SIGQUIT)  # PostgreSQL's words for fast and for immediate


def redis(stack: Stack, texts: int) -> Over:
    """Redis is gone while visits are booked, and comes back empty."""
    third = texts // 3
    stack.start(*SENDING)
    with Office(stack) as office:
        _booked(office, range(third))
        stack.servers["redis"].stop(signal.SIGKILL)
        slowest = _booked(office, range(third, 2 * third))
        stack.servers["redis"].start()
        back_at = time.time()
        _booked(office, range(2 * third, texts))
    return Over(back_at, f"slowest booking {slowest:.2f} s", kept=slowest < LONGEST_BOOKING)


def _booked(office: Office, numbers: Iterable[int]) -> float:
    """The longest wait for an answer, in seconds."""
    return max((book(office, number) for number in numbers), default=0.0)


def postgres(stack: Stack, texts: int) -> Over:
    """PostgreSQL is stopped twice while texts leave, receipts come in and visits are booked."""
    stack.environment["DEBUG"] = "true"  # else pages need collectstatic
    switch(stack, latency_ms=500)
    fill(stack, texts // 2)
    limit(stack, per_second=RATE)
    stack.start(*SENDING)
    pages = [f"{stack.url}/{path}" for path in ("readyz", "sign-in")]
    with Office(stack) as office, ThreadPoolExecutor(1) as front_desk:
        booked = front_desk.submit(_booked_at_last, office, range(texts // 2, texts))
        for number, by in enumerate(RESTARTS, start=1):
            wait_for_calls(stack, number * texts // 3)
            stack.servers["postgres"].stop(by)
            time.sleep(AWAY)
            stack.servers["postgres"].start()
            back_at = time.time()
        until(lambda: all(requests.get(page).ok for page in pages))
        ready_in = time.time() - back_at
        refused = booked.result()
    limit(stack, per_second=0)
    return Over(back_at, f"ready again in {ready_in:.1f} s, {refused} bookings asked for again")


def _booked_at_last(office: Office, numbers: Iterable[int]) -> int:
    """How many answers were no booking; each is asked for until it is one."""
    refused = 0
    for number in numbers:
        body = visit(phone(number))
        while not office.ask(body, key=f"visit-{number}").ok:
            refused += 1
            time.sleep(1 / RATE)
        time.sleep(2 / RATE)  # the other half of the texts are not booked
    return refused

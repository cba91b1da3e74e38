"""The faults, one function each: it makes texts due, breaks something and mends it again."""

import random
import time
from collections.abc import Callable
from functools import partial

import requests

from tests.bench.stacks import measured_stack
from tests.drills import behavior
from tests.drills.counting import Result, count, settle
from tests.office import until
from tests.stack import Stack

SENDING = ("web", "worker", "beat")
Fault = Callable[[Stack, int], float]  # makes so many texts due; when the fault was over
Drill = Callable[[Stack, int], Result]


def faults(stack: Stack, **switches: float | str) -> None:
    requests.post(f"{stack.simulator_url}/simulator/faults", json=switches).raise_for_status()


def fill(stack: Stack, texts: int) -> None:
    stack.manage("shell", "-v0", "-c", f"from tests.bench.backlog import fill; fill({texts})")


def answers(stack: Stack, texts: int) -> float:
    """Of a hundred answers six are dropped, empty or garbage, after the provider accepted."""
    faults(
        stack,
        drop_after_accept_rate=0.02,
        empty_201_rate=0.02,
        garbage_201_rate=0.02,
        latency_ms=50,
    )
    fill(stack, texts)
    stack.start(*SENDING)
    return time.time()


def busy(stack: Stack, texts: int) -> float:
    """For ten seconds every other call is answered 429, please wait."""
    return _bad_spell(stack, texts, status_429_rate=0.5)


def broken(stack: Stack, texts: int) -> float:
    """For ten seconds every call is answered 500 with an error body."""
    return _bad_spell(stack, texts, status_500_rate=1.0, status_500="with_body")


def kill9(stack: Stack, texts: int) -> float:
    """The worker is killed again and again with calls in flight; settling takes up to 7 minutes."""
    faults(stack, latency_ms=400)
    fill(stack, texts)
    stack.start(*SENDING)
    for _ in range(max(3, texts // 200)):
        enough = min(texts, calls(stack) + 20)
        until(partial(reached, stack, enough))
        time.sleep(random.uniform(0, 0.4))
        stack.kill("worker")
        stack.start("worker")
    return time.time()


def reached(stack: Stack, number: int) -> bool:
    return calls(stack) >= number


def calls(stack: Stack) -> int:
    """How many create calls reached the provider."""
    found: int = requests.get(f"{stack.simulator_url}/simulator/messages").json()["creates"]
    return found


def _bad_spell(stack: Stack, texts: int, **switches: float | str) -> float:
    faults(stack, **switches)
    fill(stack, texts)
    stack.start(*SENDING)
    time.sleep(10)
    faults(stack)
    return time.time()


def counted(fault: Fault) -> Drill:
    """The drill of a fault: every text is let settle, then all are counted."""

    def drill(stack: Stack, texts: int) -> Result:
        ended_at = fault(stack, texts)
        settle(stack)
        return count(stack, fault.__name__, texts, ended_at)

    return drill


ROWS: dict[str, Drill] = {
    fault.__name__: counted(fault) for fault in (answers, busy, broken, kill9)
} | behavior.ROWS


def run(name: str, texts: int) -> Result:
    """One drill on PostgreSQL and Redis, from an empty database to the last text settled."""
    with measured_stack(on_servers=True) as stack:
        return ROWS[name](stack, texts)

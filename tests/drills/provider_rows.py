"""Faults of the provider: lost answers, refusals for a while, calls that hang."""

import time
from itertools import pairwise

from tests.drills.counting import arrived
from tests.drills.levers import SENDING, Over, calls, fill, switch, wait_for_calls
from tests.stack import Stack

OUTAGE = 1.2  # seconds for each text: ten minutes in a drill of full length
TIMEOUT = 10.0  # seconds a call may take


def answers(stack: Stack, texts: int) -> Over:
    """Of a hundred answers six are dropped, empty or garbage, after the provider accepted."""
    lost = {"drop_after_accept_rate": 0.02, "empty_201_rate": 0.02, "garbage_201_rate": 0.02}
    switch(stack, latency_ms=50, **lost)
    fill(stack, texts)
    stack.start(*SENDING)
    return Over(time.time())


def busy(stack: Stack, texts: int) -> Over:
    """For a while every other call is answered 429, please wait."""
    return _spell(stack, texts, texts / 50, status_429_rate=0.5)


def broken(stack: Stack, texts: int) -> Over:
    """For ten minutes every call is answered 500 with an error body."""
    return _spell(stack, texts, texts * OUTAGE, status_500_rate=1.0, status_500="with_body")


def hang(stack: Stack, texts: int) -> Over:
    """Two calls are taken and not answered for a minute: the others go on meanwhile."""
    switch(stack, latency_ms=50, hang_seconds=60, hang_count=2)
    fill(stack, texts)
    stack.start(*SENDING)
    wait_for_calls(stack, texts)
    moments = [text["received_at"] for text in arrived(stack)]
    pause = max(later - sooner for sooner, later in pairwise(moments))
    return Over(moments[0], f"longest pause {pause:.1f} s", kept=pause <= TIMEOUT)


def _spell(stack: Stack, texts: int, seconds: float, **faults: float | str) -> Over:
    switch(stack, **faults)
    fill(stack, texts)
    stack.start(*SENDING)
    wait_for_calls(stack, 1)
    time.sleep(seconds)
    tried = calls(stack)
    switch(stack)
    return Over(time.time(), f"{tried} calls meanwhile")

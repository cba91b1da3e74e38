"""A company at work in a drill: many hands, many phones, and its own books laid open."""

from collections.abc import Callable, Generator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, LiteralString, TypeVar

import psycopg
import requests

from tests.desk import Desk
from tests.drills.levers import SENDING
from tests.office import Json, Office, until
from tests.stack import Stack

HANDS = 4  # at once: one token may ask 50 times a second
Item = TypeVar("Item")
Done = TypeVar("Done")


@contextmanager
def at_work(stack: Stack, *processes: str) -> Generator[Office]:
    """The office of a company whose processes run; all of them if none is named."""
    stack.start(*(processes or SENDING))
    with Office(stack) as office:
        yield office


@contextmanager
def with_pages(stack: Stack, *processes: str) -> Generator[tuple[Office, Desk]]:
    """The same, with somebody who looks at its pages."""
    stack.environment["DEBUG"] = "true"  # else pages need collectstatic, which drills don't
    with at_work(stack, *processes) as office, Desk(stack) as desk:
        yield office, desk


def together(
    act: Callable[[Item], Done], items: Iterable[Item], *, hands: int = HANDS
) -> list[Done]:
    """What each act gave, several of them at the same time."""
    with ThreadPoolExecutor(hands) as pool:
        return list(pool.map(act, items))


def phones(count: int) -> list[str]:
    return [f"+1202{number:07}" for number in range(count)]


def rows(stack: Stack, statement: LiteralString, *values: object) -> list[tuple[Any, ...]]:
    """What the database answers, if it answers with rows."""
    with psycopg.connect(stack.environment["DATABASE_URL"], autocommit=True) as database:
        answer = database.execute(statement, values or None)
        return answer.fetchall() if answer.description else []


def states(stack: Stack) -> dict[str, int]:
    """How many of our texts are in each state."""
    counted = "SELECT state, count(*) FROM notifications_message GROUP BY state"
    return dict(rows(stack, counted))


def all_delivered(stack: Stack, patience: float = 60) -> None:
    """Return when every text has come to its phone."""
    try:
        until(lambda: states(stack).keys() <= {"delivered"}, patience, pause=0.1)
    except TimeoutError as error:
        raise AssertionError(
            f"After {patience} s not all have arrived: {states(stack)}."
        ) from error


def swept(stack: Stack) -> None:
    """Return when a worker has swept from beginning to end from now on."""
    pulse = "SELECT at FROM notifications_pulse"
    for _ in range(2):
        seen = rows(stack, pulse)
        until(lambda seen=seen: rows(stack, pulse) != seen, pause=0.1)  # type: ignore[misc]


def provider(stack: Stack) -> Json:
    """What the provider has seen: create calls, refusals and texts."""
    return dict(requests.get(f"{stack.simulator_url}/simulator/messages").json())


def texts_sent(stack: Stack) -> list[Json]:
    """The texts the provider took from us, oldest first."""
    return [t for t in provider(stack)["messages"] if t["direction"] == "outbound-api"]

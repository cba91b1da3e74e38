"""What a drill counts: at the provider, not in our own rows."""

from collections import Counter
from dataclasses import dataclass

import psycopg
import requests

from tests.office import Json, until
from tests.stack import Stack

OPEN = (
    "SELECT 1 FROM notifications_message"
    " WHERE state IN ('queued', 'sending', 'unsettled', 'held') LIMIT 1"
)
LONGEST = 480  # seconds: what nobody answers for is settled after seven minutes


@dataclass(frozen=True)
class Result:
    """One row of the table; `seconds` from the end of the fault to the last text.

    `kept` says whether what else was promised held, `note` what was seen of it.
    """

    fault: str
    due: int
    sent: int
    lost: int
    twice: int
    seconds: float
    within: float | None = None
    note: str = ""
    kept: bool = True

    @property
    def is_good(self) -> bool:
        in_time = self.within is None or self.seconds <= self.within
        return self.lost == self.twice == 0 and in_time and self.kept


def settle(stack: Stack) -> None:
    """Return when no text of ours waits, is on its way or in doubt any more."""
    with psycopg.connect(stack.environment["DATABASE_URL"], autocommit=True) as database:
        until(lambda: database.execute(OPEN).fetchone() is None, patience=LONGEST, pause=0.5)


def count(stack: Stack, fault: str, due: int, ended_at: float) -> Result:
    """Each phone was to get one text: fewer is lost, more is twice."""
    texts = arrived(stack)
    phones = Counter(str(text["to"]) for text in texts)
    last = max((text["received_at"] for text in texts), default=ended_at)
    twice = sum(phones.values()) - len(phones)
    return Result(fault, due, len(phones), due - len(phones), twice, max(0.0, last - ended_at))


def arrived(stack: Stack) -> list[Json]:
    """What the provider took from the company, oldest first."""
    told = requests.get(f"{stack.simulator_url}/simulator/messages").json()["messages"]
    return [text for text in told if text["direction"] != "inbound"]

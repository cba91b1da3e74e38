"""How long a customer waits for a text while nothing else happens: from booking to provider."""

import time
from dataclasses import dataclass
from datetime import datetime
from statistics import quantiles

from tests.bench.stacks import measured_stack
from tests.office import Office

TARGETS = {"embedded": 1.0, "servers": 0.3}  # seconds within which 95 of 100 texts leave


@dataclass(frozen=True)
class Waits:
    """Seconds; `since` is "row" (written, before the commit) or "answer" (HTTP, after it)."""

    servers: str
    since: str
    p50: float
    p95: float
    longest: float
    texts: int

    @property
    def met(self) -> bool:
        return self.p95 < TARGETS[self.servers]


def measure(servers: str, texts: int) -> list[Waits]:
    """One after the other: book, wait for the provider's POST, and again."""
    with measured_stack(on_servers=servers == "servers") as stack:
        stack.start("web", "worker", "beat")
        with Office(stack) as office:
            _one(office, "+12025559999")  # the first one also pays for connections
            pairs = [_one(office, f"+1202555{number:04}") for number in range(texts)]
    by_row, by_answer = zip(*pairs, strict=True)
    return [_summed(servers, "row", by_row), _summed(servers, "answer", by_answer)]


def _one(office: Office, phone: str) -> tuple[float, float]:
    booked = office.book(phone)
    answered_at = time.time()
    arrived_at = office.text(phone)["received_at"]
    (message,) = office.messages(booked["id"])
    written_at = datetime.fromisoformat(message["created_at"]).timestamp()
    return arrived_at - written_at, arrived_at - answered_at


def _summed(servers: str, since: str, waits: tuple[float, ...]) -> Waits:
    cuts = quantiles(waits, n=100, method="inclusive")
    return Waits(servers, since, cuts[49], cuts[94], max(waits), len(waits))

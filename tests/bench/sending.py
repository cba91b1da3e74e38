"""How fast due texts leave, beside Twilio's client alone with as many calls in flight."""

import os
import subprocess
import sys
from dataclasses import dataclass

import psycopg
import requests

from tests.bench.stacks import measured_stack
from tests.office import until
from tests.stack import Stack

PROCESSES = os.cpu_count() or 1  # as many as a plain worker starts
OPEN = "SELECT 1 FROM notifications_message WHERE state IN ('queued', 'sending') LIMIT 1"


@dataclass(frozen=True)
class Rate:
    """Texts a second at one provider latency: ours, and those of the bare client."""

    latency_ms: int
    ours: float
    bare: float
    texts: int

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def measure(latency_ms: int, texts: int) -> Rate:
    """PostgreSQL and Redis; without receipts, so that only sending is measured."""
    with measured_stack(on_servers=True) as stack:
        _reset(stack, latency_ms)
        bare = _bare(stack, texts)
        _reset(stack, latency_ms)
        return Rate(latency_ms, _ours(stack, texts), bare, texts)


def _reset(stack: Stack, latency_ms: int) -> None:
    panel = f"{stack.simulator_url}/simulator"
    requests.post(f"{panel}/reset", json={}).raise_for_status()
    faults: dict[str, int | str] = {"latency_ms": latency_ms, "callbacks": "off"}
    requests.post(f"{panel}/faults", json=faults).raise_for_status()


def _bare(stack: Stack, texts: int) -> float:
    in_flight = stack.manage(
        "shell", "-v0", "-c", "from django.conf import settings as s; print(s.SEND_CONCURRENCY)"
    ).strip()
    command = [sys.executable, "-m", "tests.bench.bare", stack.simulator_url]
    share = [str(texts // PROCESSES), in_flight]
    clients = [subprocess.Popen([*command, *share]) for _ in range(PROCESSES)]
    assert [client.wait() for client in clients] == [0] * PROCESSES
    return _rate(stack)


def _ours(stack: Stack, texts: int) -> float:
    stack.manage("shell", "-v0", "-c", f"from tests.bench.backlog import fill; fill({texts})")
    stack.start("web", "worker", "beat")
    with psycopg.connect(stack.environment["DATABASE_URL"], autocommit=True) as database:
        # Seldom: it takes processor time from what is measured, and the rate doesn't depend on it.
        until(lambda: database.execute(OPEN).fetchone() is None, patience=600, pause=1)
    return _rate(stack)


def _rate(stack: Stack) -> float:
    """From the provider's own clock, so that starting up doesn't count."""
    found = requests.get(f"{stack.simulator_url}/simulator/messages").json()["messages"]
    moments: list[float] = sorted(text["received_at"] for text in found)
    return (len(moments) - 1) / (moments[-1] - moments[0])

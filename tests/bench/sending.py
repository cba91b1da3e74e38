"""How fast due texts leave, beside Twilio's client alone with as many calls in flight."""

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

import psycopg
import requests

from tests.bench import cpu
from tests.bench.stacks import measured_stack
from tests.office import until
from tests.stack import Stack

PROCESSES = os.cpu_count() or 1  # as many as a plain worker starts
OPEN = "SELECT 1 FROM notifications_message WHERE state IN ('queued', 'sending') LIMIT 1"
TARGET, TARGET_CPU, TARGET_FLAT = 0.85, 2.0, 1.15
# Copies of one text and its call: old ones, delivered to other phones.
HISTORY = """
    INSERT INTO notifications_message
    SELECT copy.* FROM generate_series(1, %(texts)s) AS n,
        LATERAL (SELECT to_jsonb(now() - n * interval '30 seconds') AS moment) AS past,
        (SELECT * FROM notifications_message WHERE sent_at IS NOT NULL LIMIT 1) AS one,
        jsonb_populate_record(NULL::notifications_message, to_jsonb(one) || jsonb_build_object(
            'id', gen_random_uuid(), 'dedupe_key', %(name)s || n, 'state', 'delivered',
            'to', '+1303' || lpad(n::text, 7, '0'), 'created_at', moment, 'changed_at', moment,
            'sent_at', moment, 'delivered_at', moment, 'send_after', moment
        )) AS copy
"""
CALLS = """
    INSERT INTO notifications_attempt
    SELECT copy.* FROM notifications_message AS text,
        (SELECT * FROM notifications_attempt WHERE ended_at IS NOT NULL LIMIT 1) AS one,
        jsonb_populate_record(NULL::notifications_attempt, to_jsonb(one) || jsonb_build_object(
            'id', gen_random_uuid(), 'message_id', text.id, 'state', 'delivered',
            'provider_sid', 'SM' || md5(text.dedupe_key), 'started_at', to_jsonb(text.sent_at)
        )) AS copy
    WHERE text.dedupe_key LIKE %(name)s || '%%'
"""


@dataclass(frozen=True)
class Pace:
    """Texts a second, and milliseconds of processor time each."""

    per_second: float
    cpu_ms: float


@dataclass(frozen=True)
class Rate:
    """Ours beside those of the bare client, at one provider latency."""

    latency_ms: int
    callbacks: Literal["on", "off"]
    texts: int
    ours: Pace
    bare: Pace

    @property
    def ratio(self) -> float:
        return self.ours.per_second / self.bare.per_second

    @property
    def cpu_ratio(self) -> float:
        return self.ours.cpu_ms / self.bare.cpu_ms


@dataclass(frozen=True)
class Growth:
    """How ours fare when the table has grown, beside how they fared before."""

    rows: int
    texts: int
    ours: Pace
    before: Pace

    @property
    def ratio(self) -> float:
        """Processor time of a text, now to before: what other programs do counts less in it."""
        return self.ours.cpu_ms / self.before.cpu_ms


def measure(latency_ms: int, texts: int, callbacks: Literal["on", "off"] = "off") -> Rate:
    """On PostgreSQL and Redis; where receipts come, web takes them on the same machine."""
    with measured_stack(on_servers=True) as stack:
        stack.start("web", "beat", "worker")
        _reset(stack, latency_ms, callbacks)
        bare = _bare(stack, texts)
        _reset(stack, latency_ms, callbacks)
        return Rate(latency_ms, callbacks, texts, _ours(stack, texts), bare)


def growth(rows: tuple[int, int], texts: int) -> Growth:
    """The same work twice: with few rows in the tables, and with many."""
    few, many = rows
    with measured_stack(on_servers=True) as stack:
        stack.start("web", "beat", "worker")
        _reset(stack, 0, "off")
        _ours(stack, 50)  # the first texts pay for what is loaded once
        paces = []
        for more in (few, many - few):
            _grow(stack, more)
            _reset(stack, 0, "off")
            paces.append(_ours(stack, texts))
        return Growth(many, texts, ours=paces[1], before=paces[0])


def _reset(stack: Stack, latency_ms: int, callbacks: str) -> None:
    panel = f"{stack.simulator_url}/simulator"
    requests.post(f"{panel}/reset", json={}).raise_for_status()
    faults: dict[str, int | str] = {"latency_ms": latency_ms, "callbacks": callbacks}
    requests.post(f"{panel}/faults", json=faults).raise_for_status()


def _bare(stack: Stack, texts: int) -> Pace:
    in_flight = stack.manage(
        "shell", "-v0", "-c", "from django.conf import settings as s; print(s.CALLS_AT_ONCE)"
    )
    command = [sys.executable, "-m", "tests.bench.bare", stack.simulator_url]
    share = [
        str(texts // PROCESSES),
        str(int(in_flight) // PROCESSES),
        f"{stack.url}/hooks/twilio/status/{UUID(int=0)}",
    ]
    clients = [
        subprocess.Popen([*command, *share], stdout=subprocess.PIPE, text=True)
        for _ in range(PROCESSES)
    ]
    seconds = sum(float(client.communicate()[0]) for client in clients)
    return Pace(_rate(stack), 1000 * seconds / texts)


def _ours(stack: Stack, texts: int) -> Pace:
    worker = stack.processes["worker"].pid
    began = cpu.of_group(worker)
    stack.manage("shell", "-v0", "-c", f"from tests.bench.backlog import fill; fill({texts})")
    with psycopg.connect(stack.environment["DATABASE_URL"], autocommit=True) as database:
        # Seldom: it takes processor time from what is measured, and the rate doesn't depend on it.
        until(lambda: database.execute(OPEN).fetchone() is None, patience=600, pause=1)
    return Pace(_rate(stack), 1000 * (cpu.of_group(worker) - began) / texts)


def _grow(stack: Stack, texts: int) -> None:
    with psycopg.connect(stack.environment["DATABASE_URL"], autocommit=True) as database:
        for statement in (HISTORY, CALLS):
            database.execute(statement, {"texts": texts, "name": f"{texts} old ones: "})
        for statement in ("VACUUM ANALYZE", "CHECKPOINT"):  # else they would be done meanwhile
            database.execute(statement)


def _rate(stack: Stack) -> float:
    """From the provider's own clock, so that starting up doesn't count."""
    found = requests.get(f"{stack.simulator_url}/simulator/messages").json()["messages"]
    moments: list[float] = sorted(text["received_at"] for text in found)
    return (len(moments) - 1) / (moments[-1] - moments[0])

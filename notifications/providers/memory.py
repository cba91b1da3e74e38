"""A provider that keeps texts in a list: for tests of everything that is not the provider."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from notifications.providers.base import (
    Accepted,
    Copy,
    Family,
    Finding,
    NotProcessedError,
    Outgoing,
    ProviderError,
    Report,
    Ringing,
    Sought,
    Stage,
)


@dataclass
class MemoryProvider:
    """Accepts all, until told how to answer; `sent` is what reached it, oldest first."""

    sent: list[Outgoing] = field(default_factory=list)
    answers: list[ProviderError | None] = field(default_factory=list)
    findings: list[Finding] | ProviderError = field(default_factory=lambda: [Finding.FOUND])
    # Called while a text is being handed over, to let something happen in that very moment.
    meanwhile: Callable[[Outgoing], None] | None = None
    # It keeps what it answers with an error, as when only the answer is lost.
    takes_anyway: bool = False
    # How far its texts have come, by their ids; an error is raised when that one is asked for.
    reports: dict[str, Report | ProviderError] = field(default_factory=dict)
    # What it deleted, by id; it asks `answers` first.
    forgotten: list[tuple[Copy, str]] = field(default_factory=list)
    # What customers sent, by name; an error is raised.
    pictures: dict[str, bytes | ProviderError] = field(default_factory=dict)
    calls: int = 0
    # Whom it rang; it asks `answers` first.
    rung: list[Ringing] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def send(self, outgoing: Outgoing) -> Accepted:
        with self._lock:
            self.calls += 1
            answer = self.answers.pop(0) if self.answers else None
        if self.meanwhile:
            self.meanwhile(outgoing)
        with self._lock:
            if answer is None or self.takes_anyway:
                self.sent.append(outgoing)
            if answer is not None:
                raise answer
            return Accepted(sid=f"MEM{len(self.sent):05d}")

    def find(self, sought: Sought) -> list[str]:
        return [
            f"MEM{number:05d}"
            for number, outgoing in enumerate(self.sent, start=1)
            if (outgoing.to, outgoing.body) == (sought.to, sought.body)
        ]

    def report(self, sid: str) -> Report | None:
        taken = {f"MEM{number:05d}" for number in range(1, len(self.sent) + 1)}
        known = self.reports.get(sid, Report(Stage.SENT) if sid in taken else None)
        if isinstance(known, ProviderError):
            raise known
        return known

    def forget(self, copy: Copy, sid: str) -> None:
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        self.forgotten.append((copy, sid))

    def picture(self, name: str) -> bytes:
        known = self.pictures.get(name, NotProcessedError(Family.TEMPORARY))
        if isinstance(known, ProviderError):
            raise known
        return known

    def call(self, ringing: Ringing) -> Accepted:
        with self._lock:
            answer = self.answers.pop(0) if self.answers else None
            if answer is not None:
                raise answer
            self.rung.append(ringing)
            return Accepted(sid=f"CALL{len(self.rung):05d}")

    def check_sender(self, address: str, answers_url: str, calls_url: str) -> list[Finding]:
        if isinstance(self.findings, ProviderError):
            raise self.findings
        return self.findings

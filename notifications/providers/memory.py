"""A provider that keeps texts in a list: for tests of everything that is not the provider."""

from collections.abc import Callable
from dataclasses import dataclass, field

from notifications.providers.base import Accepted, Outgoing, ProviderError, Sought


@dataclass
class MemoryProvider:
    """Accepts all, until told how to answer; `sent` is what reached it, oldest first."""

    sent: list[Outgoing] = field(default_factory=list)
    answers: list[ProviderError | None] = field(default_factory=list)
    # Called while a text is being handed over, to let something happen in that very moment.
    meanwhile: Callable[[Outgoing], None] | None = None

    def send(self, outgoing: Outgoing) -> Accepted:
        answer = self.answers.pop(0) if self.answers else None
        if self.meanwhile:
            self.meanwhile(outgoing)
        if answer is not None:
            raise answer
        self.sent.append(outgoing)
        return Accepted(sid=f"MEM{len(self.sent):05d}")

    def find(self, sought: Sought) -> list[str]:
        return [
            f"MEM{number:05d}"
            for number, outgoing in enumerate(self.sent, start=1)
            if (outgoing.to, outgoing.body) == (sought.to, sought.body)
        ]

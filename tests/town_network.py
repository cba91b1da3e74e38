"""The provider of the town: when each text reached it, and which phones it takes none for."""

from datetime import datetime

from notifications.models import Attempt
from notifications.providers.base import (
    Accepted,
    AmbiguousError,
    Family,
    NotProcessedError,
    Outgoing,
    ProviderError,
    RefusedError,
)
from notifications.providers.memory import MemoryProvider
from tests.spine import Day

# How a call ends: the answer, and whether the provider has the text whatever it answered.
ENDS: dict[str, tuple[ProviderError | None, bool]] = {
    "accepted": (None, False),
    "busy": (NotProcessedError(Family.TEMPORARY, "30001"), False),
    "answer lost": (AmbiguousError(Family.AMBIGUOUS), True),
    "call lost": (AmbiguousError(Family.AMBIGUOUS), False),
    "broken": (AmbiguousError(Family.AMBIGUOUS, "20500"), False),
    "broken, but taken": (AmbiguousError(Family.AMBIGUOUS, "20500"), True),
    "words refused": (RefusedError(Family.CONTENT, "30007"), False),
    "day's cap": (RefusedError(Family.DAILY_CAP, "30023"), False),
}
DEATHS = ("before the call is noted", "before it arrived", "after it arrived")


class Network(MemoryProvider):
    """Notes when each text reached it, and takes none for phones in `refuses`."""

    def __init__(self, day: Day) -> None:
        super().__init__()
        self.day, self.at = day, list[datetime]()
        self.refuses = set[str]()
        self.refused = list[str]()  # the numbers of texts it did not take, oldest first

    def send(self, outgoing: Outgoing) -> Accepted:
        if outgoing.to in self.refuses:
            self.refused.append(outgoing.to)
            raise RefusedError(Family.OPTED_OUT, "21610")
        try:
            return super().send(outgoing)
        finally:
            with self._lock:
                self.at += [self.day.now] * (len(self.sent) - len(self.at))


def attempt_of(text: Outgoing) -> Attempt:
    key = text.callback_url.partition("#")[0].rpartition("/")[2]
    return Attempt.objects.get(pk=key)

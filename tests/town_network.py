"""The provider of the town: when each text reached it, and which phones it takes none for."""

import smtplib
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

from notifications.aftermath import CAP_RESETS_IN
from notifications.models import Attempt
from notifications.providers.base import (
    Accepted,
    AmbiguousError,
    Family,
    NotProcessedError,
    Outgoing,
    ProviderError,
    RefusedError,
    SetUpError,
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
    "no such number": (RefusedError(Family.WRONG_NUMBER, "21211"), False),
    "day's cap": (RefusedError(Family.DAILY_CAP, "30023"), False),
    "not set up": (SetUpError(Family.SET_UP, "20003"), False),
}
_CUT_OFF = smtplib.SMTPServerDisconnected("cut off")
# In the same way what the mail server says of a letter.
MAIL_ENDS: dict[str, tuple[smtplib.SMTPException | None, bool]] = {
    "busy": (smtplib.SMTPDataError(451, b"4.3.2 later"), False),
    "answer lost": (_CUT_OFF, True),
    "call lost": (_CUT_OFF, False),
    "words refused": (smtplib.SMTPDataError(550, b"5.7.1 spam"), False),
    "no such number": (smtplib.SMTPRecipientsRefused({"": (550, b"5.1.1 nobody")}), False),
}


def _midnight(now: datetime) -> datetime:
    tomorrow = now.astimezone(CAP_RESETS_IN).date() + timedelta(days=1)
    return datetime.combine(tomorrow, time(), CAP_RESETS_IN)


NEVER_AGAIN = datetime.max.replace(tzinfo=UTC)
# What shuts it for all texts, and until when if nobody mends it.
OPENS: dict[Family, Callable[[datetime], datetime]] = {
    Family.DAILY_CAP: _midnight,
    Family.SET_UP: lambda _now: NEVER_AGAIN,
}
MAIL_TAKEN: tuple[smtplib.SMTPException | None, bool] = (None, True)
DEATHS = ("before the call is noted", "before it arrived", "after it arrived")


class Network(MemoryProvider):
    """Notes when each text reached it, and takes none for phones in `refuses`."""

    def __init__(self, day: Day) -> None:
        super().__init__()
        self.day, self.at = day, list[datetime]()
        self.refuses = set[str]()
        self.refused = list[str]()  # the numbers of texts it did not take, oldest first
        self.tried = list[datetime]()  # when each text came, taken or not
        # Until when it takes none at all, and what it says of that.
        self.shut: tuple[datetime, ProviderError] | None = None
        self.mail_end = MAIL_TAKEN  # of the next letter
        self.returned = list[str]()  # the addresses nobody has, of letters it did not take

    def send(self, outgoing: Outgoing) -> Accepted:
        self.tried.append(self.day.now)
        if self.shut and self.day.now < self.shut[0]:
            raise self.shut[1]
        if outgoing.to in self.refuses:
            self.refused.append(outgoing.to)
            raise RefusedError(Family.OPTED_OUT, "21610")
        try:
            return super().send(outgoing)
        except ProviderError as error:
            if error.family in OPENS:
                self.shut = OPENS[error.family](self.day.now), error
            raise
        finally:
            with self._lock:
                self.at += [self.day.now] * (len(self.sent) - len(self.at))

    def takes(self, outgoing: Outgoing) -> bool:
        is_open = self.shut is None or self.day.now >= self.shut[0]
        return outgoing.letter is not None or (is_open and outgoing.to not in self.refuses)

    def post(self, letter: Outgoing) -> None:
        """Take a letter, or raise what its server says."""
        with self._lock:
            (error, takes), self.mail_end = self.mail_end, MAIL_TAKEN
            if takes:
                self.sent.append(letter)
                self.at += [self.day.now] * (len(self.sent) - len(self.at))
            if error:
                raise error


def key_of(sent: Outgoing) -> uuid.UUID:
    """The attempt that made this text or letter."""
    if sent.letter:
        return uuid.UUID(sent.letter.reference)
    return uuid.UUID(sent.callback_url.partition("#")[0].rpartition("/")[2])


def attempt_of(sent: Outgoing) -> Attempt:
    return Attempt.objects.select_related("message").get(pk=key_of(sent))

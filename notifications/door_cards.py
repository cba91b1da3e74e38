"""Open alarms as the office sees them: who, where, who is expected there, what was written."""

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from phonenumber_field.phonenumber import PhoneNumber

from appointments.models import Appointment
from notifications.inbox import named
from notifications.models import Alarm, AlarmCall, Reply

MOST_WORDS = 3  # of what they wrote, the newest
BEFORE = timedelta(minutes=30)


@dataclass(frozen=True)
class AlarmCard:
    """One alarm with everything a person needs to call."""

    alarm: Alarm
    said: list[str]
    rings: bool

    @property
    def visit(self) -> Appointment:
        return self.alarm.appointment

    @property
    def name(self) -> str:
        """Who cried: whoever has the phone the texts go to."""
        visit = self.visit
        return (visit.contact_phone and visit.contact_name) or visit.customer.name

    @property
    def phone(self) -> PhoneNumber | None:
        return PhoneNumber.from_string(self.alarm.number) if self.alarm.number else None

    @property
    def caller(self) -> str:
        """Who deals with it, by name or number; "" while nobody does."""
        if self.alarm.taken_by:
            return named(self.alarm.taken_by)
        return self.alarm.taken_on


def cards() -> list[AlarmCard]:
    """Every open alarm, the oldest first."""
    return [_card(alarm) for alarm in Alarm.objects.open().for_lists()]


def stamp(shown: Sequence[AlarmCard]) -> str:
    """Differs as soon as anything on the cards does."""
    seen = [(card.alarm.pk, card.alarm.turn, card.said, card.rings) for card in shown]
    return str(zlib.crc32(repr(seen).encode()))


def _card(alarm: Alarm) -> AlarmCard:
    written = Reply.objects.filter(
        appointment=alarm.appointment, received_at__gt=alarm.opened_at - BEFORE
    )
    newest = written.order_by("-pk").values_list("body", flat=True)[:MOST_WORDS]
    rings = alarm.calls.filter(outcome=AlarmCall.Outcome.RINGING)
    return AlarmCard(alarm, list(reversed(newest)), alarm.taken_at is None and rings.exists())

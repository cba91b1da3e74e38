"""What customers know from their phones alone; `complaints` says what must hold of that.

Nothing here asks the product what it planned to tell: it reads the words that arrived.
"""

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from appointments.models import Appointment
from appointments.statuses import Status
from appointments.windows import day_words, hours_words
from notifications.models import Attempt, CallTask, Message
from notifications.receipts import LOST
from notifications.states import Kind
from tests.town import Town
from tests.town_company import INTERESTS
from tests.town_network import key_of

NEWS = {
    *(Kind.INTRODUCTION, Kind.CONFIRMATION, Kind.NEW_FACE, Kind.RESCHEDULE, Kind.CANCEL),
    *(Kind.ON_MY_WAY, Kind.LATE, Kind.AS_PLANNED),
}
ANSWERS = {
    *(Kind.CONFIRMED, Kind.OFFER, Kind.WHICH, Kind.PERSON_CALLS, Kind.CLOSED, Kind.PROMISE),
    *(Kind.ANSWER, Kind.GLAD, Kind.SORRY, Kind.DOOR, Kind.HELP),
}
# They say nothing of who comes, or of when.
SILENT = (ANSWERS - {Kind.CONFIRMED}) | {Kind.THANKS}
NAMES = "|".join(name.split()[0] for name in INTERESTS)
# Who no longer comes, and when no longer.
BYGONE = re.compile(
    rf",? (?:not|en lugar de) (?:{NAMES})\b|(?:Sorry, )?(?:{NAMES}) (?:can't come|no puede ir)"
    rf"|(?:It was|Antes era)[^.]*\.|(?:{NAMES}) was here before|(?:{NAMES}) estuvo"
)
WHO = re.compile(rf"\b({NAMES})\b")
DAYS = "Mon|Tue|Wed|Thu|Fri|Sat|Sun|lun|mar|mié|mie|jue|vie|sab|dom"
WHEN = re.compile(rf"\b(?:{DAYS}) \d+ \w+, [\w:]+(?:-[\w:]+)?")
OFF = re.compile(r"is called off|Queda anulada")
ON_THE_WAY = re.compile(r"is on the way|va de camino")
LATE_HOUR = re.compile(r"(?:now about|ahora sobre las) ([\w:]+)")
MINUTES = re.compile(r"(?:about|unos) (\d+) min")
ROUNDING = timedelta(minutes=6)


@dataclass(frozen=True)
class Known:
    """A visit in a customer's head; None for what they never heard."""

    who: str | None = None
    when: str | None = None
    off: bool = False
    on_the_way: bool = False
    # An hour in words, or the moment that minutes led to.
    expected: str | datetime | None = None


@dataclass(frozen=True)
class Arrived:
    """A text on a phone, or a letter."""

    number: int
    at: datetime
    body: str
    to: str
    attempt: Attempt
    message: Message
    is_letter: bool = False


@dataclass
class Books:
    """The world as it is at this moment, read once for all checks."""

    town: Town
    since: int = 0  # texts that were looked at before
    visits: dict[uuid.UUID, Appointment] = field(init=False)
    arrived: list[Arrived] = field(init=False)
    texts: list[Message] = field(init=False)
    open_calls: list[CallTask] = field(init=False)
    calls: set[uuid.UUID | None] = field(init=False)  # visits
    sought: set[uuid.UUID | None] = field(init=False)  # customers

    def __post_init__(self) -> None:
        self.now = self.town.day.now
        visits = Appointment.objects.select_related("customer", "technician", "location")
        self.visits = visits.select_related("business_unit").in_bulk(self.town.visits)
        self.texts = list(Message.objects.filter(appointment__isnull=False))
        calls = CallTask.objects.open().exclude(reason=CallTask.Reason.BY_PHONE)
        self.open_calls = list(calls.select_related("message"))
        self.calls = {call.appointment_id for call in self.open_calls}
        stranger = CallTask.Reason.WRONG_NUMBER
        self.sought = {call.customer_id for call in self.open_calls if call.reason == stranger}
        self.arrived = list(self._arrived())

    def _arrived(self) -> Iterator[Arrived]:
        network = self.town.network
        attempts = {one.pk: one for one in Attempt.objects.all()}
        texts = {text.pk: text for text in self.texts}
        for number, (text, at) in enumerate(zip(network.sent, network.at, strict=True)):
            attempt = attempts[key_of(text)]
            if message := texts.get(attempt.message_id):
                is_letter = text.letter is not None
                yield Arrived(number, at, text.body, text.to, attempt, message, is_letter)

    def new(self) -> list[Arrived]:
        return [text for text in self.arrived if text.number >= self.since]

    def known(self, visit: Appointment, before: int | None = None) -> Known:
        """What texts that were not lost, and calls, have told of this visit, in their order.

        With `before` only what was heard before the text of that number.
        """
        known = Known()
        told: list[tuple[int, Arrived | Appointment]] = [
            (one.number, one)
            for one in self.arrived
            if one.message.appointment_id == visit.pk and self._is_heard(one)
        ]
        told += [
            (heard.after - 1, heard.as_it_was)
            for heard in self.town.heard
            if heard.visit == visit.pk
        ]
        if before is not None:
            told = [pair for pair in told if pair[0] < before]
        for _number, one in sorted(told, key=lambda pair: pair[0]):
            known = true_of(one) if isinstance(one, Appointment) else learned(known, one, visit)
        return known

    def _is_heard(self, one: Arrived) -> bool:
        """What a stranger has read, no customer knows; nor what came back."""
        came_back = one.is_letter and one.message.pk in self.town.ever_lost
        is_lost = one.attempt.state in LOST or came_back
        return not is_lost and self.town.silent.get(one.to) != "wrong"


def true_of(visit: Appointment) -> Known:
    """The visit as it is."""
    on_the_way = visit.status == Status.ON_THE_WAY and visit.technician is not None
    return Known(
        who=visit.technician.first_name if visit.technician else "",
        when=when(visit),
        off=visit.status == Status.CANCELED,
        on_the_way=on_the_way,
        expected=visit.expected_at if on_the_way or visit.status == Status.SCHEDULED else None,
    )


def when(visit: Appointment) -> str:
    return _span(visit, visit.arrival_window_start, visit.arrival_window_end)


def _span(visit: Appointment, start: datetime, end: datetime) -> str:
    start, end = start.astimezone(visit.zone), end.astimezone(visit.zone)
    language = visit.customer.language
    return f"{day_words(start, language)}, {hours_words(start, end, language)}"


def learned(known: Known, text: Arrived, visit: Appointment) -> Known:
    """`known`, and what this text adds to it about the visit."""
    kind = text.message.kind
    if kind in SILENT:
        return known
    body = BYGONE.sub("", text.body)
    span = WHEN.search(body)
    if span:
        known = replace(known, when=span[0])
    if kind == Kind.CONFIRMED:
        return known
    name = WHO.search(body)
    known = replace(known, who=name[1] if name else "", off=bool(OFF.search(body)))
    hour, minutes = LATE_HOUR.search(body), MINUTES.search(body)
    if kind in {Kind.REMINDER, Kind.MORNING}:
        return known
    expected: str | datetime | None = hour[1] if hour else None
    if minutes:
        expected = text.at + timedelta(minutes=int(minutes[1]))
    if kind == Kind.ON_MY_WAY and known.when:
        # Now counts, in the place of any window there was when this was written.
        start, end = (datetime.fromisoformat(text.message.told[at]) for at in ("start", "end"))
        known = replace(known, when=_span(visit, start, end))
    comes = bool(ON_THE_WAY.search(body)) or (known.on_the_way and kind == Kind.LATE)
    return replace(known, on_the_way=comes, expected=expected)


def same(known: Known, true: Known, visit: Appointment) -> bool:
    """Whether a customer who knows that much is not in error."""
    if true.off or known.off:
        return known.off == true.off
    # “Running late, now about eleven” says enough of the way, whoever set out before.
    has_hour = isinstance(known.expected, str)
    if known.who != true.who or (known.on_the_way != true.on_the_way and not has_hour):
        return False
    # Whoever hears first that somebody comes now, or when, needs no window any more.
    needs_none = known.when is None and (true.on_the_way or has_hour)
    if known.when != true.when and not needs_none:
        return False
    return _same_hour(known.expected, true.expected, visit)


def _same_hour(told: str | datetime | None, true: object, visit: Appointment) -> bool:
    if not isinstance(true, datetime) or told is None:
        return not (isinstance(told, str) and true is None)
    if isinstance(told, datetime):
        return abs(told - true) < ROUNDING
    there = true.astimezone(visit.zone)
    return told in {
        hours_words(each, each, visit.customer.language)
        for each in (there + timedelta(minutes=n) for n in range(-5, 6))
    }

"""What customers know from their phones alone, and what must hold of that at every moment.

Nothing here asks the product what it planned to tell: it reads the words that arrived.
"""

import re
import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from itertools import combinations

from appointments.models import Appointment, WindowHold
from appointments.statuses import LIVE, Status
from appointments.windows import day_words, hours_words
from notifications.models import Attempt, CallTask, Message, Question
from notifications.receipts import LOST
from notifications.states import Kind, Reason, State
from tests.town import INTERESTS, Network, Town

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
PENDING = {State.QUEUED, State.HELD, State.SENDING, State.UNSETTLED}
ARRIVING = {State.ACCEPTED, State.SENT, State.DELIVERED, State.READ}
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
DAY_ENDS, DAY_BEGINS = time(21), time(8)
SOON = timedelta(hours=12)
A_DAY, HOURS, ON_THE_ROAD = timedelta(days=1), timedelta(hours=2), timedelta(hours=3)
NEVER = datetime.min.replace(tzinfo=UTC)
MOMENTS = {
    Kind.REMINDER: (Status.SCHEDULED, A_DAY),
    Kind.MORNING: (Status.SCHEDULED, A_DAY),
    Kind.ARRIVED: (Status.ARRIVED, timedelta(minutes=16)),
    Kind.NO_ACCESS: (Status.NO_ACCESS, A_DAY + timedelta(minutes=1)),
    Kind.THANKS: (Status.DONE, A_DAY + SOON),
}
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
    """A text on a phone."""

    number: int
    at: datetime
    body: str
    to: str
    attempt: Attempt
    message: Message


@dataclass
class Books:
    """The world as it is at this moment, read once for all checks."""

    town: Town
    since: int = 0  # texts that were looked at before
    visits: dict[uuid.UUID, Appointment] = field(init=False)
    arrived: list[Arrived] = field(init=False)
    texts: list[Message] = field(init=False)
    calls: set[uuid.UUID | None] = field(init=False)  # visits
    sought: set[uuid.UUID | None] = field(init=False)  # customers

    def __post_init__(self) -> None:
        self.now = self.town.day.now
        self.visits = Appointment.objects.for_texts().in_bulk(self.town.visits)
        self.texts = list(Message.objects.filter(appointment__isnull=False))
        calls = CallTask.objects.open().exclude(reason=CallTask.Reason.BY_PHONE)
        strangers = calls.filter(reason=CallTask.Reason.WRONG_NUMBER)
        self.calls = set(calls.values_list("appointment_id", flat=True))
        self.sought = set(strangers.values_list("customer_id", flat=True))
        self.arrived = list(self._arrived())

    def _arrived(self) -> Iterator[Arrived]:
        network = self.town.day.provider
        assert isinstance(network, Network)
        attempts = {one.pk: one for one in Attempt.objects.all()}
        texts = {text.pk: text for text in self.texts}
        for number, (text, at) in enumerate(zip(network.sent, network.at, strict=True)):
            key = uuid.UUID(text.callback_url.partition("#")[0].rpartition("/")[2])
            message = texts.get(attempts[key].message_id)
            if message:
                yield Arrived(number, at, text.body, text.to, attempts[key], message)

    def new(self) -> list[Arrived]:
        return [text for text in self.arrived if text.number >= self.since]

    def known(self, visit: Appointment) -> Known:
        """What texts that were not lost, and calls, have told of this visit, in their order."""
        known = Known()
        told: list[tuple[int, Arrived | Appointment]] = [
            (one.number, one)
            for one in self.arrived
            if one.message.appointment_id == visit.pk and one.attempt.state not in LOST
        ]
        told += [
            (heard.after - 1, heard.as_it_was)
            for heard in self.town.heard
            if heard.visit == visit.pk
        ]
        for _number, one in sorted(told, key=lambda pair: pair[0]):
            known = true_of(one) if isinstance(one, Appointment) else learned(known, one)
        return known


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
    start = visit.arrival_window_start.astimezone(visit.zone)
    end = visit.arrival_window_end.astimezone(visit.zone)
    language = visit.customer.language
    return f"{day_words(start, language)}, {hours_words(start, end, language)}"


def learned(known: Known, text: Arrived) -> Known:
    """`known`, and what this text adds."""
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


def complaints(books: Books, deed: str, before: dict[uuid.UUID, Appointment]) -> Iterator[str]:
    """Everything that is wrong at this moment."""
    for check in (
        *(_misled, _texted_in_silence, _woken, _too_late, _told_twice, _sent_twice),
        *(_lost_on_the_way, _sold_twice, _asked_twice, _untrue, _thanked_wrongly),
    ):
        for wrong in check(books):
            yield f"{check.__name__[1:]}: {wrong}"
    for wrong in _confirmations(books, deed, before):
        yield f"confirmations: {wrong}"


def _misled(books: Books) -> Iterator[str]:
    for visit in books.visits.values():
        known, true = books.known(visit), true_of(visit)
        if _matters(visit, known, books.now) and not same(known, true, visit):
            is_called = visit.pk in books.calls or visit.customer_id in books.sought
            if not is_called and not _is_coming(books, visit):
                yield f"{known} is not {true}, and nothing is planned"


def _matters(visit: Appointment, known: Known, now: datetime) -> bool:
    if visit.status == Status.CANCELED:
        return known != Known() and now < visit.arrival_window_end
    return visit.status in {Status.SCHEDULED, Status.ON_THE_WAY} and now < visit.arrival_window_end


def _is_coming(books: Books, visit: Appointment) -> bool:
    """A text that waits is written as it leaves; one on its way must be true, or be followed."""
    pending = [
        text
        for text in books.texts
        if text.appointment_id == visit.pk and text.kind in NEWS and text.state in PENDING
    ]
    if visit.text_to in books.town.silent:
        # What had left before may have arrived; if not, it becomes a call.
        in_doubt = {State.SENDING, State.UNSETTLED}
        return any(t.state in in_doubt or t.reason == Reason.TRYING_AGAIN for t in pending)
    return any(text.useful_until > books.now for text in pending)


def _texted_in_silence(books: Books) -> Iterator[str]:
    for text in books.new():
        if text.to in books.town.silent:
            yield f"{text.to} is texted {text.message.kind} after {books.town.silent[text.to]}"


def _woken(books: Books) -> Iterator[str]:
    for text in books.new():
        visit = books.visits[text.message.visit_id]
        clock = text.at.astimezone(visit.zone).time()
        is_night = clock >= DAY_ENDS or clock < DAY_BEGINS
        if is_night and not _may_wake(text, visit):
            yield f"{text.message.kind} at {clock}: {text.body}"


def _may_wake(text: Arrived, visit: Appointment) -> bool:
    message, kind = text.message, text.message.kind
    starts = visit.arrival_window_start
    if kind in ANSWERS | {Kind.ARRIVED, Kind.NO_ACCESS} or message.at_any_hour or message.by_hand:
        return True
    if kind in {Kind.REMINDER, Kind.MORNING, Kind.THANKS}:
        return False
    is_first = kind in {Kind.INTRODUCTION, Kind.CONFIRMATION}
    if is_first and visit.on_the_phone:
        return True
    is_urgent = not is_first and starts - text.at <= SOON
    return is_urgent or _morning_after(text.at, visit) >= starts


def _morning_after(at: datetime, visit: Appointment) -> datetime:
    local = at.astimezone(visit.zone)
    day = local.date() + timedelta(days=local.time() >= DAY_ENDS)
    return datetime.combine(day, DAY_BEGINS, tzinfo=visit.zone)


def _untrue(books: Books) -> Iterator[str]:
    """What a text says is so in the moment it leaves."""
    for text in books.new():
        visit = books.visits[text.message.visit_id]
        said, true = learned(Known(), text), true_of(visit)
        if text.message.kind in NEWS | {Kind.REMINDER, Kind.MORNING}:
            wrong = (said.who, said.off) != (true.who, true.off) and not said.off
            if wrong or said.on_the_way > true.on_the_way or said.when not in {None, true.when}:
                yield f"{text.body} is not {true}"
        elif said.when not in {None, true.when}:
            yield f"{text.body} is not {true}"


def _too_late(books: Books) -> Iterator[str]:
    for text in books.new():
        visit = books.visits[text.message.visit_id]
        if text.at >= _of_use_until(text, visit, books.town.wrote):
            yield f"{text.message.kind} of a visit {visit.status} at {text.at}: {text.body}"


def _of_use_until(text: Arrived, visit: Appointment, wrote: Mapping[str, datetime]) -> datetime:
    kind, since = text.message.kind, visit.status_at
    if kind in ANSWERS:
        return wrote[text.to] + (A_DAY if kind in {Kind.ANSWER, Kind.GLAD, Kind.SORRY} else HOURS)
    if kind not in NEWS:
        status, useful = MOMENTS[Kind(kind)]
        ends = visit.arrival_window_start if status == Status.SCHEDULED else since + useful
        return ends if visit.status == status else NEVER
    if visit.status not in {Status.SCHEDULED, Status.ON_THE_WAY, Status.CANCELED}:
        return NEVER
    is_coming = visit.status == Status.ON_THE_WAY or visit.expected_at
    since = max(since, text.message.created_at)
    return max(visit.arrival_window_end, since + ON_THE_ROAD if is_coming else NEVER)


def _thanked_wrongly(books: Books) -> Iterator[str]:
    late = {text.message.appointment_id for text in books.arrived if text.message.kind == Kind.LATE}
    for text in books.new():
        visit = books.visits[text.message.visit_id]
        if text.message.kind == Kind.THANKS and (visit.rough or visit.pk in late):
            yield f"after a rough or late one: {text.body}"


def _told_twice(books: Books) -> Iterator[str]:
    """A personal detail, once for each customer, ever; what was lost on the way doesn't count."""
    told: Counter[tuple[uuid.UUID | None, str]] = Counter()
    for text in books.arrived:
        if text.message.pk not in books.town.ever_lost:
            for detail in INTERESTS.values():
                told[text.message.customer_id, detail] += detail in text.body
    yield from (f"{detail} {n} times" for (_, detail), n in told.items() if n > 1)


def _sent_twice(books: Books) -> Iterator[str]:
    calls = Counter(one.attempt.pk for one in books.arrived)
    texts = Counter(
        one.message.pk for one in books.arrived if one.message.pk not in books.town.ever_lost
    )
    for text in books.texts:
        if texts[text.pk] > 1:
            yield f"{text.kind} {text.body}"
        if text.state in ARRIVING and text.pk not in books.town.ever_lost and texts[text.pk] != 1:
            yield f"{text.kind} is {text.state}, and the provider has it {texts[text.pk]} times"
    yield from (f"call {pk}" for pk, count in calls.items() if count > 1)


def _lost_on_the_way(books: Books) -> Iterator[str]:
    """What a phone has, our rows must not count as never sent."""
    for one in books.arrived:
        given_up = {State.SKIPPED, State.HELD, State.FAILED, State.UNDELIVERED, State.QUEUED}
        if one.message.pk not in books.town.ever_lost and one.message.state in given_up:
            yield f"{one.message.kind} is {one.message.state}, but arrived: {one.body}"


def _sold_twice(books: Books) -> Iterator[str]:
    """No technician is at two places, and no window is kept for two customers."""
    by_technician: dict[object, list[Appointment]] = defaultdict(list)
    for visit in books.visits.values():
        if visit.status in LIVE and visit.technician_id:
            by_technician[visit.technician_id].append(visit)
    for visits in by_technician.values():
        for one, other in combinations(visits, 2):
            if one.planned_start < other.planned_end and other.planned_start < one.planned_end:
                yield f"{one.planned_start} and {other.planned_start}"
    holds = WindowHold.objects.filter(until__gt=books.now).exclude(technician=None)
    for hold, another in combinations(holds, 2):
        same_one = hold.technician_id == another.technician_id
        same_visit = hold.appointment_id == another.appointment_id
        overlap = hold.start < another.end and another.start < hold.end
        if same_one and overlap and not same_visit:
            yield f"{hold.start} is kept for two"


def _asked_twice(books: Books) -> Iterator[str]:
    """Which visit they mean is one question; times that were offered stand on the page, too."""
    asked = Question.objects.open(books.now).exclude(kind=Question.Kind.ANOTHER_TIME)
    for number, count in Counter(asked.values_list("number", flat=True)).items():
        if count > 1:
            yield f"{number} has {count} open questions"


def _confirmations(books: Books, deed: str, before: dict[uuid.UUID, Appointment]) -> Iterator[str]:
    for visit in books.visits.values():
        was = before.get(visit.pk)
        if was is None:
            continue
        moved = (was.arrival_window_start, was.arrival_window_end) != (
            visit.arrival_window_start,
            visit.arrival_window_end,
        )
        undone = deed in {"undo", "reply", "page"}
        if moved and visit.confirmed_at and not undone:
            yield "kept on a new time"
        if was.confirmed_at and not visit.confirmed_at and not moved and not undone:
            yield "lost although the time is the same"

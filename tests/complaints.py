"""What must hold of customers' phones at every moment; each rule is named in what it says.

`tests.breakages` shows that every one of them can complain.
"""

import uuid
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from itertools import combinations

from appointments.models import Appointment, TimeOff, WindowHold
from appointments.statuses import LIVE, Status
from notifications.models import Message, Question
from notifications.states import IN_FLIGHT, TOLD, Channel, Kind, Reason, State
from tests.complaints_of_the_desk import (
    closed,
    erased,
    given_up,
    is_given_up,
    left_behind,
    tried_for_nothing,
)
from tests.complaints_of_ways import by_another_way, called_beside, told_again
from tests.phone_books import ANSWERS, NEWS, Arrived, Books, Known, learned, same, true_of
from tests.town_company import INTERESTS

PENDING = IN_FLIGHT | {State.QUEUED, State.HELD}
DAY_ENDS, DAY_BEGINS = time(21), time(8)
SOON, A_DAY = timedelta(hours=12), timedelta(days=1)
HOUR, A_DAY, HOURS, ON_THE_ROAD = (
    timedelta(hours=1),
    timedelta(days=1),
    timedelta(hours=2),
    timedelta(hours=3),
)
NEVER = datetime.min.replace(tzinfo=UTC)
MOMENTS = {
    Kind.REMINDER: (Status.SCHEDULED, A_DAY),
    Kind.MORNING: (Status.SCHEDULED, A_DAY),
    Kind.ARRIVED: (Status.ARRIVED, timedelta(minutes=16)),
    Kind.NO_ACCESS: (Status.NO_ACCESS, A_DAY + timedelta(minutes=1)),
    Kind.THANKS: (Status.DONE, A_DAY + SOON),
}


def complaints(books: Books, deed: str, before: dict[uuid.UUID, Appointment]) -> Iterator[str]:
    """Everything that is wrong at this moment."""
    for check in (
        *(_misled, _texted_in_silence, _woken, _too_late, _told_twice, _sent_twice),
        *(_lost_on_the_way, _sold_twice, _absent, _asked_twice, _untrue, _thanked_wrongly),
        *(closed, by_another_way, called_beside, told_again, erased, given_up, tried_for_nothing),
    ):
        for wrong in check(books):
            yield f"{check.__name__.removeprefix('_')}: {wrong}"
    if deed in {"beat", "settle"}:
        yield from (f"left_behind: {wrong}" for wrong in left_behind(books))
        yield from (f"held_up: {wrong}" for wrong in _held_up(books))
    for wrong in _confirmations(books, deed, before):
        yield f"confirmations: {wrong}"


def _misled(books: Books) -> Iterator[str]:
    for visit in books.visits.values():
        known, true = books.known(visit), true_of(visit)
        if _matters(visit, known, books.now) and not same(known, true, visit):
            if is_given_up(books, visit):
                continue
            is_called = visit.pk in books.calls or visit.customer_id in books.sought
            if not is_called and not _is_coming(books, visit):
                yield f"{known} is not {true}, and nothing is planned"


def _held_up(books: Books) -> Iterator[str]:
    """Who is visited soon is called where what they don't know waits at a shut door."""
    until = books.town.closed[0] if books.town.closed else NEVER
    for visit in books.visits.values():
        known, true = books.known(visit), true_of(visit)
        is_near = visit.arrival_window_start - books.now <= HOURS
        is_told = same(known, true, visit) or visit.pk in books.calls or is_given_up(books, visit)
        is_closed = books.now < until and is_near and _matters(visit, known, books.now)
        may_wait = any(
            text.channel == Channel.EMAIL or text.send_after > books.now
            for text in _pending(books, visit)
        )
        if is_closed and not is_told and not may_wait:
            yield f"{known} is not {true}, and nobody calls"


def _matters(visit: Appointment, known: Known, now: datetime) -> bool:
    if visit.customer.erased_at:
        return False
    if visit.status == Status.CANCELED:
        return known != Known() and now < visit.arrival_window_end
    return visit.status in {Status.SCHEDULED, Status.ON_THE_WAY} and now < visit.arrival_window_end


def _is_coming(books: Books, visit: Appointment) -> bool:
    """A text that waits is written as it leaves; one on its way must be true, or be followed."""
    return any(_finds_a_way(books, visit, text) for text in _pending(books, visit))


def _pending(books: Books, visit: Appointment) -> list[Message]:
    return [
        text
        for text in books.texts
        if text.appointment_id == visit.pk and text.kind in NEWS and text.state in PENDING
    ]


def _finds_a_way(books: Books, visit: Appointment, text: Message) -> bool:
    if visit.text_to in books.town.silent and text.channel != Channel.EMAIL:
        # What had left before may have arrived; if not, it becomes a call.
        return text.state in IN_FLIGHT or text.reason == Reason.TRYING_AGAIN
    # A letter that may not leave becomes a call, too.
    return text.useful_until > books.now


def _texted_in_silence(books: Books) -> Iterator[str]:
    for text in books.new():
        in_one_go = text.number < books.town.returned.get(text.to, 0)
        if text.to in books.town.silent and not in_one_go:
            yield f"{text.to} is texted {text.message.kind} after {books.town.silent[text.to]}"
    yield from (f"{number} is tried again" for number in books.town.tried_again)


def _woken(books: Books) -> Iterator[str]:
    for text in books.new():
        visit = books.visits[text.message.visit_id]
        clock = text.at.astimezone(visit.zone).time()
        is_night = clock >= DAY_ENDS or clock < DAY_BEGINS
        if is_night and not text.is_letter and not _may_wake(text, visit):
            yield f"{text.message.kind} at {clock}: {text.body}"


def _may_wake(text: Arrived, visit: Appointment) -> bool:
    message, kind = text.message, text.message.kind
    starts = visit.arrival_window_start
    is_first = kind in {Kind.INTRODUCTION, Kind.CONFIRMATION}
    is_on_the_phone = visit.on_the_phone and text.at - visit.status_at < HOUR
    if kind in ANSWERS or (is_first and is_on_the_phone):
        return True
    if visit.business_unit.quiet_for_all or kind in {Kind.REMINDER, Kind.MORNING, Kind.THANKS}:
        return False
    if kind in {Kind.ARRIVED, Kind.NO_ACCESS} or message.at_any_hour or message.by_hand:
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
        said, true = learned(Known(), text, visit), true_of(visit)
        if text.message.kind in NEWS | {Kind.REMINDER, Kind.MORNING}:
            wrong = (said.who, said.off) != (true.who, true.off) and not said.off
            if wrong or said.on_the_way > true.on_the_way or said.when not in {None, true.when}:
                yield f"{text.body} is not {true}"
        elif said.when not in {None, true.when} or _is_no_yes(text, visit):
            yield f"{text.body} is not {true}"


def _is_no_yes(text: Arrived, visit: Appointment) -> bool:
    return text.message.kind == Kind.CONFIRMED and visit.confirmed_at is None


def _too_late(books: Books) -> Iterator[str]:
    for text in books.new():
        visit = books.visits[text.message.visit_id]
        if text.at >= _of_use_until(text, visit, books.town.wrote):
            yield f"{text.message.kind} of a visit {visit.status} at {text.at}: {text.body}"


def _of_use_until(text: Arrived, visit: Appointment, wrote: Mapping[str, datetime]) -> datetime:
    kind, since = text.message.kind, visit.status_at
    if kind == Kind.ANSWER:  # a person may answer days later
        return text.message.created_at + A_DAY
    if kind in ANSWERS:
        return wrote[text.to] + (A_DAY if kind in {Kind.GLAD, Kind.SORRY} else HOURS)
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
    words = {(one.to, one.body) for one in books.arrived}
    for text in books.texts:
        if texts[text.pk] > 1:
            yield f"{text.kind} {text.body}"
        # Two of the same words, one of them lost: nobody can say which, and they have it once.
        has_it = texts[text.pk] or (text.to, text.body) in words
        if text.state in TOLD and text.pk not in books.town.ever_lost and not has_it:
            yield f"{text.kind} is {text.state}, and the provider does not have it"
    yield from (f"call {pk}" for pk, count in calls.items() if count > 1)


def _lost_on_the_way(books: Books) -> Iterator[str]:
    """What a phone has, our rows must not count as never sent."""
    counted = {(text.to, text.body) for text in books.texts if text.state in TOLD}
    for one in books.arrived:
        given_up = {State.SKIPPED, State.HELD, State.FAILED, State.UNDELIVERED, State.QUEUED}
        # Nobody can be asked of a letter, so a person calls.
        is_doubtful = one.message.reason == Reason.EMAIL_IN_DOUBT
        is_known = one.message.pk in books.town.ever_lost or is_doubtful
        if is_known or (one.to, one.body) in counted:
            continue  # lost since, in doubt, or taken for a text of the same words
        if one.message.state in given_up:
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


def _absent(books: Books) -> Iterator[str]:
    """Nobody is to come while they are off, unless they set out before that was known."""
    for off in TimeOff.objects.all():
        for visit in books.visits.values():
            is_theirs = visit.technician_id == off.technician_id
            overlap = visit.planned_start < off.end and off.start < visit.planned_end
            if visit.status == Status.SCHEDULED and is_theirs and overlap:
                yield f"{off} has a visit at {visit.planned_start}"


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

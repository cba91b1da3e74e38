"""What an answer may be about: the visits ahead of a phone, and how choices are put to it."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import QuerySet

from appointments.free_windows import free_windows
from appointments.models import Appointment
from appointments.openings import FreeWindow
from appointments.statuses import LIVE, Status
from appointments.windows import day_words, hours_words
from notifications import calls
from notifications.models import Question
from notifications.own_facts import job_words
from notifications.rendering import picture_of
from notifications.suppressing import visits_of
from notifications.wording import spoken

Span = tuple[datetime, datetime]

COMING = (Status.SCHEDULED, Status.ON_THE_WAY)
MISSED_FOR = timedelta(days=7)  # how long a new time can be asked for after nobody was at home
AT_ONCE = 3  # windows offered
A_DAY = 2


def coming(number: str, now: datetime) -> list[Appointment]:
    """The visits ahead whose texts go to this phone, the next one first."""
    return list(_visits(number).filter(status__in=COMING, arrival_window_end__gt=now))


def as_told(visits: Iterable[Appointment]) -> list[Appointment]:
    """Those of which the customer knows the time as it is."""
    return [visit for visit in visits if _knows_time(visit)]


def movable(number: str, now: datetime) -> list[Appointment]:
    """The visits for which this phone may ask for another time."""
    known = [visit for visit in coming(number, now) if calls.known_to(visit)]
    missed = _visits(number).filter(status=Status.NO_ACCESS, status_at__gt=now - MISSED_FOR)
    return known + [visit for visit in missed if not _has_new_time(visit)]


def may_move(visit: Appointment, now: datetime) -> bool:
    """Whether its customer may ask for another time at this moment."""
    if visit.status == Status.NO_ACCESS:
        return visit.status_at > now - MISSED_FOR and not _has_new_time(visit)
    return visit.status == Status.SCHEDULED and visit.arrival_window_end > now


def windows_for(visit: Appointment, now: datetime) -> list[FreeWindow]:
    """Three windows for this visit, or fewer where there are no more."""
    return free_windows(
        job_type=visit.job_type,
        zone=visit.zone,
        now=now,
        customer=visit.customer,
        visit=visit,
        count=AT_ONCE,
        per_day=A_DAY,
    )


def window_words(visit: Appointment, spans: Iterable[Span]) -> str:
    """The windows with their numbers: “1 for Tue 9 June, 9-11am, 2 for ...”."""
    language = visit.customer.language
    return _numbered([_when(visit, start, end, language) for start, end in spans], visit)


def spans_of(asked: Question) -> list[Span]:
    """Start and end of each window that was offered."""
    read = datetime.fromisoformat
    return [(read(option["start"]), read(option["end"])) for option in asked.options]


def choices(visit: Appointment, asked: Question, language: str) -> list[str]:
    """The windows that were offered, each in words."""
    return [_when(visit, start, end, language) for start, end in spans_of(asked)]


def visit_words(visits: Sequence[Appointment]) -> str:
    """The visits with their numbers: “1 for Tue 9 June, 9-11am, boiler service, 2 for ...”."""
    language = visits[0].customer.language
    said = [
        f"{_when(visit, visit.arrival_window_start, visit.arrival_window_end, language)}, "
        f"{job_words(visit.job_type, language)}"
        for visit in visits
    ]
    return _numbered(said, visits[0])


def found(pk: str, visits: Iterable[Appointment]) -> Appointment | None:
    """The visit with this id among `visits`."""
    return next((visit for visit in visits if visit.pk == uuid.UUID(pk)), None)


def _visits(number: str) -> QuerySet[Appointment]:
    """With what a question says of them."""
    visits = visits_of(number).select_related("customer", "location", "business_unit", "job_type")
    return visits.order_by("arrival_window_start")


def _knows_time(visit: Appointment) -> bool:
    told, true = calls.known_to(visit), picture_of(visit)
    return told is not None and (told.start, told.end) == (true.start, true.end)


def _has_new_time(visit: Appointment) -> bool:
    """The office was faster: the same work is booked again."""
    others = Appointment.objects.filter(customer=visit.customer_id, job_type=visit.job_type_id)
    return others.filter(status__in=LIVE, planned_start__gt=visit.planned_start).exists()


def _when(visit: Appointment, start: datetime, end: datetime, language: str) -> str:
    start, end = start.astimezone(visit.zone), end.astimezone(visit.zone)
    return f"{day_words(start, language)}, {hours_words(start, end, language)}"


def _numbered(choices: Sequence[str], visit: Appointment) -> str:
    joint = _JOINT[spoken(visit.customer.language)]
    return "; ".join(f"{number} {joint} {said}" for number, said in enumerate(choices, start=1))


_JOINT = {"en": "for", "es": "para"}

"""What a customer's page says of this very moment: how far the visit is, and what may be asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from appointments.models import Appointment
from appointments.statuses import LIVE, Status
from notifications import own_facts, questions, way_facts
from notifications.emergency import number_for
from notifications.models import Message, Question, VisitLink
from notifications.states import TOLD
from notifications.world import lines_told
from technicians.models import Line

# Whoever was told the words asks for them; a visit that was put off has none to ask for.
AT_THE_DOOR = frozenset({Status.ON_THE_WAY, Status.ARRIVED})


@dataclass(frozen=True)
class Live:
    """Each part is "" or empty where there is nothing to say; `window` names the time shown."""

    stage: str  # canceled, over, missed, arrived, coming, replaced, assigned or booked
    previous: str  # whom the customer was told of before
    minutes: str
    expected: str
    is_late: bool
    van: str
    door_words: str
    may_confirm: bool
    is_confirmed: bool
    may_move: bool
    may_warn: bool  # that somebody else is at the door
    emergency: str  # the number to call in danger, where they live
    window: str
    offer: int | None
    choices: Sequence[str]
    detail: Line | None  # told here already
    has_detail: bool  # that nobody has told them yet


def live(visit: Appointment, link: VisitLink, language: str, now: datetime) -> Live:
    """The visit at this moment, in a language."""
    previous = _previous(visit)
    asked = _open_offer(visit, now)
    is_ahead = visit.arrival_window_end > now
    told = told_here(link, visit)
    return Live(
        stage=_stage(visit, previous),
        previous=previous,
        minutes=way_facts.minutes(visit, now) if visit.status == Status.ON_THE_WAY else "",
        expected=way_facts.expected(visit, language) if _is_expected(visit, now) else "",
        is_late=way_facts.is_overdue(visit),
        van=way_facts.van(visit, language) if visit.status == Status.ON_THE_WAY else "",
        door_words=visit.door_words if visit.status in AT_THE_DOOR else "",
        may_confirm=visit.is_unconfirmed and is_ahead,
        is_confirmed=visit.confirmed_at is not None,
        may_move=questions.may_move(visit, now),
        may_warn=visit.technician_id is not None and visit.status in LIVE,
        emergency=number_for(visit.text_to),
        window=visit.arrival_window_start.isoformat(),
        offer=asked.pk if asked else None,
        choices=questions.choices(visit, asked, language) if asked else (),
        detail=told if told and own_facts.may_tell_detail(visit) else None,
        has_detail=told is None and next_detail(visit, language, now) is not None,
    )


def told_here(link: VisitLink, visit: Appointment) -> Line | None:
    """What this page has told of the one who comes: one detail of each face."""
    line = link.detail
    return line if line and line.technician_id == visit.technician_id else None


def next_detail(visit: Appointment, language: str, now: datetime) -> Line | None:
    """Something that neither a text nor another page has told this customer."""
    if not own_facts.may_tell_detail(visit):
        return None
    heard = lines_told({visit.customer_id})[visit.customer_id]
    return own_facts.next_detail(visit, language, heard, now)


def _stage(visit: Appointment, previous: str) -> str:
    stages = {
        Status.CANCELED: "canceled",
        Status.DONE: "over",
        Status.NO_ACCESS: "missed",
    }
    if visit.status in stages:
        return stages[Status(visit.status)]
    if visit.technician_id is None:
        return "booked"
    underway = {Status.ARRIVED: "arrived", Status.ON_THE_WAY: "coming"}
    return underway.get(Status(visit.status), "replaced" if previous else "assigned")


def _previous(visit: Appointment) -> str:
    """The one the customer was last told of, if that is somebody else."""
    if visit.technician_id is None:
        return ""
    now_coming = str(visit.technician_id)
    told = Message.objects.heard(visit.pk).filter(state__in=TOLD).values_list("told", flat=True)
    faces = [each for each in told if each.get("technician")]
    other = next((each for each in faces if each["technician"] != now_coming), None)
    return str(other.get("name", "")) if other else ""


def _is_expected(visit: Appointment, now: datetime) -> bool:
    """An hour that is over is no news."""
    is_coming = visit.status in {Status.SCHEDULED, Status.ON_THE_WAY}
    return is_coming and visit.expected_at is not None and visit.expected_at > now


def _open_offer(visit: Appointment, now: datetime) -> Question | None:
    """The windows they were offered, by a text or here; another time since makes them idle."""
    asked = Question.objects.filter(appointment=visit, kind=Question.Kind.ANOTHER_TIME)
    return asked.open(now).filter(about_start=visit.arrival_window_start).first()

"""A technician's own day: which visits, in what order, and who was at these customers before."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from appointments.estimates import estimated
from appointments.models import Appointment, Tap
from appointments.statuses import LIVE, Status
from appointments.taps import UNDO_FOR, in_minutes
from technicians.models import Technician

DAY = timedelta(days=1)
SHOWN_BEFORE = 3  # earlier visits on a card


@dataclass(frozen=True)
class Card:
    """One visit, who was at this customer before, and how many minutes the way may take."""

    visit: Appointment
    before: Sequence[Appointment]
    way: str = ""


@dataclass(frozen=True)
class OwnDay:
    """What is ahead, the next visit first, what is over, and a look at the day after."""

    ahead: Sequence[Card]
    over: Sequence[Appointment]
    following: Sequence[Appointment]
    undoable: Tap | None


def own_day(technician: Technician, wanted: date | None, now: datetime) -> OwnDay:
    """The day asked for, or today where each visit is."""
    every = _around(technician, wanted or now.date())
    visits = [visit for visit in every if _is_on(visit, wanted, now)]
    ahead = [visit for visit in visits if visit.status in LIVE]
    before = _before(ahead)
    turns = _by_turn(ahead)
    next_one = next((visit for visit in turns if visit.status == Status.SCHEDULED), None)
    return OwnDay(
        ahead=[
            Card(
                visit,
                before.get(visit.customer_id, ()),
                # The ones after it start elsewhere.
                _way(visit, now) if visit == next_one else "",
            )
            for visit in turns
        ],
        over=[visit for visit in visits if visit.status not in LIVE],
        following=[v for v in every if v.status in LIVE and _is_on(v, wanted, now, later=DAY)],
        undoable=_undoable(technician, visits, now),
    )


def visits_on(technician: Technician, wanted: date | None, now: datetime) -> list[Appointment]:
    """A technician's visits of the day asked for, or of today where each visit is."""
    near = _around(technician, wanted or now.date())
    return [visit for visit in near if _is_on(visit, wanted, now)]


def _around(technician: Technician, day: date) -> list[Appointment]:
    # A day earlier and two later: today is not the same date everywhere.
    near = Appointment.objects.near(day - DAY, day + 2 * DAY).filter(technician=technician)
    return list(near.select_related("customer", "location", "business_unit", "job_type"))


def _is_on(
    visit: Appointment, wanted: date | None, now: datetime, later: timedelta = timedelta()
) -> bool:
    return visit.day == (wanted or now.astimezone(visit.zone).date()) + later


def _way(visit: Appointment, now: datetime) -> str:
    """The minutes to offer first."""
    way = estimated(visit, now)
    return in_minutes(way) if way else ""


def _by_turn(visits: Iterable[Appointment]) -> list[Appointment]:
    """The one they are at, then the one they are on the way to, then by the hour."""
    turn = [Status.ARRIVED, Status.ON_THE_WAY, Status.SCHEDULED]
    return sorted(visits, key=lambda visit: (turn.index(Status(visit.status)), visit.planned_start))


def _before(visits: Sequence[Appointment]) -> dict[object, list[Appointment]]:
    """The latest visits at the customers of these, by customer."""
    past = Appointment.objects.filter(
        customer__in={visit.customer_id for visit in visits},
        status__in=[Status.DONE, Status.NO_ACCESS],
    )
    newest_first = F("planned_start").desc()
    place = Window(RowNumber(), partition_by="customer", order_by=newest_first)
    latest = past.annotate(place=place).filter(place__lte=SHOWN_BEFORE).order_by("-planned_start")
    found: dict[object, list[Appointment]] = {}
    for visit in latest.select_related(
        "customer", "location", "business_unit", "job_type", "technician"
    ):
        found.setdefault(visit.customer_id, []).append(visit)
    return found


def _undoable(technician: Technician, visits: Iterable[Appointment], now: datetime) -> Tap | None:
    """The last tap, as long as it can be taken back."""
    known = {visit.pk: visit for visit in visits}
    fresh = technician.taps.applied().filter(at__gt=now - UNDO_FOR, appointment__in=known)
    tap = fresh.first()
    if tap is None or not tap.before or tap.version != known[tap.appointment_id].version:
        return None
    tap.appointment = known[tap.appointment_id]
    return tap

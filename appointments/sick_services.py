"""A technician can't come: their visits go back on the tray, and others take them over."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from appointments.hours_services import delete_time_off, write_time_off
from appointments.models import Appointment, AppointmentQuerySet, TimeOff
from appointments.services import edit
from appointments.spans import span
from appointments.statuses import Status
from appointments.telling import BY_PHONE, TELL, Telling
from fieldservice.company.errors import ServiceError
from fieldservice.company.models import Actor
from fieldservice.company.services import default_unit
from technicians.models import Technician

# Until then nobody is told that nobody comes: mostly somebody is found, and one text says who.
FOUND_WITHIN = timedelta(minutes=10)


@dataclass
class Outcome:
    """What became of many visits: those that changed, and why others didn't."""

    changed: list[Appointment] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)

    def give(
        self,
        by: Actor,
        visit: Appointment,
        taker: Technician,
        now: datetime,
        telling: Telling = TELL,
    ) -> None:
        """Send them there if they can go, and keep what came of it."""
        try:
            edit(by=by, appointment=visit, changes={"technician": taker}, now=now, telling=telling)
            self.changed.append(visit)
        except ServiceError as refusal:
            self.refusals.append(f"{visit.customer.name}: {refusal.message}")


@transaction.atomic
def call_in_sick(*, by: Actor, technician: Technician, now: datetime | None = None) -> TimeOff:
    """Off for the rest of their day, their visits on the tray; said twice it is the same."""
    now = now or timezone.now()
    zone = zone_of_technician(technician)
    _start, midnight = span(now.astimezone(zone).date(), (time.min, time.min), zone)
    known = technician.time_off.filter(why=TimeOff.Why.SICK, start__lte=now, end=midnight).first()
    if known is None:
        _alone(technician)
        sick = TimeOff.Why.SICK
        known = write_time_off(by=by, technician=technician, start=now, end=midnight, why=sick)
    put_back(by=by, time_off=known, now=now)
    return known


@transaction.atomic
def take_time_off(
    *,
    by: Actor,
    technician: Technician,
    start: datetime,
    end: datetime,
    why: TimeOff.Why,
    note: str = "",
    now: datetime | None = None,
) -> TimeOff:
    """Off then, and the visits in it on the tray. Raises InvalidError."""
    _alone(technician)
    off = write_time_off(by=by, technician=technician, start=start, end=end, why=why, note=note)
    put_back(by=by, time_off=off, now=now or timezone.now())
    return off


def visits_in(
    technician: Technician, start: datetime, end: datetime, *, waited_for: bool = False
) -> AppointmentQuerySet:
    """Their visits that have not begun in this time; `waited_for`: late ones too."""
    there = Q(planned_end__gt=start)
    if waited_for:
        there |= Q(arrival_window_end__gt=start)
    visits = Appointment.objects.filter(there, technician=technician, planned_start__lt=end)
    return visits.filter(status=Status.SCHEDULED).order_by("planned_start")


def put_back(*, by: Actor, time_off: TimeOff, now: datetime) -> None:
    """Their visits in this time off are nobody's; the customers hear of it in a while."""
    is_sick = time_off.why == TimeOff.Why.SICK
    visits = visits_in(time_off.technician, time_off.start, time_off.end, waited_for=is_sick)
    waiting = Telling(wait=FOUND_WITHIN)
    for visit in visits.for_lists():
        edit(by=by, appointment=visit, changes={"technician": None}, now=now, telling=waiting)
        time_off.put_back.add(visit)


def hand_over(
    *,
    by: Actor,
    takers: Mapping[UUID, UUID],
    time_off: TimeOff,
    phoned: Collection[UUID] = (),
    now: datetime | None = None,
) -> Outcome:
    """Give each of these visits to a technician, by their ids; one refusal stops no other.

    Who is somebody's already is left alone: another dispatcher was quicker. The customers of
    `phoned` know it from `by`.
    """
    outcome, now = Outcome(), now or timezone.now()
    people = Technician.objects.in_bulk(list(takers.values()))
    open_visits = time_off.put_back.filter(pk__in=takers, technician=None)
    for visit in open_visits.select_related("customer", "location", "business_unit", "job_type"):
        taker = people.get(takers[visit.pk])
        if taker:
            telling = BY_PHONE if visit.pk in phoned else TELL
            outcome.give(by, visit, taker, now, telling)
    return outcome


@transaction.atomic
def come_back(*, by: Actor, time_off: TimeOff, now: datetime | None = None) -> Outcome:
    """They are there after all, and what nobody has taken over is theirs again."""
    visits = list(time_off.put_back.filter(technician=None, status=Status.SCHEDULED))
    technician, outcome, now = time_off.technician, Outcome(), now or timezone.now()
    delete_time_off(by=by, time_off=time_off)
    for visit in visits:
        outcome.give(by, visit, technician, now)
    return outcome


def zone_of_technician(technician: Technician) -> ZoneInfo:
    """Where their hours are."""
    return ZoneInfo((technician.business_unit or default_unit()).time_zone)


def _alone(technician: Technician) -> None:
    """No booking for them in this moment; SQLite is alone by itself."""
    Technician.objects.select_for_update(no_key=True).get(pk=technician.pk)

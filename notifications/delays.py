"""Visits whose window is nearly over while nobody is on the way: what to propose to the office."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Q

from appointments.estimates import estimated
from appointments.models import Appointment, AppointmentQuerySet
from appointments.statuses import Status
from appointments.taps import rounded_up
from fieldservice.company.models import BusinessUnit

FORGOTTEN_AFTER = timedelta(hours=4)  # by then a text about a delay would be a joke
USUAL_WAY = timedelta(minutes=20)  # where no way can be reckoned
LATER = (timedelta(), timedelta(minutes=15), timedelta(minutes=30), timedelta(minutes=60))


@dataclass(frozen=True)
class Delay:
    """One visit that comes late, and the hours that may be promised, the likeliest first."""

    visit: Appointment
    offers: list[datetime]


def delays(now: datetime, most: int) -> list[Delay]:
    """Those that need a word now, the oldest promise first."""
    return [Delay(visit, offers(visit, now)) for visit in _late(now)[:most]]


def delay_of(visit: Appointment, now: datetime) -> Delay | None:
    return Delay(visit, offers(visit, now)) if _late(now).filter(pk=visit.pk).exists() else None


def offers(visit: Appointment, now: datetime) -> list[datetime]:
    """When somebody could be there: once where they are now is done, and the way is behind them."""
    elsewhere = Appointment.objects.filter(
        technician=visit.technician_id, status=Status.ARRIVED, planned_end__gt=now
    ).exclude(pk=visit.pk)
    free = elsewhere.first() if visit.technician_id else None
    sets_out = free.planned_end if free else now
    there = rounded_up(sets_out + (estimated(visit, now) or USUAL_WAY))
    return [there + later for later in LATER]


def _late(now: datetime) -> AppointmentQuerySet:
    """Each unit says how long before the end of a window it wants to hear of it."""
    widest = BusinessUnit.objects.aggregate(most=Max("late_warning", default=0))["most"]
    near = Appointment.objects.filter(
        Q(expected_at=None) | Q(expected_at__lte=now),
        status=Status.SCHEDULED,
        arrival_window_end__gt=now - FORGOTTEN_AFTER,
        arrival_window_end__lte=now + timedelta(minutes=widest),
        introduce_later=False,
    ).for_lists()
    due = [visit.pk for visit in near if visit.arrival_window_end <= now + _warning(visit)]
    return near.filter(pk__in=due).order_by("arrival_window_end")


def _warning(visit: Appointment) -> timedelta:
    return timedelta(minutes=visit.business_unit.late_warning)

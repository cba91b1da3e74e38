"""Which visit is near its door, and whom to call about it."""

from datetime import datetime, timedelta

from appointments.models import Appointment
from appointments.statuses import LIVE, Status
from notifications.models import Alarm
from notifications.models.voice import NEAR
from notifications.suppressing import visits_of

# A visit nobody tapped as done is not at the door for ever.
LONGEST = timedelta(hours=12)
_AT_THE_DOOR = (Status.ARRIVED, Status.ON_THE_WAY, Status.SCHEDULED)


def is_near(visit: Appointment, now: datetime) -> bool:
    """From two hours before the window until the visit is done."""
    begins, ends = visit.arrival_window_start - NEAR, visit.arrival_window_end + LONGEST
    return visit.status in LIVE and begins <= now < ends


def nobody_is_expected_yet(visit: Appointment, now: datetime) -> bool:
    """Before the window, with nobody on the way and no alarm: who comes is a question of many."""
    is_early = visit.status == Status.SCHEDULED and now < visit.arrival_window_start
    return is_early and not Alarm.objects.open().filter(appointment=visit).exists()


def visit_near(number: str, now: datetime) -> Appointment | None:
    """The visit this phone most likely means: somebody at the door before somebody to come."""
    visits = visits_of(number).filter(
        status__in=LIVE,
        arrival_window_start__lte=now + NEAR,
        arrival_window_end__gt=now - LONGEST,
    )
    named = visits.select_related("customer", "location", "business_unit", "technician")
    found = sorted(
        named,
        key=lambda visit: (_AT_THE_DOOR.index(Status(visit.status)), visit.arrival_window_start),
    )
    return found[0] if found else None


def people_on_call(alarm: Alarm) -> list[str]:
    """The numbers to ring one after the other, never the customer's own."""
    unit = alarm.appointment.business_unit
    numbers = dict.fromkeys((str(unit.on_call_phone), str(unit.person_phone)))
    return [number for number in numbers if number not in {"", alarm.number}]

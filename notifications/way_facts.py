"""What a text may say of the way there: minutes, the hour, the van and the words for the door."""

from datetime import datetime, timedelta

from appointments.models import Appointment
from appointments.windows import hours_words
from notifications.states import Kind

STEP = 5  # minutes: nobody knows the traffic better
AT_THE_DOOR = frozenset({Kind.ON_MY_WAY, Kind.ARRIVED})


def minutes(visit: Appointment, now: datetime) -> str:
    """How long it still takes, "" where nobody said or it should be over."""
    if visit.expected_at is None or visit.expected_at <= now:
        return ""
    steps = -((now - visit.expected_at) // timedelta(minutes=STEP))
    return str(steps * STEP)


def expected(visit: Appointment, language: str) -> str:
    """The hour at which they think to be there, as the customer's clock shows it."""
    if visit.expected_at is None:
        return ""
    local = visit.expected_at.astimezone(visit.zone)
    return hours_words(local, local, language)


def is_overdue(visit: Appointment) -> bool:
    """Whether they think to come after the promised window."""
    return visit.expected_at is not None and visit.expected_at > visit.arrival_window_end


def van(visit: Appointment, language: str) -> str:
    """In the customer's language, "" where nobody has written it in that."""
    if visit.technician is None:
        return ""
    is_ours = visit.business_unit.language[:2] == language
    return visit.technician.van if is_ours else visit.technician.van_translated


def door_words(kind: Kind, visit: Appointment) -> str:
    return visit.door_words if kind in AT_THE_DOOR else ""

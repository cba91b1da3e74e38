"""When a text about a visit makes sense, and when it may not disturb."""

from datetime import datetime, timedelta

from appointments.models import Appointment
from appointments.statuses import Status
from notifications import plan
from notifications.states import Channel, Kind, Reason

# Whoever is at the door needs no introduction any more.
TELLABLE = frozenset({Status.SCHEDULED, Status.ON_THE_WAY, Status.CANCELED})


# How long after booking the customer may still be on the phone.
PHONE_CALL = timedelta(hours=1)
# How long somebody may be on the way.
ON_THE_ROAD = timedelta(hours=3)


def earliest(
    kind: Kind,
    appointment: Appointment,
    last_told_at: datetime | None,
    now: datetime,
    channel: Channel = Channel.SMS,
) -> tuple[datetime, Reason | None]:
    """The moment a text may go, and why that is not at once. An e-mail wakes nobody up."""
    moment = plan.send_after(
        kind,
        now=now,
        last_told_at=last_told_at,
        starts=appointment.arrival_window_start,
        zone=appointment.zone,
    )
    later = after_quiet_hours(kind, appointment, moment)
    if later > moment and channel != Channel.EMAIL:
        return later, Reason.QUIET_HOURS
    return moment, Reason.DAY_BEFORE if moment - now > plan.CALM else None


def useful_until(appointment: Appointment, now: datetime) -> datetime:
    """Until the window is over, or longer where somebody comes after it."""
    end = appointment.arrival_window_end
    is_coming = appointment.status == Status.ON_THE_WAY or appointment.expected_at is not None
    return max(end, now + ON_THE_ROAD) if is_coming else end


def quiet_hours(appointment: Appointment) -> plan.Quiet | None:
    """The unit's quiet hours where the visit is, if it keeps any."""
    unit = appointment.business_unit
    if unit.quiet_from is None or unit.quiet_until is None:
        return None
    return plan.Quiet(unit.quiet_from, unit.quiet_until, appointment.zone, unit.quiet_for_all)


def awake(appointment: Appointment, moment: datetime) -> datetime:
    """`moment`, or when the quiet hours of the visit's zone are over, whatever it says."""
    quiet = quiet_hours(appointment)
    return quiet.until(moment) if quiet else moment


def after_quiet_hours(kind: Kind, appointment: Appointment, moment: datetime) -> datetime:
    """`moment`, or when the quiet hours of the visit's zone are over, if this text can wait."""
    return plan.after_quiet_hours(
        kind,
        moment,
        quiet=quiet_hours(appointment),
        starts=appointment.arrival_window_start,
        on_the_phone=appointment.on_the_phone and moment - appointment.status_at < PHONE_CALL,
    )

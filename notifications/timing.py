"""When a text about a visit makes sense, and when it may not disturb."""

from datetime import datetime, timedelta

from appointments.models import Appointment
from appointments.statuses import Status
from notifications import plan
from notifications.states import Kind

# Whoever is at the door needs no introduction any more.
TELLABLE = frozenset({Status.SCHEDULED, Status.ON_THE_WAY, Status.CANCELED})


# How long after booking the customer may still be on the phone.
PHONE_CALL = timedelta(hours=1)


def after_quiet_hours(kind: Kind, appointment: Appointment, moment: datetime) -> datetime:
    """`moment`, or when the quiet hours of the visit's zone are over, if this text can wait."""
    unit = appointment.business_unit
    quiet = None
    if unit.quiet_from is not None and unit.quiet_until is not None:
        quiet = plan.Quiet(unit.quiet_from, unit.quiet_until, appointment.zone)
    return plan.after_quiet_hours(
        kind,
        moment,
        quiet=quiet,
        starts=appointment.arrival_window_start,
        on_the_phone=appointment.on_the_phone and moment - appointment.status_at < PHONE_CALL,
    )

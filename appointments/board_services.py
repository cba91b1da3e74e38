"""What a dispatcher does on the board: a visit is dropped somewhere else, and taken back."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.services import edit, take_back
from appointments.signals import appointment_changed
from appointments.telling import BY_PHONE, TELL, Telling, is_phoned
from fieldservice.company.errors import StaleError
from fieldservice.company.models import Actor, User
from technicians.models import Technician

UNDO = timedelta(seconds=10)


def drop(
    *,
    by: Actor,
    appointment: Appointment,
    technician: Technician | None,
    start: datetime | None,
    expected_version: int,
    now: datetime | None = None,
) -> Appointment:
    """The visit at its new place; None for `start` leaves the time, for `technician` is the tray.

    Inside the promised window only the plan moves; beyond it the window moves along. What the
    customer is told waits as long as the drop may be undone.
    """
    return edit(
        by=by,
        appointment=appointment,
        changes={"technician": technician} | _times(appointment, start),
        expected_version=expected_version,
        now=now,
        telling=BY_PHONE if is_phoned(appointment) else Telling(wait=UNDO),
    )


def undo(
    *,
    by: Actor,
    appointment: Appointment,
    before: Mapping[str, object],
    expected_version: int,
    now: datetime | None = None,
) -> Appointment:
    """The visit as it was, window, confirmation and all, if nobody touched it since.

    Where the office phones its customers, nothing is texted of that either.
    """
    if appointment.version != expected_version:
        raise StaleError(_("Somebody changed this visit meanwhile. It stays as it is now."))
    telling = BY_PHONE if is_phoned(appointment) else TELL
    now = now or timezone.now()
    return take_back(by=by, appointment=appointment, before=before, now=now, telling=telling)


@transaction.atomic
def told(*, by: User, appointment: Appointment, now: datetime | None = None) -> None:
    """The customer knows of the drop already, from this dispatcher: its text is not sent."""
    now = now or timezone.now()
    appointment_changed.send(
        sender=Appointment, appointment=appointment, by=by, now=now, telling=BY_PHONE
    )


def _times(appointment: Appointment, start: datetime | None) -> dict[str, object]:
    if start is None or start == appointment.planned_start:
        return {}
    shift = start - appointment.planned_start
    names = ["planned_start", "planned_end"]
    if not appointment.arrival_window_start <= start < appointment.arrival_window_end:
        names += ["arrival_window_start", "arrival_window_end"]
    return {name: getattr(appointment, name) + shift for name in names}

"""What a visit must satisfy before it is saved; each refusal names its field."""

from collections.abc import Callable
from datetime import UTC, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appointments.models import Appointment, TimeOff
from appointments.statuses import Status, may_follow
from fieldservice.company.errors import ConflictError, InvalidError
from technicians.models import Technician


def check_window(start: datetime, end: datetime, now: datetime) -> None:
    # Python compares two moments of one zone by the wall's clock, which turns back once a year.
    if end.astimezone(UTC) <= start.astimezone(UTC):
        raise InvalidError(_("The window ends before it starts."), field="arrival_window_end")
    if end <= now:
        raise InvalidError(_("This window is over already."), field="arrival_window_end")


def check_plan(appointment: Appointment) -> None:
    if appointment.planned_end.astimezone(UTC) <= appointment.planned_start.astimezone(UTC):
        raise InvalidError(_("The visit ends before it starts."), field="planned_end")


def check_technician(appointment: Appointment) -> None:
    """The assigned technician still works here then, can do the job, and is free."""
    technician = appointment.technician
    if technician is None:
        return
    day = appointment.planned_start.astimezone(appointment.zone).date()
    if technician.has_left(day):
        message = _("%(name)s has left by that day.") % {"name": technician.display_name}
        raise InvalidError(message, field="technician_id")
    _check_skills(appointment, technician)
    _check_there(appointment, technician)
    check_free(appointment)


def _check_skills(appointment: Appointment, technician: Technician) -> None:
    missing = appointment.job_type.skills.exclude(technicians=technician)
    if missing:
        names = ", ".join(skill.name for skill in missing)
        words = {"name": technician.display_name, "skills": names}
        message = _("%(name)s lacks a needed skill: %(skills)s.") % words
        raise InvalidError(message, field="technician_id")


def _check_there(appointment: Appointment, technician: Technician) -> None:
    """Nobody is sent in their time off; outside of shifts they may be, as people do overtime."""
    if appointment.status != Status.SCHEDULED:
        return  # they are there already
    off = TimeOff.objects.filter(technician=technician)
    first = off.overlapping(appointment.planned_start, appointment.planned_end).first()
    if first:
        until = first.end.astimezone(appointment.zone)
        words = {"name": technician.display_name, "until": date_format(until, _("D j M, H:i"))}
        message = _("%(name)s is off then, until %(until)s.") % words
        raise ConflictError(message, field="technician_id")


def check_free(appointment: Appointment) -> None:
    """Refuse a span that overlaps another live visit of the same technician."""
    taken = (
        Appointment.objects.live()
        .filter(technician=appointment.technician)
        .exclude(pk=appointment.pk)
        .overlapping(appointment.planned_start, appointment.planned_end)
    )
    if appointment.is_live and taken.exists():
        raise overlap(appointment)


def overlap(appointment: Appointment) -> ConflictError:
    name = appointment.technician.display_name if appointment.technician else ""
    message = _("%(name)s has another visit at that time.") % {"name": name}
    return ConflictError(message, field="technician_id")


def known_external_id() -> ConflictError:
    message = _("A visit with this external id is booked already.")
    return ConflictError(message, field="external_id")


def check_move(
    old: Status, new: Status, allowed: Callable[[Status, Status], bool] = may_follow
) -> None:
    if old != new and not allowed(old, new):
        words = {"old": old.label, "new": new.label}
        message = _("A visit that is “%(old)s” can't become “%(new)s”.") % words
        raise ConflictError(message, field="status")

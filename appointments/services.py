"""Booking and changing visits: each in one transaction that also announces it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import TypeAlias
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments import rules
from appointments.door_words import two_words
from appointments.history import kept, turned
from appointments.models import Appointment, Customer, JobType, Location
from appointments.signals import appointment_changed
from appointments.statuses import Status, may_follow, may_go_back
from appointments.telling import TELL, Telling
from fieldservice.company.errors import ConflictError, StaleError
from fieldservice.company.models import Actor, BusinessUnit, Robot
from fieldservice.company.services import default_unit, record
from technicians.models import Technician

Moves: TypeAlias = Callable[[Status, Status], bool]
TIME_FIELDS = {"arrival_window_start", "arrival_window_end"}
# Whatever becomes of these, the technician's time stays as it was.
HARMLESS = {
    *("confirmed_at", "status", "status_at", "notes", "expected_at", "apprentice"),
    *("door_words", "rough", "recall"),
}
# What a change may carry along.
ALONG = {
    *("status", "status_at", "confirmed_at", "planned_start", "planned_end"),
    *("expected_at", "apprentice", "door_words", "introduce_later"),
}


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What a new visit consists of; a missing plan starts with the window and takes the job's time.

    `contact_name` and `contact_phone` name another person to text. `on_the_phone`: the customer
    waits for the text, so quiet hours don't hold it.
    """

    customer: Customer
    job_type: JobType
    arrival_window_start: datetime
    arrival_window_end: datetime
    technician: Technician | None = None
    planned_start: datetime | None = None
    planned_end: datetime | None = None
    location: Location | None = None
    business_unit: BusinessUnit | None = None
    contact_name: str = ""
    contact_phone: str = ""
    notes: str = ""
    on_the_phone: bool = False
    recall: bool = False
    external_id: str | None = None
    form_key: UUID | None = None

    def values(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def book(
    *, by: Actor, booking: Booking, now: datetime | None = None, telling: Telling = TELL
) -> Appointment:
    """The new visit. Raises InvalidError or ConflictError, and then nothing is saved."""
    now = now or timezone.now()
    rules.check_window(booking.arrival_window_start, booking.arrival_window_end, now)
    appointment = Appointment(**booking.values(), status_at=now)
    appointment.business_unit = booking.business_unit or unit_for(booking.technician)
    _plan(appointment, booking.planned_start, booking.planned_end)
    with _one_change(appointment):
        _check_external_id(booking.external_id)
        _check(appointment)
        appointment.save(force_insert=True)
        record(by=by, what="booked", subject=appointment)
        _announce(by, appointment, now, telling)
    return appointment


def unit_for(technician: Technician | None) -> BusinessUnit:
    """Whose visit it is where nobody says: the unit of who comes, else the company's first."""
    return (technician and technician.business_unit) or default_unit()


def reassign(
    *,
    by: Actor,
    appointment: Appointment,
    technician: Technician | None,
    now: datetime | None = None,
    telling: Telling = TELL,
) -> Appointment:
    """Send somebody else; None puts the visit back on the unassigned tray."""
    changes = {"technician": technician}
    return edit(by=by, appointment=appointment, changes=changes, now=now, telling=telling)


def reschedule(
    *,
    by: Actor,
    appointment: Appointment,
    start: datetime,
    end: datetime,
    now: datetime | None = None,
    telling: Telling = TELL,
) -> Appointment:
    """Move the arrival window, and the plan with it."""
    changes = {"arrival_window_start": start, "arrival_window_end": end}
    return edit(by=by, appointment=appointment, changes=changes, now=now, telling=telling)


def cancel(
    *, by: Actor, appointment: Appointment, now: datetime | None = None, telling: Telling = TELL
) -> Appointment:
    changes = {"status": Status.CANCELED}
    return edit(by=by, appointment=appointment, changes=changes, now=now, telling=telling)


def confirm(*, by: Actor, appointment: Appointment, now: datetime | None = None) -> Appointment:
    """Note that the customer said yes; saying it twice changes nothing."""
    if appointment.confirmed_at or appointment.status != Status.SCHEDULED:
        return appointment
    return edit(
        by=by, appointment=appointment, changes={"confirmed_at": now or timezone.now()}, now=now
    )


def edit(
    *,
    by: Actor,
    appointment: Appointment,
    changes: Mapping[str, object],
    expected_version: int | None = None,
    now: datetime | None = None,
    telling: Telling = TELL,
) -> Appointment:
    """Apply `changes` (technician, window, plan, status, confirmed_at, notes) as one change.

    `status_at` beside a status says since when, `expected_at` and `apprentice` what a technician
    says on the way, `rough` how it went. Raises StaleError when `expected_version` is not the
    saved one, InvalidError, ConflictError.
    """
    if expected_version is not None and expected_version != appointment.version:
        raise _stale()
    return _change(by, appointment, changes, now or timezone.now(), may_follow, telling=telling)


def take_back(
    *,
    by: Actor,
    appointment: Appointment,
    before: Mapping[str, object],
    now: datetime,
    telling: Telling = TELL,
) -> Appointment:
    """The visit with these values as they were, also where a status has no way on to them."""
    return _change(by, appointment, before, now, may_go_back, telling=telling)


def _change(
    by: Actor,
    appointment: Appointment,
    changes: Mapping[str, object],
    now: datetime,
    allowed: Moves,
    *,
    telling: Telling = TELL,
) -> Appointment:
    real = {name: value for name, value in changes.items() if getattr(appointment, name) != value}
    if not real:
        return appointment
    before, was_live = kept(appointment), appointment.is_live
    _apply(appointment, real, now, allowed)
    if _is_news(by, appointment, real):
        appointment.introduce_later = False
    with _one_change(appointment):
        if real.keys() - HARMLESS or (appointment.is_live and not was_live):
            _check(appointment)
        _save(appointment, real)
        details = {"fields": sorted(real), **turned(before, kept(appointment))}
        record(by=by, what="changed", subject=appointment, details=details)
        _announce(by, appointment, now, telling)
    return appointment


def _apply(
    appointment: Appointment, changes: Mapping[str, object], now: datetime, allowed: Moves
) -> None:
    old = Status(appointment.status)
    _check_open(old, changes)
    _forget_the_way(appointment, changes, now)
    for name, value in changes.items():
        setattr(appointment, name, value)
    if "status" in changes:
        rules.check_move(old, Status(appointment.status), allowed)
        appointment.status_at = appointment.status_at if "status_at" in changes else now
    if TIME_FIELDS & changes.keys():
        # What is taken back was allowed once, even if that window is over by now.
        if allowed is not may_go_back:
            rules.check_window(
                appointment.arrival_window_start, appointment.arrival_window_end, now
            )
        if "confirmed_at" not in changes:
            appointment.confirmed_at = None
        _replan(appointment, changes)
    if appointment.status == Status.ON_THE_WAY and appointment.technician_id:
        language = appointment.customer.language
        appointment.door_words = appointment.door_words or two_words(language)


def _forget_the_way(appointment: Appointment, changes: Mapping[str, object], now: datetime) -> None:
    """Another time or another technician: what one said of the way there is no longer true."""
    if changes.keys() & {*TIME_FIELDS, "technician"}:
        appointment.expected_at = None
        if appointment.status == Status.ON_THE_WAY:
            appointment.status, appointment.status_at = Status.SCHEDULED, now
    if "technician" in changes:
        appointment.apprentice = appointment.door_words = ""


def _is_news(by: Actor, appointment: Appointment, changes: Mapping[str, object]) -> bool:
    """Somebody changed what a customer must hear of, also of an imported visit that waits."""
    called_off = "status" in changes and appointment.status == Status.CANCELED
    touched = called_off or changes.keys() & {*TIME_FIELDS, "technician"}
    return bool(touched) and not isinstance(by, Robot)


def _check_open(status: Status, changes: Mapping[str, object]) -> None:
    if status in {Status.DONE, Status.CANCELED, Status.NO_ACCESS} and "status" not in changes:
        words = {"status": status.label}
        raise ConflictError(_("This visit is “%(status)s” and can't be changed.") % words)


def _replan(appointment: Appointment, changes: Mapping[str, object]) -> None:
    start = appointment.planned_start if "planned_start" in changes else None
    end = appointment.planned_end if "planned_end" in changes else None
    _plan(appointment, start, end)


def _plan(appointment: Appointment, start: datetime | None, end: datetime | None) -> None:
    # In UTC: on a DST night an hour on the wall's clock may be two, or none.
    appointment.planned_start = (start or appointment.arrival_window_start).astimezone(UTC)
    appointment.planned_end = end or appointment.planned_start + appointment.job_type.duration


def _check(appointment: Appointment) -> None:
    rules.check_plan(appointment)
    if appointment.technician_id:
        # One booking at a time for each technician: without it parallel ones could deadlock
        # on the exclusion constraint. SQLite ignores the lock; there transactions are serial.
        Technician.objects.select_for_update(no_key=True).get(pk=appointment.technician_id)
    rules.check_technician(appointment)


def _check_external_id(external_id: str | None) -> None:
    if external_id and Appointment.objects.filter(external_id=external_id).exists():
        raise rules.known_external_id()


@contextmanager
def _one_change(appointment: Appointment) -> Iterator[None]:
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        # The exclusion constraint has the last word where two processes passed the check together.
        if "no_overlap" in str(error):
            raise rules.overlap(appointment) from error
        if "external_id" in str(error):
            raise rules.known_external_id() from error
        raise


def _save(appointment: Appointment, changes: Mapping[str, object]) -> None:
    names = {*changes, *ALONG}
    values = {name: getattr(appointment, name) for name in names}
    same = Appointment.objects.filter(pk=appointment.pk, version=appointment.version)
    if not same.update(**values, version=F("version") + 1):
        raise _stale()
    appointment.version += 1


def _stale() -> StaleError:
    return StaleError(_("Somebody else changed this visit. Look at it again."), field="version")


def _announce(by: Actor, appointment: Appointment, now: datetime, telling: Telling) -> None:
    appointment_changed.send(
        sender=Appointment, appointment=appointment, by=by, now=now, telling=telling
    )

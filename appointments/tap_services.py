"""Takes what a technician taps on the phone, each tap once; services decide what may follow."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from appointments.models import Appointment, Tap
from appointments.services import edit, take_back
from appointments.statuses import Status
from appointments.taps import DELAYS, UNDO_FOR, WAYS, expected
from appointments.telling import Telling
from fieldservice.company.errors import ConflictError, InvalidError, ServiceError
from fieldservice.company.models import User
from fieldservice.company.names import tidy
from technicians.models import Technician

LONGEST_WAIT = timedelta(hours=24)  # a tap that waited longer for the network says nothing any more
EARLIEST = timedelta(hours=12)  # nobody sets out sooner: the visit was moved meanwhile
SLOW = timedelta(seconds=30)  # a call may take so long on a bad connection
COMING = {Status.SCHEDULED, Status.ON_THE_WAY}


@dataclass(frozen=True, kw_only=True)
class Tapped:
    """One tap: its key, what it says, how long ago, and the minutes, the name or the tap it names.

    `rough`: the visit that is done did not go well.
    By its age, not by its hour: a phone's clock may be wrong.
    """

    key: uuid.UUID
    what: Tap.What
    detail: str = ""
    ago: timedelta = timedelta()
    rough: bool = False


@dataclass(frozen=True)
class Moment:
    """Who taps, about which visit, since when it is so, and when we hear of it."""

    by: User
    visit: Appointment
    at: datetime
    now: datetime


Values: TypeAlias = Mapping[str, object]


@transaction.atomic
def take(
    *, by: User, technician: Technician, visit_id: uuid.UUID, tapped: Tapped, now: datetime
) -> Tap | None:
    """The tap and what became of it, at the first time and every time; None for others' visits.

    `refusal` says in a sentence why a tap changed nothing.
    """
    # Locked, so that the same tap sent twice at once is one tap.
    own = Appointment.objects.filter(technician=technician, pk=visit_id)
    visit = own.select_for_update(no_key=True, of=("self",)).select_related("job_type").first()
    known = Tap.objects.filter(key=tapped.key).first()
    if known:
        return known if known.technician_id == technician.pk else None
    return _taken(Moment(by, visit, now - tapped.ago, now), technician, tapped) if visit else None


def _taken(moment: Moment, technician: Technician, tapped: Tapped) -> Tap:
    tap = Tap(
        key=tapped.key,
        appointment=moment.visit,
        technician=technician,
        what=tapped.what,
        at=moment.at,
        received_at=moment.now,
    )
    try:
        _check_age(moment, tapped)
        tap.before = _told(_DEEDS[tapped.what](moment, tapped))
    except ServiceError as refusal:
        tap.refusal = refusal.message[:300]
    tap.version = moment.visit.version
    tap.save(force_insert=True)
    return tap


def _check_age(moment: Moment, tapped: Tapped) -> None:
    if tapped.ago > LONGEST_WAIT:
        raise ConflictError(_("That was more than a day ago. Tell the office."))
    if moment.visit.planned_start - moment.at > EARLIEST:
        raise ConflictError(_("This visit is on another day."))
    if moment.visit.status_at - moment.at > SLOW:
        raise ConflictError(_("The office changed this visit after your tap. Look at it again."))


def _step(moment: Moment, tapped: Tapped) -> Values:
    status = Status(tapped.what)
    if moment.visit.status == status:
        return {}
    since = max(moment.at, moment.visit.status_at)
    changes: dict[str, object] = {"status": status, "status_at": since}
    if status == Status.ON_THE_WAY:
        changes |= _there(moment, tapped)
    if status == Status.DONE:
        changes["rough"] = tapped.rough
    return _change(moment, changes)


def _there(moment: Moment, tapped: Tapped) -> Values:
    """When they will be there, by their own minutes, else as it can be reckoned."""
    if tapped.detail:
        if tapped.detail not in WAYS:
            raise InvalidError(_("Choose how long the way is."), field="detail")
        return {"expected_at": moment.at + timedelta(minutes=int(tapped.detail))}
    return {}


def _late(moment: Moment, tapped: Tapped) -> Values:
    if tapped.detail not in DELAYS:
        raise InvalidError(_("Choose how late you are."), field="detail")
    if moment.visit.status not in COMING:
        raise ConflictError(_("You are there already."))
    delay = timedelta(minutes=int(tapped.detail))
    return _change(moment, {"expected_at": expected(moment.at, moment.visit.planned_start, delay)})


def _apprentice(moment: Moment, tapped: Tapped) -> Values:
    name = tidy(tapped.detail)
    try:
        Appointment._meta.get_field("apprentice").run_validators(name)
    except ValidationError as error:
        raise InvalidError(" ".join(error.messages), field="detail") from error
    return _change(moment, {"apprentice": name})


def _undo(moment: Moment, tapped: Tapped) -> Values:
    key = _key(tapped.detail)
    tap = moment.visit.taps.applied().filter(pk=key).first() if key else None
    if tap is None:
        raise ConflictError(_("There is nothing to take back."))
    if moment.at - tap.at > UNDO_FOR + SLOW or moment.visit.version != tap.version:
        raise ConflictError(_("This can't be taken back any more. Tell the office."))
    take_back(by=moment.by, appointment=moment.visit, before=_read(tap.before), now=moment.now)
    tap.taken_back = True
    tap.save(update_fields=["taken_back"])
    return {}


def _change(moment: Moment, changes: Values) -> Values:
    """Make the change; what was there before."""
    before = {name: getattr(moment.visit, name) for name in changes}
    # What is told of it waits until the tap can't be taken back any more.
    left = moment.at + UNDO_FOR - moment.now
    telling = Telling(wait=max(left, timedelta()))
    edit(by=moment.by, appointment=moment.visit, changes=changes, now=moment.now, telling=telling)
    return before


_DEEDS: dict[Tap.What, Callable[[Moment, Tapped], Values]] = {
    Tap.What.ON_THE_WAY: _step,
    Tap.What.ARRIVED: _step,
    Tap.What.DONE: _step,
    Tap.What.NO_ACCESS: _step,
    Tap.What.LATE: _late,
    Tap.What.APPRENTICE: _apprentice,
    Tap.What.UNDO: _undo,
}


def _told(values: Values) -> dict[str, object]:
    """As JSON keeps them."""
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _read(values: Values) -> dict[str, object]:
    return {
        name: datetime.fromisoformat(str(value)) if value and name.endswith("_at") else value
        for name, value in values.items()
    }


def _key(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None

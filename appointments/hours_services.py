"""Writing down when technicians work, and when they are off."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from appointments.models import Shift, TimeOff
from appointments.spans import Hours
from fieldservice.company.errors import InvalidError
from fieldservice.company.models import Actor, User
from fieldservice.company.services import record
from technicians.models import Technician


@transaction.atomic
def set_week(*, by: Actor, technician: Technician, week: Mapping[int, Sequence[Hours]]) -> None:
    """These hours by weekday from now on; a day that is not there is free.

    A week without any hours means that nobody knows: the usual ones count again.
    """
    shifts = [
        Shift(technician=technician, weekday=weekday, starts=starts, ends=ends)
        for weekday, spans in week.items()
        for starts, ends in spans
    ]
    if any(shift.starts == shift.ends for shift in shifts):
        raise InvalidError(_("A shift needs an end that is not its start."), field="ends")
    technician.shifts.all().delete()
    Shift.objects.bulk_create(shifts)
    record(by=by, what="shifts set", subject=technician)


@transaction.atomic
def write_time_off(
    *,
    by: Actor,
    technician: Technician,
    start: datetime,
    end: datetime,
    why: TimeOff.Why,
    note: str = "",
) -> TimeOff:
    """The time off; what is booked in it stays theirs until somebody puts it back."""
    if end <= start:
        raise InvalidError(_("The time off ends before it starts."), field="end")
    off = TimeOff.objects.create(
        technician=technician,
        start=start,
        end=end,
        why=why,
        note=note,
        made_by=by if isinstance(by, User) else None,
    )
    # Why somebody is off is nothing for a history that stays.
    record(by=by, what="time off set", subject=technician)
    return off


@transaction.atomic
def delete_time_off(*, by: Actor, time_off: TimeOff) -> None:
    """They are there after all."""
    record(by=by, what="time off undone", subject=time_off.technician)
    time_off.delete()

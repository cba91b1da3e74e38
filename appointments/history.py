"""What happened to a visit, as sentences, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.spoken import spoken_change
from fieldservice.company.models import Change, Robot


@dataclass(frozen=True)
class Event:
    at: datetime
    said_at: str
    sentence: str


def history(visit: Appointment) -> list[Event]:
    """Every change, its time where the visit is."""
    rows = Change.objects.filter(
        subject_type=Appointment._meta.label_lower, subject_id=str(visit.pk)
    ).select_related("user", "token")
    return [_event(row, row.at.astimezone(visit.zone)) for row in rows]


def _event(change: Change, at: datetime) -> Event:
    said_at = f"{date_format(at, _('D j M'))}, {date_format(at, 'TIME_FORMAT')}"
    fields = change.details.get("fields", ())
    return Event(at, said_at, spoken_change(_who(change), change.what, fields))


def _who(change: Change) -> str:
    if change.user:
        return change.user.get_full_name() or change.user.get_username()
    if change.token:
        return change.token.name
    return _("The customer") if change.robot == Robot.CUSTOMER else _("The system")

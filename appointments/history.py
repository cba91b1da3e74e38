"""What happened to a visit, as sentences, the newest first."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.spoken import spoken_change
from fieldservice.company.models import Change, Robot


@dataclass(frozen=True)
class Event:
    at: datetime
    sentence: str


def history(visit: Appointment) -> list[Event]:
    """Every change, its time where the visit is."""
    rows = Change.objects.filter(
        subject_type=Appointment._meta.label_lower, subject_id=str(visit.pk)
    ).select_related("user", "token")
    return [
        Event(
            row.at.astimezone(visit.zone),
            spoken_change(_who(row), row.what, row.details.get("fields", ())),
        )
        for row in rows
    ]


def _who(change: Change) -> str:
    if change.user:
        return change.user.get_full_name() or change.user.get_username()
    if change.token:
        return change.token.name
    return _("The customer") if change.robot == Robot.CUSTOMER else _("The system")

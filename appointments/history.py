"""What the history keeps of a visit, and how it says what happened, the newest first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeAlias
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.spoken import spoken_change
from appointments.statuses import Status
from fieldservice.company.models import Change, Robot
from technicians.models import Technician

# By their word in the history; people's own words are not among them.
KEPT = {
    "technician": "technician_id",
    "status": "status",
    "status_at": "status_at",
    "expected_at": "expected_at",
    "arrival_window_start": "arrival_window_start",
    "arrival_window_end": "arrival_window_end",
    "planned_start": "planned_start",
}
MOVED = ("arrival_window_start", "planned_start")
NONE = [None, None]

Values: TypeAlias = dict[str, list[str | None]]


@dataclass(frozen=True)
class Event:
    at: datetime
    said_at: str
    sentence: str


def kept(visit: Appointment) -> dict[str, str | None]:
    """The values worth keeping, as text."""
    return {word: _plain(getattr(visit, attribute)) for word, attribute in KEPT.items()}


def turned(before: Mapping[str, str | None], after: Mapping[str, str | None]) -> dict[str, Values]:
    """What is another value now, [before, after] by its word; nothing where all is as it was."""
    values = {word: [before[word], after[word]] for word in before if before[word] != after[word]}
    return {"values": values} if values else {}


def history(visit: Appointment) -> list[Event]:
    """Every change, its time where the visit is."""
    rows = Change.objects.filter(
        subject_type=Appointment._meta.label_lower, subject_id=str(visit.pk)
    ).select_related("user", "token")
    changes = list(rows)
    names = _names(changes)
    return [_event(row, visit.zone, names) for row in changes]


def _plain(value: object) -> str | None:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return None if value is None else str(value)


def _names(changes: Sequence[Change]) -> dict[str, str]:
    """The technicians these changes are about, by id."""
    ids = {one for change in changes for one in _values(change).get("technician", ()) if one}
    people = Technician.objects.filter(pk__in=ids)
    return {str(one.pk): one.display_name for one in people}


def _event(change: Change, zone: ZoneInfo, names: Mapping[str, str]) -> Event:
    at = change.at.astimezone(zone)
    fields = change.details.get("fields", ())
    words = _words(_values(change), zone, names)
    # Said before the sentence already: only a tap that came late has an hour of its own.
    if words["status_at"] == _clock(at):
        words["status_at"] = ""
    return Event(at, _day_and_clock(at), spoken_change(_who(change), change.what, fields, words))


def _values(change: Change) -> Values:
    """None are there in changes of earlier releases."""
    return dict(change.details.get("values", {}))


def _words(values: Values, zone: ZoneInfo, names: Mapping[str, str]) -> dict[str, str]:
    """The values as a sentence names them."""
    words = {}
    if status := values.get("status", NONE)[1]:
        words["status"] = str(Status(status).label)
    for word in ("status_at", "expected_at"):
        moment = values.get(word, NONE)[1]
        words[word] = _clock(datetime.fromisoformat(moment).astimezone(zone)) if moment else ""
    if "technician" in values:
        old, new = (names.get(one or "", _("nobody")) for one in values["technician"])
        words |= {"old": old, "new": new}
    return words | {word: _turned_words(values[word], zone) for word in MOVED if word in values}


def _turned_words(moments: Sequence[str | None], zone: ZoneInfo) -> str:
    """“3:00 PM → 3:30 PM”, with the days where it is another day."""
    old, new = (datetime.fromisoformat(one or "").astimezone(zone) for one in moments)
    said = _clock if old.date() == new.date() else _day_and_clock
    return f"{said(old)} → {said(new)}"


def _day_and_clock(moment: datetime) -> str:
    return f"{date_format(moment, _('D j M'))}, {_clock(moment)}"


def _clock(moment: datetime) -> str:
    return date_format(moment, "TIME_FORMAT")


def _who(change: Change) -> str:
    if change.user:
        return change.user.get_full_name() or change.user.get_username()
    if change.token:
        return change.token.name
    return _("The customer") if change.robot == Robot.CUSTOMER else _("The system")

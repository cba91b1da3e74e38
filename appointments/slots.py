"""Free windows as the booking form offers them, one short line each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import get_language, ngettext

from appointments.openings import FreeWindow
from appointments.spoken import spoken_day
from appointments.windows import hours_words
from technicians.models import Technician

NAMED = 2


@dataclass(frozen=True, kw_only=True)
class Slot:
    """A window by its values, its words, and who could come."""

    day: str
    start: str
    end: str
    on: str
    hours: str
    who: str


def slots(windows: Iterable[FreeWindow], today: date) -> list[Slot]:
    """In their order."""
    windows = list(windows)
    ids = {one for window in windows for one in window.technician_ids[:NAMED]}
    people = Technician.objects.in_bulk(ids)
    return [_slot(window, people, today) for window in windows]


def _slot(window: FreeWindow, people: Mapping[UUID, Technician], today: date) -> Slot:
    day, hours = window.start.date(), hours_words(window.start, window.end, get_language() or "en")
    return Slot(
        day=f"{day:%Y-%m-%d}",
        start=f"{window.start:%H:%M}",
        end=f"{window.end:%H:%M}",
        on=spoken_day(day, today),
        hours=hours,
        who=_who(window, people),
    )


def _who(window: FreeWindow, people: Mapping[UUID, Technician]) -> str:
    names = ", ".join(people[one].first_name for one in window.technician_ids[:NAMED])
    more = len(window.technician_ids) - NAMED
    if more < 1:
        return names
    others = ngettext("%(names)s, %(more)s more", "%(names)s, %(more)s more", more)
    return others % {"names": names, "more": more}

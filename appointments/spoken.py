"""Owns how pages say days and the history of a visit; texts have their own words in windows.py.

The formats of dates are translated as words are: “Mon 4 May” is “lun 4 may” in Spanish.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

WEEK = range(2, 7)


def spoken_day(day: date, today: date) -> str:
    """“today”, “tomorrow”, “Thursday”, “Tue 24 Nov”, and with the year when it is another."""
    ahead = (day - today).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if ahead in near:
        return near[ahead]
    if ahead in WEEK:
        return date_format(day, "l")
    return date_format(day, _("D j M") if day.year == today.year else _("D j M Y"))


def full_day(day: date) -> str:
    """“Tuesday 24 November 2026”."""
    return date_format(day, _("l j F Y"))


def spoken_change(
    who: str, what: str, fields: Sequence[str], words: Mapping[str, str] | None = None
) -> str:
    """One line of the history of a visit; with `words`, the values, it says them too."""
    key = next((field for field in _FIELDS if field in fields), what)
    known = words or {}
    sentence = _sentences_of_values(known).get(key) or _sentences().get(key)
    if sentence is None:
        return f"{who}: {what}"
    return sentence % {"who": who, **known}


def _sentences_of_values(words: Mapping[str, str]) -> dict[str, str]:
    """Those whose values are known; changes of earlier releases kept none."""
    status = _("%(who)s: %(status)s") if "status" in words else ""
    return {
        "technician": _("%(who)s changed who comes: %(old)s → %(new)s") if "new" in words else "",
        "status": _("%(who)s: %(status)s %(status_at)s") if words.get("status_at") else status,
        "expected_at": _("%(who)s: Running late, there about %(expected_at)s")
        if words.get("expected_at")
        else "",
        "arrival_window_start": _("%(who)s moved the visit: %(arrival_window_start)s")
        if "arrival_window_start" in words
        else "",
        "planned_start": _("%(who)s changed the plan: %(planned_start)s")
        if "planned_start" in words
        else "",
    }


# Where one change touched several, the first of these names it.
_FIELDS = ("arrival_window_start", "arrival_window_end", "technician", "status", "expected_at",
           "confirmed_at", "planned_start", "planned_end", "apprentice", "notes")  # fmt: skip


def _sentences() -> dict[str, str]:
    moved = _("%(who)s moved the visit")
    planned = _("%(who)s changed the plan")
    return {
        "booked": _("%(who)s booked the visit"),
        "imported": _("%(who)s brought the visit in from a file"),
        "arrival_window_start": moved,
        "arrival_window_end": moved,
        "planned_start": planned,
        "planned_end": planned,
        "technician": _("%(who)s changed who comes"),
        "status": _("%(who)s changed the status"),
        "expected_at": _("%(who)s changed when to expect them"),
        "apprentice": _("%(who)s said who comes along"),
        "confirmed_at": _("%(who)s noted that the time is confirmed"),
        "notes": _("%(who)s changed the notes"),
        "number corrected": _("%(who)s corrected the number"),
        "text sent again": _("%(who)s sent the text again"),
        "text sent in quiet hours": _("%(who)s sent the text without waiting for the morning"),
        "text given up": _("%(who)s gave up the text"),
        "hidden": _("%(who)s wants to be introduced by the first name only"),
        "shown again": _("%(who)s is introduced as usual again"),
        "called": _("%(who)s called the customer"),
        "alarm taken": _("%(who)s called about the alarm at the door"),
        "alarm ended": _("%(who)s ended the alarm at the door"),
        "told by phone": _("%(who)s told the customer by phone"),
    }

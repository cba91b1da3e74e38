"""Why a technician fits a visit, in one honest sentence made of what is known; pure."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True)
class Past:
    """What was between one customer and one technician."""

    visits: int = 0
    up: int = 0
    down: int = 0


NOTHING = Past()


def reason(past: Past, *, visits: int | None, speaks: str = "", has_skills: bool = False) -> str:
    """“Been here twice, both thumbs up · 1 visit that day”.

    `visits` is None where nothing is said of their day.
    What a customer did not like is for managers: here it is left out, and never called good.
    """
    trained = _("Trained for this job") if has_skills and not past.visits else ""
    language = _("Speaks %(language)s") % {"language": speaks} if speaks else ""
    return " · ".join(filter(None, (been_here(past), trained, language, _load(visits))))


def been_here(past: Past) -> str:
    """“Been here twice, both thumbs up”, or "" for nothing."""
    if not past.visits:
        return ""
    been = _times(past.visits)
    if not past.up:
        return been
    return _("%(been)s, %(thumbs)s") % {"been": been, "thumbs": _thumbs(past)}


def _times(visits: int) -> str:
    few = {1: _("Been here once"), 2: _("Been here twice")}
    return few.get(visits) or _("Been here %(number)s times") % {"number": visits}


def _thumbs(past: Past) -> str:
    if past.up < past.visits:
        words = ngettext("one thumbs up", "%(number)s thumbs up", past.up)
        return words % {"number": past.up}
    few = {1: _("thumbs up"), 2: _("both thumbs up")}
    return few.get(past.visits) or _("every time thumbs up")


def _load(visits: int | None) -> str:
    if visits is None:
        return ""
    if not visits:
        return _("Free all day")
    words = ngettext("%(number)s visit that day", "%(number)s visits that day", visits)
    return words % {"number": visits}

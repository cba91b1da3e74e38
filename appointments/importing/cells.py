"""What a cell means: a day, a time, a yes, a status, one of several names; pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from appointments.statuses import Status

SPLIT = re.compile(r"[,;|/\n]+|\s+(?:and|y|or|o)\s+|\s*&\s*")
TIME = re.compile(
    r"(\d{1,2})(?:[:.h](\d{2}))?(?:[:.]\d{2}(?:\.\d+)?)?\s*(a|p)?\.?\s?(?:m\b\.?)?", re.I
)
NUMBERS = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
WORDS = re.compile(
    r"(?:[^\W\d]+,?\s+)?(?:([^\W\d]{3,})\.?\s+(\d{1,2})|(\d{1,2})\.?\s+(?:de\s+)?([^\W\d]{3,})\.?),?(?:\s+de)?\s+(\d{4})"
)
MONTHS = (
    "jan ene",
    "feb",
    "mar",
    "apr abr",
    "may",
    "jun",
    "jul",
    "aug ago",
    "sep set",
    "oct",
    "nov",
    "dec dic",
)
YES = {"yes", "y", "true", "1", "si", "sí", "x", "on", "opted in", "opt in", "enabled"}
NO = {"no", "n", "false", "0", "off", "opted out", "opt out", "do not text", "disabled"}
STATUSES = {
    Status.DONE: {"done", "completed", "complete", "complete rated", "complete unrated", "finished",
                  "closed", "invoiced", "paid", "hecho", "terminado"},
    Status.CANCELED: {"canceled", "cancelled", "user canceled", "pro canceled", "void", "deleted",
                      "cancelado", "cancelada"},
    Status.NO_ACCESS: {"no access", "no show"},
}  # fmt: skip
ANYTIME = {"anytime", "any time", "all day", ""}
LANGUAGES = {"en": "en", "english": "en", "inglés": "en", "es": "es", "spanish": "es",
             "español": "es", "castellano": "es"}  # fmt: skip


@dataclass(frozen=True)
class Moment:
    """What a cell says of a moment, as far as it does; `exact` where it names its own zone."""

    day: date | None = None
    clock: time | None = None
    exact: datetime | None = None
    turned: bool = False  # day and month stand the other way round than was said


def moment(text: str, *, month_first: bool) -> Moment | None:
    """The day, the time or both; None where it is neither."""
    exact = _iso(text)
    if exact:
        return exact
    day, rest = _day(text, month_first=month_first)
    rest = rest.strip(" ,T-@")
    clock = _clock(rest)
    if rest and clock is None:
        return None
    turned = month_leads([text]) is (not month_first)
    return Moment(day, clock, turned=turned) if day or clock else None


def month_leads(texts: Iterable[str]) -> bool | None:
    """Whether the month stands first in these days; None where they can be read both ways."""
    said = set()
    for found in filter(None, map(NUMBERS.search, texts)):
        first, second = int(found[1]), int(found[2])
        if len(found[1]) <= 2 and (first > 12) != (second > 12):
            said.add(second > 12)
    return said.pop() if len(said) == 1 else None


def is_unclear(texts: Iterable[str]) -> bool:
    """Whether there are days in numbers of which none tells what stands first."""
    some = [found for found in map(NUMBERS.search, texts) if found and len(found[1]) <= 2]
    return bool(some) and month_leads(found[0] for found in some) is None


def span(text: str) -> tuple[time, time] | None:
    """“9:00 AM - 11:00 AM” as two times; “9-11 AM” and “11-1pm” too."""
    parts = re.split(r"\s*(?:-|–|—|\bto\b|\buntil\b|\ba\b(?!\.?m))\s*", text.strip(), maxsplit=1)
    last = _clock(parts[-1])
    if len(parts) != 2 or last is None:
        return None
    # Where only the end says which half of the day, the start is the nearest before it.
    own = re.search(r"[ap]\.?m", parts[0], re.I)
    halves = ("",) if own or not re.search(r"m\b", parts[1], re.I) else ("pm", "am")
    starts = [clock for half in halves if (clock := _clock(parts[0] + half))]
    first = next((clock for clock in starts if clock < last), starts[0] if starts else None)
    return (first, last) if first else None


def several(text: str) -> list[str]:
    """The names in one cell, whatever parts them."""
    return [each.strip() for each in SPLIT.split(text) if each.strip()]


def agreed(text: str) -> bool | None:
    word = text.casefold().strip()
    return True if word in YES else False if word in NO else None


def status(text: str) -> Status | None:
    """Where the visit stands; None for every word that means it is yet to come."""
    word = " ".join(re.sub(r"[_\W]+", " ", text.casefold()).split())
    return next((status for status, words in STATUSES.items() if word in words), None)


def language(text: str) -> str:
    return LANGUAGES.get(text.casefold().strip(), "")


def joined(parts: Iterable[str]) -> str:
    """An address in one line."""
    return ", ".join(part for part in parts if part)


def _iso(text: str) -> Moment | None:
    """A moment as programs write it, whose zone counts where it has one."""
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", text):
        return None
    plain = re.sub(r"\s*(?:UTC|Z)$", "+00:00", text)
    try:
        found = datetime.fromisoformat(re.sub(r"\s+([+-]\d{2}:?\d{2})$", r"\1", plain))
    except ValueError:
        return None
    exact = found if found.tzinfo else None
    return Moment(found.date(), found.time().replace(tzinfo=None), exact)


def _day(text: str, *, month_first: bool) -> tuple[date | None, str]:
    """The day in the text, and what else stands there."""
    if found := NUMBERS.search(text):
        first, second, third = map(int, found.groups())
        if len(found[1]) > 2:
            parts = (first, second, third)
        else:
            year = third + 2000 if len(found[3]) <= 2 else third
            month, number = (first, second) if month_first else (second, first)
            # 25/12 can only be meant one way.
            parts = (year, number, month) if month > 12 >= number else (year, month, number)
    elif found := WORDS.search(text):
        parts = (int(found[5]), _month(found[1] or found[4]), int(found[2] or found[3]))
    else:
        return None, text
    try:
        return date(*parts), text[: found.start()] + text[found.end() :]
    except ValueError:
        return None, text


def _month(word: str) -> int:
    starts = word.casefold()[:3]
    return next((n for n, names in enumerate(MONTHS, 1) if starts in names.split()), 0)


def _clock(text: str) -> time | None:
    found = TIME.fullmatch(text.strip())
    if not found:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None

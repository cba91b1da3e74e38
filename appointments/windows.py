"""Owns how days and hours are said in a text; the zone of a visit is the caller's to apply."""

from datetime import datetime, time, timedelta

_DAYS = {
    "en": ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    # "sáb" would cost a Spanish text half its room: á is not in the SMS alphabet, é is.
    "es": ["lun", "mar", "mié", "jue", "vie", "sab", "dom"],
}
_MONTHS = {
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
    "es": ["enero", "feb", "marzo", "abril", "mayo", "junio",
           "julio", "agosto", "sept", "oct", "nov", "dic"],
}  # fmt: skip


def day_words(start: datetime, language: str) -> str:
    """The day as people text it: "Tue 14 May", "mar 14 mayo"."""
    return f"{_weekday(start, language)} {start.day} {_MONTHS[_spoken(language)][start.month - 1]}"


def hours_words(start: datetime, end: datetime, language: str) -> str:
    """The window as people text it: "9-11am", "9am-noon", "9-11h"; names the last day if needed."""
    clock, closing, span, until = _CLOCKS[_spoken(language)]
    if end <= start:
        return clock(start)
    last = end - timedelta(microseconds=1)
    # "10pm-2am" can only mean the same night; anything longer would be misread.
    if last.date() == start.date() or end - start <= timedelta(hours=12):
        return span(start, end)
    near = last.date() - start.date() < timedelta(days=7)
    last_day = _weekday(last, language) if near else day_words(last, language)
    return f"{clock(start)} {until} {last_day} {closing(end)}"


def _spoken(language: str) -> str:
    return language[:2] if language[:2] in _DAYS else "en"


def _weekday(moment: datetime, language: str) -> str:
    return _DAYS[_spoken(language)][moment.weekday()]


def _english_span(start: datetime, end: datetime) -> str:
    if start.time() == time.min and end - start == timedelta(days=1):
        return "all day"
    same_half = start.date() == end.date() and _half(start) == _half(end)
    # "noon" and the hour after midnight need their own word, or they are read as each other.
    bare = same_half and start.hour != 0 and start.time() != time(12)
    return f"{_bare(start) if bare else _english_clock(start)}-{_english_closing(end)}"


def _english_clock(moment: datetime) -> str:
    if moment.time() == time(12):
        return "noon"
    return f"{_bare(moment)}{_half(moment)}"


def _english_closing(moment: datetime) -> str:
    return "midnight" if moment.time() == time.min else _english_clock(moment)


def _half(moment: datetime) -> str:
    return "am" if moment.hour < 12 else "pm"


def _bare(moment: datetime) -> str:
    return _digits((moment.hour + 11) % 12 + 1, moment.minute)


def _spanish_span(start: datetime, end: datetime) -> str:
    return f"{_digits(start.hour, start.minute)}-{_spanish_closing(end)}"


def _spanish_clock(moment: datetime) -> str:
    return f"{_digits(moment.hour, moment.minute)}h"


def _spanish_closing(moment: datetime) -> str:
    return "24h" if moment.time() == time.min else _spanish_clock(moment)


def _digits(hour: int, minute: int) -> str:
    return f"{hour}:{minute:02}" if minute else f"{hour}"


_CLOCKS = {
    "en": (_english_clock, _english_closing, _english_span, "to"),
    "es": (_spanish_clock, _spanish_closing, _spanish_span, "a"),
}

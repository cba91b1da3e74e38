"""Owns how a length of service is said to a customer; who may be told it is decided elsewhere."""

from datetime import date

_YEARS = {"en": ("year", "years"), "es": ("año", "años")}
_MONTHS = {"en": ("month", "months"), "es": ("mes", "meses")}
_IN_THE_TRADE = {"en": "in the trade", "es": "en el oficio"}
_WITH_US = {"en": "with us", "es": "con nosotros"}
# Spanish uses a verb here, because "nuevo" or "nueva" would guess.
_NEW = {"en": "new on the team", "es": "acaba de llegar al equipo"}


def tenure_words(hired_on: date, on: date, language: str) -> str:
    """A phrase such as "6 years with us" or "new on the team"; "" before the first day."""
    if hired_on > on:
        return ""
    spoken = language[:2] if language[:2] in _NEW else "en"
    months = _whole_months(hired_on, on)
    # Counting the first weeks would sound like a warning.
    if months < 3:
        return _NEW[spoken]
    count, words = (months // 12, _YEARS) if months >= 12 else (months, _MONTHS)
    return f"{count} {words[spoken][count != 1]} {_WITH_US[spoken]}"


def trade_words(hired_on: date, before: int | None, on: date, language: str, tenure: str) -> str:
    """A phrase such as "15 in the trade", to follow `tenure`; "" for nobody who came from it.

    Without years in `tenure` to lean on it says them itself: "9 years in the trade".
    """
    years = (before or 0) + max(_whole_months(hired_on, on), 0) // 12
    if not before:
        return ""
    spoken = language[:2] if language[:2] in _NEW else "en"
    unit = _YEARS[spoken][years != 1]
    leans = any(f" {word} " in tenure for word in _YEARS[spoken])
    counted = str(years) if leans else f"{years} {unit}"
    return f"{counted} {_IN_THE_TRADE[spoken]}"


def _whole_months(since: date, on: date) -> int:
    months = (on.year - since.year) * 12 + on.month - since.month
    return months - (on.day < since.day)

"""Owns how a length of service is said to a customer; who may be told it is decided elsewhere."""

from datetime import date

_YEARS = {"en": ("year", "years"), "es": ("año", "años")}
_MONTHS = {"en": ("month", "months"), "es": ("mes", "meses")}
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


def _whole_months(since: date, on: date) -> int:
    months = (on.year - since.year) * 12 + on.month - since.month
    return months - (on.day < since.day)

"""Finds the company's own wording of a kind of text; wording/rules.py says what one may say."""

from functools import cache

from notifications.models import WordingVersion
from notifications.wording import Template, WordingError, parse, spoken


def own_wording(kind: str, language: str, unit: int | None) -> Template | None:
    """The unit's own words, else the company's, if there are any that can be read."""
    for whose in dict.fromkeys((unit, None)):
        newest = newest_version(kind, language, whose)
        if newest and newest.text:
            return _parsed(newest.text)
    return None


def newest_version(kind: str, language: str, unit: int | None) -> WordingVersion | None:
    """What this unit, or for None the whole company, saved last; without text it gave them up."""
    versions = WordingVersion.objects.filter(kind=kind, language=spoken(language))
    return versions.filter(business_unit=unit).first()


@cache
def _parsed(text: str) -> Template | None:
    try:
        return parse(text)
    except WordingError:
        # A text is worth more than its wording: the file's words go out instead.
        return None

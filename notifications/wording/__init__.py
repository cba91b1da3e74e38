"""Owns the words of every kind of text and the small format they are written in."""

from notifications.wording.files import LANGUAGES, source, spoken, wording
from notifications.wording.placeholders import PLACEHOLDERS
from notifications.wording.rules import CREW_ONLY, WITHOUT_DAY, allowed, required
from notifications.wording.template import Template, WordingError, parse, render, says

__all__ = [
    "CREW_ONLY",
    "LANGUAGES",
    "PLACEHOLDERS",
    "WITHOUT_DAY",
    "Template",
    "WordingError",
    "allowed",
    "parse",
    "render",
    "required",
    "says",
    "source",
    "spoken",
    "wording",
]

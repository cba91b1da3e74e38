"""Owns the words of every kind of text and the small format they are written in."""

from notifications.wording.files import LANGUAGES, source, spoken, wording
from notifications.wording.placeholders import PLACEHOLDERS
from notifications.wording.template import Template, WordingError, parse, render

__all__ = [
    "LANGUAGES",
    "PLACEHOLDERS",
    "Template",
    "WordingError",
    "parse",
    "render",
    "source",
    "spoken",
    "wording",
]

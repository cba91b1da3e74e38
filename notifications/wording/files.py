"""Owns the wordings that ship with the product; a company's own wordings are kept elsewhere."""

from functools import cache
from pathlib import Path

from notifications.wording.template import Template, WordingError, parse

_FOLDER = Path(__file__).parent
LANGUAGES = ("en", "es")


def spoken(language: str) -> str:
    """The language we have words in: "es" for "es-MX", English for one we don't speak yet."""
    return language[:2] if language[:2] in LANGUAGES else "en"


def source(kind: str, language: str) -> str:
    """The wording as its author wrote it, the starting point for a company's own."""
    path = _FOLDER / spoken(language) / f"{kind}.txt"
    if not path.is_file():
        raise WordingError(f"There is no wording for {kind} in {spoken(language)}.")
    return path.read_text(encoding="utf-8")


def wording(kind: str, language: str) -> Template:
    """The wording of this kind, parsed once."""
    return _parsed(kind, spoken(language))


@cache
def _parsed(kind: str, language: str) -> Template:
    return parse(source(kind, language))

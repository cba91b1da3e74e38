"""Owns our small wording format: parsing and rendering; where a wording is kept, others know.

`{name}` says a value. `[a part]` is left out when a name in it has no value. `{?name}` asks for
a value without saying it. Line breaks read as spaces, so a wording may be one sentence a line.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from notifications.wording.placeholders import PLACEHOLDERS

_TOKEN = re.compile(r"\{(?P<ask>\??)(?P<name>\w+)\}|[][{}]")
_SPACE_BEFORE_MARK = re.compile(r" +(?=[,.;:!?])")
_SENTENCE_ENDS = (".", "!", "?", "…")
# Stands for a value while the words around it are tidied, so that values stay as they are.
_VALUE = "\0"


class WordingError(ValueError):
    """A wording can't be used; the message tells its author what to mend."""


@dataclass(frozen=True)
class Slot:
    """One placeholder; silent when it only asks whether there is a value."""

    name: str
    silent: bool = False


@dataclass(frozen=True)
class Part:
    """Words that are left out together when one of their own slots is empty."""

    pieces: tuple["str | Slot | Part", ...]


Piece = str | Slot | Part


@dataclass(frozen=True, eq=False)
class Template:
    """A parsed wording, ready to be rendered any number of times. Each is equal to itself only."""

    pieces: tuple[Piece, ...]

    @cached_property
    def names(self) -> frozenset[str]:
        """Every placeholder the wording uses, silent ones included."""
        return frozenset(slot.name for slot in _slots(self.pieces))


def parse(source: str, known: Container[str] = PLACEHOLDERS) -> Template:
    """The wording as a template; WordingError says in plain words what is wrong with it."""
    text = " ".join(source.replace(_VALUE, "").split())
    levels: list[list[Piece]] = [[]]
    end = 0
    for token in _TOKEN.finditer(text):
        levels[-1].append(text[end : token.start()])
        end = token.end()
        _take(token, levels, known)
    if len(levels) > 1:
        raise WordingError(_("An optional part is opened with [ and never closed with ]."))
    return Template((*levels[0], text[end:]))


def render(template: Template, values: Mapping[str, str]) -> str:
    """The final words; values appear letter by letter, whatever brackets or braces they hold."""
    said: list[str] = []
    skeleton = "".join(_written(template.pieces, values, said))
    tidy = _SPACE_BEFORE_MARK.sub("", " ".join(skeleton.split()))
    first, *rest = tidy.split(_VALUE)
    return first + "".join(
        value + _after(value, words) for value, words in zip(said, rest, strict=True)
    )


def says(template: Template, name: str, values: Mapping[str, str]) -> bool:
    """Whether these values of the placeholders make the wording say this one."""
    has_value = name in template.names and bool(values[name].strip())
    return has_value and _is_said(template.pieces, name, values)


def _take(token: re.Match[str], levels: list[list[Piece]], known: Container[str]) -> None:
    if token["name"]:
        levels[-1].append(_slot(token, known))
    elif token[0] == "[":
        if len(levels) > 2:
            raise WordingError(_("Optional parts may stand one inside another, but not deeper."))
        levels.append([])
    elif token[0] == "]":
        _close(levels)
    else:
        told = _("A %s stands alone: a placeholder looks like {technician}.")
        raise WordingError(told % token[0])


def _slot(token: re.Match[str], known: Container[str]) -> Slot:
    if token["name"] not in known:
        raise WordingError(_("There is no placeholder %s here.") % token[0])
    return Slot(token["name"], silent=bool(token["ask"]))


def _close(levels: list[list[Piece]]) -> None:
    if len(levels) == 1:
        raise WordingError(_("A ] closes an optional part that was never opened with [."))
    part = Part(tuple(levels.pop()))
    if not any(isinstance(piece, Slot) for piece in part.pieces):
        raise WordingError(_("An optional part needs a {placeholder} that decides about it."))
    levels[-1].append(part)


def _slots(pieces: Iterable[Piece]) -> Iterator[Slot]:
    for piece in pieces:
        if isinstance(piece, Slot):
            yield piece
        elif isinstance(piece, Part):
            yield from _slots(piece.pieces)


def _written(pieces: Iterable[Piece], values: Mapping[str, str], said: list[str]) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, str):
            yield piece
        elif isinstance(piece, Part):
            if _complete(piece, values):
                yield from _written(piece.pieces, values, said)
        elif values[piece.name].strip() and not piece.silent:
            said.append(values[piece.name])
            yield _VALUE


def _is_said(pieces: Iterable[Piece], name: str, values: Mapping[str, str]) -> bool:
    return any(
        _complete(piece, values) and _is_said(piece.pieces, name, values)
        if isinstance(piece, Part)
        else isinstance(piece, Slot) and piece.name == name and not piece.silent
        for piece in pieces
    )


def _complete(part: Part, values: Mapping[str, str]) -> bool:
    return all(values[piece.name].strip() for piece in part.pieces if isinstance(piece, Slot))


def _after(value: str, words: str) -> str:
    doubled = words.startswith(".") and value.endswith(_SENTENCE_ENDS)
    return words[1:] if doubled else words

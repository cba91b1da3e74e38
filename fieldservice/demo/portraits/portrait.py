"""The traits of a drawn person, and the tones they are drawn in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from fieldservice.demo.portraits.canvas import Canvas

Draw: TypeAlias = "Callable[[Canvas, Portrait], None]"


@dataclass(frozen=True)
class Tones:
    """One colour in its base, its shade and its shine."""

    base: str
    shade: str
    shine: str


@dataclass(frozen=True)
class Skin(Tones):
    """Skin also has lines in it, and blood in cheeks and lips."""

    line: str
    blush: str
    lips: str


class Smile(Enum):
    CLOSED = "closed"
    OPEN = "open"


class Shirt(Enum):
    POLO = "polo"
    CREW = "crew"
    FLEECE = "fleece"


def nothing(canvas: Canvas, portrait: "Portrait") -> None:
    """For those who have none of it."""


@dataclass(frozen=True)
class Style:
    """Hair or what is worn over it: the part behind the head and the part before it."""

    behind: Draw
    front: Draw


@dataclass(frozen=True, kw_only=True)
class Portrait:
    """One person; sizes are factors, 1 being the middle of all people."""

    background: Tones
    skin: Skin
    hair: Tones
    style: Style
    beard: Draw = nothing
    glasses: Draw = nothing
    brows: str
    brow_width: float = 1
    eyes: str = "#4A2C1A"
    lid_crease: bool = True
    lashes: bool = False
    jaw: float = 1
    neck: float = 1
    smile: Smile = Smile.CLOSED
    lips: float = 1  # how far their colour stands out
    shirt: Shirt = Shirt.POLO
    freckles: bool = False
    laugh_lines: bool = False
    earrings: str = ""
    cloth: Tones | None = None  # of a scarf or a turban

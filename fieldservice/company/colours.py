"""Which letters can be read on a colour; pure. Measured as WCAG 2 does, 4.5:1 at least."""

import re

WHITE, DARK = "#ffffff", "#1f2430"
ENOUGH = 4.5
HEX = re.compile(r"#[0-9a-f]{6}")


def contrast(one: str, other: str) -> float:
    """How far two colours, each “#rrggbb”, stand apart: from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def text_on(colour: str) -> str:
    """White or dark, whichever reads better on this colour."""
    return max((WHITE, DARK), key=lambda letters: contrast(letters, colour))


def is_readable(colour: str) -> bool:
    """Whether white or dark letters can be read on it."""
    return contrast(text_on(colour), colour) >= ENOUGH


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)

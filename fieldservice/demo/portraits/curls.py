"""Hair in many small pieces: curls and braids."""

import math

from fieldservice.demo.portraits.canvas import Canvas
from fieldservice.demo.portraits.curves import (
    Outline,
    brush,
    ellipse,
    evenly,
    flipped,
    line,
    mirrored,
    smooth,
)
from fieldservice.demo.portraits.portrait import Portrait, Style


def _curls_behind(canvas: Canvas, portrait: Portrait) -> None:
    hair = portrait.hair
    canvas.fill(ellipse((0, 488), 262, 276), hair.shade)
    for i in range(34):
        angle = math.radians(150 + i * 240 / 33)
        # Sines instead of chance: uneven, and yet the same in every drawing.
        wobble = 1 + 0.035 * math.sin(i * 2.4)
        x, y = 262 * wobble * math.cos(angle), 498 + 284 * wobble * math.sin(angle)
        canvas.fill(ellipse((x, y), 44 + 8 * math.sin(i * 1.7), 44), hair.shade)


def _curls(canvas: Canvas, portrait: Portrait) -> None:
    """A cloud of curls round forehead and cheeks."""
    hair = portrait.hair
    for row, (across, down, size) in enumerate(((240, 246, 52), (206, 200, 48), (176, 160, 38))):
        count = 17 - 2 * row
        for i in range(count):
            angle = math.radians(172 + i * 196 / (count - 1))
            x, y = across * math.cos(angle), 470 + down * math.sin(angle)
            _curl(canvas, (x, y), size + 8 * math.sin(i * 2.1 + row), hair.base, hair.shine)


def _curl(canvas: Canvas, centre: tuple[float, float], size: float, base: str, shine: str) -> None:
    x, y = centre
    canvas.fill(ellipse(centre, size, size * 0.94), base)
    arc: Outline = [
        (x + size * 0.6 * math.cos(a), y + size * 0.6 * math.sin(a))
        for a in (math.radians(170 + 25 * step) for step in range(6))
    ]
    canvas.tint(brush(arc, [2, 7, 7, 2]), shine, 0.5)


def _braids_behind(canvas: Canvas, portrait: Portrait) -> None:
    hair = portrait.hair
    half: Outline = [
        (0, 196), (90, 206), (164, 252), (208, 330), (224, 430), (222, 560), (214, 700),
        (120, 760), (0, 760),
    ]  # fmt: skip
    canvas.fill(smooth(mirrored(half)), hair.shade)


def _braids(canvas: Canvas, portrait: Portrait) -> None:
    """Drawn back from the forehead in rows, falling over the shoulders as braids."""
    hair = portrait.hair
    cap: Outline = [
        (0, 194), (84, 204), (156, 250), (202, 326), (214, 410), (212, 500), (196, 530), (190, 470),
        (164, 396), (112, 346), (56, 326), (0, 320),
    ]  # fmt: skip
    shape = smooth(mirrored(cap))
    canvas.fill(shape, hair.base)
    for x in (0, 46, 92, 136, 172):
        row: Outline = [
            (x, 338 + x * x / 420),
            (x * 0.96, 290 + x * x / 500),
            (x * 0.8, 226 + x * x / 700),
        ]
        for each in (row, flipped(row)):
            canvas.tint(brush(each, [3, 5, 3]), hair.shade, within=shape)
            canvas.tint(
                brush([(px + 14, py) for px, py in each], [2, 6, 2]), hair.shine, 0.4, within=shape
            )
    for start, bend, end in ((196, 214, 232), (216, 258, 304)):
        path: Outline = [(start, 450), (bend, 620), (end - 16, 780), (end, 985)]
        for each in (path, flipped(path)):
            _braid(canvas, portrait, each)


def _braid(canvas: Canvas, portrait: Portrait, path: Outline) -> None:
    hair = portrait.hair
    beads = evenly(line(path, 60), 21)
    for i, (x, y) in enumerate(beads):
        lean = 24 if i % 2 else -24
        size = 27 - 8 * i / len(beads)
        canvas.fill(ellipse((x, y), size, size * 0.84, lean), hair.shade)
        canvas.fill(ellipse((x, y - 3), size - 4, size * 0.64, lean), hair.base)
        canvas.tint(
            ellipse((x - size * 0.3, y - size * 0.4), size * 0.34, 4, lean), hair.shine, 0.6
        )
    x, y = beads[-1]
    canvas.fill(ellipse((x, y + 14), 15, 11), "#E0A54A")


CURLS = Style(_curls_behind, _curls)
BRAIDS = Style(_braids_behind, _braids)

"""Eyes, brows, nose and mouth: where a face becomes somebody."""

from collections.abc import Sequence

from fieldservice.demo.portraits.canvas import Canvas
from fieldservice.demo.portraits.curves import (
    Outline,
    Point,
    brush,
    ellipse,
    flipped,
    line,
    moved,
    smooth,
)
from fieldservice.demo.portraits.portrait import Portrait, Smile

EYE = (88, 545)  # the middle of the right one
LASH = "#2A1B16"


def eyes(canvas: Canvas, portrait: Portrait) -> None:
    for side in (-1, 1):
        _eye(canvas, portrait, side)


def _eye(canvas: Canvas, portrait: Portrait, side: int) -> None:
    def placed(points: Sequence[Point]) -> Outline:
        here = moved(points, *EYE)
        return here if side > 0 else flipped(here)

    upper: Outline = [(-41, 8), (-22, -15), (4, -23), (28, -14), (44, 4)]
    lower: Outline = [(26, 16), (2, 19), (-22, 16)]
    opening = smooth(placed(upper + lower))
    x, y = side * EYE[0], EYE[1] - 1
    canvas.fill(opening, "#FDFAF5")
    canvas.tint(moved(opening, 0, -27), "#C9B8AC", 0.5, within=opening)
    canvas.tint(ellipse((x, y), 22, 22), portrait.eyes, within=opening)
    canvas.tint(ellipse((x, y), 12, 12), "#1A1210", within=opening)
    # On the same side in both eyes: mirrored highlights make people squint.
    canvas.fill(ellipse((x - 7, y - 8), 6.5, 6.5), "#FFFFFF")
    canvas.tint(ellipse((x + 8, y + 8), 3, 3), "#FFFFFF", 0.7)
    canvas.fill(brush(placed(upper), [4, 9, 10, 9, 5]), LASH)
    canvas.tint(brush(placed(lower), [2, 3, 2]), portrait.skin.line, 0.6)
    if portrait.lid_crease:
        crease: Outline = [(-30, -22), (-4, -35), (22, -31), (40, -18)]
        canvas.tint(brush(placed(crease), [2, 4, 4, 2]), portrait.skin.line, 0.55)
    if portrait.lashes:
        lashes: list[Outline] = [
            [(38, -4), (50, -12), (58, -20)],
            [(28, -14), (38, -25), (44, -33)],
        ]
        for lash in lashes:
            canvas.fill(brush(placed(lash), [7, 5, 2]), LASH)


def brows(canvas: Canvas, portrait: Portrait) -> None:
    right: Outline = [(44, 482), (74, 470), (110, 471), (146, 492)]
    widths = [width * portrait.brow_width for width in (9, 14, 12, 5)]
    for brow in (right, flipped(right)):
        canvas.fill(brush(brow, widths), portrait.brows)


def nose(canvas: Canvas, portrait: Portrait) -> None:
    skin = portrait.skin
    side: Outline = [(18, 540), (30, 600), (44, 640), (20, 662), (0, 660), (10, 600)]
    canvas.tint(smooth(side), skin.shade, 0.42)
    canvas.glow((-6, 634), (26, 26), skin.shine, 0.7)
    under: Outline = [(-38, 640), (-30, 656), (-12, 656), (0, 664), (12, 656), (30, 656), (38, 640)]
    canvas.tint(brush(under, [3, 6, 6, 7, 6, 6, 3]), skin.line, 0.85)


def mouth(canvas: Canvas, portrait: Portrait) -> None:
    draw = _open if portrait.smile == Smile.OPEN else _closed
    draw(canvas, portrait)
    for side in (-1, 1):
        corner: Outline = [(side * 74, 684), (side * 84, 694), (side * 83, 708)]
        canvas.tint(brush(corner, [3, 5, 3]), portrait.skin.line, 0.6)


def _closed(canvas: Canvas, portrait: Portrait) -> None:
    skin = portrait.skin
    between: Outline = [(-76, 697), (-40, 719), (0, 727), (40, 719), (76, 697)]
    upper: Outline = [(-74, 698), (-36, 705), (-11, 701), (0, 705), (11, 701), (36, 705), (74, 698)]
    lower: Outline = [(62, 708), (36, 738), (0, 749), (-36, 738), (-62, 708)]
    canvas.tint([*line(upper), *reversed(line(between))], skin.lips, portrait.lips)
    canvas.tint([*line(between), *line(lower)], skin.lips, 0.85 * portrait.lips)
    canvas.glow((-8, 738), (30, 9), "#FFFFFF", 0.35)
    canvas.fill(brush(between, [4, 7, 6, 7, 4]), skin.line)


def _open(canvas: Canvas, portrait: Portrait) -> None:
    skin = portrait.skin
    top: Outline = [(-78, 692), (-40, 706), (0, 711), (40, 706), (78, 692)]
    bottom: Outline = [(78, 692), (52, 732), (0, 750), (-52, 732), (-78, 692)]
    outside: Outline = [(81, 691), (56, 742), (0, 764), (-56, 742), (-81, 691)]
    bow: Outline = [(-80, 690), (-38, 696), (-11, 693), (0, 697), (11, 693), (38, 696), (80, 690)]
    inside = [*line(top), *line(bottom)]
    canvas.tint([*line(bow), *line(outside)], skin.lips, portrait.lips)
    canvas.fill(inside, "#6B2A2A")
    canvas.tint(ellipse((0, 758), 40, 20), "#D9777A", within=inside)
    canvas.tint(moved(inside, 0, -15), "#FFFDF8", within=inside)
    canvas.tint(moved([*line(top), (90, 680), (-90, 680)], 0, 4), "#D8C3B8", 0.5, within=inside)
    canvas.glow((-6, 757), (34, 6), "#FFFFFF", 0.3)

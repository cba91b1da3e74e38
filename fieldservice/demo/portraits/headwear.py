"""A headscarf and a turban, worn as they are worn."""

from fieldservice.demo.portraits.canvas import Canvas
from fieldservice.demo.portraits.curves import Outline, brush, line, mirrored, smooth
from fieldservice.demo.portraits.portrait import Portrait, Style, Tones

PLAIN = Tones("#8C8C8C", "#6E6E6E", "#A8A8A8")


def _scarf_behind(canvas: Canvas, portrait: Portrait) -> None:
    cloth = portrait.cloth or PLAIN
    half: Outline = [
        (0, 182), (88, 190), (172, 236), (226, 320), (248, 430), (240, 620), (250, 780),
        (300, 930), (0, 1000),
    ]  # fmt: skip
    canvas.fill(smooth(mirrored(half)), cloth.shade)


def _scarf(canvas: Canvas, portrait: Portrait) -> None:
    """Round the face and under the chin, one end thrown over the shoulder."""
    cloth = portrait.cloth or PLAIN
    outer: Outline = [
        (0, 180), (90, 188), (174, 236), (228, 322), (250, 440), (244, 600), (238, 720),
        (270, 860), (306, 946), (196, 1020), (0, 1054),
    ]  # fmt: skip
    inner: Outline = [
        (0, 326), (80, 336), (146, 380), (180, 460), (187, 540), (182, 610), (160, 692),
        (118, 752), (62, 790), (0, 800),
    ]  # fmt: skip
    whole, gap = smooth(mirrored(outer)), smooth(mirrored(inner))
    # Round the outside and back along the inside: that leaves the face free.
    canvas.fill([*whole, whole[0], gap[0], *reversed(gap)], cloth.base)
    band: Outline = [
        (-172, 430), (-136, 372), (-76, 338), (0, 328), (76, 338), (136, 372), (172, 430),
    ]  # fmt: skip
    canvas.fill(brush(band, [6, 18, 22, 24, 22, 18, 6]), cloth.shade)
    folds: list[tuple[Outline, str]] = [
        ([(-196, 660), (-120, 800), (20, 866), (170, 850), (250, 790)], cloth.shade),
        ([(-214, 720), (-130, 870), (40, 940), (220, 900), (280, 850)], cloth.shade),
        ([(-236, 800), (-150, 940), (20, 1010), (200, 980), (310, 930)], cloth.shade),
        ([(-212, 330), (-236, 450), (-226, 600), (-206, 700)], cloth.shine),
        ([(-150, 246), (-60, 218), (60, 222), (150, 262)], cloth.shine),
        ([(-180, 740), (-80, 850), (60, 896), (190, 872)], cloth.shine),
    ]
    for fold, color in folds:
        canvas.tint(brush(fold, [2, 12, 10, 2]), color, 0.75, within=whole)
    right: Outline = [
        (222, 300), (250, 430), (244, 600), (238, 720), (196, 700), (200, 560), (204, 430),
    ]  # fmt: skip
    canvas.tint(smooth(right), cloth.shade, 0.6, within=whole)


def _turban_behind(canvas: Canvas, portrait: Portrait) -> None:
    """Nothing of it shows behind the head."""


def _turban(canvas: Canvas, portrait: Portrait) -> None:
    """Wrapped from both sides to a peak over the forehead."""
    cloth = portrait.cloth or PLAIN
    dome: Outline = [
        (0, 120), (120, 136), (214, 210), (252, 320), (250, 430), (226, 520), (204, 530),
        (188, 474), (146, 412), (80, 356), (0, 322),
    ]  # fmt: skip
    shape = smooth(mirrored(dome))
    canvas.fill(shape, cloth.base)
    canvas.tint(
        smooth([(60, 90), (180, 160), (236, 300), (214, 500), (300, 480), (300, 90)]),
        cloth.shade,
        0.55,
        within=shape,
    )
    for height in range(5):
        fall = height * 44
        wrap: Outline = [
            (-246 + height * 6, 440 - fall),
            (-150, 360 - fall),
            (-40, 300 - fall * 0.82),
            (40, 262 - fall * 0.7),
        ]
        canvas.tint(brush(wrap, [5, 7, 5, 2]), cloth.shade, within=shape)
        canvas.tint(
            brush([(x, y - 12) for x, y in wrap], [2, 9, 6, 2]), cloth.shine, 0.6, within=shape
        )
        over: Outline = [
            (246 - height * 6, 440 - fall),
            (150, 366 - fall),
            (50, 312 - fall * 0.9),
            (-10, 290 - fall * 0.9),
        ]
        canvas.tint(brush(over, [5, 7, 5, 2]), cloth.shade, within=shape)
    peak: Outline = [(-62, 352), (0, 290), (62, 352), (0, 330)]
    canvas.fill(line([*peak, peak[0]], 6), cloth.shine)


SCARF = Style(_scarf_behind, _scarf)
TURBAN = Style(_turban_behind, _turban)

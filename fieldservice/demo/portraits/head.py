"""Neck, ears and head: the skin a face is drawn on."""

from fieldservice.demo.portraits.canvas import Canvas
from fieldservice.demo.portraits.curves import (
    Outline,
    Point,
    brush,
    ellipse,
    flipped,
    mirrored,
    smooth,
)
from fieldservice.demo.portraits.portrait import Portrait

RIGHT_HALF: Outline = [
    (0, 256), (66, 263), (128, 292), (172, 350), (193, 426), (198, 505), (192, 588), (174, 668),
    (136, 736), (84, 783), (34, 803), (0, 806),
]  # fmt: skip
FRECKLES: Outline = [
    (-128, 598), (-106, 612), (-84, 600), (-96, 630), (-120, 628), (-66, 620), (-142, 616),
    (66, 616), (88, 602), (104, 622), (126, 606), (118, 632), (82, 632), (142, 620),
    (-14, 594), (12, 586), (2, 606),
]  # fmt: skip


def outline(portrait: Portrait) -> Outline:
    """The head from the crown to the chin; a jaw is broad or narrow below the cheekbones."""
    return smooth(mirrored([_jawed(point, portrait.jaw) for point in RIGHT_HALF]))


def neck(canvas: Canvas, portrait: Portrait) -> None:
    """The neck, in the shadow of the chin."""
    skin, half = portrait.skin, 84 * portrait.neck
    shape = smooth(mirrored([(0, 700), (half, 700), (half, 850), (half + 26, 930), (0, 1010)]))
    canvas.fill(shape, skin.base)
    canvas.tint(ellipse((12, 778), 190, 106), skin.shade, within=shape)


def ears(canvas: Canvas, portrait: Portrait) -> None:
    skin = portrait.skin
    right = smooth([(186, 512), (214, 500), (233, 522), (228, 566), (208, 604), (188, 604)])
    for ear in (right, flipped(right)):
        canvas.fill(ear, skin.base)
    canvas.tint(right, skin.shade, 0.6)
    fold: Outline = [(205, 522), (218, 530), (214, 560), (204, 578)]
    for line in (fold, flipped(fold)):
        canvas.tint(brush(line, [3, 7, 4]), skin.line, 0.55)
    for side in (-1, 1):
        if portrait.earrings:
            canvas.fill(ellipse((side * 209, 612), 9, 9), portrait.earrings)
            canvas.tint(ellipse((side * 209 - 3, 609), 3, 3), "#FFFFFF", 0.8)


def face(canvas: Canvas, portrait: Portrait) -> None:
    """The head, lit from the upper left, with warm cheeks."""
    skin, shape = portrait.skin, outline(portrait)
    canvas.fill(shape, skin.base)
    shadow = smooth(
        [(128, 250), (166, 420), (164, 560), (136, 684), (88, 748), (20, 788), (-70, 804),
         (-70, 840), (120, 840), (260, 720), (260, 260)]
    )  # fmt: skip
    canvas.tint(shadow, skin.shade, 0.55, within=shape)
    canvas.glow((-70, 400), (150, 130), skin.shine, 0.45, within=shape)
    for side in (-1, 1):
        canvas.glow((side * 118, 634), (78, 62), skin.blush, 0.5, within=shape)
    if portrait.freckles:
        for spot in FRECKLES:
            canvas.tint(ellipse(spot, 4.2, 3.6), skin.line, 0.4)
    if portrait.laugh_lines:
        _laugh_lines(canvas, portrait)


def _laugh_lines(canvas: Canvas, portrait: Portrait) -> None:
    lines: list[Outline] = [
        [(64, 650), (92, 678), (98, 712)],
        [(146, 522), (162, 514), (172, 504)],
        [(148, 538), (164, 540), (175, 540)],
    ]
    for right in lines:
        for each in (right, flipped(right)):
            canvas.tint(brush(each, [2, 4, 2]), portrait.skin.line, 0.38)


def _jawed(point: Point, jaw: float) -> Point:
    x, y = point
    share = min(1, max(0, (y - 540) / 160))
    return x * (1 + (jaw - 1) * share), y

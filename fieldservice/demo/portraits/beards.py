"""Beards, moustaches and stubble."""

from fieldservice.demo.portraits import head
from fieldservice.demo.portraits.canvas import Canvas
from fieldservice.demo.portraits.curves import Outline, brush, mirrored, smooth
from fieldservice.demo.portraits.portrait import Portrait

MOUSTACHE: Outline = [
    (0, 674), (22, 665), (50, 670), (74, 688), (88, 690), (70, 706), (36, 703), (0, 697),
]  # fmt: skip


def full(canvas: Canvas, portrait: Portrait) -> None:
    """From ear to ear, a little longer than the chin."""
    _beard(canvas, portrait, longer=54, cheek=624)


def trimmed(canvas: Canvas, portrait: Portrait) -> None:
    """From ear to ear, kept short."""
    _beard(canvas, portrait, longer=14, cheek=640)


def moustache(canvas: Canvas, portrait: Portrait) -> None:
    """A moustache over a shadow of stubble."""
    shadow = [
        (0, 670),
        (60, 676),
        (118, 676),
        (160, 628),
        (196, 540),
        (220, 700),
        (120, 830),
        (0, 830),
    ]
    shape = head.outline(portrait)
    canvas.tint(smooth(mirrored(shadow)), portrait.hair.base, 0.14, within=shape)
    canvas.fill(smooth(mirrored(MOUSTACHE)), portrait.hair.base)
    canvas.tint(brush([(-72, 690), (-38, 678), (-8, 682)], [2, 6, 2]), portrait.hair.shine, 0.7)


def _beard(canvas: Canvas, portrait: Portrait, longer: float, cheek: float) -> None:
    hair, jaw = portrait.hair, portrait.jaw
    half: Outline = [
        (0, 676), (40, 664), (84, 684), (112, 690), (150, cheek), (178, 570), (196, 520),
        (202, 580), (190 * jaw, 660), (154 * jaw, 750), (96 * jaw, 806 + longer * 0.7),
        (36, 826 + longer), (0, 830 + longer),
    ]  # fmt: skip
    beard = smooth(mirrored(half))
    canvas.fill(beard, hair.base)
    shadow = smooth(
        [(150, 520), (130, 700), (60, 790), (-30, 830 + longer), (120, 900), (260, 700), (230, 520)]
    )
    canvas.tint(shadow, hair.shade, 0.7, within=beard)
    strands: list[Outline] = [
        [(-150, 690), (-126, 752), (-84, 800)],
        [(-118, 716), (-96, 766), (-58, 812)],
        [(-40, 780), (-30, 806), (-10, 830)],
        [(110, 716), (92, 766), (56, 812)],
        [(30, 780), (24, 806), (10, 828)],
    ]
    for strand in strands:
        canvas.tint(brush(strand, [2, 6, 2]), hair.shine, 0.6)
    over = smooth(mirrored(MOUSTACHE))
    canvas.fill(over, hair.base)
    for side in (-1, 1):
        line: Outline = [(side * 8, 684), (side * 40, 682), (side * 74, 700)]
        canvas.tint(brush(line, [2, 6, 2]), hair.shine, 0.6)

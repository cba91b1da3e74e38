"""Glasses: round and square."""

from fieldservice.demo.portraits.canvas import Canvas
from fieldservice.demo.portraits.curves import Outline, brush, ellipse, flipped, smooth
from fieldservice.demo.portraits.portrait import Portrait

ROUND = ellipse((88, 552), 70, 66)
SQUARE = smooth(
    [(24, 510), (60, 500), (130, 500), (156, 512), (152, 566), (132, 596), (60, 598), (30, 574)]
)


def round_ones(canvas: Canvas, portrait: Portrait) -> None:
    _wear(canvas, ROUND, "#8A5A2B", 18)


def square_ones(canvas: Canvas, portrait: Portrait) -> None:
    _wear(canvas, SQUARE, "#2B3440", 24)


def _wear(canvas: Canvas, lens: Outline, color: str, inner: float) -> None:
    for rim in (lens, flipped(lens)):
        canvas.tint(rim, "#FFFFFF", 0.13)
        canvas.fill(brush([*rim, rim[0]], [8, 8]), color)
    canvas.fill(brush([(-inner, 540), (0, 530), (inner, 540)], [8, 8]), color)
    for side in (-1, 1):
        arm: Outline = [(side * 152, 534), (side * 180, 530), (side * 202, 532)]
        canvas.fill(brush(arm, [9, 7]), color)
        glint: Outline = [(side * 88 - 40, 540), (side * 88 - 22, 514)]
        canvas.tint(brush(glint, [5, 5]), "#FFFFFF", 0.55)

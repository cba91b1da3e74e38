"""Smooth outlines from a few points; pure geometry.

A point is (x, y): x counts from the middle of the picture, y from its top, 1200 units each way.
"""

import math
from collections.abc import Sequence
from itertools import pairwise

Point = tuple[float, float]
Outline = list[Point]


def smooth(points: Sequence[Point], steps: int = 14) -> Outline:
    """A closed curve through `points`."""
    count = len(points)
    return [
        _between(points[i - 1], points[i], points[(i + 1) % count], points[(i + 2) % count], t)
        for i in range(count)
        for t in _fractions(steps)
    ]


def line(points: Sequence[Point], steps: int = 14) -> Outline:
    """An open curve through `points`, from the first to the last."""
    held = [points[0], *points, points[-1]]
    curve = [
        _between(before, start, end, after, t)
        for before, start, end, after in zip(held, held[1:], held[2:], held[3:], strict=False)
        for t in _fractions(steps)
    ]
    return [*curve, points[-1]]


def evenly(path: Sequence[Point], gap: float) -> Outline:
    """Points on `path`, each `gap` from the one before."""
    placed = [path[0]]
    for point in path:
        if math.dist(placed[-1], point) >= gap:
            placed.append(point)
    return placed


def mirrored(half: Sequence[Point]) -> Outline:
    """A closed outline from its right half, which runs from the top to the bottom."""
    return [*half, *[(-x, y) for x, y in reversed(half) if x > 0]]


def flipped(points: Sequence[Point]) -> Outline:
    return [(-x, y) for x, y in points]


def moved(points: Sequence[Point], x: float, y: float) -> Outline:
    return [(px + x, py + y) for px, py in points]


def grown(points: Sequence[Point], centre: Point, x: float, y: float) -> Outline:
    """`points` stretched round `centre` by these factors."""
    cx, cy = centre
    return [(cx + (px - cx) * x, cy + (py - cy) * y) for px, py in points]


def ellipse(centre: Point, across: float, down: float, tilt: float = 0) -> Outline:
    """An ellipse by its two radii, turned clockwise by `tilt` degrees."""
    cos, sin = math.cos(math.radians(tilt)), math.sin(math.radians(tilt))
    around = [2 * math.pi * i / 64 for i in range(64)]
    round_zero = [(across * math.cos(a), down * math.sin(a)) for a in around]
    return [(centre[0] + x * cos - y * sin, centre[1] + x * sin + y * cos) for x, y in round_zero]


def brush(points: Sequence[Point], widths: Sequence[float]) -> Outline:
    """The outline of a stroke along a smooth line, its widths spread evenly over its length."""
    path = line(points)
    radii = [_spread(widths, i / (len(path) - 1)) / 2 for i in range(len(path))]
    normals = [_normal(a, b) for a, b in pairwise(path)]
    normals.append(normals[-1])
    left = [
        (x + nx * r, y + ny * r) for (x, y), (nx, ny), r in zip(path, normals, radii, strict=True)
    ]
    right = [
        (x - nx * r, y - ny * r) for (x, y), (nx, ny), r in zip(path, normals, radii, strict=True)
    ]
    end = _cap(path[-1], normals[-1], radii[-1])
    start = _cap(path[0], (-normals[0][0], -normals[0][1]), radii[0])
    return [*left, *end, *reversed(right), *start]


def _between(before: Point, start: Point, end: Point, after: Point, t: float) -> Point:
    """Catmull and Rom's curve from `start` to `end`."""
    x, y = (
        0.5
        * (
            2 * p1
            + (p2 - p0) * t
            + (2 * p0 - 5 * p1 + 4 * p2 - p3) * t**2
            + (3 * p1 - p0 - 3 * p2 + p3) * t**3
        )
        for p0, p1, p2, p3 in zip(before, start, end, after, strict=True)
    )
    return x, y


def _fractions(steps: int) -> list[float]:
    return [i / steps for i in range(steps)]


def _spread(widths: Sequence[float], t: float) -> float:
    place = t * (len(widths) - 1)
    i = min(int(place), len(widths) - 2)
    return widths[i] + (widths[i + 1] - widths[i]) * (place - i)


def _normal(a: Point, b: Point) -> Point:
    dx, dy = b[0] - a[0], b[1] - a[1]
    length = math.hypot(dx, dy) or 1
    return dy / length, -dx / length


def _cap(centre: Point, normal: Point, radius: float) -> Outline:
    """Half a circle from the left side of a stroke round its end to the right side."""
    start = math.atan2(normal[1], normal[0])
    return [
        (centre[0] + radius * math.cos(start + a), centre[1] + radius * math.sin(start + a))
        for a in (math.pi * i / 8 for i in range(1, 8))
    ]

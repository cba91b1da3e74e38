"""Where the bars of a small plot stand: geometry alone, no database, no colours, no words."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 180
LEFT, BOTTOM, TOP = 36, 24, 8  # room for the numbers, the labels, and the highest bar
FILLED = 0.7  # of a column's share of the width
MOST_LABELS = 8
GRIDS = (5, 2, 1)  # what a step may begin with


@dataclass(frozen=True)
class Bar:
    x: float
    y: float
    width: float
    height: float
    part: int  # which of the parts it stands for
    value: int
    label: str


@dataclass(frozen=True)
class Mark:
    """A word beside the plot: a label below, or a number at the left."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Plot:
    bars: Sequence[Bar]
    labels: Sequence[Mark]
    grid: Sequence[Mark]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT


def stacked(labels: Sequence[str], rows: Sequence[Sequence[int]]) -> Plot:
    """Columns of parts upon each other, one for each label, the first part at the bottom."""
    step = _step(max((sum(row) for row in rows), default=0))
    top = step * 2
    share = (WIDTH - LEFT) / max(1, len(labels))
    bars: list[Bar] = []
    for place, (label, row) in enumerate(zip(labels, rows, strict=True)):
        x = LEFT + share * (place + (1 - FILLED) / 2)
        bars += _column(label, row, x, share * FILLED, top)
    every = -(-len(labels) // MOST_LABELS)
    return Plot(
        bars=bars,
        labels=[
            Mark(_round(LEFT + share * (place + 0.5)), HEIGHT - 6, label)
            for place, label in enumerate(labels)
            if (len(labels) - 1 - place) % max(1, every) == 0
        ],
        grid=[Mark(LEFT - 6, _round(_y(n * step, top)), f"{n * step}") for n in range(3)],
    )


def _column(label: str, row: Sequence[int], x: float, width: float, top: int) -> list[Bar]:
    bars, below = [], 0
    for part, value in enumerate(row):
        y = _y(below + value, top)
        height = _y(below, top) - y
        if value:
            sizes = [_round(length) for length in (x, y, width, height)]
            bars.append(Bar(sizes[0], sizes[1], sizes[2], sizes[3], part, value, label))
        below += value
    return bars


def _y(value: int, top: int) -> float:
    return HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP)


def _step(highest: int) -> int:
    """Half of the scale: 1, 2 or 5 with as many zeros as it takes."""
    step, power = 1, 1
    while step * 2 < highest:
        step = next((f * power for f in reversed(GRIDS) if f * power > step), power * 10)
        power = power * 10 if step == power * 10 else power
    return step


def _round(length: float) -> float:
    return round(length, 1)

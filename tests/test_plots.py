"""Where the bars of a plot stand."""

import pytest

from notifications.plots import BOTTOM, HEIGHT, LEFT, MOST_LABELS, WIDTH, stacked


def test_parts_stand_upon_each_other() -> None:
    lower, upper = stacked(["Mon"], [[3, 1]]).bars
    assert lower.y + lower.height == pytest.approx(HEIGHT - BOTTOM)
    assert upper.y + upper.height == pytest.approx(lower.y)
    assert (lower.part, upper.part) == (0, 1)


def test_nothing_makes_no_bar() -> None:
    plot = stacked(["Mon", "Tue"], [[0, 0], [0, 2]])
    assert [(bar.label, bar.part, bar.value) for bar in plot.bars] == [("Tue", 1, 2)]


@pytest.mark.parametrize(
    ("highest", "scale"),
    [
        (0, ["0", "1", "2"]),
        (2, ["0", "1", "2"]),
        (3, ["0", "2", "4"]),
        (5, ["0", "5", "10"]),
        (10, ["0", "5", "10"]),
        (11, ["0", "10", "20"]),
        (21, ["0", "20", "40"]),
        (4000, ["0", "2000", "4000"]),
        (4001, ["0", "5000", "10000"]),
    ],
)
def test_the_scale_is_round_and_holds_the_highest(highest: int, scale: list[str]) -> None:
    assert [mark.text for mark in stacked(["Mon"], [[highest]]).grid] == scale


def test_everything_stands_inside() -> None:
    plot = stacked([str(n) for n in range(12)], [[n, 12 - n] for n in range(12)])
    assert all(bar.x >= LEFT and bar.x + bar.width <= WIDTH for bar in plot.bars)
    assert all(bar.y >= 0 and bar.y + bar.height <= HEIGHT - BOTTOM + 0.2 for bar in plot.bars)


def test_labels_have_room_and_the_last_one_is_there() -> None:
    plot = stacked([str(n) for n in range(12)], [[1]] * 12)
    assert len(plot.labels) <= MOST_LABELS
    assert plot.labels[-1].text == "11"


def test_no_columns_are_a_plot_too() -> None:
    assert not stacked([], []).bars

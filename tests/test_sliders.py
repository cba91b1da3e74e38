"""A crop and its sliders: each way round, at every edge, in pictures of every shape."""

import pytest

from technicians.imaging import Crop
from technicians.sliders import CLOSEST, Sliders, aspect

WIDE, SQUARE, TALL = 2.0, 1.0, 0.5


def edges(crop: Crop) -> tuple[float, float, float, float]:
    return crop.left, crop.top, crop.right, crop.bottom


@pytest.mark.parametrize(
    ("sliders", "proportion", "crop"),
    [
        (Sliders(0, 0, 0), SQUARE, (0, 0, 1, 1)),
        (Sliders(100, 100, 0), SQUARE, (0, 0, 1, 1)),
        (Sliders(0, 50, 0), WIDE, (0, 0, 0.5, 1)),
        (Sliders(100, 50, 0), WIDE, (0.5, 0, 1, 1)),
        (Sliders(50, 100, 0), TALL, (0, 0.5, 1, 1)),
        (Sliders(100, 100, 100), SQUARE, (1 - CLOSEST, 1 - CLOSEST, 1, 1)),
    ],
)
def test_sliders_stand_for_this_crop(
    sliders: Sliders, proportion: float, crop: tuple[float, float, float, float]
) -> None:
    assert edges(sliders.crop(proportion)) == pytest.approx(crop)


@pytest.mark.parametrize("proportion", [WIDE, SQUARE, TALL])
@pytest.mark.parametrize("sliders", [Sliders(30, 70, 40), Sliders(0, 100, 100)])
def test_a_crop_leads_back_to_its_sliders(sliders: Sliders, proportion: float) -> None:
    crop = sliders.crop(proportion)
    assert aspect(crop) == pytest.approx(proportion)
    assert vars(Sliders.of(crop)) == pytest.approx(vars(sliders))


@pytest.mark.parametrize("proportion", [WIDE, SQUARE, TALL, 1.7777, 0.6667])
@pytest.mark.parametrize("place", [0, 0.1, 33.3, 99.9, 100])
def test_no_slider_leads_out_of_the_picture(place: float, proportion: float) -> None:
    for zoom in (0, 12.3, 100):
        assert all(0 <= edge <= 1 for edge in edges(Sliders(place, place, zoom).crop(proportion)))


def test_where_there_is_no_room_the_slider_stands_in_the_middle() -> None:
    assert Sliders.of(Crop(0.25, 0, 0.75, 1)) == Sliders(across=50, down=50, zoom=0)


def test_a_crop_closer_than_the_sliders_go_shows_the_closest() -> None:
    assert Sliders.of(Crop(0.5, 0.5, 0.6, 0.6)).zoom == 100

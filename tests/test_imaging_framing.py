"""Where the square lies, in numbers."""

import pytest

from technicians.imaging import Crop, framing
from technicians.imaging.framing import Face

FACE = Face(left=900, top=400, width=300, height=400, middle=1050, score=0.9)


def sides(crop: Crop, width: int, height: int) -> tuple[float, float]:
    return (crop.right - crop.left) * width, (crop.bottom - crop.top) * height


def test_the_square_holds_head_and_shoulders() -> None:
    crop = framing.around(FACE, 2000, 1600)
    assert sides(crop, 2000, 1600) == pytest.approx((920, 920))
    assert (crop.top + crop.bottom) / 2 * 1600 == pytest.approx(648)
    assert (crop.left + crop.right) / 2 * 2000 == pytest.approx(1050)


@pytest.mark.parametrize(("left", "top"), [(0, 0), (1700, 0), (0, 1200), (1700, 1200)])
def test_a_face_at_the_edge_keeps_the_square_inside(left: float, top: float) -> None:
    crop = framing.around(Face(left, top, 300, 400, left + 150, 0.9), 2000, 1600)
    assert sides(crop, 2000, 1600) == pytest.approx((920, 920))
    assert min(crop.left, crop.top) >= 0
    assert max(crop.right, crop.bottom) <= 1


def test_a_face_that_fills_the_picture_takes_all_there_is() -> None:
    crop = framing.around(Face(100, 100, 1300, 1500, 750, 0.9), 2000, 1600)
    assert sides(crop, 2000, 1600) == pytest.approx((1600, 1600))


def test_without_a_face_a_tall_picture_is_cut_near_its_top() -> None:
    assert framing.without_face(1000, 2000) == Crop(0, 0.05, 1, 0.55)


def test_without_a_face_a_wide_picture_is_cut_in_the_middle() -> None:
    assert framing.without_face(2000, 1000) == Crop(0.25, 0, 0.75, 1)


@pytest.mark.parametrize(
    ("placed", "honoured"),
    [
        (Crop(0.2, 0.3, 0.4, 0.7), Crop(0.2, 0.3, 0.4, 0.7)),
        (Crop(0, 0, 0.5, 1), Crop(0, 0, 0.5, 1)),
        (Crop(0.2, 0.3, 0.6, 0.7), Crop(0.3, 0.3, 0.5, 0.7)),
        (Crop(-1, -1, 9, 9), Crop(0.25, 0, 0.75, 1)),
        (Crop(0.5, 0.5, 0.5, 0.5), Crop(0.492, 0.484, 0.508, 0.516)),
        (Crop(0.9, 0.9, 0.1, 0.1), Crop(0.492, 0.484, 0.508, 0.516)),
        (Crop(2, 2, 3, 3), Crop(0.984, 0.968, 1, 1)),
    ],
)
def test_a_crop_by_hand_is_kept_or_made_the_nearest_square(placed: Crop, honoured: Crop) -> None:
    crop = framing.by_hand(placed, 2000, 1000)
    found = (crop.left, crop.top, crop.right, crop.bottom)
    assert found == pytest.approx((honoured.left, honoured.top, honoured.right, honoured.bottom))


def test_a_square_placed_by_hand_is_not_moved_by_a_hair() -> None:
    placed = Crop(1 / 7, 1 / 3, 1 / 7 + 0.2, 1 / 3 + 0.4)
    assert framing.by_hand(placed, 2000, 1000) == placed


def test_a_face_is_told_in_shares_of_the_square() -> None:
    within = framing.within(FACE, Crop(0.25, 0, 0.75, 1), (2000, 1000))
    assert within == Face(0.4, 0.4, 0.3, 0.4, 0.55, 0.9)


@pytest.mark.parametrize(
    ("crop", "held"), [(Crop(0.5, 0, 1, 1), True), (Crop(0, 0, 0.5, 1), False)]
)
def test_a_face_belongs_to_the_square_that_holds_its_middle(crop: Crop, held: bool) -> None:
    assert framing.holds(crop, FACE, (2000, 1000)) is held

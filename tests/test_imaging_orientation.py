"""Every way of holding a camera comes out upright."""

import pytest
from PIL import Image

from technicians.imaging import Crop, Processed, orientation
from technicians.imaging.pipeline import run
from tests import photos

ALL = range(1, 9)


def processed(upload: bytes, crop: Crop | None = None) -> Processed:
    answer = run(upload, crop, find_face=False)
    assert isinstance(answer, Processed)
    return answer


def in_the_corners(picture: Image.Image) -> list[object]:
    right, bottom = picture.width - 12, picture.height - 12
    return [
        picture.getpixel(spot) for spot in ((12, 12), (right, 12), (12, bottom), (right, bottom))
    ]


def assert_upright(data: bytes) -> None:
    found = in_the_corners(photos.decoded(data).convert("RGB"))
    assert all(photos.near(one, wanted) for one, wanted in zip(found, photos.CORNERS, strict=True))


@pytest.mark.parametrize("tag", ALL)
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_orientation_comes_out_upright(tag: int, kind: str) -> None:
    answer = processed(photos.stored_as(photos.corners(), tag, kind))
    assert photos.decoded(answer.master).size == (320, 400)
    for file in (answer.master, answer.mms, answer.large, answer.small):
        assert_upright(file)


def test_a_heic_turned_twice_over_is_turned_once() -> None:
    answer = processed(photos.HEIC)
    assert photos.decoded(answer.master).size == (256, 320)
    assert_upright(answer.mms)


@pytest.mark.parametrize("tag", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_means_upright(tag: int) -> None:
    assert_upright(processed(photos.stored_as(photos.corners(), tag)).mms)


@pytest.mark.parametrize("tag", ["6", None, 6.0, (6,)])
def test_an_orientation_of_another_type_means_upright(tag: object) -> None:
    assert orientation.known(tag) == orientation.UPRIGHT


@pytest.mark.parametrize("tag", ALL)
def test_a_crop_by_hand_is_cut_where_the_upright_picture_shows_it(tag: int) -> None:
    answer = processed(photos.stored_as(photos.corners(), tag), Crop(0.6, 0, 1, 0.32))
    square = photos.decoded(answer.mms)
    assert square.size == (128, 128)
    assert all(photos.near(one, photos.GREEN) for one in in_the_corners(square))


@pytest.mark.parametrize("tag", ALL)
@pytest.mark.parametrize("quarters", range(4))
def test_an_orientation_can_be_turned_further(tag: int, quarters: int) -> None:
    picture = photos.corners(6, 4)
    further = orientation.upright(picture, orientation.turned(tag, quarters))
    expected = orientation.upright(picture, tag).rotate(90 * quarters, expand=True)
    assert further.tobytes() == expected.tobytes()

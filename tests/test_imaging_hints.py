"""When advice is given, and when it is not."""

from datetime import date

import pytest
from PIL import Image, ImageFilter

from technicians.imaging import hints
from technicians.imaging.framing import Face
from tests import photos

WHOLE = Face(0, 0, 1, 1, 0.5, 0.9)
MIDDLE = Face(0.3, 0.3, 0.4, 0.4, 0.5, 0.9)


def levels(low: int, high: int) -> Image.Image:
    """A square whose left half has one grey and its right half the other."""
    square = Image.new("RGB", (300, 300), (low, low, low))
    square.paste((high, high, high), (150, 0, 300, 300))
    return square


@pytest.mark.parametrize(
    ("low", "high", "advice"),
    [
        (10, 94, ["too_dark"]),
        (10, 95, []),
        (151, 220, ["too_bright"]),
        (150, 220, []),
        (20, 251, ["too_bright"]),
        (20, 250, []),
        (100, 154, ["low_contrast"]),
        (100, 155, []),
    ],
)
def test_light_is_judged_by_the_darkest_and_brightest_tones(
    low: int, high: int, advice: list[str]
) -> None:
    assert hints.of_light(levels(low, high), WHOLE) == advice


def test_dark_skin_in_good_light_is_not_called_dark() -> None:
    square = Image.new("RGB", (300, 300), (62, 44, 36))
    square.paste((160, 125, 105), (0, 0, 300, 20))
    assert hints.of_light(square, WHOLE) == []


def test_only_the_face_is_judged() -> None:
    square = Image.new("RGB", (300, 300), "black")
    square.paste(levels(40, 200).resize((120, 120)), (90, 90))
    assert hints.of_light(square, MIDDLE) == []


@pytest.mark.parametrize(
    ("taken_on", "advice"),
    [
        (date(2025, 1, 4), ["old_photo"]),
        (date(2025, 1, 5), []),
        (date(2027, 1, 1), []),
        (None, []),
    ],
)
def test_a_photo_ages_after_a_year(taken_on: date | None, advice: list[str]) -> None:
    assert hints.of_age(taken_on, date(2026, 1, 5)) == advice


@pytest.mark.parametrize(("side", "advice"), [(639, ["small_face_area"]), (640, [])])
def test_a_small_crop_is_named(side: float, advice: list[str]) -> None:
    assert hints.of_size(side) == advice


@pytest.mark.parametrize(
    ("face", "advice"),
    [
        (MIDDLE, []),
        (Face(0.02, 0.3, 0.4, 0.4, 0.2, 0.9), ["face_cut_off"]),
        (Face(0.58, 0.3, 0.4, 0.4, 0.8, 0.9), ["face_cut_off"]),
        (Face(0.3, 0.05, 0.4, 0.4, 0.5, 0.9), ["face_cut_off"]),
        (Face(0.3, 0.07, 0.4, 0.4, 0.5, 0.9), []),
        (Face(0.3, 0.58, 0.4, 0.4, 0.5, 0.9), ["face_cut_off"]),
        (Face(0.3, 0.3, 0.4, 0.4, 0.5, 0.74), ["face_unclear"]),
        (Face(0.3, 0.3, 0.4, 0.4, 0.5, 0.75), []),
    ],
)
def test_how_one_face_lies(face: Face, advice: list[str]) -> None:
    assert hints.of_faces([face]) == advice


@pytest.mark.parametrize(
    ("width", "score", "advice"),
    [(0.2, 0.8, ["several_faces"]), (0.15, 0.9, []), (0.3, 0.79, [])],
)
def test_a_second_face_counts_if_it_is_large_and_sure(
    width: float, score: float, advice: list[str]
) -> None:
    assert hints.of_faces([MIDDLE, Face(0.75, 0.4, width, 0.2, 0.85, score)]) == advice


def test_no_face_is_named() -> None:
    assert hints.of_faces([]) == ["no_face"]


@pytest.mark.parametrize(
    ("smear", "advice"),
    [
        (None, []),
        (ImageFilter.GaussianBlur(6), ["blurry"]),
        (ImageFilter.BoxBlur((12, 0)), ["blurry"]),
        (ImageFilter.BoxBlur((0, 12)), ["blurry"]),
    ],
)
def test_a_smeared_picture_is_called_blurry(
    smear: ImageFilter.MultibandFilter | None, advice: list[str]
) -> None:
    square = photos.portrait()
    face = Face(0.32, 0.23, 0.36, 0.46, 0.5, 0.9)
    assert hints.of_sharpness(square.filter(smear) if smear else square, face) == advice


def test_a_face_that_reaches_out_of_the_square_can_be_judged() -> None:
    outside = Face(-0.5, 0.9, 0.6, 0.6, 0, 0.9)
    assert hints.of_light(levels(40, 200), outside) == ["too_dark"]

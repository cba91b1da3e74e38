"""Whatever the mode and the profile, the right colours come out in sRGB."""

import pytest
from PIL import Image

from technicians.imaging import Processed
from technicians.imaging.pipeline import run
from tests import photos

SIZE = (300, 300)
TEAL = (20, 120, 130)


def center(upload: bytes) -> object:
    answer = run(upload, None, False)
    assert isinstance(answer, Processed)
    square = photos.decoded(answer.mms)
    assert square.mode == "RGB"
    return square.getpixel((150, 150))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_display_p3_picture_is_converted(kind: str) -> None:
    red_in_p3 = Image.new("RGB", SIZE, (234, 51, 35))
    upload = photos.encoded(red_in_p3, kind, icc_profile=photos.display_p3(), quality=95)
    assert photos.near(center(upload), (255, 0, 0))


@pytest.mark.parametrize("profile", [b"no profile", photos.display_p3()[:200]])
def test_a_broken_profile_does_not_lose_the_photo(profile: bytes) -> None:
    upload = photos.encoded(Image.new("RGB", SIZE, TEAL), icc_profile=profile)
    assert photos.near(center(upload), TEAL)


def test_a_profile_of_another_colour_space_is_ignored() -> None:
    upload = photos.encoded(Image.new("L", SIZE, 128), icc_profile=photos.display_p3())
    assert photos.near(center(upload), (128, 128, 128))


def test_a_print_picture_keeps_its_colours() -> None:
    assert photos.near(center(photos.encoded(Image.new("RGB", SIZE, TEAL).convert("CMYK"))), TEAL)


@pytest.mark.parametrize(
    ("mode", "fill", "expected"),
    [
        ("L", 90, (90, 90, 90)),
        ("1", 1, (255, 255, 255)),
        ("LA", (0, 128), (127, 127, 127)),
        ("RGBA", (*TEAL, 255), TEAL),
        ("RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("RGBA", (200, 0, 0, 128), (227, 127, 127)),
        ("I;16", 0x5A00, (90, 90, 90)),
        ("I;16", 0xFFFF, (255, 255, 255)),
    ],
)
def test_every_mode_of_png_becomes_rgb_on_white(
    mode: str, fill: int | tuple[int, ...], expected: tuple[int, int, int]
) -> None:
    assert photos.near(center(photos.encoded(Image.new(mode, SIZE, fill), "PNG")), expected)


def test_a_palette_becomes_its_colours() -> None:
    assert photos.near(center(photos.encoded(Image.new("RGB", SIZE, TEAL).quantize(), "PNG")), TEAL)


def test_a_transparent_palette_entry_becomes_white() -> None:
    picture = Image.new("RGB", SIZE, TEAL).quantize()
    upload = photos.encoded(picture, "PNG", transparency=picture.getpixel((0, 0)))
    assert photos.near(center(upload), (255, 255, 255))


def test_a_transparent_grey_becomes_white() -> None:
    upload = photos.encoded(Image.new("L", SIZE, 90), "PNG", transparency=90)
    assert photos.near(center(upload), (255, 255, 255))

"""Which uploads are refused, and with which code."""

import io
import random
import zipfile
from datetime import date

import pytest
from PIL import Image

from technicians.imaging import Crop, Processed, Refused, opening
from technicians.imaging.pipeline import run
from tests import photos

PORTRAIT = photos.encoded(photos.portrait(400))
HTML = b"<!doctype html><html><script>alert(1)</script></html>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'><rect/></svg>"


def a_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("evil.php", "<?php system($_GET['c']);")
    return out.getvalue()


def plain(width: int, height: int) -> bytes:
    return photos.encoded(Image.new("RGB", (width, height), "teal"), "PNG")


@pytest.mark.parametrize(
    ("code", "upload"),
    [
        ("empty", b""),
        ("too_big_file", PORTRAIT + bytes(opening.MAX_BYTES)),
        ("not_an_image", b"Dana Reyes, portrait.jpg"),
        ("not_an_image", HTML),
        ("not_an_image", SVG),
        ("not_an_image", a_zip()),
        ("not_an_image", b"%PDF-1.7\n"),
        ("not_an_image", photos.encoded(photos.corners(), "GIF")),
        ("not_an_image", photos.encoded(photos.corners(), "BMP")),
        ("not_an_image", photos.encoded(photos.corners(), "TIFF")),
        ("not_an_image", photos.encoded(photos.corners(), "ICO")),
        ("not_an_image", photos.encoded(photos.corners(), "JPEG2000")),
        ("not_an_image", photos.encoded(photos.corners(), "AVIF")),
        ("not_an_image", photos.HEIC[:8] + b"avif" + photos.HEIC[12:]),
        ("too_many_pixels", photos.jpeg_header(20_000, 15_000)),
        ("too_many_pixels", photos.jpeg_header(65_000, 65_000)),
        ("too_many_pixels", photos.png(30_000, 30_000)),
        ("too_many_pixels", photos.png(8_001, 8_000)),
        ("too_small", plain(199, 300)),
        ("odd_shape", plain(201, 1207)),
        ("damaged", photos.png(300, 300)),
        ("damaged", photos.png_text_bomb()),
        ("damaged", photos.HEIC[:200]),
        ("damaged", PORTRAIT[: len(PORTRAIT) // 2]),
        ("damaged", photos.encoded(photos.portrait(400), "PNG")[:-600]),
        ("damaged", photos.encoded(photos.portrait(400), "WEBP")[:-600]),
        ("damaged", photos.HEIC[:500]),
    ],
)
def test_an_unusable_upload_is_refused_with_its_reason(code: str, upload: bytes) -> None:
    assert run(upload, None, False) == Refused(code)


@pytest.mark.parametrize(("width", "height"), [(200, 200), (201, 1206)])
def test_the_smallest_and_the_longest_allowed_picture_pass(width: int, height: int) -> None:
    assert isinstance(run(plain(width, height), None, False), Processed)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_usual_formats_are_read(kind: str) -> None:
    assert isinstance(run(photos.encoded(photos.corners(), kind), None, False), Processed)


def test_two_pictures_in_one_jpeg_count_as_the_first() -> None:
    upload = photos.encoded(
        photos.corners(), "MPO", save_all=True, append_images=[photos.portrait(400)]
    )
    answer = run(upload, None, False)
    assert isinstance(answer, Processed)
    assert photos.decoded(answer.master).size == photos.corners().size


def test_a_progressive_picture_has_a_lower_limit_than_a_baseline_one() -> None:
    baseline, progressive = photos.jpeg_header(7072, 7072), photos.jpeg_header(7072, 7072, True)
    assert opening.look(baseline).size == (7072, 7072)
    assert run(progressive) == Refused("too_many_pixels")


@pytest.mark.parametrize(
    ("size", "side", "factor"),
    [
        ((4000, 3000), 4000, 2),
        ((3999, 3000), 3999, 1),
        ((8000, 6000), 8000, 4),
        ((16000, 12000), 16000, 8),
        ((14800, 14800), 500, 2),
    ],
)
def test_a_jpeg_is_reduced_as_far_as_its_use_allows(
    size: tuple[int, int], side: float, factor: int
) -> None:
    photo = opening.Photo(b"", size, 1, None, reducible=True)
    assert opening.reduction(photo, side, enough=2000) == factor


@pytest.mark.parametrize("factor", [2, 4, 8])
def test_reduced_decoding_works_for_odd_sizes(factor: int) -> None:
    photo = opening.look(photos.encoded(photos.corners(1003, 801)))
    assert opening.decode(photo, factor).size == (-(-1003 // factor), -(-801 // factor))


def test_no_mutation_of_a_small_file_escapes_as_an_error() -> None:
    """HEIC is not among them: its library can crash, so the sandbox's tests mutate it."""
    picture, dice = photos.corners(240, 220), random.Random(7)
    files = [
        photos.with_secrets(picture),
        photos.stored_as(picture, 6),
        photos.encoded(picture, progressive=True),
        photos.encoded(picture, "PNG", icc_profile=photos.display_p3()),
        photos.encoded(picture, "WEBP", lossless=True),
        photos.encoded(picture, "WEBP"),
    ]
    answers = [run(photos.mutated(dice.choice(files), dice), None, False) for _ in range(200)]
    assert {type(answer) for answer in answers} == {Processed, Refused}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026:01:05 09:00:00", date(2026, 1, 5)),
        ("2026-01-05T09:00", date(2026, 1, 5)),
        ("0000:00:00 00:00:00", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_the_day_a_photo_was_taken_is_the_cameras_or_unknown(
    kind: str, written: str, day: date | None
) -> None:
    assert opening.look(photos.taken_at(photos.corners(), written, kind)).taken_on == day


def test_a_photo_from_long_ago_is_told_and_still_taken() -> None:
    answer = run(photos.taken_at(photos.corners(), "2019:06:01 12:00:00"), None, False)
    assert isinstance(answer, Processed)
    assert "old_photo" in answer.hints


def test_a_crop_of_nonsense_numbers_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="finite"):
        Crop(0, 0, float("nan"), 1)

"""The files that come out: sizes, budgets, and nothing of the upload but its pixels."""

import base64

import pytest
from PIL import Image

from technicians.imaging import Crop, Processed, renditions
from technicians.imaging.pipeline import run
from tests import photos

BASELINE, PROGRESSIVE = b"\xff\xc0", b"\xff\xc2"
TRACES = (b"Exif", b"Secret", b"xmpmeta", b"ns.adobe.com", b"ICC_PROFILE", b"ICCP", b"\xff\xfe")


def processed(upload: bytes, crop: Crop | None = None) -> Processed:
    answer = run(upload, crop, find_face=False)
    assert isinstance(answer, Processed)
    return answer


def files(answer: Processed) -> list[bytes]:
    return [answer.mms, answer.large, answer.small, answer.master]


def test_no_metadata_survives() -> None:
    upload = photos.with_secrets(photos.portrait())
    assert all(trace in upload for trace in TRACES if trace != b"ICCP")
    for file in files(processed(upload)):
        header = file[:400] if file[:2] == b"\xff\xd8" else file
        assert not [trace for trace in TRACES[:-1] if trace in file]
        assert TRACES[-1] not in header


def test_the_place_of_a_heic_does_not_survive() -> None:
    assert b"Northwind Phone" in photos.HEIC
    answer = processed(photos.HEIC)
    assert not [file for file in files(answer) if b"Northwind" in file or b"Exif" in file]


@pytest.mark.parametrize("tail", [b"PK\x03\x04 a hidden archive", b"<script>alert(1)</script>"])
def test_what_hides_behind_the_picture_is_left_behind(tail: bytes) -> None:
    answer = processed(photos.encoded(photos.portrait(400)) + tail)
    assert not [file for file in files(answer) if tail in file]


@pytest.mark.parametrize("picture", [photos.portrait(), photos.noise()])
def test_the_mms_picture_is_a_small_baseline_jpeg(picture: Image.Image) -> None:
    mms = processed(photos.encoded(picture)).mms
    assert len(mms) <= 300_000
    assert mms[:2] == b"\xff\xd8"
    assert BASELINE in mms[:1000]
    assert PROGRESSIVE not in mms[:1000]
    assert 640 <= photos.decoded(mms).width <= 1080


@pytest.mark.parametrize("side", [1080, 800, 640])
def test_even_pure_noise_fits_the_budget_at_640_pixels(side: int) -> None:
    assert len(renditions.mms(photos.noise(side))) <= renditions.MMS_BYTES


@pytest.mark.parametrize(
    ("side", "mms", "large", "small", "master"),
    [
        (3000, 1080, 480, 160, 2048),
        (1080, 1080, 480, 160, 1080),
        (700, 700, 480, 160, 700),
        (300, 300, 300, 160, 300),
    ],
)
def test_nothing_is_enlarged(side: int, mms: int, large: int, small: int, master: int) -> None:
    answer = processed(photos.encoded(photos.portrait(side)))
    assert [photos.decoded(file).width for file in files(answer)] == [mms, large, small, master]


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_close_crop_of_a_large_photo_keeps_its_detail(kind: str) -> None:
    upload = photos.encoded(photos.portrait(4200), kind)
    answer = processed(upload, Crop(0.4, 0.3, 0.65, 0.55))
    assert photos.decoded(answer.mms).size == (1050, 1050)


def test_a_tall_photo_is_kept_whole_for_another_crop() -> None:
    assert photos.decoded(processed(photos.encoded(photos.corners(300, 900))).master).size == (
        300,
        900,
    )


def test_cropping_the_master_again_gives_the_same_square() -> None:
    upload, crop = photos.encoded(photos.corners(640, 800)), Crop(0.5, 0, 1, 0.4)
    again = processed(processed(upload).master, crop)
    assert again.crop == crop
    assert photos.decoded(again.mms).size == (320, 320)


def test_the_placeholder_is_a_tiny_picture_in_the_page() -> None:
    answer = processed(photos.encoded(photos.portrait()))
    kind, data = answer.placeholder.split(",")
    assert kind == "data:image/webp;base64"
    assert photos.decoded(base64.b64decode(data)).size == (16, 16)
    assert len(answer.placeholder) < 400


def test_the_color_is_the_average() -> None:
    upload = photos.encoded(Image.new("RGB", (300, 300), "#336699"), "PNG")
    assert processed(upload).color == "#336699"

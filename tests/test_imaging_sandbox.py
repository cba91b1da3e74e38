"""The child: it answers, it is limited, and its death is never the worker's."""

import random
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from technicians.imaging import Crop, Processed, Refused, pipeline, process, sandbox
from tests import photos

ROOT = Path(__file__).parents[1]
PORTRAIT = photos.encoded(photos.portrait())
CRASHES_PI_HEIF = photos.HEIC[:193] + b"\x92" + photos.HEIC[194:]  # 1.4.0, on a bad item type


def test_the_child_gives_the_same_answer_as_the_pipeline() -> None:
    crop = Crop(0.25, 0.25, 0.75, 0.75)
    assert process(PORTRAIT, crop) == pipeline.run(PORTRAIT, crop)


def test_the_child_can_find_a_face() -> None:
    answer = process(PORTRAIT)
    assert isinstance(answer, Processed)
    assert answer.hints == ()


def test_the_child_reads_heic() -> None:
    assert isinstance(process(photos.HEIC, find_face=False), Processed)


@pytest.mark.parametrize(
    ("code", "upload"),
    [("empty", b""), ("not_an_image", b"<html>"), ("too_big_file", bytes(40_000_000))],
)
def test_the_child_says_why_it_refuses(code: str, upload: bytes) -> None:
    assert process(upload) == Refused(code)


def test_a_picture_that_crashes_the_decoder_leaves_the_worker_alive() -> None:
    assert isinstance(process(CRASHES_PI_HEIF, find_face=False), Refused | Processed)


@pytest.mark.parametrize("seed", range(3))
def test_a_mutated_heic_is_answered(seed: int) -> None:
    upload = photos.mutated(photos.HEIC, random.Random(seed))
    assert isinstance(process(upload, find_face=False), Refused | Processed)


def test_a_picture_that_takes_too_long_is_refused() -> None:
    assert sandbox.process_within(0.01, PORTRAIT, None, True) == Refused("took_too_long")


def test_neither_the_folder_nor_the_environment_can_sway_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("PIL", "json", "technicians", "sitecustomize"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('swayed')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert isinstance(process(PORTRAIT, find_face=False), Processed)


CHILDREN = {
    "dies of a crash": ("os.kill(os.getpid(), signal.SIGSEGV)", Refused("damaged")),
    "dies of an error": ("raise RuntimeError", Refused("damaged")),
    "uses up its time": ("os.kill(os.getpid(), signal.SIGXCPU)", Refused("took_too_long")),
    "answers rubbish": ("sys.stdout.write('{]')", Refused("damaged")),
}


@pytest.mark.parametrize(("end", "answer"), CHILDREN.values(), ids=CHILDREN)
def test_a_child_that_fails_over_a_picture_refuses_it(
    end: str, answer: Refused, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    child.write_text(f"import os, signal, sys\nprint('ready', flush=True)\n{end}\n")
    monkeypatch.setattr(sandbox, "CHILD", child)
    assert process(PORTRAIT) == answer


def test_a_child_that_cannot_start_is_not_blamed_on_the_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child = tmp_path / "child.py"
    child.write_text("import a_library_that_is_not_installed\n")
    monkeypatch.setattr(sandbox, "CHILD", child)
    with pytest.raises(sandbox.ChildDidNotStartError, match="a_library_that_is_not_installed"):
        process(PORTRAIT)


@pytest.mark.parametrize(
    ("deed", "refusal"),
    [
        ("bytearray(2 << 30)", "MemoryError"),
        ("open(sys.argv[1], 'w').write('x' * 99999)", "File too large"),
        ("[open('/dev/null') for _ in range(99)]", "Too many open files"),
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="Linux keeps all the limits")
def test_the_child_has_given_up_its_rights(deed: str, refusal: str, tmp_path: Path) -> None:
    code = f"import sys; from technicians.imaging.child import *; give_up_rights(); {deed}"
    command = [sys.executable, "-c", code, str(tmp_path / "file")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert refusal in done.stderr


def test_a_48_megapixel_photo_needs_less_than_700_megabytes(tmp_path: Path) -> None:
    wall = Image.new("RGB", (8000, 6000), "#9db4c0")
    wall.paste(photos.portrait(3000), (2500, 1500))
    (tmp_path / "big.jpg").write_bytes(photos.stored_as(wall, 6))
    code = (
        "import resource, sys; from pathlib import Path\n"
        "from technicians.imaging import process\n"
        "answer = process(Path(sys.argv[1]).read_bytes())\n"
        "print(answer.hints, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "big.jpg")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    hints, megabytes = done.stdout.rsplit(maxsplit=1)
    assert hints == "()"
    assert int(megabytes) < 700

"""What making a photo ready takes, beside what Pillow alone needs for the same files."""

import io
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PIL import Image

from technicians.imaging import faces, pipeline, process
from tests.photos import encoded, portrait

CAMERAS = {12: (4000, 3000), 48: (8000, 6000)}  # megapixels: width and height
TARGET = 1.3  # ours to Pillow's
GRAIN = 30  # as much noise as a phone's sensor leaves, so that decoding costs what it does there
SQUARE, PAGE, ROUND, MASTER = 1080, 480, 160, 2048
SHARP = Image.Resampling.LANCZOS


@dataclass(frozen=True)
class Step:
    """Processor time in milliseconds, warm; the last two come on top of it."""

    megapixels: int
    ours: float
    pillow: float
    detection: float
    start: float

    @property
    def ratio(self) -> float:
        return self.ours / self.pillow


def measure(megapixels: int, rounds: int) -> Step:
    """The best of so many rounds, ours and Pillow's by turns."""
    upload = photo(*CAMERAS[megapixels])
    step = partial(pipeline.run, upload, None, False)
    ours, pillow = _best_by_turns(rounds, step, partial(pillow_alone, upload))
    (detected,) = _best_by_turns(rounds, partial(pipeline.run, upload))
    detection = detected - ours if faces.available() else 0.0
    return Step(megapixels, ours, pillow, detection, _start(rounds))


def photo(width: int, height: int) -> bytes:
    """A portrait in a wide room, as grainy as a camera's."""
    room = Image.new("RGB", (width, height), "#9db4c0")
    room.paste(portrait(2000).resize((height, height)), ((width - height) // 2, 0))
    grain = Image.effect_noise((width // 2, height // 2), GRAIN).resize((width, height))
    return encoded(Image.blend(room, grain.convert("RGB"), 0.25), quality=90)


def pillow_alone(upload: bytes) -> list[bytes]:
    """Our four files, made in the plainest way that Pillow offers for speed."""
    picture = Image.open(io.BytesIO(upload))
    picture.draft("RGB", (picture.width * SQUARE // picture.height, SQUARE))
    width, height = picture.size
    middle = ((width - height) / 2, 0, (width + height) / 2, height)
    square = picture.resize((SQUARE, SQUARE), SHARP, middle, reducing_gap=3.0)
    page = square.resize((PAGE, PAGE), SHARP, reducing_gap=3.0)
    small = page.resize((ROUND, ROUND), SHARP, reducing_gap=3.0)
    picture.thumbnail((MASTER, MASTER), SHARP)
    return [
        encoded(square, quality=88, optimize=True),
        encoded(page, "WEBP", quality=80, method=2),
        encoded(small, "WEBP", quality=80, method=2),
        encoded(picture, quality=90),
    ]


def _best_by_turns(rounds: int, *works: Callable[[], object]) -> list[float]:
    taken: list[list[float]] = [[_milliseconds(work) for work in works] for _ in range(rounds)]
    return [min(column) for column in zip(*taken, strict=True)]


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return 1000 * (time.process_time() - began)


def _start(rounds: int) -> float:
    """Starting the child and giving it its work; a refusal at the door needs no more."""
    began = time.perf_counter()
    for _ in range(rounds):
        process(b"no picture", find_face=False)
    return 1000 * (time.perf_counter() - began) / rounds

"""Photo files as phones, editors and bad days make them: whole ones, and ones that are broken."""

import random
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import cache

from PIL import Image

from tests import photos

SEED = 20260105
HUGE = (0, 1, 199, 4_000, 8_000, 20_000, 65_535)  # sides that a header may claim
Dice = random.Random


def mutant(number: int) -> bytes:
    """The same file for the same number, whenever and wherever it is asked for."""
    dice = random.Random(SEED + number)
    named = originals()
    # The large ones take long: one file in forty is enough to have met them all.
    small = [name for name in named if name not in LARGE]
    name = dice.choice(LARGE if dice.random() < 0.025 else small)
    harm = dice.choice(HARMS)
    return harm(named[name], dice)


@cache
def originals() -> Mapping[str, bytes]:
    """Good files of every kind that people send, and two kinds that we don't take."""
    picture, small = photos.portrait(600), photos.portrait(300)
    camera = _camera()
    return {
        "jpeg with secrets": photos.with_secrets(picture),
        "jpeg on its side": photos.stored_as(picture, 6),
        "progressive jpeg": photos.encoded(picture, progressive=True),
        "print jpeg": photos.encoded(picture.convert("CMYK")),
        "grey jpeg": photos.encoded(picture.convert("L")),
        "two in one jpeg": photos.encoded(picture, "MPO", save_all=True, append_images=[small]),
        "png": photos.encoded(small, "PNG", icc_profile=photos.display_p3()),
        "see-through png": photos.encoded(small.convert("RGBA"), "PNG"),
        "palette png": photos.encoded(small.quantize(), "PNG", transparency=3),
        "sixteen bit png": photos.encoded(Image.new("I;16", (300, 300), 0x5A00), "PNG"),
        "webp": photos.stored_as(picture, 8, "WEBP"),
        "lossless webp": photos.encoded(small, "WEBP", lossless=True),
        "moving webp": photos.encoded(small, "WEBP", save_all=True, append_images=[small]),
        "heic": photos.HEIC,
        "gif": photos.encoded(small, "GIF"),
        "tiff": photos.encoded(small, "TIFF"),
        "48 megapixels": photos.encoded(camera),
        "48 megapixels, progressive": photos.encoded(camera, progressive=True),
        "48 megapixels, png": photos.encoded(camera, "PNG", compress_level=1),
    }


LARGE = ("48 megapixels", "48 megapixels, progressive", "48 megapixels, png")


def _camera() -> Image.Image:
    room = Image.new("RGB", (8000, 6000), "#9db4c0")
    room.paste(photos.portrait(3000), (2500, 1500))
    return room


def whole(file: bytes, dice: Dice) -> bytes:
    """Nothing is wrong with it: most of these must become a photo."""
    return file


def cut_short(file: bytes, dice: Dice) -> bytes:
    """The connection broke."""
    return file[: dice.randrange(len(file))]


def spliced(file: bytes, dice: Dice) -> bytes:
    """The head of one and the tail of another."""
    other = dice.choice([*originals().values()])
    return file[: dice.randrange(len(file))] + other[dice.randrange(len(other)) :]


def holed(file: bytes, dice: Dice) -> bytes:
    """A stretch of zeros, as from a memory card that forgets."""
    start = dice.randrange(len(file))
    length = min(len(file) - start, dice.choice((4, 64, 4096)))
    return file[:start] + bytes(length) + file[start + length :]


def doubled(file: bytes, dice: Dice) -> bytes:
    """A part comes twice."""
    start, end = sorted(dice.randrange(len(file)) for _ in range(2))
    return file[: min(end, start + 9999)] + file[start:]


def headless(file: bytes, dice: Dice) -> bytes:
    """The first bytes are wrong: the part that says what this is, and how large."""
    data = bytearray(file)
    for _ in range(dice.randrange(1, 6)):
        data[dice.randrange(min(len(data), 64))] = dice.randrange(256)
    return bytes(data)


def bomb(file: bytes, dice: Dice) -> bytes:
    """It claims sides that it doesn't have."""
    width, height = dice.choice(HUGE), dice.choice(HUGE)
    if file.startswith(b"\x89PNG"):
        return _resized_png(file, width, height)
    return next(
        (
            file[: at + skip]
            + struct.pack(form, *sides)
            + file[at + skip + struct.calcsize(form) :]
            for mark, skip, form, sides in _places(width, height)
            if (at := file.find(mark)) >= 0
        ),
        file,
    )


def _places(width: int, height: int) -> list[tuple[bytes, int, str, tuple[int, int]]]:
    """Where a file says its size: after which mark, how far behind it, and how it is written."""
    return [
        (b"ispe", 8, ">II", (width, height)),
        (b"VP8X", 12, "<HxH", (width, height)),
        (b"\x9d\x01\x2a", 3, "<HH", (width & 0x3FFF, height & 0x3FFF)),
        (b"GIF8", 6, "<HH", (width, height)),
        (b"\xff\xc2", 5, ">HH", (height, width)),
        (b"\xff\xc0", 5, ">HH", (height, width)),
    ]


def _resized_png(file: bytes, width: int, height: int) -> bytes:
    header = b"IHDR" + struct.pack(">II", width, height) + file[24:29]
    return file[:12] + header + struct.pack(">I", zlib.crc32(header)) + file[33:]


HARMS: list[Callable[[bytes, Dice], bytes]] = [
    whole,
    photos.mutated,
    photos.mutated,
    cut_short,
    spliced,
    holed,
    doubled,
    headless,
    bomb,
]

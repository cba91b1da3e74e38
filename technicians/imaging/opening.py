"""The door: which pictures come in, how large they may be, and how they are decoded cheaply."""

import contextlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import pi_heif
from PIL import Image

from technicians.imaging import orientation
from technicians.imaging.answers import UnusableError

MAX_BYTES = 30_000_000
MAX_PIXELS_REDUCED = 220_000_000  # baseline JPEG: decoded at a half to an eighth
MAX_PIXELS_WHOLE = 64_000_000  # all else is decoded whole, up to 4 bytes a pixel
SHORTEST_SIDE = 200
LONGEST_SHAPE = 6  # long side / short side
ORIENTATION_TAG = 0x0112

# Everything else Pillow can read has had holes and no phone makes it. MPO comes in as JPEG.
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")

# What Pillow, zlib and libheif were seen to raise over broken bytes.
DECODER_ERRORS = (
    ArithmeticError,
    AttributeError,
    EOFError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)

# Pillow raises at twice its limit; ours are checked right after the header is read.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS_REDUCED
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


@dataclass(frozen=True)
class Photo:
    """An upload whose header has been read and found acceptable."""

    data: bytes
    size: tuple[int, int]  # as stored
    orientation: int
    profile: bytes | None  # ICC
    reducible: bool

    @property
    def upright_size(self) -> tuple[int, int]:
        return orientation.upright_size(self.size, self.orientation)


def look(data: bytes) -> Photo:
    """Reads the header only; raises UnusableError if this cannot become a headshot."""
    if not data:
        raise UnusableError("empty")
    if len(data) > MAX_BYTES:
        raise UnusableError("too_big_file")
    with _translated("not_an_image"):
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    jpeg = image.format in ("JPEG", "MPO")
    _check_size(image, jpeg and not image.info.get("progressive"))
    return Photo(data, image.size, _orientation(image), image.info.get("icc_profile"), jpeg)


def reduction(photo: Photo, side: float, enough: int) -> int:
    """The strongest of JPEG's own reductions (1, 2, 4, 8) that leaves `side` long enough.

    Memory goes before sharpness: a giant is reduced even where that costs detail.
    """
    if not photo.reducible:
        return 1
    factor = max((f for f in (2, 4, 8) if side / f >= enough), default=1)
    while photo.size[0] * photo.size[1] / factor**2 > MAX_PIXELS_WHOLE:
        factor *= 2
    return factor


def decode(photo: Photo, factor: int) -> Image.Image:
    """The pixels as stored, not turned, in their own colours; raises UnusableError if damaged."""
    with _translated("damaged"):
        image = Image.open(io.BytesIO(photo.data), formats=FORMATS)
        if factor > 1:
            image.draft(None, (-(-photo.size[0] // factor), -(-photo.size[1] // factor)))
        image.load()
    return image


def _check_size(image: Image.Image, reducible: bool) -> None:
    short, long = sorted(image.size)
    if short * long > (MAX_PIXELS_REDUCED if reducible else MAX_PIXELS_WHOLE):
        raise UnusableError("too_many_pixels")
    if short < SHORTEST_SIDE:
        raise UnusableError("too_small")
    if long > LONGEST_SHAPE * short:
        raise UnusableError("odd_shape")


def _orientation(image: Image.Image) -> int:
    if image.format == "HEIF":
        return orientation.UPRIGHT  # libheif has turned it already
    with contextlib.suppress(*DECODER_ERRORS), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return orientation.known(image.getexif().get(ORIENTATION_TAG))
    return orientation.UPRIGHT  # broken EXIF must not lose the photo


@contextlib.contextmanager
def _translated(code: str) -> Iterator[None]:
    """Turns whatever a decoder raises into UnusableError, and keeps its grumbling to itself."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (Image.DecompressionBombError, MemoryError) as error:
        raise UnusableError("too_many_pixels") from error
    except DECODER_ERRORS as error:
        raise UnusableError(code) from error

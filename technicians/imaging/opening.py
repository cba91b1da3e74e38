"""The door: which pictures come in, how large they may be, and how they are decoded cheaply."""

import contextlib
import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pi_heif
from PIL import Image

from technicians.imaging import orientation
from technicians.imaging.answers import UnusableError

MAX_BYTES = 30_000_000
SHORTEST_SIDE = 200
LONGEST_SHAPE = 6  # long side / short side
ORIENTATION_TAG = 0x0112
EXIF_PART, TAKEN_TAG = 0x8769, 0x9003

# What fits into 700 MB. JPEG is decoded at a half to an eighth, PNG and HEIC whole; a progressive
# JPEG keeps all its coefficients, and WebP three whole pictures, while they are decoded.
MAX_PIXELS = {
    "JPEG": 220_000_000,
    "MPO": 220_000_000,
    "PNG": 64_000_000,
    "HEIF": 64_000_000,
    "WEBP": 24_000_000,
}
MAX_PIXELS_PROGRESSIVE = 50_000_000
MAX_PIXELS_DECODED = 64_000_000

# Everything else Pillow can read has had holes and no phone makes it. MPO comes in as JPEG.
FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
_STARTS = (b"\xff\xd8\xff", b"\x89PNG")
_BRANDS = (b"WEBP", b"heic", b"heix", b"heim", b"heis", b"mif1")  # at the ninth byte

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
Image.MAX_IMAGE_PIXELS = max(MAX_PIXELS.values())
pi_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)


@dataclass(frozen=True)
class Photo:
    """An upload whose header has been read and found acceptable."""

    data: bytes
    size: tuple[int, int]  # as stored
    orientation: int
    profile: bytes | None  # ICC
    reducible: bool
    taken_on: date | None = None  # as the camera wrote it; judged and forgotten

    @property
    def upright_size(self) -> tuple[int, int]:
        return orientation.upright_size(self.size, self.orientation)


def look(data: bytes) -> Photo:
    """Reads the header only; raises UnusableError if this cannot become a headshot."""
    if not data:
        raise UnusableError("empty")
    if len(data) > MAX_BYTES:
        raise UnusableError("too_big_file")
    familiar = data.startswith(_STARTS) or data[8:12] in _BRANDS
    with _translated("damaged" if familiar else "not_an_image"):
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    _check_size(image)
    profile, jpeg = image.info.get("icc_profile"), image.format in ("JPEG", "MPO")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        exif = _exif(image)
        turn, taken_on = _orientation(exif, image), _taken_on(exif)
    return Photo(data, image.size, turn, profile, jpeg, taken_on)


def reduction(photo: Photo, side: float, enough: int) -> int:
    """The strongest of JPEG's own reductions (1, 2, 4, 8) that leaves `side` long enough.

    Memory goes before sharpness: a giant is reduced even where that costs detail.
    """
    if not photo.reducible:
        return 1
    factor = max((f for f in (2, 4, 8) if side / f >= enough), default=1)
    while photo.size[0] * photo.size[1] / factor**2 > MAX_PIXELS_DECODED:
        factor *= 2
    return factor


def decode(photo: Photo, factor: int) -> Image.Image:
    """The pixels as stored, not turned, in their own colours; raises UnusableError if damaged."""
    with _translated("damaged"):
        image = Image.open(io.BytesIO(photo.data), formats=FORMATS)
        if factor > 1:
            image.draft(None, (photo.size[0] // factor, photo.size[1] // factor))
        image.load()
    return image


def _check_size(image: Image.Image) -> None:
    short, long = sorted(image.size)
    progressive = bool(image.info.get("progressive"))
    if short * long > (MAX_PIXELS_PROGRESSIVE if progressive else MAX_PIXELS[image.format or ""]):
        raise UnusableError("too_many_pixels")
    if short < SHORTEST_SIDE:
        raise UnusableError("too_small")
    if long > LONGEST_SHAPE * short:
        raise UnusableError("odd_shape")


# Broken EXIF must not lose the photo: each of these three has something to fall back to.


def _exif(image: Image.Image) -> Image.Exif:
    if image.format == "PNG" and "exif" not in image.info:
        return Image.Exif()  # Pillow would decode it all, to look behind its pixels too
    try:
        return image.getexif()
    except DECODER_ERRORS:
        return Image.Exif()


def _orientation(exif: Image.Exif, image: Image.Image) -> int:
    if image.format == "HEIF":
        return orientation.UPRIGHT  # libheif has turned it already
    try:
        return orientation.known(exif.get(ORIENTATION_TAG))
    except DECODER_ERRORS:
        return orientation.UPRIGHT


def _taken_on(exif: Image.Exif) -> date | None:
    """None where the camera did not say, or wrote nonsense."""
    try:
        written = str(exif.get_ifd(EXIF_PART).get(TAKEN_TAG, ""))
        return date.fromisoformat(written[:10].replace(":", "-"))
    except DECODER_ERRORS:
        return None


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

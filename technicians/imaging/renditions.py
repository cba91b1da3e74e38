"""The files that are kept: cut, scaled, squeezed into their budgets, and bare of metadata."""

import base64
import io
from dataclasses import dataclass

from PIL import Image

from technicians.imaging import color, orientation
from technicians.imaging.answers import Crop
from technicians.imaging.framing import pixels
from technicians.imaging.opening import Photo

MMS_SIDE = 1080
MMS_BYTES = 300_000
MASTER_SIDE = 2048
LARGE, SMALL, TINY = 480, 160, 16

# Quality first, then size, never below 640 px: carriers recompress what is larger than 300 KB.
_LADDER = (
    *((MMS_SIDE, quality) for quality in (88, 82, 75, 68, 60)),
    (800, 70),
    *((640, quality) for quality in (60, 40, 20, 5)),
)


Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class ForPages:
    """WebP at 480 and 160 px, and what is shown while those load."""

    large: bytes
    small: bytes
    placeholder: str  # a blur, as a data URI
    color: str


def cut(stored: Image.Image, photo: Photo, crop: Crop, longest: int) -> Image.Image:
    """This part of a decoded picture: upright, sRGB, scaled down (never up) to `longest`."""
    picture = color.scalable(stored)
    box = pixels(orientation.stored(crop, photo.orientation), picture.size)
    upright = orientation.upright(_scaled(picture, box, longest), photo.orientation)
    return _bare(color.srgb(upright, photo.profile))


def mms(square: Image.Image) -> bytes:
    """The best baseline JPEG within the budget."""
    encoded = b""
    for side, quality in _LADDER:
        encoded = jpeg(_at_most(square, side), quality)
        if len(encoded) <= MMS_BYTES:
            break
    return encoded


def master(view: Image.Image) -> bytes:
    """The whole picture for cropping again: nobody downloads it often, so it is made quickly."""
    return jpeg(view, quality=90, optimize=False)


def jpeg(picture: Image.Image, quality: int, optimize: bool = True) -> bytes:
    """Baseline on purpose: some phones and carriers fail on progressive JPEG."""
    out = io.BytesIO()
    options = {"quality": quality, "subsampling": 2}
    picture.save(out, "JPEG", optimize=optimize, progressive=False, **options)
    return out.getvalue()


def pages(square: Image.Image) -> ForPages:
    """The pictures of our own pages, each made from the next larger one."""
    large = _at_most(square, LARGE)
    tiny = _at_most(large, SMALL)
    dots = _webp(_at_most(tiny, TINY), quality=30)
    uri = "data:image/webp;base64," + base64.b64encode(dots).decode()
    return ForPages(_webp(large), _webp(tiny), uri, _average(tiny))


def _average(square: Image.Image) -> str:
    """The mean colour as #rrggbb."""
    dot = square.resize((1, 1), Image.Resampling.BOX)
    return "#" + dot.tobytes().hex()


def _webp(square: Image.Image, quality: int = 80) -> bytes:
    out = io.BytesIO()
    square.save(out, "WEBP", quality=quality, method=2)  # 4 takes twice as long for 4 % less
    return out.getvalue()


def _scaled(picture: Image.Image, box: Box, longest: int) -> Image.Image:
    """The part in the box, at most `longest`; the picture itself where that changes nothing."""
    across, down = box[2] - box[0], box[3] - box[1]
    scale = min(1, longest / max(across, down))
    size = max(1, round(across * scale)), max(1, round(down * scale))
    if scale == 1 and across == picture.width and down == picture.height:
        return picture
    return picture.resize(size, Image.Resampling.LANCZOS, box, reducing_gap=3.0)


def _at_most(square: Image.Image, side: int) -> Image.Image:
    if square.width <= side:
        return square
    return square.resize((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _bare(picture: Image.Image) -> Image.Image:
    """The pixels alone: EXIF, GPS, XMP, comments and thumbnails stay behind."""
    if type(picture) is Image.Image:  # made here and without a file behind it: no need of a copy
        picture.info.clear()
        return picture
    bare = Image.new("RGB", picture.size, None)
    bare.paste(picture)
    return bare

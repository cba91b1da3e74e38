"""The files that are kept: cut, scaled, squeezed into their budgets, and bare of metadata."""

import base64
import io

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


def cut(stored: Image.Image, photo: Photo, crop: Crop, longest: int) -> Image.Image:
    """This part of a decoded picture: upright, sRGB, scaled down (never up) to `longest`."""
    picture = color.scalable(stored)
    box = pixels(orientation.stored(crop, photo.orientation), picture.size)
    across, down = box[2] - box[0], box[3] - box[1]
    scale = min(1, longest / max(across, down))
    size = max(1, round(across * scale)), max(1, round(down * scale))
    part = picture.resize(size, Image.Resampling.LANCZOS, box, reducing_gap=3.0)
    upright = orientation.upright(part, photo.orientation)
    return _bare(color.srgb(upright, photo.profile))


def mms(square: Image.Image) -> bytes:
    """The best baseline JPEG within the budget."""
    encoded = b""
    for side, quality in _LADDER:
        encoded = jpeg(_at_most(square, side), quality)
        if len(encoded) <= MMS_BYTES:
            break
    return encoded


def jpeg(picture: Image.Image, quality: int) -> bytes:
    """Baseline on purpose: some phones and carriers fail on progressive JPEG."""
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=False, subsampling=2)
    return out.getvalue()


def webp(square: Image.Image, side: int, quality: int = 80) -> bytes:
    out = io.BytesIO()
    _at_most(square, side).save(out, "WEBP", quality=quality, method=4)
    return out.getvalue()


def placeholder(square: Image.Image) -> str:
    """A blur to show while the picture loads, as a data URI."""
    return "data:image/webp;base64," + base64.b64encode(webp(square, TINY, quality=30)).decode()


def average(square: Image.Image) -> str:
    """The mean colour as #rrggbb."""
    dot = square.resize((1, 1), Image.Resampling.BOX)
    return "#" + dot.tobytes().hex()


def _at_most(square: Image.Image, side: int) -> Image.Image:
    if square.width <= side:
        return square
    return square.resize((side, side), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _bare(picture: Image.Image) -> Image.Image:
    """A copy of the pixels alone: EXIF, GPS, XMP, comments and thumbnails stay behind."""
    return Image.frombytes("RGB", picture.size, picture.tobytes())

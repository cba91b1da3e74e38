"""A unit's logo: what is uploaded is read, checked and written anew; only that is ever served."""

import io
import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image

from fieldservice.company.errors import InvalidError

MAX_BYTES = 2_000_000
MAX_PIXELS = 4_000_000
SHORTEST = 16
LARGEST = (640, 240)
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
# SVG is a program for the browser, and everything else Pillow reads has had holes.
FORMATS = ("PNG", "JPEG", "WEBP")
TOO_BIG = _("This file is larger than 2 MB. Use a smaller copy of the logo.")
NOT_A_LOGO = _("This is not a picture we can read. Use a PNG, JPEG or WebP file.")
TOO_MANY = _("This picture has too many pixels. A logo 640 pixels wide is just right.")
TOO_SMALL = _("This picture is too small. Both sides need at least 16 pixels.")
# What Pillow was seen to raise over broken bytes.
DECODER_ERRORS = (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, MemoryError)


def cleaned(upload: bytes) -> bytes:
    """The logo as a PNG of ours, with nothing in it but pixels. Raises InvalidError."""
    if len(upload) > MAX_BYTES:
        raise InvalidError(TOO_BIG, field="logo")
    try:
        return _png(_opened(upload))
    except Image.DecompressionBombError as error:
        raise InvalidError(TOO_MANY, field="logo") from error
    except DECODER_ERRORS as error:
        raise InvalidError(NOT_A_LOGO, field="logo") from error


def save(logo: bytes) -> str:
    """The key under which it lies from now on."""
    key = "".join(secrets.choice(LETTERS) for _each in range(16))
    default_storage.save(stored(key), ContentFile(logo))
    return key


def delete(key: str) -> None:
    if key:
        default_storage.delete(stored(key))


def stored(key: str) -> str:
    """Its name in the storage."""
    return f"logos/{key}.png"


def _opened(upload: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(upload), formats=FORMATS)
    # Before a single pixel is decoded.
    if picture.width * picture.height > MAX_PIXELS:
        raise InvalidError(TOO_MANY, field="logo")
    if min(picture.size) < SHORTEST:
        raise InvalidError(TOO_SMALL, field="logo")
    return picture.convert("RGBA")


def _png(picture: Image.Image) -> bytes:
    picture.thumbnail(LARGEST, Image.Resampling.LANCZOS)
    bare = Image.new("RGBA", picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "PNG", optimize=True)
    return out.getvalue()

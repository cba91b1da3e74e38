"""What a picture we serve may be: its pixels, within its limits, and nothing else in the file."""

import io
from collections.abc import Iterator

from PIL import Image

from technicians.imaging import Processed

MMS_BYTES = 300_000
LONGEST = {"mms": 1080, "large": 480, "small": 160, "master": 2048}
# Start, JFIF, tables, baseline frame, scan, end. No EXIF, profile, comment or progressive frame.
JPEG_PARTS = {0xD8, 0xE0, 0xDB, 0xC0, 0xC4, 0xDA, 0xD9}
WEBP_PARTS = {b"VP8 ", b"VP8L"}


def faults(photo: Processed) -> list[str]:
    """What is wrong with the files made of an upload; nothing, for a clean set."""
    files = {name: getattr(photo, name) for name in LONGEST}
    found = [f"{name}: {fault}" for name, file in files.items() for fault in of_file(name, file)]
    return found + ([f"mms: {len(photo.mms)} bytes"] if len(photo.mms) > MMS_BYTES else [])


def of_file(name: str, file: bytes) -> list[str]:
    """What is wrong with one file, which must be what its name promises."""
    is_jpeg = name in ("mms", "master")
    with Image.open(io.BytesIO(file), formats=["JPEG" if is_jpeg else "WEBP"]) as picture:
        picture.load()
    if max(picture.size) > LONGEST[name] or picture.mode != "RGB":
        return [f"{picture.mode} of {picture.size}"]
    parts, known = (jpeg_parts(file), JPEG_PARTS) if is_jpeg else (webp_parts(file), WEBP_PARTS)
    return [f"a part {part!r}" for part in parts if part not in known]


def jpeg_parts(file: bytes) -> Iterator[int]:
    """The markers of a JPEG, read as a decoder would; an extra one for what follows its end."""
    place = 0
    while place < len(file):
        start = file.index(b"\xff", place)
        marker, place = file[start + 1], start + 2
        if marker == 0 or 0xD0 <= marker <= 0xD7:  # inside the scan
            continue
        yield marker
        if marker == 0xD9:
            break
        if marker != 0xD8:
            place += int.from_bytes(file[place : place + 2], "big")
    if place != len(file):
        yield -1


def webp_parts(file: bytes) -> Iterator[bytes]:
    """The chunks of a WebP."""
    place = 12
    while place < len(file):
        yield file[place : place + 4]
        length = int.from_bytes(file[place + 4 : place + 8], "little")
        place += 8 + length + length % 2

"""Every picture the tests need, drawn or built by code; none shows a real person."""

import base64
import io
import random
import struct
import zlib

from PIL import Image, ImageDraw

RED, GREEN, BLUE, YELLOW = (224, 48, 48), (48, 176, 64), (48, 80, 224), (240, 224, 64)
CORNERS = (RED, GREEN, BLUE, YELLOW)  # top left, top right, bottom left, bottom right

UNDO = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}

# `corners(256, 320)` from a phone held sideways: stored on its side, turned both by HEIF's own
# "irot" and by EXIF (which must not count again), with GPS. Encoded once with heif-enc.
HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAYttZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAA"
    "AAAAAAAAAA5waXRtAAAAAAABAAAANGlsb2MAAAAAREAAAgABAAAAAAGvAAEAAAAAAAAAZwACAAAAAAIWAAEAAAAAAAAA"
    "fAAAADhpaW5mAAAAAAACAAAAFWluZmUCAAAAAAEAAGh2YzEAAAAAFWluZmUCAAABAAIAAEV4aWYAAAAAymlwcnAAAACr"
    "aXBjbwAAAHZodmNDAQNwAAAAAAAAAAAAPPAA/P34+AAADwMgAAEAGEABDAH//wNwAAADAJAAAAMAAAMAPLoCQCEAAQAp"
    "QgEBA3AAAAMAkAAAAwAAAwA8oAoIBAWW6kkprmwIAAADAAgAAAMACEAiAAEAB0QBwXKwYkAAAAAUaXNwZQAAAAAAAAFA"
    "AAABAAAAABBwaXhpAAAAAAMICAgAAAAJaXJvdAMAAAAXaXBtYQAAAAAAAAABAAEEgQKDhAAAABppcmVmAAAAAAAAAA5j"
    "ZHNjAAIAAQABAAAA621kYXQAAABjKAGvGSGiJlj3fIU3/2yX/fl7/PwV4rP8sbL+vm/pVXv6Pf5654tPgIcHfKa3OoCX"
    "L1CPK5h6gw83Tv//ViQDn8+qSgBEwA3yAEPax///NKMeYi9/Eca6uM2EgJMTZLV9wM6AAAAAAE1NACoAAAAIAAMBDwAC"
    "AAAAEAAAADIBEgADAAAAAQAGAACIJQAEAAAAAQAAAEIAAAAATm9ydGh3aW5kIFBob25lAAACAAEAAgAAAAJOAAAAAAIA"
    "BQAAAAMAAABgAAAAAAAAADMAAAABAAAAHgAAAAEAAAAAAAAAAQ=="
)


def portrait(side: int = 800) -> Image.Image:
    """Dana, drawn: plain enough to be nobody, enough of a face to be found."""
    picture = Image.new("RGB", (side, side), "#9db4c0")
    draw, unit = ImageDraw.Draw(picture), side / 100

    def oval(x: float, y: float, rx: float, ry: float, fill: str) -> None:
        box = ((x - rx) * unit, (y - ry) * unit, (x + rx) * unit, (y + ry) * unit)
        draw.ellipse(box, fill=fill)

    oval(50, 40, 23, 26, "#3b2a20")
    draw.rectangle((43 * unit, 62 * unit, 57 * unit, 80 * unit), fill="#c68f70")
    oval(50, 100, 38, 24, "#24507a")
    oval(50, 46, 18, 23, "#dba487")
    oval(50, 27, 17, 8, "#3b2a20")
    for x in (42.5, 57.5):
        oval(x, 43, 3.6, 1.9, "#fbf6f0")
        oval(x, 43, 1.7, 1.8, "#2a1a12")
        brow = ((x - 5) * unit, 37 * unit, (x + 5) * unit, 44 * unit)
        draw.arc(brow, 200, 340, fill="#33221a", width=round(1.2 * unit))
    nose = [(50 * unit, 44 * unit), (47 * unit, 54 * unit), (53 * unit, 54 * unit)]
    draw.polygon(nose, fill="#cb9274")
    draw.chord((43 * unit, 56 * unit, 57 * unit, 63 * unit), 10, 170, fill="#a3443f")
    return picture


def corners(width: int = 320, height: int = 400) -> Image.Image:
    """Four flat quarters, so that every turn and flip shows."""
    quarters = Image.new("RGB", (2, 2))
    quarters.putdata(CORNERS)
    return quarters.resize((width, height), Image.Resampling.NEAREST)


def noise(side: int = 1300) -> Image.Image:
    """The hardest picture to compress."""
    grain = [Image.effect_noise((side, side), 200) for _ in "RGB"]
    return Image.merge("RGB", grain)


def encoded(picture: Image.Image, kind: str = "JPEG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def decoded(data: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(data))
    picture.load()
    return picture


def stored_as(picture: Image.Image, orientation: int, kind: str = "JPEG") -> bytes:
    """A file whose pixels lie as EXIF `orientation` says, so that upright it is `picture`."""
    step = UNDO.get(orientation)
    stored = picture if step is None else picture.transpose(step)
    exif = Image.Exif()
    exif[0x0112] = orientation
    return encoded(stored, kind, exif=exif, quality=95)


def taken_at(picture: Image.Image, moment: str, kind: str = "JPEG") -> bytes:
    """A file whose camera says when; EXIF writes it as 2026:01:05 09:00:00."""
    exif = Image.Exif()
    exif[0x010F] = "Camera"
    exif.get_ifd(0x8769)[0x9003] = moment
    return encoded(picture, kind, exif=exif)


def with_secrets(picture: Image.Image) -> bytes:
    """A JPEG with a camera's name, a place, XMP, a comment and a profile; all must vanish."""
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    xmp = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>Secret Street 5</x:xmpmeta>"
    profile = display_p3()
    return encoded(picture, exif=exif, xmp=xmp, comment=b"Secret note", icc_profile=profile)


def near(found: object, wanted: tuple[int, int, int]) -> bool:
    """True if two colours differ by no more than a JPEG may change them."""
    assert isinstance(found, tuple)
    return all(abs(a - b) <= 8 for a, b in zip(found, wanted, strict=True))


def mutated(file: bytes, dice: random.Random) -> bytes:
    """The file with one to forty bytes changed."""
    data = bytearray(file)
    for _ in range(dice.choice((1, 2, 8, 40))):
        data[dice.randrange(len(data))] = dice.randrange(256)
    return bytes(data)


def jpeg_header(width: int, height: int, progressive: bool = False) -> bytes:
    """A small JPEG that says it is this large."""
    data = bytearray(encoded(Image.new("RGB", (16, 16)), progressive=progressive))
    frame = data.index(b"\xff\xc2" if progressive else b"\xff\xc0")
    data[frame + 5 : frame + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def png(width: int, height: int, *chunks: tuple[bytes, bytes]) -> bytes:
    """A grey PNG with these chunks and no more pixels than they hold."""
    header = (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    parts = [_chunk(*chunk) for chunk in (header, *chunks, (b"IEND", b""))]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def png_text_bomb() -> bytes:
    """A little picture whose compressed remark unpacks to 200 MB."""
    remark = b"note\0\0" + zlib.compress(bytes(200_000_000), 1)
    return png(300, 300, (b"zTXt", remark), (b"IDAT", zlib.compress(bytes(301 * 300))))


def display_p3() -> bytes:
    """The colour profile of phones, built from its primaries and sRGB's curve."""
    primaries = {
        b"wtpt": (0.9642, 1.0, 0.8249),
        b"rXYZ": (0.5151, 0.2412, -0.0011),
        b"gXYZ": (0.2920, 0.6922, 0.0419),
        b"bXYZ": (0.1571, 0.0666, 0.7841),
    }
    curve = b"para\0\0\0\0" + struct.pack(
        ">HH5i", 3, 0, *_fixed(2.4, 0.94787, 0.05213, 0.0774, 0.04045)
    )
    tags = {
        name: b"XYZ \0\0\0\0" + struct.pack(">3i", *_fixed(*xyz)) for name, xyz in primaries.items()
    }
    tags |= dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), curve)
    tags[b"desc"] = b"desc\0\0\0\0" + struct.pack(">I", 3) + b"P3\0" + bytes(79)
    return _profile(tags)


def _profile(tags: dict[bytes, bytes]) -> bytes:
    table, body = struct.pack(">I", len(tags)), b""
    for name, value in tags.items():
        table += name + struct.pack(">II", 132 + 12 * len(tags) + len(body), len(value))
        body += value + bytes(-len(value) % 4)
    header = struct.pack(
        ">I4sI4s4s4s12x4s28x3i48x",
        *(128 + len(table) + len(body), b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ ", b"acsp"),
        *_fixed(0.9642, 1.0, 0.8249),
    )
    return header + table + body


def _fixed(*values: float) -> list[int]:
    return [round(value * 65536) for value in values]


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

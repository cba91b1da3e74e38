"""The eight ways a camera may store a picture (EXIF tag 0x0112), and how to undo them."""

from collections.abc import Callable

from PIL import Image

from technicians.imaging.answers import Crop

UPRIGHT = 1

_STEPS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Where a point of the upright picture lies in the stored one.
_STORED: dict[int, Callable[[float, float], tuple[float, float]]] = {
    1: lambda x, y: (x, y),
    2: lambda x, y: (1 - x, y),
    3: lambda x, y: (1 - x, 1 - y),
    4: lambda x, y: (x, 1 - y),
    5: lambda x, y: (y, x),
    6: lambda x, y: (y, 1 - x),
    7: lambda x, y: (1 - y, 1 - x),
    8: lambda x, y: (1 - y, x),
}

_QUARTER_TURN = {1: 8, 8: 3, 3: 6, 6: 1, 2: 5, 5: 4, 4: 7, 7: 2}


def known(tag: object) -> int:
    """The orientation a tag means; cameras and editors also write 0, text and nothing."""
    return tag if isinstance(tag, int) and tag in _STORED else UPRIGHT


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """The stored picture as people see it."""
    step = _STEPS.get(orientation)
    return image if step is None else image.transpose(step)


def upright_size(size: tuple[int, int], orientation: int) -> tuple[int, int]:
    """Width and height of the upright picture."""
    return size if orientation < 5 else (size[1], size[0])


def stored(crop: Crop, orientation: int) -> Crop:
    """The same rectangle in fractions of the picture as it is stored."""
    place = _STORED[orientation]
    (x1, y1), (x2, y2) = place(crop.left, crop.top), place(crop.right, crop.bottom)
    return Crop(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def turned(orientation: int, quarter_turns: int) -> int:
    """The orientation that also turns the upright picture anticlockwise by quarters."""
    for _ in range(quarter_turns):
        orientation = _QUARTER_TURN[orientation]
    return orientation

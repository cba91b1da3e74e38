"""Advice on a picture that never refuses it: age, light, sharpness, and how the face lies."""

from datetime import date, timedelta

from PIL import Image, ImageChops, ImageFilter, ImageStat

from technicians.imaging.framing import Face

A_YEAR = timedelta(days=365)
SMALL_CROP = 640  # px
SURE, CLEAR = 0.8, 0.75  # scores
SAMPLE = 256  # the face is judged at this width, whatever the picture's size

BLURRY = 0.65
DARK, FLAT = 95, 55
BRIGHT, GLARE, GLARING = 150, 250, 0.25


def of_age(taken_on: date | None, today: date) -> list[str]:
    return ["old_photo"] if taken_on and today - taken_on > A_YEAR else []


def of_size(side: float) -> list[str]:
    return ["small_face_area"] if side < SMALL_CROP else []


def of_faces(faces: list[Face]) -> list[str]:
    """On where the faces lie in the square; the first is the one that counts."""
    if not faces:
        return ["no_face"]
    first, *others = faces
    rivals = [one for one in others if one.score >= SURE and one.width > 0.4 * first.width]
    checks = {
        "several_faces": bool(rivals),
        "face_cut_off": _cut_off(first),
        "face_unclear": first.score < CLEAR,
    }
    return [code for code, found in checks.items() if found]


def of_light(square: Image.Image, face: Face) -> list[str]:
    """On the face alone. Dark goes by the brightest tones, so that dark skin is not scolded."""
    levels = _sample(square, face).histogram()
    low, high = _percentile(levels, 5), _percentile(levels, 95)
    if high < DARK:
        return ["too_dark"]
    if low > BRIGHT or sum(levels[GLARE + 1 :]) > GLARING * sum(levels):
        return ["too_bright"]
    return ["low_contrast"] if high - low < FLAT else []


def of_sharpness(square: Image.Image, face: Face) -> list[str]:
    return ["blurry"] if blur(_sample(square, face)) > BLURRY else []


def blur(grey: Image.Image) -> float:
    """From 0 (crisp) to 1 (smeared): how little blurring again changes (Crete et al., 2007)."""
    return max(_blur_along(grey), _blur_along(grey.transpose(Image.Transpose.TRANSPOSE)))


def _blur_along(grey: Image.Image) -> float:
    before = _steps(grey)
    after = _steps(grey.filter(ImageFilter.BoxBlur((4, 0))))
    lost = ImageStat.Stat(ImageChops.subtract(before, after)).sum[0]
    return float(1 - lost / max(ImageStat.Stat(before).sum[0], 1))


def _steps(grey: Image.Image) -> Image.Image:
    """How much each pixel differs from its right neighbour."""
    width, height = grey.size
    here, next_ = grey.crop((0, 0, width - 1, height)), grey.crop((1, 0, width, height))
    return ImageChops.difference(here, next_)


def _cut_off(face: Face) -> bool:
    sides = min(face.left, 1 - face.left - face.width)
    below = 1 - face.top - face.height
    return sides < 0.06 * face.width or below < 0.06 * face.height or face.top < 0.15 * face.height


def _sample(square: Image.Image, face: Face) -> Image.Image:
    """The face in grey, at one width for all, so that the limits mean the same."""
    part = square.crop(_box(face, square.width)).convert("L")
    height = max(8, round(SAMPLE * part.height / part.width))
    method = Image.Resampling.BOX if part.width >= SAMPLE else Image.Resampling.BILINEAR
    return part.resize((SAMPLE, height), method)


def _box(face: Face, side: int) -> tuple[int, int, int, int]:
    """The part of the face that lies in the square, in pixels, at least one wide and high."""
    left, top = (min(max(round(edge * side), 0), side - 1) for edge in (face.left, face.top))
    right = min(round((face.left + face.width) * side), side)
    bottom = min(round((face.top + face.height) * side), side)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _percentile(levels: list[int], percent: int) -> int:
    """The grey level that this share of the pixels does not exceed."""
    left = sum(levels) * percent / 100
    for level, count in enumerate(levels):
        left -= count
        if left <= 0:
            return level
    return len(levels) - 1

"""Colour: any mode and profile a picture may have becomes plain sRGB."""

import io

from PIL import Image, ImageCms

SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
PAPER = "white"  # shows through where a picture is transparent

_SCALABLE = {"1": "L", "P": "RGB", "PA": "RGBA", "RGBa": "RGBA", "La": "LA", "RGBX": "RGB"}
_SEE_THROUGH = {"1": "RGBA", "L": "LA", "P": "RGBA", "RGB": "RGBA"}  # PNG's transparent colour
_OPAQUE = {"RGBA": "RGB", "LA": "L"}
_SPACES = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}


def scalable(image: Image.Image) -> Image.Image:
    """The same picture in a mode that can be resized smoothly; still in its own colours."""
    if "transparency" in image.info and image.mode in _SEE_THROUGH:
        return image.convert(_SEE_THROUGH[image.mode])
    if image.mode == "I;16":  # grey PNG
        return _eight_bit(image)
    mode = _SCALABLE.get(image.mode)
    return image.convert(mode) if mode else image


def srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """The picture on white paper, in sRGB. Cheapest after the resize."""
    opaque = _on_paper(image)
    if profile:
        try:
            return _converted(opaque, ImageCms.ImageCmsProfile(io.BytesIO(profile)))
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            pass  # a broken profile must not lose the photo
    return opaque if opaque.mode == "RGB" else opaque.convert("RGB")


def _converted(image: Image.Image, profile: ImageCms.ImageCmsProfile) -> Image.Image:
    if profile.profile.xcolor_space.strip() != _SPACES.get(image.mode):
        raise ValueError("The profile belongs to another kind of picture.")
    converted = ImageCms.profileToProfile(
        image,
        profile,
        SRGB,
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:
        raise ValueError("No conversion.")
    return converted


def _on_paper(image: Image.Image) -> Image.Image:
    opaque = _OPAQUE.get(image.mode)
    if opaque is None:
        return image
    paper = Image.new(opaque, image.size, PAPER)
    paper.paste(image.convert(opaque), mask=image.getchannel("A"))
    return paper


def _eight_bit(image: Image.Image) -> Image.Image:
    """The upper eight of sixteen bits; Pillow's own conversion clips instead."""
    return Image.frombytes("L", image.size, image.tobytes(), "raw", "L;16")

"""What is said to a person about their photo: one sentence for each code of the imaging."""

from django.utils.translation import gettext_lazy as _

# Why a photo cannot be used.
REFUSALS = {
    "empty": _("This file is empty. Choose the photo again."),
    "too_big_file": _("This file is larger than 30 MB. Choose a smaller copy of the photo."),
    "not_an_image": _("This is not a photo we can read. Use a JPEG, PNG, WebP or HEIC file."),
    "too_many_pixels": _("This photo has too many pixels. A normal phone photo is just right."),
    "too_small": _("This photo is too small. Both sides need at least 200 pixels."),
    "odd_shape": _("This picture is too long and narrow. Use a normal portrait photo."),
    "damaged": _("Part of this file is missing or damaged. Upload the photo once more."),
    "took_too_long": _("We could not finish this photo. Upload it again, or try another one."),
}

OLD = "old_photo"

# What could be better in a photo that is used all the same.
HINTS = {
    "no_face": _("We could not find a face. Check that yours is in the middle of the crop."),
    "several_faces": _("There is more than one face. A photo of you alone is clearest."),
    "face_cut_off": _("Part of your face is cut off. Move the crop, or step back a little."),
    "face_unclear": _("Your face is hard to make out. Look at the camera, with nothing in front."),
    "small_face_area": _("Your face takes up few pixels. A photo from closer up looks sharper."),
    "too_dark": _("Your face is rather dark. Face a window, or step into the light."),
    "too_bright": _("Your face is very bright. Step out of the sun or turn off the flash."),
    "low_contrast": _("The photo looks pale. Wipe the lens, or try a place with better light."),
    OLD: _("This photo is over a year old. A new one shows you as customers meet you today."),
    "blurry": _("The photo is a little blurred. Hold still, or rest the phone on something."),
}

_SENTENCES = {**REFUSALS, **HINTS}


def describe(code: str) -> str:
    """The sentence for a finding, in the language of the moment."""
    return str(_SENTENCES[code])

"""What may stand in a person's name, and how spaces are put right."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# Brackets and angle signs never occur in names; they are how templates and pages are attacked.
FORBIDDEN = re.compile(r"[{}\[\]<>\\|^~`]")
EMOJI_LIKE = {"So", "Sk", "Cs", "Co", "Cn"}


def tidy(text: str) -> str:
    """`text` in NFC, its spaces put right; line breaks stay, to be refused."""
    return re.sub(r"[ \t\u00a0]+", " ", unicodedata.normalize("NFC", text)).strip()


def validate_line(value: str) -> None:
    """One line of words: no line breaks and no control characters."""
    if any(unicodedata.category(character) in {"Cc", "Zl", "Zp"} for character in value):
        raise ValidationError(_("Use one line, without line breaks or control characters."))


def validate_name(value: str) -> None:
    """A name a person can have: letters and marks of any script, but no emoji or brackets."""
    validate_line(value)
    if FORBIDDEN.search(value):
        raise ValidationError(_("A name can't contain { } [ ] < > or similar signs."))
    if any(unicodedata.category(character) in EMOJI_LIKE for character in value):
        raise ValidationError(_("A name can't contain emoji or symbols."))

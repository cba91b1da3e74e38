"""One line of plain words, as the forms of every app ask for it."""

from typing import TYPE_CHECKING

from django import forms

from fieldservice.company.names import validate_line

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def line_field(
    label: "StrOrPromise",
    *,
    most: int,
    hint: "StrOrPromise" = "",
    required: bool = False,
    initial: str = "",
    lang: str = "",
) -> forms.CharField:
    """A field of at most `most` letters, which browsers don't fill in; `lang`: its language."""
    attributes = {"autocomplete": "off"} | ({"lang": lang} if lang else {})
    return forms.CharField(
        label=label,
        help_text=hint,
        required=required,
        initial=initial,
        max_length=most,
        validators=[validate_line],
        widget=forms.TextInput(attributes),
    )

"""Which phone numbers exist, which of them can get a text, and how they are written down."""

import re

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from fieldservice.company.errors import InvalidError

# New area codes of North America, and numbers reserved for films and examples: the numbering plan
# doesn't know them. Where one is wrong after all, the provider says so.
PERHAPS = re.compile(r"\+1[2-9]\d{9}|\+447700900\d{3}")


def textable(text: str, *, field: str = "phone") -> str:
    """The number as E.164. Raises InvalidError when it can't be a phone that gets texts."""
    number = dialable(text, field=field)
    if is_landline(number):
        message = _("This is a landline, and it can't get texts. Give a mobile number.")
        raise InvalidError(message, field=field)
    return number


def dialable(text: str, *, field: str = "phone") -> str:
    """The number as E.164, a landline's too. Raises InvalidError when there is none like it."""
    number = _parsed(text, field)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if not (phonenumbers.is_valid_number(number) or PERHAPS.fullmatch(e164)):
        raise InvalidError(_("The phone number “%s” does not exist.") % text, field=field)
    return e164


def is_landline(number: str) -> bool:
    """Whether the numbering plan says so; that of North America says it of none."""
    return phonenumbers.number_type(phonenumbers.parse(number)) == PhoneNumberType.FIXED_LINE


def _parsed(text: str, field: str) -> PhoneNumber:
    try:
        return phonenumbers.parse(text, settings.PHONENUMBER_DEFAULT_REGION)
    except NumberParseException as error:
        message = _("“%s” is not a phone number. Example: +12025550123.") % text
        raise InvalidError(message, field=field) from error

"""Which phone numbers can get a text, and how they are written down."""

import phonenumbers
from django.conf import settings
from django.utils.translation import gettext as _
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from fieldservice.company.errors import InvalidError

# Reserved for films and examples by the regulator, so no numbering plan knows them.
FICTIONAL = ("+447700900",)
NORTH_AMERICA = 1


def textable(text: str, *, field: str = "phone") -> str:
    """The number as E.164. Raises InvalidError when it can't be a phone that gets texts."""
    number = _parsed(text, field)
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    if not (phonenumbers.is_valid_number(number) or _may_be_real(number, e164)):
        raise InvalidError(_("“%s” is not a phone number that exists.") % text, field=field)
    if phonenumbers.number_type(number) == PhoneNumberType.FIXED_LINE:
        message = _("This is a landline, and it can't get texts. Give a mobile number.")
        raise InvalidError(message, field=field)
    return e164


def _parsed(text: str, field: str) -> PhoneNumber:
    try:
        return phonenumbers.parse(text, settings.PHONENUMBER_DEFAULT_REGION)
    except NumberParseException as error:
        message = _("“%s” is not a phone number. Example: +12025550123.") % text
        raise InvalidError(message, field=field) from error


def _may_be_real(number: PhoneNumber, e164: str) -> bool:
    """New area codes and fictional numbers are missing from the plan; the provider knows better."""
    if number.country_code == NORTH_AMERICA:
        return phonenumbers.is_possible_number(number) and e164[2] not in "01"
    return e164.startswith(FICTIONAL)

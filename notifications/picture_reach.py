"""Between which countries a text can carry a picture; pure but for the company's own country."""

import phonenumbers
from django.conf import settings

from notifications.addresses import kind_of

# Elsewhere a text has the address of the photo instead.
PICTURES_REACH = {"US": {"US", "CA"}, "CA": {"US", "CA"}, "AU": {"AU"}}


def carries_pictures(sender: str, phone: phonenumbers.PhoneNumber) -> bool:
    """Whether a picture gets from this address to this number."""
    if kind_of(sender):
        return True  # these networks carry pictures everywhere
    return _country(phone) in PICTURES_REACH.get(_home_of(sender), set())


def _home_of(address: str) -> str:
    """The country a sender is of; a service has numbers where the company is."""
    if not address.startswith("+"):
        return str(settings.PHONENUMBER_DEFAULT_REGION)
    return _country(phonenumbers.parse(address))


def _country(number: phonenumbers.PhoneNumber) -> str:
    # Numbers that can't be real, as in tests and the demo, have a country code only.
    is_fictional = number.country_code == 1 and not phonenumbers.is_valid_number(number)
    return "US" if is_fictional else phonenumbers.region_code_for_number(number) or ""

"""The number for help in danger, by the country of a phone; pure."""

import phonenumbers

_EUROPE = (
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK CH IS LI NO"
)
NUMBERS: dict[str, str] = {
    **dict.fromkeys(("US", "CA", "MX"), "911"),
    **dict.fromkeys(_EUROPE.split(), "112"),
    "GB": "999",
    "AU": "000",
    "NZ": "111",
}


def number_for(phone: str) -> str:
    """What to dial in danger where this phone is from; "" where we don't know."""
    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return ""
    region = phonenumbers.region_code_for_number(number)
    # A number that is new, or reserved for examples, has a country code only.
    by_code = phonenumbers.region_code_for_country_code(number.country_code or 0)
    return NUMBERS.get(region or by_code, "")

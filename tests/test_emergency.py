"""The number for danger, by the country of a phone."""

import pytest

from notifications.emergency import number_for


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("+12025550117", "911"),
        ("+15550100100", "911"),
        ("+14165550100", "911"),
        ("+525512345678", "911"),
        ("+34600000000", "112"),
        ("+4915112345678", "112"),
        ("+353850000000", "112"),
        ("+447700900123", "999"),
        ("+61491570156", "000"),
        ("+6421555010", "111"),
        # Where we don't know, we say nothing rather than something wrong.
        ("+18765550100", ""),
        ("+819012345678", ""),
        ("", ""),
        ("Acme", ""),
    ],
)
def test_danger_has_the_number_of_the_phones_country(phone: str, number: str) -> None:
    assert number_for(phone) == number

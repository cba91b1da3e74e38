"""Which numbers can get a text."""

import pytest

from fieldservice.company.errors import InvalidError
from fieldservice.company.phones import textable


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("+12025550123", "+12025550123"),
        ("(202) 555-0123", "+12025550123"),
        ("202.555.0199", "+12025550199"),
        ("+15550100123", "+15550100123"),
        ("+15555550100", "+15555550100"),
        ("+15005550006", "+15005550006"),
        ("+44 7400 123456", "+447400123456"),
        ("+447700900123", "+447700900123"),
        ("+34 612 34 56 78", "+34612345678"),
    ],
)
def test_a_number_that_may_get_texts_is_kept_as_e164(given: str, kept: str) -> None:
    assert textable(given) == kept


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("", "is not a phone number"),
        ("ask at the desk", "is not a phone number"),
        ("555-0123", "does not exist"),
        ("+1202555012", "does not exist"),
        ("+120255501234", "does not exist"),
        ("+11025550123", "does not exist"),
        ("+447999", "does not exist"),
        ("+999123456789", "is not a phone number"),
        ("+442079460123", "landline"),
        ("+34 912 34 56 78", "landline"),
    ],
)
def test_a_number_that_gets_no_texts_is_refused_in_words(given: str, words: str) -> None:
    with pytest.raises(InvalidError, match=words) as refused:
        textable(given)
    assert refused.value.field == "phone"

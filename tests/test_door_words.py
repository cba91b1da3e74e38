"""Two words a customer asks for: plain, cheap to text, and different often enough."""

import pytest

from appointments.door_words import two_words
from notifications.segments import is_gsm7


@pytest.mark.parametrize("language", ["en", "es", "es-MX", "fr"])
def test_words_for_the_door_are_two_plain_words(language: str) -> None:
    for _ in range(50):
        words = two_words(language)
        assert len(words.split()) == 2
        assert words.replace(" ", "").isalpha()
        assert is_gsm7(words)
        assert len(words) <= 40


def test_words_for_the_door_can_not_be_foreseen() -> None:
    assert len({two_words("en") for _ in range(60)}) > 20

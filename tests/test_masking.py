"""What a technician reads of a customer's answer: the words, and no way past the office."""

import pytest

from notifications.masking import masked, rejects_somebody


@pytest.mark.parametrize(
    ("words", "seen"),
    [
        ("Call me at 202-555-0123 please", "Call me at … please"),
        ("My number is (202) 555 0123.", "My number is …."),
        ("+34 612 34 56 78", "…"),
        ("Write to dana@example.com", "Write to …"),
        ("See https://example.com/gate?x=1 first", "See … first"),
        ("Gate code 4711, flat 12, after 9:30", "Gate code 4711, flat 12, after 9:30"),
        ("The boiler is from 2009", "The boiler is from 2009"),
    ],
)
def test_words_pass_and_numbers_do_not(words: str, seen: str) -> None:
    assert masked(words) == seen


@pytest.mark.parametrize(
    ("words", "stays"),
    [
        ("Not him again", True),
        ("Can you send someone else?", True),
        ("I don't want her in my house", True),
        ("Prefiero otro técnico", True),
        ("The dog bites, not the cat", False),
        ("Another valve drips too", False),
        ("otra fuga en el baño", False),
    ],
)
def test_who_asks_for_somebody_else_is_read_by_the_office_alone(words: str, stays: bool) -> None:
    assert rejects_somebody(words) == stays

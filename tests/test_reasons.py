"""Why somebody fits, in words that are true."""

import pytest

from appointments.reasons import NOTHING, Past, reason


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (Past(1, 0, 0), "Been here once"),
        (Past(1, 1, 0), "Been here once, thumbs up"),
        (Past(2, 1, 1), "Been here twice, one thumbs up"),
        (Past(2, 2, 0), "Been here twice, both thumbs up"),
        (Past(3, 3, 0), "Been here 3 times, every time thumbs up"),
        (Past(5, 3, 0), "Been here 5 times, 3 thumbs up"),
    ],
)
def test_what_was_between_them_is_said_first(past: Past, words: str) -> None:
    assert reason(past, visits=1, has_skills=True) == f"{words} · 1 visit that day"


def test_without_a_past_it_is_what_they_can_do() -> None:
    words = reason(NOTHING, visits=0, speaks="Spanish", has_skills=True)
    assert words == "Trained for this job · Speaks Spanish · Free all day"

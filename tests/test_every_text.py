"""What customers read changes only where somebody meant it to, and nowhere gets too long."""

import re

import pytest

from notifications.segments import is_gsm7
from tests.every_text import path, with_two_gaps, written

# Two spaces, a space before a sign, brackets, doubled signs, a colon before nothing.
UNFINISHED = re.compile(r"  | [.,;:!?]|[][{}]|\.\.|[,:]\.|: [A-Z][\w' ]+:|,,|\"\"")
AGAIN = "Read the changes, then: python -m tests.every_text"


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_text_reads_as_it_was_last_read(language: str) -> None:
    assert written(language) == path(language).read_text(encoding="utf-8"), AGAIN


@pytest.mark.parametrize("language", ["en", "es"])
def test_no_text_is_longer_than_two_parts_but_the_first(language: str) -> None:
    lines = re.findall(r"^(.*), sms, (\d): (.*)$", written(language), re.MULTILINE)
    assert lines
    for gap, parts, body in lines:
        assert int(parts) <= 2 + (gap == "the first text"), body
        assert is_gsm7(body) or body.startswith("Sí"), body  # a person's own words stay


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_sober_text_says_nothing_personal_and_names_no_job(language: str) -> None:
    sober = re.findall(r"^sober, sms, \d: (.*)$", written(language), re.MULTILINE)
    assert len(sober) > 10
    told = {"boiler", "caldera", "football", "futbol", "heat pumps", "bombas", "tidy", "limpio"}
    assert [body for body in sober if any(word in body for word in told)] == []


@pytest.mark.parametrize("language", ["en", "es"])
def test_any_two_gaps_leave_a_whole_text(language: str) -> None:
    for facts, words in with_two_gaps(language):
        said = words.body.removeprefix("Acme Heating: ")
        assert not UNFINISHED.search(said), words.body
        assert said[0].isalnum() or said[0] in "¿", words.body
        assert said[-1].isalnum() or said[-1] in ".?", words.body
        assert words.parts <= 2 + facts.first_text, words.body

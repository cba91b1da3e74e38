"""The sentences about photos: one for each code, as a person would say it."""

import re
from pathlib import Path

import pytest

from technicians import imaging
from technicians.headshot_words import HINTS, REFUSALS, describe

CODES = sorted(REFUSALS | HINTS)


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_its_own_kind_sentence_that_says_what_to_do(code: str) -> None:
    sentence = describe(code)
    assert re.fullmatch(r"[A-Z][^!]{30,90}\.", sentence)
    assert [describe(other) for other in CODES].count(sentence) == 1


def test_every_refusal_of_the_imaging_has_words() -> None:
    source = "".join(path.read_text() for path in Path(imaging.__path__[0]).glob("*.py"))
    raised = set(re.findall(r"(?:UnusableError|Refused|_translated)\(\"(\w+)\"\)", source))
    assert "damaged" in raised
    assert raised <= set(REFUSALS)

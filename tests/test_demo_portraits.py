"""The drawn people: as good as any photo to the headshot pipeline, and always the same."""

from functools import cache
from io import BytesIO

import pytest
from PIL import Image

from fieldservice.demo.people import PEOPLE
from fieldservice.demo.portraits import EIGHT, png
from technicians.imaging import Processed, pipeline

NAMES = sorted(EIGHT)


@cache
def drawn(name: str) -> bytes:
    return png(EIGHT[name])


def test_everybody_at_the_company_has_a_portrait() -> None:
    assert {person.name for person in PEOPLE} == set(EIGHT)


@pytest.mark.parametrize("name", NAMES)
def test_a_portrait_passes_the_headshot_pipeline_without_a_remark(name: str) -> None:
    answer = pipeline.run(drawn(name))
    assert isinstance(answer, Processed)
    assert answer.hints == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_portrait_is_a_square_of_1200_pixels(name: str) -> None:
    with Image.open(BytesIO(drawn(name))) as picture:
        assert (picture.size, picture.mode) == ((1200, 1200), "RGB")


def test_the_same_person_is_always_drawn_the_same() -> None:
    assert png(EIGHT["Maya"]) == drawn("Maya")


def test_no_two_people_look_the_same() -> None:
    assert len({drawn(name) for name in NAMES}) == len(NAMES)

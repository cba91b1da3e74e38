"""Fifty broken photo files, and proof that the drill would notice an unclean picture.

`make drill ROW=photos` does the same with ten thousand.
"""

from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from tests import photos
from tests.drills import clean, mutants
from tests.drills.photos import MEGABYTES, Seen, peak_megabytes, sandboxed

SQUARE = photos.portrait(300)


@pytest.fixture(scope="module")
def fresh_process() -> Iterator[Executor]:
    """One whose children are those of this drill: browsers of other tests are larger."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        yield process


@pytest.fixture(scope="module")
def seen(fresh_process: Executor) -> Seen:
    return fresh_process.submit(sandboxed, range(50)).result()


def test_every_broken_file_is_answered_and_what_comes_of_it_is_clean(seen: Seen) -> None:
    assert seen.wrong == []
    assert seen.answers.total() == 50


def test_the_files_are_neither_all_good_nor_all_bad(seen: Seen) -> None:
    assert seen.answers["rendered"] > 10
    assert seen.answers["damaged"] > 10
    assert {"not_an_image", "too_small", "too_many_pixels"} <= seen.answers.keys()


def test_no_child_takes_more_memory_than_promised(seen: Seen, fresh_process: Executor) -> None:
    assert 50 < fresh_process.submit(peak_megabytes).result() < MEGABYTES


def test_a_file_of_the_drill_can_be_made_again() -> None:
    assert [mutants.mutant(number) for number in (3, 77)] == [
        mutants.mutant(number) for number in (3, 77)
    ]


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("mms", photos.with_secrets(SQUARE)),
        ("mms", photos.encoded(SQUARE, comment=b"hello")),
        ("mms", photos.encoded(SQUARE, progressive=True)),
        ("mms", photos.encoded(SQUARE.resize((1081, 1081)))),
        ("mms", photos.encoded(SQUARE) + b"PK\x03\x04"),
        ("mms", photos.encoded(SQUARE.convert("L"))),
        ("large", photos.stored_as(SQUARE, 6, "WEBP")),
        ("large", photos.encoded(SQUARE, "WEBP", icc_profile=photos.display_p3())),
        ("small", photos.encoded(SQUARE, "WEBP")),
    ],
)
def test_a_picture_that_is_not_clean_would_be_noticed(name: str, file: bytes) -> None:
    assert clean.of_file(name, file)


@pytest.mark.parametrize(("name", "kind"), [("mms", "JPEG"), ("large", "WEBP")])
def test_a_bare_picture_is_clean(name: str, kind: str) -> None:
    assert clean.of_file(name, photos.encoded(SQUARE, kind)) == []

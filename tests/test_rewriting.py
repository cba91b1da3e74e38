"""Many rows written back at once: what is named, and nothing beside it."""

import pytest
from pytest_django import DjangoAssertNumQueries

from notifications.models import Message
from notifications.rewriting import rewrite
from tests.spine import Day, last

pytestmark = pytest.mark.django_db


def test_only_the_named_fields_are_written(day: Day) -> None:
    visit = day.book()
    message = last(visit)
    Message.objects.update(reason="day_before")
    message.body, message.reason = "Maya comes on Tuesday.", "suppressed"
    rewrite([message], ["body"])
    assert (last(visit).body, last(visit).reason) == ("Maya comes on Tuesday.", "day_before")


def test_each_row_gets_its_own_words(day: Day) -> None:
    visits = [day.book(), day.book()]
    rows = [last(visit) for visit in visits]
    rows[0].body, rows[1].body = "Maya comes.", "Omar comes."
    rewrite(rows, ["body"])
    assert [last(visit).body for visit in visits] == ["Maya comes.", "Omar comes."]
    assert Message.objects.count() == 2


def test_nothing_to_write_asks_the_database_nothing(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        rewrite([], ["body"])

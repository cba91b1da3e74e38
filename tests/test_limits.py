"""So many tries and no more: for each person and thing apart, and again when the time is over."""

from datetime import UTC, datetime, timedelta

import pytest

from fieldservice.company import limits
from fieldservice.company.limits import Limit
from fieldservice.company.models import Tally

pytestmark = pytest.mark.django_db

TWICE = Limit("texts of a number", 2, timedelta(minutes=1))
NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
MAYA, OMAR = "+12025550141", "+12025550142"


def tries(count: int, who: str = MAYA, now: datetime = NOON) -> list[bool]:
    return [limits.take(TWICE, who, now) for _ in range(count)]


def test_so_many_tries_are_let_through_and_no_more() -> None:
    assert tries(4) == [True, True, False, False]


def test_everybody_has_tries_of_their_own() -> None:
    assert tries(3) == [True, True, False]
    assert tries(1, OMAR) == [True]


def test_every_limit_counts_for_itself() -> None:
    tries(2)
    assert limits.take(Limit("sign-ins", 1, timedelta(minutes=1)), MAYA, NOON)


@pytest.mark.parametrize(("seconds", "let_through"), [(59, False), (60, True)])
def test_the_tries_come_back_when_the_time_is_over(seconds: int, let_through: bool) -> None:
    tries(2)
    assert tries(1, now=NOON + timedelta(seconds=seconds)) == [let_through]


def test_a_refused_try_does_not_lengthen_the_wait() -> None:
    tries(3, now=NOON)
    tries(3, now=NOON + timedelta(seconds=50))
    assert tries(3, now=NOON + timedelta(seconds=60)) == [True, True, False]


def test_asking_costs_no_try() -> None:
    assert not limits.is_spent(TWICE, MAYA, NOON)
    tries(2)
    assert limits.is_spent(TWICE, MAYA, NOON)
    assert not limits.is_spent(TWICE, MAYA, NOON + timedelta(seconds=60))


def test_no_number_is_kept() -> None:
    tries(1)
    assert "2025550141" not in str(Tally.objects.values())


def test_yesterdays_tries_are_forgotten() -> None:
    tries(1)
    assert limits.tidy(now=NOON + timedelta(hours=24)) == 0
    assert limits.tidy(now=NOON + timedelta(hours=24, seconds=1)) == 1

"""Whom to ask whether words are still true and the photo still new, and how often."""

from datetime import UTC, datetime, timedelta

import pytest

from technicians.models import Technician
from technicians.reminders import photo_asked, photos_to_renew, to_ask, words_asked
from technicians.services import withdraw
from tests.factories import make_technician
from tests.headshot_company import maria, own, published

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def maya() -> Technician:
    """Maya with one line that is told, renewed today, and a phone."""
    one = make_technician(interests=["bakes bread"], phone="+12025550123")
    one.lines.update(renewed_at=NOW)
    return one


@pytest.mark.parametrize(
    ("days", "is_asked"), [(165, False), (166, True), (179, True), (180, False)]
)
def test_words_are_asked_about_in_the_two_weeks_before_they_sleep(
    maya: Technician, days: int, is_asked: bool
) -> None:
    assert (to_ask(NOW + days * DAY) == [maya]) is is_asked


@pytest.mark.parametrize(("days", "again"), [(13, False), (14, True)])
def test_nobody_is_asked_twice_within_two_weeks(maya: Technician, days: int, again: bool) -> None:
    then = NOW + 166 * DAY
    assert words_asked(maya, then - days * DAY)
    assert (to_ask(then) == [maya]) is again
    assert words_asked(maya, then) is again


def test_words_that_are_not_told_need_no_question(maya: Technician) -> None:
    withdraw(by=own(maria()), technician=maya, field="interest")
    assert to_ask(NOW + 170 * DAY) == []


@pytest.mark.parametrize(
    "change",
    [{"phone": ""}, {"left_on": (NOW + 10 * DAY).date()}, {"paused_at": NOW}],
    ids=["no phone", "has left", "paused"],
)
def test_who_cannot_or_need_not_answer_is_not_asked(
    maya: Technician, change: dict[str, object]
) -> None:
    Technician.objects.update(**change)
    assert to_ask(NOW + 170 * DAY) == []


@pytest.mark.parametrize(("days", "is_asked"), [(364, False), (365, True), (900, True)])
def test_a_photo_is_asked_about_after_a_year(days: int, is_asked: bool) -> None:
    one = maria()
    Technician.objects.update(phone="+12025550123")
    published(one, NOW)
    assert (photos_to_renew(NOW + days * DAY) == [one]) is is_asked


def test_a_new_crop_does_not_make_a_photo_younger() -> None:
    one = maria()
    Technician.objects.update(phone="+12025550123")
    shot = published(one, NOW + 300 * DAY)
    shot.first_uploaded_at = NOW
    shot.save()
    assert photos_to_renew(NOW + 366 * DAY) == [one]


def test_a_photo_is_asked_about_once_in_two_weeks() -> None:
    one = maria()
    Technician.objects.update(phone="+12025550123")
    published(one, NOW)
    then = NOW + 365 * DAY
    assert photo_asked(one, then)
    assert not photo_asked(one, then + 13 * DAY)
    assert photos_to_renew(then + 13 * DAY) == []
    assert photos_to_renew(then + 14 * DAY) == [one]


def test_a_photo_taken_down_is_left_in_peace() -> None:
    one = maria()
    Technician.objects.update(phone="+12025550123")
    published(one, NOW)
    withdraw(by=own(one), technician=one, field="photo")
    assert photos_to_renew(NOW + 400 * DAY) == []

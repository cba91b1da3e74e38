"""What the one who changes a visit wants the customer told: by text, a little later, or not."""

from datetime import timedelta

import pytest

from appointments.history import history
from appointments.models import Appointment
from appointments.services import cancel, reassign
from appointments.telling import BY_PHONE, Telling
from fieldservice.company.models import Robot, User
from notifications.models import CallTask
from notifications.states import State
from technicians.models import Technician
from tests.factories import make_dispatcher
from tests.spine import Day, attempts, fresh, last, suppress, told

pytestmark = pytest.mark.django_db
TEN_SECONDS = timedelta(seconds=10)


@pytest.fixture
def priya() -> User:
    return make_dispatcher()


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """Tomorrow at ten; Dana was told an hour ago that Maya is coming."""
    visit = day.book(maya)
    assert day.deliver()
    day.later(hours=1)
    return visit


def phone(day: Day, visit: Appointment, by: User, technician: Technician) -> None:
    """Send somebody else, and tell the customer on the phone."""
    reassign(by=by, appointment=fresh(visit), technician=technician, now=day.now, telling=BY_PHONE)


def test_a_text_waits_as_long_as_it_is_asked_to(
    day: Day, visit: Appointment, omar: Technician, priya: User
) -> None:
    waiting = Telling(wait=TEN_SECONDS)
    reassign(by=priya, appointment=fresh(visit), technician=omar, now=day.now, telling=waiting)
    assert last(visit).send_after == day.now + TEN_SECONDS
    assert not day.deliver()
    assert "Omar" in day.later(seconds=11).deliver()[0].body


def test_what_is_undone_meanwhile_sends_nothing(
    day: Day, visit: Appointment, maya: Technician, omar: Technician, priya: User
) -> None:
    waiting = Telling(wait=TEN_SECONDS)
    for technician in (omar, maya):
        reassign(
            by=priya, appointment=fresh(visit), technician=technician, now=day.now, telling=waiting
        )
    assert not day.later(minutes=5).deliver()
    assert told(visit)[-1] == ("new_face", "skipped")


def test_who_was_told_by_phone_gets_no_text(
    day: Day, visit: Appointment, omar: Technician, priya: User
) -> None:
    phone(day, visit, priya, omar)
    call = CallTask.objects.get()
    assert (call.done_by, call.done_at, call.number) == (priya, day.now, "+12025550123")
    assert (last(visit).kind, last(visit).reason) == ("new_face", "by_phone")
    assert not day.later(hours=2).deliver()


def test_the_next_change_is_compared_with_what_they_heard(
    day: Day, visit: Appointment, maya: Technician, omar: Technician, priya: User
) -> None:
    phone(day, visit, priya, omar)
    day.later(minutes=5).reassign(visit, maya)
    day.later(minutes=5)
    assert "Maya is coming on Wed 3 Jun, 10am-noon, not Omar" in day.deliver()[0].body


def test_a_text_that_fails_later_is_not_told_again(
    day: Day, visit: Appointment, omar: Technician, priya: User
) -> None:
    phone(day, visit, priya, omar)
    day.receipt(attempts(visit)[0], State.UNDELIVERED, "30005")
    assert not CallTask.objects.open().exists()
    assert not day.later(minutes=5).deliver()


def test_a_text_that_still_waits_is_dropped_by_the_call(
    day: Day, visit: Appointment, omar: Technician, priya: User
) -> None:
    day.reassign(visit, omar)
    cancel(by=priya, appointment=fresh(visit), now=day.now, telling=BY_PHONE)
    assert told(visit)[1:] == [("new_face", "skipped"), ("cancel", "skipped")]
    assert not day.later(minutes=5).deliver()


def test_a_call_that_was_asked_for_is_done_with_it(
    day: Day, visit: Appointment, omar: Technician, priya: User
) -> None:
    suppress(day, visit)
    phone(day, visit, priya, omar)
    assert not CallTask.objects.open().exists()
    assert CallTask.objects.get().done_by == priya


def test_a_change_that_is_no_news_is_nothing_to_tell(
    day: Day, visit: Appointment, maya: Technician, priya: User
) -> None:
    phone(day, visit, priya, maya)
    assert not CallTask.objects.exists()


def test_the_history_says_who_told_them(
    day: Day, visit: Appointment, omar: Technician, priya: User
) -> None:
    phone(day, visit, priya, omar)
    assert history(visit)[0].sentence == "priya told the customer by phone"


def test_no_program_phones_a_customer(day: Day, visit: Appointment, omar: Technician) -> None:
    moved = fresh(visit)
    reassign(by=Robot.SYSTEM, appointment=moved, technician=omar, now=day.now, telling=BY_PHONE)
    assert "Omar" in day.later(minutes=2).deliver()[0].body

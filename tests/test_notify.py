"""Planning: which text a visit needs after each change, and when it may go."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from appointments.models import Appointment
from appointments.statuses import Status
from fieldservice.company.services import default_unit
from notifications.models import Message
from notifications.services import send_again
from notifications.states import Kind, Reason, State
from notifications.tasks import deliver
from technicians.models import Technician
from tests.factories import make_dispatcher, make_technician
from tests.spine import NOW, Day, fresh, last, texts, told

pytestmark = pytest.mark.django_db
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
QUEUED, SKIPPED, ACCEPTED = "queued", "skipped", "accepted"


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """Tomorrow at ten; Dana has been told that Maya is coming."""
    visit = day.book(maya)
    assert day.deliver()
    return visit


def test_a_booking_is_introduced_at_once(day: Day, maya: Technician) -> None:
    text = last(day.book(maya))
    assert (text.kind, text.state, text.send_after) == (Kind.INTRODUCTION, State.QUEUED, NOW)
    assert text.useful_until == NOW + DAY + 2 * HOUR


def test_a_booking_of_nobody_yet_is_confirmed(day: Day) -> None:
    assert told(day.book()) == [("confirmation", QUEUED)]


def test_a_company_may_leave_that_confirmation_out(day: Day, maya: Technician) -> None:
    unit = default_unit()
    unit.confirm_unassigned = False
    unit.save()
    visit = day.book()
    assert not day.deliver()
    day.reassign(visit, maya)
    assert "Maya is coming" in day.deliver()[0].body
    assert told(visit)[-1] == ("introduction", ACCEPTED)


def test_the_first_technician_is_introduced_not_excused(day: Day, maya: Technician) -> None:
    visit = day.book()
    day.deliver()
    day.later(minutes=5).reassign(visit, maya)
    assert last(visit).kind == Kind.INTRODUCTION


def test_another_face_is_told_once_the_first_is(
    day: Day, visit: Appointment, omar: Technician
) -> None:
    day.later(minutes=5).reassign(visit, omar)
    assert told(visit) == [("introduction", ACCEPTED), ("new_face", QUEUED)]
    assert last(visit).send_after == day.now


def test_another_face_before_anything_was_told_is_an_introduction(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya)
    day.reassign(visit, omar)
    assert told(visit) == [("introduction", SKIPPED), ("introduction", QUEUED)]
    assert texts(visit)[0].reason == Reason.SUPERSEDED


def test_there_and_back_again_sends_nothing(
    day: Day, visit: Appointment, maya: Technician, omar: Technician
) -> None:
    day.reassign(visit, omar)
    day.reassign(visit, maya)
    assert not day.later(minutes=5).deliver()
    assert told(visit) == [("introduction", ACCEPTED), ("new_face", SKIPPED)]


def test_there_and_back_again_in_time_sends_nothing(day: Day, visit: Appointment) -> None:
    day.move(visit, hours=1)
    day.move(visit, hours=-1)
    assert not day.later(minutes=5).deliver()


def test_taking_the_technician_away_is_told(day: Day, visit: Appointment) -> None:
    day.later(minutes=5).reassign(visit, None)
    assert "Maya can't come" in day.deliver()[0].body


def test_two_changes_are_one_text(day: Day, visit: Appointment, omar: Technician) -> None:
    day.reassign(visit, omar)
    day.move(visit, hours=2)
    assert told(visit)[1:] == [("new_face", SKIPPED), ("reschedule", QUEUED)]
    (text,) = day.later(minutes=1).deliver()
    assert "Omar, not Maya" in text.body


@pytest.mark.parametrize(("seconds", "sent"), [(59, 0), (60, 1)])
def test_a_change_waits_until_a_minute_is_calm(
    day: Day, visit: Appointment, omar: Technician, seconds: float, sent: int
) -> None:
    day.later(seconds=10).reassign(visit, omar)
    day.now = NOW + timedelta(seconds=seconds)
    assert len(day.deliver()) == sent


def test_a_cancel_does_not_wait(day: Day, visit: Appointment) -> None:
    day.cancel(visit)
    assert "called off" in day.deliver()[0].body
    assert told(visit) == [("introduction", ACCEPTED), ("cancel", ACCEPTED)]


def test_a_visit_nobody_was_told_of_is_called_off_in_silence(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    day.cancel(visit)
    assert not day.deliver()
    assert told(visit) == [("introduction", SKIPPED)]


def test_a_cancel_overtakes_the_change_it_makes_idle(
    day: Day, visit: Appointment, omar: Technician
) -> None:
    day.reassign(visit, omar)
    day.cancel(visit)
    (text,) = day.deliver()
    assert "called off" in text.body
    assert told(visit)[1] == ("new_face", SKIPPED)


def test_a_far_off_new_face_waits_for_ten_on_the_day_before(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya, hours=5 * 24)
    day.deliver()
    day.later(hours=1).reassign(visit, omar)
    day_before = datetime(2026, 6, 6, 14, tzinfo=UTC)
    assert (last(visit).send_after, last(visit).reason) == (day_before, Reason.DAY_BEFORE)
    day.now = day_before - MINUTE
    assert not day.deliver()
    assert len(day.later(minutes=1).deliver()) == 1


def test_far_off_faces_become_one_text(day: Day, maya: Technician, omar: Technician) -> None:
    visit = day.book(maya, hours=5 * 24)
    day.deliver()
    for face in (omar, make_technician("Ana Ruiz"), omar):
        day.later(hours=1).reassign(visit, face)
    day.now = datetime(2026, 6, 6, 14, tzinfo=UTC)
    (text,) = day.deliver()
    assert "Omar" in text.body


def test_a_far_off_new_time_is_told_at_once(day: Day, maya: Technician) -> None:
    visit = day.book(maya, hours=5 * 24)
    day.deliver()
    day.later(hours=1).move(visit, hours=1)
    assert len(day.deliver()) == 1


def test_a_booking_at_night_waits_for_the_morning(maya: Technician) -> None:
    day = Day(now=datetime(2026, 6, 3, 2, tzinfo=UTC))
    text = last(day.book(maya))
    assert text.send_after == datetime(2026, 6, 3, 12, tzinfo=UTC)
    assert text.reason == Reason.QUIET_HOURS


def test_a_booking_by_phone_at_night_does_not_wait(maya: Technician) -> None:
    day = Day(now=datetime(2026, 6, 3, 2, tzinfo=UTC))
    day.book(maya, on_the_phone=True)
    assert len(day.deliver()) == 1


@pytest.mark.parametrize(("hours", "sent"), [(11, 1), (13, 0)])
def test_a_change_at_night_is_told_if_the_visit_is_near(
    day: Day, maya: Technician, omar: Technician, hours: float, sent: int
) -> None:
    visit = day.book(maya, hours=12 + hours)
    day.deliver()
    day.later(hours=12).reassign(visit, omar)  # ten in the evening
    assert len(day.deliver()) == sent


def test_a_change_of_something_else_sends_nothing(day: Day, visit: Appointment) -> None:
    day.edit(visit, notes="gate code 12")
    assert len(texts(visit)) == 1


def test_a_change_of_something_else_keeps_the_text_that_waits(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    day.edit(visit, notes="gate code 12")
    assert told(visit) == [("introduction", QUEUED)]
    assert len(day.deliver()) == 1


@pytest.mark.parametrize("status", [Status.ARRIVED, Status.DONE])
def test_whoever_is_at_the_door_is_not_introduced(
    day: Day, maya: Technician, status: Status
) -> None:
    visit = day.book(maya)
    day.edit(visit, status=status)
    assert not day.deliver()
    assert told(visit) == [("introduction", SKIPPED)]


def test_a_booking_wakes_the_worker_after_its_commit(
    day: Day,
    maya: Technician,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        day.book(maya)
    assert [getattr(callback, "args", None) for callback in callbacks] == [(deliver,)]


def test_a_change_without_news_wakes_nobody(
    day: Day,
    visit: Appointment,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        day.edit(visit, notes="gate code 12")
    assert callbacks == []


def test_a_booking_that_is_rolled_back_leaves_no_text(day: Day, maya: Technician) -> None:
    with transaction.atomic():
        day.book(maya)
        transaction.set_rollback(True)
    assert not Message.objects.exists()


def test_a_person_may_send_a_text_again(day: Day, visit: Appointment) -> None:
    day.later(minutes=5)
    send_again(by=make_dispatcher(), appointment=fresh(visit), form_key="1", now=day.now)
    assert "Maya is coming" in day.deliver()[0].body


def test_the_same_form_sent_twice_is_one_text(day: Day, visit: Appointment) -> None:
    priya = make_dispatcher()
    for _ in range(2):
        send_again(by=priya, appointment=fresh(visit), form_key="1", now=day.now)
    assert len(day.deliver()) == 1
    assert len(texts(visit)) == 2


def test_sending_again_replaces_the_text_that_waits(
    day: Day, visit: Appointment, omar: Technician
) -> None:
    day.reassign(visit, omar)
    send_again(by=make_dispatcher(), appointment=fresh(visit), form_key="1", now=day.now)
    assert len(day.deliver()) == 1
    assert not day.later(minutes=5).deliver()

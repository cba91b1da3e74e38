"""Texts that don't get on: which, why, and what a manager may do about each."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from appointments.models import Appointment
from fieldservice.company.models import BusinessUnit, Change, Robot, User
from fieldservice.company.services import default_unit
from notifications.call_services import finish
from notifications.models import CallTask, Message, Pulse, Sender
from notifications.providers.base import AmbiguousError, Family, ProviderError, RefusedError
from notifications.settings_services import give_up, try_again
from notifications.states import Reason, State
from notifications.stuck import MOST, Stuck, stuck_texts
from tests.factories import make_customer, make_dispatcher, make_technician
from tests.spine import NOW, Day, last, told

pytestmark = pytest.mark.django_db

SET_UP = RefusedError(Family.SET_UP, "20003")
WRONG = RefusedError(Family.WRONG_NUMBER, "21211")
OPTED_OUT = RefusedError(Family.OPTED_OUT, "21610")
NO_ANSWER = AmbiguousError(Family.AMBIGUOUS)


def stuck(day: Day) -> list[Stuck]:
    return stuck_texts(default_unit(), day.now)


def booked(day: Day, *answers: ProviderError) -> Appointment:
    """A visit whose introduction got these answers."""
    visit = day.book(make_technician())
    if answers:
        day.provider.answers = list(answers)
        day.deliver()
    return visit


# Which, and why


def test_what_was_taken_is_not_stuck() -> None:
    day = Day()
    booked(day)
    day.deliver()
    assert stuck(day.later(hours=1)) == []


@pytest.mark.parametrize(("seconds", "count"), [(60, 0), (61, 1)])
def test_a_text_is_stuck_when_it_is_due_for_more_than_a_minute(seconds: int, count: int) -> None:
    day = Day()
    booked(day)
    assert len(stuck(day.later(seconds=seconds))) == count


def test_a_text_that_waits_for_its_time_is_not_stuck() -> None:
    day = Day()
    booked(day)
    Message.objects.update(send_after=day.now + timedelta(hours=9))
    assert stuck(day.later(hours=8)) == []


def test_a_due_text_says_what_it_waits_for() -> None:
    day = Day()
    booked(day)
    day.later(minutes=5)
    assert str(stuck(day)[0].why) == "No worker is running"
    Pulse.objects.create(name="worker", at=day.now)
    assert str(stuck(day)[0].why).startswith("Others go first")
    Sender.objects.update(held_until=day.now + timedelta(hours=1))
    assert stuck(day)[0].why == Reason.DAILY_CAP.label
    Sender.objects.update(stopped_code="20003")
    assert stuck(day)[0].why == Reason.SENDER_STOPPED.label


def test_a_due_text_is_stuck_since_it_was_due() -> None:
    day = Day()
    booked(day)
    Message.objects.update(changed_at=NOW - timedelta(days=1))
    assert stuck(day.later(minutes=5))[0].since == NOW


@pytest.mark.parametrize(
    ("answer", "state", "why"),
    [
        (SET_UP, State.HELD, Reason.SENDER_STOPPED),
        (RefusedError(Family.DAILY_CAP, "30027"), State.HELD, Reason.DAILY_CAP),
        (WRONG, State.FAILED, Reason.WRONG_NUMBER),
        (NO_ANSWER, State.UNSETTLED, Reason.NO_ANSWER),
    ],
)
def test_a_text_says_what_became_of_it(answer: ProviderError, state: State, why: Reason) -> None:
    day = Day()
    booked(day, answer)
    [found] = stuck(day)
    assert (found.message.state, found.why, found.since) == (state, why.label, NOW)


def test_what_failed_yesterday_is_over() -> None:
    day = Day()
    booked(day, WRONG)
    before_midnight = NOW.replace(hour=23, minute=59)  # the default unit's zone is UTC
    assert len(stuck(Day(before_midnight))) == 1
    assert stuck(Day(before_midnight + timedelta(minutes=1))) == []


def test_what_a_newer_text_tells_is_not_stuck_any_more() -> None:
    day = Day()
    visit = booked(day, WRONG)
    day.later(seconds=5).reassign(visit, make_technician("Sam Ortiz"))
    assert stuck(day) == []


def test_what_a_person_has_told_by_phone_is_not_stuck_any_more() -> None:
    day = Day()
    booked(day, WRONG)
    assert stuck(day)[0].to_be_called
    finish(by=make_dispatcher(), task=CallTask.objects.get(), now=day.now)
    assert stuck(day) == []


def test_no_more_than_a_hundred_are_read_with_a_few_questions(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    day = Day()
    text = last(booked(day))
    for number in range(MOST):
        text.pk, text.dedupe_key = uuid.uuid4(), f"copy {number}"
        text.save(force_insert=True)
    unit = default_unit()
    with django_assert_num_queries(3):
        found = stuck_texts(unit, day.later(minutes=5).now)
        assert {one.message.visit.customer.name for one in found} == {"Dana Webb"}
    assert len(found) == MOST


# What can be done


@pytest.mark.parametrize(
    ("answers", "again", "giving_up"),
    [
        ([WRONG], True, False),
        ([OPTED_OUT], False, False),
        ([SET_UP], False, True),
        ([NO_ANSWER], False, False),
        ([], False, True),
    ],
)
def test_only_what_helps_is_offered(
    answers: list[ProviderError], again: bool, giving_up: bool
) -> None:
    day = Day()
    booked(day, *answers)
    [found] = stuck(day.later(minutes=2))
    assert (found.may_try_again, found.may_give_up) == (again, giving_up)


@pytest.mark.parametrize(("minutes", "again"), [(9, False), (10, True)])
def test_what_may_have_left_is_told_again_only_when_nobody_looks_any_more(
    minutes: int, again: bool
) -> None:
    day = Day()
    booked(day, NO_ANSWER)
    assert stuck(day.later(minutes=minutes))[0].may_try_again == again


def test_a_text_that_comes_too_late_is_not_tried_again() -> None:
    day = Day()
    text = last(booked(day, WRONG))
    assert not try_again(by=Robot.SYSTEM, message=text, now=text.useful_until)
    assert Message.objects.count() == 1


def test_trying_again_twice_is_one_more_text() -> None:
    day = Day()
    visit = booked(day, WRONG)
    text = last(visit)
    for _ in range(2):
        assert try_again(by=Robot.SYSTEM, message=text, now=day.later(seconds=1).now)
    assert len(day.deliver()) == 1
    assert told(visit) == [("introduction", "failed"), ("introduction", "accepted")]


@pytest.mark.parametrize("answers", [[], [SET_UP]], ids=["queued", "held"])
def test_what_is_given_up_is_never_sent(answers: list[ProviderError]) -> None:
    day = Day()
    visit = booked(day, *answers)
    assert give_up(by=Robot.SYSTEM, message=last(visit), now=day.now)
    Sender.objects.update(stopped_code="")
    day.later(minutes=5).sweep()
    assert day.deliver() == []
    assert (last(visit).state, last(visit).reason) == (State.SKIPPED, Reason.GIVEN_UP)
    assert stuck(day) == []


@pytest.mark.parametrize("answers", [[WRONG], [NO_ANSWER]], ids=["failed", "unsettled"])
def test_what_does_not_wait_cannot_be_given_up(answers: list[ProviderError]) -> None:
    day = Day()
    visit = booked(day, *answers)
    state = last(visit).state
    assert not give_up(by=Robot.SYSTEM, message=last(visit), now=day.now)
    assert last(visit).state == state
    assert not Change.objects.filter(what="text given up").exists()


def test_a_visit_is_told_anew_when_it_changes_after_its_text_was_given_up() -> None:
    day = Day()
    visit = booked(day)
    give_up(by=Robot.SYSTEM, message=last(visit), now=day.now)
    day.reassign(visit, make_technician("Sam Ortiz"))
    assert len(day.later(minutes=2).deliver()) == 1


# The page


@pytest.fixture
def rosa(client: Client) -> Client:
    """Rosa, a manager, signed in."""
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    return client


@pytest.fixture
def awake() -> None:
    """A company without quiet hours: these tests run at any hour."""
    BusinessUnit.objects.update(quiet_from=None, quiet_until=None)


def page(client: Client) -> str:
    return client.get("/settings/stuck").content.decode()


def test_when_nothing_is_stuck_the_page_says_so(rosa: Client) -> None:
    assert "Nothing is stuck." in page(rosa)


@pytest.mark.usefixtures("awake")
def test_the_page_says_who_what_why_and_links_the_visit(rosa: Client) -> None:
    visit = booked(Day(timezone.now()), WRONG)
    words = page(rosa)
    for told_there in ("Introduction", "Dana Webb", "Failed", "This number can&#x27;t get texts."):
        assert told_there in words
    assert f"/visits/{visit.pk}" in words
    assert "A call is to be made" in words


@pytest.mark.usefixtures("awake")
def test_a_manager_tries_again(rosa: Client) -> None:
    visit = booked(Day(timezone.now()), WRONG)
    answer = rosa.post(f"/settings/stuck/{last(visit).pk}/try-again", follow=True)
    assert "The text is on its way." in answer.content.decode()
    assert Change.objects.get(what="text sent again").subject_id == str(visit.pk)


@pytest.mark.usefixtures("awake")
def test_a_manager_gives_up_and_the_visit_remembers_who(rosa: Client) -> None:
    visit = booked(Day(timezone.now()), SET_UP)
    answer = rosa.post(f"/settings/stuck/{last(visit).pk}/give-up", follow=True)
    assert "Given up." in answer.content.decode()
    change = Change.objects.get(what="text given up")
    assert (change.subject_id, str(change.user)) == (str(visit.pk), "rosa")


@pytest.mark.usefixtures("awake")
@pytest.mark.parametrize("action", ["try-again", "give-up"])
def test_what_is_over_is_told_and_left(rosa: Client, action: str) -> None:
    day = Day(timezone.now())
    visit = booked(day)
    day.deliver()
    answer = rosa.post(f"/settings/stuck/{last(visit).pk}/{action}", follow=True)
    assert "any more." in answer.content.decode()
    assert told(visit) == [("introduction", "accepted")]


@pytest.mark.usefixtures("awake")
@pytest.mark.parametrize("action", ["try-again", "give-up"])
def test_a_dispatcher_sees_it_and_changes_nothing(client: Client, action: str) -> None:
    client.force_login(make_dispatcher())
    text = last(booked(Day(timezone.now()), SET_UP))
    assert "Give up" not in page(client)
    assert client.post(f"/settings/stuck/{text.pk}/{action}").status_code == 404
    assert Message.objects.get().state == State.HELD


@pytest.mark.parametrize("action", ["try-again", "give-up"])
def test_an_action_is_never_a_link(rosa: Client, action: str) -> None:
    assert rosa.get(f"/settings/stuck/{make_customer().pk}/{action}").status_code == 405
    assert rosa.post(f"/settings/stuck/{make_customer().pk}/{action}").status_code == 404

"""Texts that don't leave while the visit comes near: when a person calls, and when that is over."""

from datetime import timedelta

import pytest

from notifications import late
from notifications.call_services import finish
from notifications.models import CallTask, Message, Sender
from notifications.providers.base import (
    AmbiguousError,
    Family,
    NotProcessedError,
    ProviderError,
    RefusedError,
    SetUpError,
)
from notifications.reply_services import receive
from notifications.states import State
from tests.factories import make_customer, make_dispatcher
from tests.spine import Day, default_sender, last

pytestmark = pytest.mark.django_db
Why = CallTask.Reason
CAP = RefusedError(Family.DAILY_CAP, "30023")  # until midnight in California, 17 hours from now
STOP = SetUpError(Family.SET_UP, "30034")
BUSY = NotProcessedError(Family.TEMPORARY, "20429")
SILENCE = AmbiguousError(Family.AMBIGUOUS)


def open_calls() -> list[tuple[str, bool]]:
    return [(call.reason, call.urgent) for call in CallTask.objects.open()]


@pytest.mark.parametrize(
    ("hours", "calls"), [(3, [("held_up", True)]), (18.9, [("held_up", False)]), (19.1, [])]
)
def test_a_cap_that_ends_too_late_asks_for_a_call_at_once(
    day: Day, hours: float, calls: list[tuple[str, bool]]
) -> None:
    day.provider.answers = [CAP]
    day.book(hours=hours)
    day.deliver()
    late.run(day.now)
    assert open_calls() == calls


def test_what_waits_behind_the_cap_is_called_too(day: Day) -> None:
    day.provider.answers = [CAP]
    day.book(hours=3)
    day.deliver()
    day.book(customer=make_customer("Rosa Diaz", phone="+12025550188"), hours=3)
    assert late.run(day.now) == 2


@pytest.mark.parametrize(("hours", "count"), [(1.9, 1), (2.1, 0)])
def test_a_stopped_sender_asks_for_calls_two_hours_ahead(
    day: Day, hours: float, count: int
) -> None:
    day.provider.answers = [STOP]
    day.book(hours=hours)
    day.deliver()
    assert late.run(day.now) == count


@pytest.mark.parametrize("answer", [SILENCE, BUSY])
@pytest.mark.parametrize(("minutes", "count"), [(9, 0), (11, 1)])
def test_a_provider_that_does_not_take_a_text_in_ten_minutes(
    day: Day, answer: ProviderError, minutes: int, count: int
) -> None:
    day.provider.answers = [answer]
    day.book(hours=1.5)
    day.deliver()
    assert late.run(day.later(minutes=minutes).now) == count


def test_a_text_nobody_sends_asks_for_a_call(day: Day) -> None:
    day.book(hours=1.5)
    assert late.run(day.later(minutes=11).now) == 1


@pytest.mark.parametrize("hours", [1.5, 24])
def test_what_leaves_asks_for_no_call(day: Day, hours: float) -> None:
    day.book(hours=hours)
    day.deliver()
    assert late.run(day.later(minutes=11).now) == 0


def test_each_text_asks_once_even_when_the_call_is_made(day: Day) -> None:
    day.book(hours=1.5)
    late.run(day.later(minutes=11).now)
    assert late.run(day.now) == 0
    finish(by=make_dispatcher(), task=CallTask.objects.get(), now=day.now)
    assert late.run(day.now) == 0


def test_a_text_that_leaves_after_all_makes_the_call_needless(day: Day) -> None:
    visit = day.book(hours=1.5)
    late.run(day.later(minutes=11).now)
    day.deliver()
    assert last(visit).state == State.ACCEPTED
    assert open_calls() == []


def test_after_the_window_nobody_calls(day: Day) -> None:
    Sender.objects.update(stopped_code="30034")
    day.book(hours=1)
    Message.objects.update(useful_until=day.now + timedelta(minutes=5))
    assert late.run(day.later(minutes=5).now) == 0


def test_who_ends_texts_while_one_is_held_up_is_called_all_the_same(day: Day) -> None:
    day.provider.answers = [STOP]
    visit = day.book(hours=1.5)
    day.deliver()
    late.run(day.later(minutes=11).now)
    sender, words = default_sender(), "Please stop texting me"
    receive(sid="SM1", number=visit.text_to, sender=sender, body=words, opt_out="", now=day.now)
    assert open_calls() == [("held_up", True)]

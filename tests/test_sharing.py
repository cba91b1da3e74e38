"""The provider's limit on calls at once: each process that sends has the same part of it."""

import threading
from datetime import timedelta

import pytest
from pytest_django import Settings

from notifications.models import Pulse
from notifications.sharing import Share
from tests.spine import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def ten_at_once(settings: Settings) -> None:
    settings.CALLS_AT_ONCE = 10


def test_a_process_alone_has_all_calls() -> None:
    one = Share()
    one.renew(NOW)
    assert one.calls == 10


def test_of_several_processes_each_has_the_same_part() -> None:
    others, last = [Share(), Share()], Share()
    for each in (*others, last):
        each.renew(NOW)
    assert last.calls == 3


def test_a_process_that_sends_no_more_leaves_its_part_to_the_others() -> None:
    Share().renew(NOW)
    last = Share()
    last.renew(NOW + timedelta(seconds=31))
    assert last.calls == 10


def test_a_process_that_died_long_ago_is_forgotten() -> None:
    Share().renew(NOW)
    Share().renew(NOW + timedelta(hours=2))
    assert Pulse.objects.filter(name__startswith="sender ").count() == 1


def test_the_part_is_asked_for_now_and_then_only() -> None:
    one = Share()
    one.renew(NOW)
    Share().renew(NOW)
    one.renew(NOW)
    assert one.calls == 10


def test_there_is_always_room_for_one_call(settings: Settings) -> None:
    settings.CALLS_AT_ONCE = 1
    Share().renew(NOW)
    last = Share()
    last.renew(NOW)
    assert last.calls == 1


def test_one_call_too_many_waits_for_another_to_end(settings: Settings) -> None:
    settings.CALLS_AT_ONCE = 1
    one, order = Share(), []

    def call() -> None:
        with one.call():
            order.append("second")

    second = threading.Thread(target=call)
    with one.call():
        second.start()
        order.append("first")
    second.join()
    assert order == ["first", "second"]

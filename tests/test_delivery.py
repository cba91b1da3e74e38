"""From queue to provider: runs side by side, and every kind of answer."""

import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from pytest_django import Settings

from appointments.models import Appointment, Customer
from notifications import delivery, outcomes
from notifications.claiming import claim
from notifications.models import Message, Sender
from notifications.providers.base import (
    Accepted,
    AmbiguousError,
    Family,
    NotProcessedError,
    Outgoing,
    ProviderError,
    RefusedError,
    SetUpError,
)
from notifications.providers.memory import MemoryProvider
from notifications.states import Reason, State
from technicians.models import Technician
from tests.factories import make_technician
from tests.spine import (
    NOW,
    Day,
    attempts,
    book_many,
    default_sender,
    last,
    told,
    with_photo,
)

pytestmark = pytest.mark.django_db
FOOTBALL, BREAD = "plays football on Sundays", "bakes sourdough"


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez", interests=[FOOTBALL, BREAD])


def test_texts_wait_while_no_provider_is_set_up(day: Day) -> None:
    def nobody() -> MemoryProvider:
        raise SetUpError(Family.SET_UP, "no_account")

    visit = day.book()
    assert delivery.run(nobody, lambda: NOW) == 0
    assert told(visit) == [("confirmation", "queued")]


@pytest.mark.parametrize(("visits", "asked"), [(1, 0), (3, 0), (4, 1), (9, 1)])
def test_a_run_with_its_hands_full_asks_for_another_once(
    day: Day, settings: Settings, visits: int, asked: int
) -> None:
    settings.CALLS_AT_ONCE = 2
    book_many(day, visits)
    calls: list[str] = []
    sent = delivery.run(lambda: day.provider, lambda: NOW, another=lambda: calls.append("another"))
    assert (sent, len(calls)) == (visits, asked)


def test_an_answer_for_a_deleted_visit_spoils_no_other(day: Day) -> None:
    kept, deleted = book_many(day, 2)
    leaving = list(delivery.ready(claim(NOW, 9), NOW))
    last(deleted).delete()
    outcomes.accepted([(item.attempt, Accepted("MEM1")) for item in leaving], NOW)
    assert told(kept) == [("confirmation", "accepted")]
    assert told(deleted) == []


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_parallel_runs_send_each_text_once(day: Day) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one connection.")
    book_many(day, 40)
    together = threading.Barrier(4)

    def run(_: int) -> None:
        together.wait()
        day.deliver()
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(run, range(4)))
    assert len({text.to for text in day.provider.sent}) == len(day.provider.sent) == 40
    assert set(Message.objects.values_list("state", flat=True)) == {State.ACCEPTED}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_a_receipt_may_come_before_the_call_has_answered(day: Day) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one connection.")
    visit = day.book()

    def deliver_at_once(outgoing: Outgoing) -> None:
        (attempt,) = attempts(visit)
        assert day.receipt(attempt, State.DELIVERED, sid="MEM00001")
        connection.close()

    day.provider.meanwhile = deliver_at_once
    day.deliver()
    assert told(visit) == [("confirmation", "delivered")]
    assert (attempts(visit)[0].outcome, attempts(visit)[0].state) == ("accepted", "delivered")


def answered(day: Day, *answers: ProviderError | None) -> Appointment:
    """A visit whose text was answered like this."""
    day.provider.answers = list(answers)
    visit = day.book()
    day.deliver()
    return visit


def test_an_accepted_text_says_when_and_under_which_id(day: Day) -> None:
    visit = answered(day, None)
    assert (last(visit).state, last(visit).sent_at, last(visit).tries) == ("accepted", NOW, 1)
    (attempt,) = attempts(visit)
    assert (attempt.outcome, attempt.provider_sid) == ("accepted", "MEM00001")


def test_what_was_surely_not_processed_goes_again_later(day: Day) -> None:
    visit = answered(day, NotProcessedError(Family.TEMPORARY, "20429"))
    assert (last(visit).state, last(visit).reason) == ("queued", Reason.TRYING_AGAIN)
    assert not day.deliver()
    assert len(day.later(seconds=2).deliver()) == 1
    assert [a.outcome for a in attempts(visit)] == ["not_processed", "accepted"]
    assert last(visit).reason == ""


def test_a_provider_that_asks_for_a_pause_gets_it(day: Day) -> None:
    answered(day, NotProcessedError(Family.TEMPORARY, "20429", wait=7))
    book_many(day, 1)
    assert not day.later(seconds=6).deliver()
    assert len(day.later(seconds=1).deliver()) == 2


def test_a_set_up_error_stops_the_sender_and_keeps_the_queue(day: Day) -> None:
    Sender.objects.update(per_second=1)
    day.provider.answers = [SetUpError(Family.SET_UP, "20003")]
    visits = book_many(day, 3)
    assert not day.deliver()
    assert (day.provider.calls, default_sender().stopped_code) == (1, "20003")
    assert [told(visit)[0][1] for visit in visits] == ["held", "queued", "queued"]
    assert last(visits[0]).reason == Reason.SENDER_STOPPED


def test_a_refused_picture_goes_again_as_plain_text_with_a_link(day: Day, maya: Technician) -> None:
    day.provider.answers = [RefusedError(Family.PICTURE, "21621")]
    visit = day.book(with_photo(maya))
    (text,) = day.deliver()
    assert (text.media_url, "/v/" in text.body) == ("", True)
    assert (last(visit).channel, last(visit).state, last(visit).tries) == ("sms", "accepted", 2)


def test_a_picture_refused_without_one_ends_the_text(day: Day) -> None:
    visit = answered(day, RefusedError(Family.PICTURE, "21621"))
    assert (last(visit).state, day.provider.calls) == ("failed", 1)


def test_an_answer_that_got_lost_leaves_the_text_unsettled(day: Day) -> None:
    visit = answered(day, AmbiguousError(Family.AMBIGUOUS))
    assert (last(visit).state, last(visit).reason) == ("unsettled", Reason.NO_ANSWER)
    for _ in range(5):
        day.later(minutes=10).deliver()
    assert day.provider.calls == 1


def test_code_that_breaks_in_the_middle_of_a_call_leaves_the_text_unsettled(day: Day) -> None:
    def break_down(outgoing: Outgoing) -> None:
        raise ZeroDivisionError

    day.provider.meanwhile = break_down
    assert answered(day, None).messages.get().state == State.UNSETTLED


def test_one_number_that_opted_out_gets_no_more(day: Day) -> None:
    visit = answered(day, RefusedError(Family.OPTED_OUT, "21610"))
    assert (last(visit).state, last(visit).reason) == ("failed", Reason.SUPPRESSED)
    day.cancel(visit)
    again = day.book(customer=visit.customer, hours=48)
    assert not day.deliver()
    assert (last(again).state, last(again).reason) == ("skipped", Reason.SUPPRESSED)


def test_a_text_that_can_t_be_written_does_not_hold_up_the_others(day: Day) -> None:
    broken, fine = book_many(day, 2)
    Customer.objects.filter(pk=broken.customer_id).update(phone="nonsense")
    assert [text.to for text in day.deliver()] == [fine.text_to]
    day.later(minutes=1).sweep()
    assert last(broken).state == State.QUEUED


def test_no_more_calls_are_under_way_than_the_provider_allows(day: Day, settings: Settings) -> None:
    settings.CALLS_AT_ONCE = 2
    book_many(day, 6)
    at_once: list[int] = []
    under_way = Counter[str]()

    def meanwhile(outgoing: Outgoing) -> None:
        under_way["calls"] += 1
        time.sleep(0.01)  # long enough for a third call to begin, if one could
        at_once.append(under_way["calls"])
        under_way["calls"] -= 1

    day.provider.meanwhile = meanwhile
    assert len(day.deliver()) == 6
    assert max(at_once) <= 2


def test_a_call_that_hangs_holds_up_no_other(day: Day, settings: Settings) -> None:
    settings.CALLS_AT_ONCE = 2
    visits = book_many(day, 6)
    others_left = threading.Event()

    def meanwhile(outgoing: Outgoing) -> None:
        if outgoing.to == visits[0].text_to:
            assert others_left.wait(timeout=10), "It was waited for."
        elif len(day.provider.sent) == 4:
            others_left.set()

    day.provider.meanwhile = meanwhile
    assert [text.to for text in day.deliver()][-1] == visits[0].text_to

"""What was lost, stuck or left open is found, and nothing leaves twice."""

from datetime import datetime, timedelta

import pytest

from appointments.models import Appointment
from notifications import delivery, outcomes
from notifications.claiming import claim
from notifications.models import Attempt, Message, Pulse, Sender
from notifications.providers.base import (
    AmbiguousError,
    Family,
    NotProcessedError,
    ProviderError,
    RefusedError,
    SetUpError,
    Sought,
)
from notifications.providers.memory import MemoryProvider
from notifications.states import Reason, State
from notifications.sweeping import run
from tests.factories import make_technician
from tests.spine import NOW, Day, attempts, default_sender, last, told

pytestmark = pytest.mark.django_db
LOST_ANSWER = AmbiguousError(Family.AMBIGUOUS)
SERVER_ERROR = AmbiguousError(Family.AMBIGUOUS, "20500")


def answered(day: Day, error: ProviderError, *, taken: bool) -> Appointment:
    """A visit whose call ended like this, whether or not the provider took the text."""
    day.provider.answers, day.provider.takes_anyway = [error], taken
    visit = day.book()
    day.deliver()
    day.provider.takes_anyway = False
    return visit


def sweep_for(day: Day, **span: float) -> None:
    """Sweep and deliver now and then for so long, as beat and worker do."""
    end = day.now + timedelta(**span)
    while day.now < end:
        day.later(seconds=20)
        if day.sweep():
            day.deliver()


# Claims of a worker that died


def test_a_claim_without_a_call_goes_back(day: Day) -> None:
    visit = day.book()
    claim(NOW, 9)
    assert day.later(seconds=31).sweep()
    assert told(visit) == [("confirmation", "queued")]
    assert len(day.deliver()) == 1


def test_a_claim_with_a_call_is_unsettled(day: Day) -> None:
    visit = day.book()
    list(delivery.ready(claim(NOW, 9), NOW))
    day.later(seconds=31).sweep()
    assert (last(visit).state, last(visit).reason) == ("unsettled", Reason.NO_ANSWER)
    assert attempts(visit)[0].outcome == "unknown"


def test_a_fresh_claim_is_left_alone(day: Day) -> None:
    visit = day.book()
    claim(NOW, 9)
    day.later(seconds=30).sweep()
    assert last(visit).state == State.SENDING


def test_a_claim_whose_earlier_call_never_arrived_goes_back(day: Day) -> None:
    visit = answered(day, NotProcessedError(Family.TEMPORARY), taken=False)
    claim(day.later(seconds=9).now, 9)
    day.later(seconds=31).sweep()
    assert last(visit).state == State.QUEUED


def test_a_claim_left_between_call_and_text_is_unsettled(day: Day) -> None:
    visit = day.book()
    list(delivery.ready(claim(NOW, 9), NOW))
    Attempt.objects.update(outcome=Attempt.Outcome.UNKNOWN)
    day.later(seconds=31).sweep()
    assert last(visit).state == State.UNSETTLED


# Calls whose end nobody knows


def test_a_lost_answer_is_found_in_the_list(day: Day) -> None:
    visit = answered(day, LOST_ANSWER, taken=True)
    day.later(seconds=5).sweep()
    assert told(visit) == [("confirmation", "accepted")]
    assert attempts(visit)[0].provider_sid == "MEM00001"
    sweep_for(day, minutes=7)
    assert len(day.provider.sent) == 1


def test_a_worker_killed_after_the_provider_took_it_is_found_in_the_list(day: Day) -> None:
    visit = day.book()
    (leaving,) = delivery.ready(claim(NOW, 9), NOW)
    day.provider.send(leaving.outgoing)
    sweep_for(day, seconds=40)
    assert (last(visit).state, len(day.provider.sent)) == ("accepted", 1)


def test_a_callback_settles_before_any_look(day: Day) -> None:
    visit = answered(day, LOST_ANSWER, taken=True)
    day.receipt(attempts(visit)[0], State.DELIVERED, sid="MEM00001")
    sweep_for(day, minutes=7)
    assert (last(visit).state, attempts(visit)[0].looks) == ("delivered", 0)


@pytest.mark.parametrize(
    ("error", "looks"), [(LOST_ANSWER, [5, 30, 120, 360]), (SERVER_ERROR, [5, 20])]
)
def test_it_is_looked_for_a_few_times(day: Day, error: ProviderError, looks: list[int]) -> None:
    visit = answered(day, error, taken=False)
    seen: list[float] = []
    for second in (4, 5, 6, 19, 20, 21, 29, 30, 31, 119, 120, 121, 359, 360, 361, 999):
        day.now = NOW + timedelta(seconds=second)
        before = attempts(visit)[0].looks
        day.sweep()
        seen += [second] * (attempts(visit)[0].looks - before)
    assert seen == looks


@pytest.mark.parametrize("error", [LOST_ANSWER, SERVER_ERROR])
def test_what_never_arrived_is_sent_again_once(day: Day, error: ProviderError) -> None:
    visit = answered(day, error, taken=False)
    sweep_for(day, minutes=9)
    assert told(visit) == [("confirmation", "accepted")]
    assert [attempt.outcome for attempt in attempts(visit)] == ["never_arrived", "accepted"]
    assert len(day.provider.sent) == 1


def test_what_never_arrived_is_sent_again_only_while_it_is_useful(day: Day) -> None:
    visit = answered(day, LOST_ANSWER, taken=False)
    Message.objects.update(useful_until=NOW + timedelta(minutes=5))
    sweep_for(day, minutes=9)
    assert (last(visit).state, last(visit).reason) == ("skipped", Reason.TOO_LATE)
    assert not day.provider.sent


def test_what_never_arrived_says_at_last_what_is_true_then(day: Day) -> None:
    visit = answered(day, LOST_ANSWER, taken=False)
    day.later(seconds=10).reassign(visit, make_technician("Omar Haddad"))
    sweep_for(day, minutes=9)
    assert ["Omar is coming" in text.body for text in day.provider.sent] == [True]


@pytest.mark.parametrize("arrived", [True, False])
def test_a_change_back_to_what_may_have_been_told_is_told_once(day: Day, *, arrived: bool) -> None:
    maya, omar = make_technician("Maya Lopez"), make_technician("Omar Haddad")
    day.provider.answers, day.provider.takes_anyway = [LOST_ANSWER], arrived
    visit = day.book(maya)
    day.deliver()
    day.later(seconds=1).reassign(visit, omar)
    day.later(seconds=1).reassign(visit, maya)
    sweep_for(day, minutes=9)
    assert ["Maya is coming" in text.body for text in day.provider.sent] == [True]
    assert last(visit).reason == Reason.NOTHING_NEW


def test_a_receipt_after_it_was_given_up_stops_the_second_text(day: Day) -> None:
    visit = answered(day, SERVER_ERROR, taken=False)
    for second in (5, 20):
        day.now = NOW + timedelta(seconds=second)
        day.sweep()
    assert last(visit).state == State.QUEUED
    day.receipt(attempts(visit)[0], State.SENT, sid="MEM00001")
    assert not day.deliver()
    assert last(visit).state == State.SENT


def test_an_answer_after_it_was_given_up_does_not_touch_the_next_call(day: Day) -> None:
    visit = day.book()
    (late,) = delivery.ready(claim(NOW, 9), NOW)
    while last(visit).state != State.QUEUED:
        day.later(seconds=60).sweep()
    (leaving,) = delivery.ready(claim(day.now, 9), day.now)
    outcomes.refused(late.attempt, NotProcessedError(Family.TEMPORARY), day.now)
    assert last(visit).state == State.SENDING
    assert [attempt.outcome for attempt in attempts(visit)] == ["never_arrived", "open"]
    assert leaving.attempt in attempts(visit)


def test_a_text_of_another_attempt_is_not_taken(day: Day) -> None:
    day.book()
    body = day.deliver()[0].body
    visit = answered(day, LOST_ANSWER, taken=False)
    Message.objects.filter(appointment=visit).update(body=body)
    day.later(seconds=5).sweep()
    assert last(visit).state == State.UNSETTLED


def test_a_list_that_can_t_be_read_is_no_look(day: Day) -> None:
    visit = answered(day, LOST_ANSWER, taken=True)
    day.later(seconds=5)
    for error in (AmbiguousError(Family.AMBIGUOUS), RefusedError(Family.CONTENT, "20001")):
        run(lambda error=error: Unreadable(error), day.now)  # type: ignore[misc]
    assert (last(visit).state, attempts(visit)[0].looks) == ("unsettled", 0)


class Unreadable(MemoryProvider):
    """A provider whose list fails."""

    def __init__(self, error: ProviderError) -> None:
        super().__init__()
        self.error = error

    def find(self, sought: Sought) -> list[str]:
        raise self.error


def test_without_a_provider_nothing_is_given_up(day: Day) -> None:
    visit = answered(day, LOST_ANSWER, taken=False)

    def nobody() -> MemoryProvider:
        raise SetUpError(Family.SET_UP, "no_account")

    for minutes in (5, 10, 15, 20):
        run(nobody, NOW + timedelta(minutes=minutes))
    assert last(visit).state == State.UNSETTLED


# What was held, and what nobody knocked for


def test_texts_of_a_mended_sender_go_out(day: Day) -> None:
    visit = answered(day, SetUpError(Family.SET_UP, "20003"), taken=False)
    assert not day.later(minutes=1).sweep()
    Sender.objects.update(stopped_code="")
    assert day.sweep()
    assert last(visit).reason == ""
    assert len(day.deliver()) == 1


MIDNIGHT = datetime.fromisoformat("2026-06-03T00:00:00-07:00")


@pytest.mark.parametrize(("seconds", "sent"), [(-1, 0), (0, 1)])
def test_a_day_s_cap_holds_until_midnight_on_the_pacific(
    day: Day, seconds: float, sent: int
) -> None:
    visit = answered(day, RefusedError(Family.DAILY_CAP, "30023"), taken=False)
    assert (last(visit).state, last(visit).reason) == ("held", Reason.DAILY_CAP)
    assert default_sender().held_until == MIDNIGHT
    Appointment.objects.update(on_the_phone=True, status_at=MIDNIGHT)  # whatever the hour
    day.now = MIDNIGHT + timedelta(seconds=seconds)
    day.sweep()
    assert len(day.deliver()) == sent


def test_a_lost_knock_is_found(day: Day) -> None:
    day.book()
    assert day.sweep()
    day.deliver()
    assert not day.sweep()


def test_what_is_not_due_wakes_nobody(day: Day) -> None:
    day.book()
    day.now -= timedelta(seconds=1)
    assert not day.sweep()


def test_every_sweep_is_a_sign_of_life(day: Day) -> None:
    for _ in range(2):
        day.later(seconds=5).sweep()
    assert Pulse.objects.get().at == NOW + timedelta(seconds=10)

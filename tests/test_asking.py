"""Texts whose receipts stay away: the provider is asked a few times, and moves them forward."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from pytest_django import Settings

from appointments.models import Appointment
from notifications import asking, delivery
from notifications.models import ASKED_ENOUGH, Attempt, CallTask
from notifications.providers.base import (
    AmbiguousError,
    Family,
    Provider,
    Report,
    SetUpError,
    Stage,
)
from notifications.providers.memory import MemoryProvider
from notifications.simulator import Simulator
from notifications.simulator.faults import Faults
from notifications.simulator.life import Pace
from notifications.states import Reason, State
from tests.simulator_company import ACCOUNT, TOKEN
from tests.spine import NOW, Day, attempts, book_many, last
from tests.test_providers import twilio

pytestmark = pytest.mark.django_db
DELIVERED = Report(Stage.DELIVERED)
DOWN = AmbiguousError(Family.AMBIGUOUS)
CODE_LOST = Report(Stage.UNDELIVERED, Family.WRONG_NUMBER, "30006")


@pytest.fixture
def visit(day: Day) -> Appointment:
    """The provider has its text, and says no more by itself."""
    visit = day.book()
    day.deliver()
    return visit


def ask(day: Day, **later: float) -> None:
    asking.run(lambda: day.provider, NOW + timedelta(**later))


def arrives(day: Day, visit: Appointment, report: Report = DELIVERED) -> None:
    day.provider.reports[attempts(visit)[-1].provider_sid] = report


@pytest.mark.parametrize(("seconds", "state"), [(119, State.ACCEPTED), (120, State.DELIVERED)])
def test_after_two_minutes_without_a_receipt_the_provider_is_asked(
    day: Day, visit: Appointment, seconds: float, state: State
) -> None:
    arrives(day, visit)
    ask(day, seconds=seconds)
    assert last(visit).state == state


def test_the_pauses_grow_until_nobody_asks_any_more(day: Day, visit: Appointment) -> None:
    asked_at = []
    for minute in (1, 2, 3, 9, 10, 11, 59, 60, 61, 359, 360, 361, 1439):
        before = attempts(visit)[0].asked
        ask(day, minutes=minute)
        asked_at += [minute] * (attempts(visit)[0].asked - before)
    assert asked_at == [2, 10, 60, 360]


def test_whoever_was_asked_for_often_enough_leaves_the_index() -> None:
    assert len(asking.PAUSES) == ASKED_ENOUGH


def test_a_text_of_yesterday_is_not_asked_for(day: Day, visit: Appointment) -> None:
    arrives(day, visit)
    ask(day, hours=24)
    assert last(visit).state == State.ACCEPTED


def test_a_step_on_the_way_is_noted_and_asked_for_again(day: Day, visit: Appointment) -> None:
    ask(day, minutes=2)
    assert last(visit).state == State.SENT
    arrives(day, visit)
    ask(day, minutes=10)
    assert last(visit).state == State.DELIVERED


def test_a_text_that_turns_out_lost_becomes_a_call(day: Day, visit: Appointment) -> None:
    arrives(day, visit, CODE_LOST)
    ask(day, minutes=2)
    text = last(visit)
    assert (text.state, text.reason, text.error_code) == (
        State.UNDELIVERED,
        Reason.WRONG_NUMBER,
        "30006",
    )
    assert CallTask.objects.open().count() == 1


def test_an_answer_older_than_a_receipt_moves_nothing_back(day: Day, visit: Appointment) -> None:
    provider = Hasty(day, visit)
    asking.run(lambda: provider, NOW + timedelta(minutes=2))
    assert last(visit).state == State.DELIVERED


class Hasty(MemoryProvider):
    """Its receipt comes while it is being asked, and is newer than its answer."""

    def __init__(self, day: Day, visit: Appointment) -> None:
        super().__init__()
        self.day, self.visit = day, visit

    def report(self, sid: str) -> Report | None:
        self.day.receipt(attempts(self.visit)[0], State.DELIVERED)
        return Report(Stage.SENT)


def test_what_the_provider_forgot_stays_as_it_is(day: Day, visit: Appointment) -> None:
    day.provider.sent.clear()
    ask(day, minutes=2)
    assert (last(visit).state, attempts(visit)[0].asked) == (State.ACCEPTED, 1)


@pytest.mark.parametrize("state", [State.DELIVERED, State.READ, State.UNDELIVERED])
def test_whose_end_is_known_is_not_asked_for(day: Day, visit: Appointment, state: State) -> None:
    day.receipt(attempts(visit)[0], state)
    ask(day, minutes=2)
    assert attempts(visit)[0].asked == 0


def test_a_provider_that_can_t_be_asked_is_left_alone_until_the_next_sweep(day: Day) -> None:
    visits = book_many(day, 3)
    day.deliver()
    sids = [attempts(visit)[0].provider_sid for visit in visits]
    day.provider.reports = dict.fromkeys(sids, DOWN)
    ask(day, minutes=2)
    assert sorted(Attempt.objects.values_list("asked", flat=True)) == [0, 0, 1]


def test_one_that_can_t_be_asked_for_does_not_keep_the_others_waiting(day: Day) -> None:
    first, second = book_many(day, 2)
    day.deliver()
    day.provider.reports = {attempts(first)[0].provider_sid: DOWN}
    ask(day, minutes=2)
    ask(day, minutes=2)
    assert last(second).state == State.SENT


def test_a_sweep_asks_for_a_few_seconds_only(day: Day) -> None:
    visits = book_many(day, 3)
    day.deliver()
    ticks = iter([0.0, 1.0, 2.0, 4.0])
    asking.run(lambda: day.provider, NOW + timedelta(minutes=2), lambda: next(ticks))
    assert sum(attempts(visit)[0].asked for visit in visits) == 2


def test_a_sweep_asks_for_a_few_texts_only(day: Day, visit: Appointment) -> None:
    (one,) = attempts(visit)
    more = [Attempt(message=one.message, outcome=one.outcome, started_at=NOW) for _ in range(60)]
    Attempt.objects.bulk_create(more)
    ask(day, minutes=2)
    assert Attempt.objects.filter(asked=1).count() == asking.MOST


def test_without_a_provider_nobody_is_asked(day: Day, visit: Appointment) -> None:
    def nobody() -> Provider:
        raise SetUpError(Family.SET_UP, "no_account")

    asking.run(nobody, NOW + timedelta(minutes=2))
    assert attempts(visit)[0].asked == 0


def test_a_look_for_what_is_due_reads_a_small_index(day: Day, visit: Appointment) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans otherwise.")
    (one,) = attempts(visit)
    known = [Attempt(message=one.message, state="delivered", started_at=NOW) for _ in range(2000)]
    Attempt.objects.bulk_create(known)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_attempt")
    due = Attempt.objects.filter(
        outcome="accepted", state__in=["sending", "accepted", "sent"], asked=0, started_at__lte=NOW
    )
    assert "attempt_unreported" in due.order_by("started_at").explain()


# Over the provider's own HTTP


@pytest.fixture
def deaf() -> Iterator[Simulator]:
    """A provider that delivers and never reports."""
    with Simulator(account_sid=ACCOUNT, auth_token=TOKEN, pace=Pace().times(0)) as sim:
        sim.faults = Faults(callbacks="off")
        yield sim


def test_texts_whose_callbacks_are_lost_become_delivered(
    day: Day, deaf: Simulator, settings: Settings
) -> None:
    provider = twilio(settings, deaf.url)
    visits = book_many(day, 3)
    delivery.run(lambda: provider, lambda: NOW)
    deaf.settle()
    assert {last(visit).state for visit in visits} == {State.ACCEPTED}
    asking.run(lambda: provider, NOW + timedelta(minutes=2))
    assert {last(visit).state for visit in visits} == {State.DELIVERED}

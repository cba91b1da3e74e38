"""The last look at the world before a text leaves."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from appointments.models import Appointment, Customer
from appointments.statuses import Status
from notifications import delivery, outcomes
from notifications.claiming import claim
from notifications.providers.base import (
    Accepted,
    Family,
    NotProcessedError,
)
from notifications.states import Reason, State
from technicians.models import Technician
from tests.factories import make_technician
from tests.spine import NOW, Day, last, suppress, told

pytestmark = pytest.mark.django_db
FOOTBALL, BREAD = "plays football on Sundays", "bakes sourdough"


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez", interests=[FOOTBALL, BREAD])


def test_a_text_taken_before_its_visit_changed_gives_way(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya)
    claimed = claim(NOW, 9)
    day.reassign(visit, omar)
    assert not list(delivery.ready(claimed, NOW))
    assert "Omar is coming" in day.deliver()[0].body
    assert told(visit) == [("introduction", "skipped"), ("introduction", "accepted")]


def test_a_visit_called_off_while_its_text_is_taken_is_not_told(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    claimed = claim(NOW, 9)
    day.cancel(visit)
    assert not list(delivery.ready(claimed, NOW))
    assert not day.deliver()
    assert told(visit) == [("introduction", "skipped"), ("cancel", "skipped")]


def test_a_change_while_a_text_leaves_is_told_a_minute_later(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya)
    leaving = list(delivery.ready(claim(NOW, 9), NOW))
    day.reassign(visit, omar)
    assert not day.deliver()
    outcomes.accepted([(leaving[0].attempt, Accepted("MEM1"))], NOW)
    assert not day.later(seconds=59).deliver()
    assert "Omar is coming" in day.later(seconds=1).deliver()[0].body


def test_a_far_off_change_while_a_text_leaves_is_not_put_off_if_that_text_fails(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya, hours=5 * 24)
    (leaving,) = delivery.ready(claim(NOW, 9), NOW)
    day.reassign(visit, omar)
    outcomes.refused(leaving.attempt, NotProcessedError(Family.TEMPORARY), NOW)
    day.later(seconds=5).deliver()
    assert "Omar is coming" in day.later(seconds=5).deliver()[0].body


def test_a_far_off_change_while_a_text_leaves_waits_if_that_text_arrives(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya, hours=5 * 24)
    (leaving,) = delivery.ready(claim(NOW, 9), NOW)
    day.reassign(visit, omar)
    outcomes.accepted([(leaving.attempt, Accepted("MEM1"))], NOW)
    assert not day.later(minutes=5).deliver()
    assert last(visit).send_after > NOW + timedelta(days=3)


def prefer_calls(day: Day, visit: Appointment) -> None:
    Customer.objects.update(reach=Customer.Reach.CALL)


def prefer_mail(day: Day, visit: Appointment) -> None:
    Customer.objects.update(reach=Customer.Reach.EMAIL)


def ring_the_bell(day: Day, visit: Appointment) -> None:
    Appointment.objects.update(status=Status.ARRIVED)


def let_it_pass(day: Day, visit: Appointment) -> None:
    day.now = visit.arrival_window_end


@pytest.mark.parametrize(
    ("happens", "reason"),
    [
        (suppress, Reason.SUPPRESSED),
        (prefer_calls, Reason.BY_CALL),
        (prefer_mail, Reason.BY_CALL),
        (ring_the_bell, Reason.TOO_LATE),
        (let_it_pass, Reason.TOO_LATE),
    ],
)
def test_what_happens_between_plan_and_sending_counts(
    day: Day, happens: Callable[[Day, Appointment], None], reason: Reason
) -> None:
    visit = day.book()
    happens(day, visit)
    assert not day.deliver()
    assert (last(visit).state, last(visit).reason) == (State.SKIPPED, reason)


def test_a_second_before_the_window_ends_is_not_too_late(day: Day) -> None:
    visit = day.book(hours=1)
    day.now = visit.arrival_window_end - timedelta(seconds=1)
    assert day.deliver()[0].valid_for == 20


def test_the_provider_keeps_a_text_no_longer_than_it_is_useful(day: Day) -> None:
    visit = day.book(hours=1)
    assert day.deliver()[0].valid_for == 300
    day.move(visit, hours=1)
    day.now = visit.arrival_window_end + timedelta(minutes=59)
    assert day.deliver()[0].valid_for == 60


def test_a_text_that_waited_says_what_is_true_now(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    Appointment.objects.filter(pk=visit.pk).update(technician=make_technician("Ana Ruiz"))
    assert "Ana is coming" in day.deliver()[0].body
    assert last(visit).told["name"] == "Ana"

"""Receipts in any order, repeated, early and late: they move a text forward only."""

from datetime import timedelta
from itertools import permutations

import pytest

from appointments.models import Appointment
from notifications import delivery, outcomes
from notifications.claiming import claim
from notifications.models import Attempt, DetailTold, Suppression
from notifications.providers.base import Accepted, AmbiguousError, Family, NotProcessedError
from notifications.states import Reason, State
from technicians.models import Technician
from tests.factories import make_technician
from tests.spine import NOW, Day, attempts, default_sender, last, texts, told, with_photo

pytestmark = pytest.mark.django_db
STEPS = (State.ACCEPTED, State.SENT, State.DELIVERED, State.READ)


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez", interests=["bakes bread", "sings"])


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """Dana's text is with the provider."""
    visit = day.book(with_photo(maya))
    day.deliver()
    return visit


def reports(day: Day, visit: Appointment, *states: State, code: str = "") -> None:
    """Receipts for the newest attempt, one a second."""
    for state in states:
        day.later(seconds=1).receipt(attempts(visit)[-1], state, code)


@pytest.mark.parametrize("order", list(permutations(STEPS)))
def test_receipts_in_any_order_end_at_the_farthest(
    day: Day, visit: Appointment, order: tuple[State, ...]
) -> None:
    reports(day, visit, *order)
    assert last(visit).state == State.READ
    assert attempts(visit)[0].state == State.READ


@pytest.mark.parametrize("state", STEPS)
def test_a_receipt_twice_is_a_receipt_once(day: Day, visit: Appointment, state: State) -> None:
    reports(day, visit, state)
    before = vars(last(visit)) | {"_state": None}
    reports(day, visit, state)
    assert vars(last(visit)) | {"_state": None} == before


def test_the_first_arrival_is_when_it_was_delivered(day: Day, visit: Appointment) -> None:
    reports(day, visit, State.SENT, State.DELIVERED, State.READ)
    assert last(visit).delivered_at == NOW + timedelta(seconds=2)
    assert last(visit).sent_at == NOW


def test_a_receipt_for_an_unknown_attempt_is_nobodys(day: Day) -> None:
    assert not day.receipt(Attempt(), State.DELIVERED)


@pytest.mark.parametrize("lost", [State.UNDELIVERED, State.FAILED])
@pytest.mark.parametrize("arrived", [State.DELIVERED, State.READ])
def test_a_late_arrival_wins_and_clears_the_reason(
    day: Day, visit: Appointment, lost: State, arrived: State
) -> None:
    reports(day, visit, lost, code="30005")
    assert (last(visit).state, last(visit).reason) == (lost, Reason.WRONG_NUMBER)
    reports(day, visit, arrived)
    assert (last(visit).state, last(visit).reason, last(visit).error_code) == (arrived, "", "")


@pytest.mark.parametrize("late", [State.ACCEPTED, State.SENT, State.UNDELIVERED, State.FAILED])
def test_what_arrived_stays_arrived(day: Day, visit: Appointment, late: State) -> None:
    reports(day, visit, State.DELIVERED, late)
    assert last(visit).state == State.DELIVERED


@pytest.mark.parametrize("late", [State.ACCEPTED, State.SENT])
@pytest.mark.parametrize("lost", [State.UNDELIVERED, State.FAILED])
def test_an_older_step_does_not_revive_a_lost_text(
    day: Day, visit: Appointment, late: State, lost: State
) -> None:
    reports(day, visit, lost, code="30005")
    reports(day, visit, late)
    assert (last(visit).state, last(visit).error_code) == (lost, "30005")


def test_receipts_before_the_answer_is_saved_are_not_undone(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    (leaving,) = delivery.ready(claim(NOW, 9), NOW)
    reports(day, visit, State.SENT, State.DELIVERED)
    outcomes.accepted([(leaving.attempt, Accepted("MEM00001"))], day.now)
    assert told(visit) == [("introduction", "delivered")]
    assert last(visit).sent_at == NOW + timedelta(seconds=1)
    assert DetailTold.objects.count() == 1


def test_a_failure_before_the_answer_is_saved_is_not_undone(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    (leaving,) = delivery.ready(claim(NOW, 9), NOW)
    reports(day, visit, State.FAILED, code="30005")
    outcomes.accepted([(leaving.attempt, Accepted("MEM00001"))], day.now)
    assert (last(visit).state, last(visit).reason) == ("failed", Reason.WRONG_NUMBER)


def test_a_receipt_proves_a_call_whose_answer_said_nothing(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    (leaving,) = delivery.ready(claim(NOW, 9), NOW)
    day.receipt(leaving.attempt, State.SENT, sid="MEM00001")
    outcomes.refused(leaving.attempt, AmbiguousError(Family.AMBIGUOUS, "20500"), day.now)
    assert last(visit).state == State.SENT
    (attempt,) = attempts(visit)
    assert (attempt.outcome, attempt.provider_sid) == ("accepted", "MEM00001")


def test_a_receipt_settles_what_was_unsettled(day: Day, maya: Technician) -> None:
    day.provider.answers = [AmbiguousError(Family.AMBIGUOUS)]
    visit = day.book(maya)
    day.deliver()
    day.receipt(attempts(visit)[0], State.SENT, sid="MEM00001")
    assert (last(visit).state, last(visit).reason) == ("sent", "")
    assert DetailTold.objects.count() == 1
    day.later(minutes=10).sweep()
    assert not day.deliver()


def test_the_failure_of_an_older_attempt_does_not_touch_the_newer(
    day: Day, visit: Appointment
) -> None:
    reports(day, visit, State.FAILED, code="30011")  # the picture; it goes again without
    day.deliver()
    first, second = attempts(visit)
    day.receipt(first, State.UNDELIVERED, "30005")
    assert (last(visit).state, last(visit).tries) == ("accepted", 2)
    day.receipt(second, State.DELIVERED)
    assert last(visit).state == State.DELIVERED


def test_an_older_attempt_that_arrives_after_all_saves_the_second_text(
    day: Day, visit: Appointment
) -> None:
    reports(day, visit, State.UNDELIVERED, code="30003")  # it is tried once more
    assert last(visit).state == State.QUEUED
    reports(day, visit, State.DELIVERED)
    assert last(visit).state == State.DELIVERED
    assert not day.deliver()


def test_an_older_step_does_not_stop_the_second_text(day: Day, visit: Appointment) -> None:
    reports(day, visit, State.FAILED, code="30011")
    reports(day, visit, State.SENT)
    assert len(day.deliver()) == 1


@pytest.mark.parametrize(
    ("code", "state", "reason"),
    [
        ("30003", "queued", Reason.TRYING_AGAIN),
        ("30004", "undelivered", Reason.SUPPRESSED),
        ("30005", "undelivered", Reason.WRONG_NUMBER),
        ("30006", "undelivered", Reason.WRONG_NUMBER),
        ("30007", "undelivered", Reason.CONTENT_REFUSED),
        ("30011", "queued", Reason.PICTURE_REFUSED),
        ("30001", "queued", Reason.TRYING_AGAIN),
        ("30036", "queued", Reason.TRYING_AGAIN),
        ("30023", "held", Reason.DAILY_CAP),
        ("30034", "held", Reason.SENDER_STOPPED),
        ("39999", "undelivered", Reason.UNREACHABLE),
    ],
)
def test_a_loss_is_worth_what_its_code_says(
    day: Day, visit: Appointment, code: str, state: str, reason: Reason
) -> None:
    reports(day, visit, State.UNDELIVERED, code=code)
    assert (last(visit).state, last(visit).reason) == (state, reason)
    assert last(visit).error_code == code


@pytest.mark.parametrize(("code", "calls"), [("30003", 2), ("30036", 2), ("30001", 8)])
def test_a_text_that_is_lost_again_and_again_is_given_up(
    day: Day, visit: Appointment, code: str, calls: int
) -> None:
    for _ in range(20):
        reports(day, visit, State.UNDELIVERED, code=code)
        day.later(minutes=1).deliver()
    assert (last(visit).state, day.provider.calls) == ("undelivered", calls)


@pytest.mark.parametrize("code", ["30003", "30036"])
def test_calls_a_busy_provider_never_took_do_not_cost_the_second_try(day: Day, code: str) -> None:
    day.provider.answers = [NotProcessedError(Family.TEMPORARY, "20429") for _ in range(3)]
    visit = day.book()
    for _ in range(4):
        day.later(minutes=1).deliver()
    reports(day, visit, State.UNDELIVERED, code=code)
    assert len(day.deliver()) == 1


def test_an_opt_out_told_late_is_honoured(day: Day, visit: Appointment) -> None:
    reports(day, visit, State.FAILED, code="21610")
    suppression = Suppression.objects.get()
    assert (suppression.number, suppression.source) == (visit.text_to, "provider 21610")


def test_a_sender_carriers_refuse_is_stopped(day: Day, visit: Appointment) -> None:
    reports(day, visit, State.UNDELIVERED, code="30034")
    assert default_sender().stopped_code == "30034"
    day.later(minutes=1).sweep()
    assert not day.deliver()


def test_a_face_that_arrives_after_its_visit_went_back_is_set_right(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    omar = make_technician("Omar Haddad")
    day.later(minutes=5).reassign(visit, omar)
    day.deliver()
    reports(day, visit, State.UNDELIVERED, code="30005")
    day.later(minutes=5).reassign(visit, maya)  # as far as we know, Dana still expects Maya
    assert not day.deliver()
    reports(day, visit, State.DELIVERED)
    (text,) = day.later(minutes=5).deliver()
    assert "Maya is coming" in text.body
    assert [kind for kind, _ in told(visit)] == ["introduction", "new_face", "new_face"]


def test_a_text_that_arrives_after_all_and_is_true_needs_no_other(
    day: Day, visit: Appointment
) -> None:
    reports(day, visit, State.UNDELIVERED, code="30005")
    reports(day, visit, State.DELIVERED)
    assert not day.later(minutes=5).deliver()
    assert len(texts(visit)) == 1

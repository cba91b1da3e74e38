"""From queue to provider: exclusive claims, a last look at the world, and every kind of answer."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection

from appointments.models import Appointment, Customer
from appointments.statuses import Status
from fieldservice.company.services import default_unit
from notifications import delivery, outcomes
from notifications.claiming import claim
from notifications.models import DetailTold, Message, Sender, Suppression
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
from notifications.states import Reason, State, Urgency
from technicians.models import Consent, Technician
from technicians.services import withdraw
from tests.factories import make_customer, make_technician
from tests.spine import NOW, OFFICE, Day, attempts, default_sender, last, told, with_photo

pytestmark = pytest.mark.django_db
FOOTBALL, BREAD = "plays football on Sundays", "bakes sourdough"


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez", interests=[FOOTBALL, BREAD])


@pytest.fixture
def omar() -> Technician:
    return make_technician("Omar Haddad")


def book_many(day: Day, count: int) -> list[Appointment]:
    """Visits of as many customers, each on a number of their own."""
    return [
        day.book(customer=make_customer(f"Customer {n}", phone=f"+120255501{n:02}"))
        for n in range(count)
    ]


def slow(per_second: float) -> Sender:
    Sender.objects.update(per_second=per_second)
    return default_sender()


# Claims


def test_a_claim_is_exclusive(day: Day) -> None:
    book_many(day, 3)
    assert [len(claim(NOW, limit)) for limit in (2, 9, 9)] == [2, 1, 0]


def test_what_is_not_due_is_not_claimed(day: Day) -> None:
    day.book()
    assert not claim(NOW - timedelta(seconds=1), 9)


def test_a_claim_that_was_taken_away_sends_nothing(day: Day) -> None:
    visit = day.book()
    claimed = claim(NOW, 9)
    day.later(seconds=31).sweep()
    assert not list(delivery.ready(claimed, day.now))
    assert last(visit).state == State.QUEUED


def test_texts_wait_while_no_provider_is_set_up(day: Day) -> None:
    def nobody() -> MemoryProvider:
        raise SetUpError(Family.SET_UP, "no_account")

    visit = day.book()
    assert delivery.run(nobody, lambda: NOW) == 0
    assert told(visit) == [("confirmation", "queued")]


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


# The last look


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


def suppress(day: Day, visit: Appointment) -> None:
    Suppression.objects.create(
        number=visit.text_to, sender=default_sender(), source="reply", at=day.now
    )


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


# What it says


def test_the_first_text_has_the_opt_out_words_and_the_second_has_not(
    day: Day, maya: Technician
) -> None:
    customer = make_customer()
    day.book(maya, customer)
    first = day.deliver()[0].body
    day.book(maya, customer, hours=48)
    second = day.deliver()[0].body
    assert ("STOP" in first, "STOP" in second) == (True, False)


def test_a_household_hears_the_opt_out_words_once(day: Day) -> None:
    day.book(customer=make_customer("Dana Webb"))
    day.deliver()
    day.book(customer=make_customer("Lee Webb"))
    assert "STOP" not in day.deliver()[0].body


def test_each_detail_is_told_to_a_customer_once_ever(day: Day, maya: Technician) -> None:
    customer = make_customer()
    bodies = []
    for days in (1, 2, 3):
        day.book(maya, customer, hours=24 * days)
        bodies.append(day.deliver()[0].body)
    assert [(FOOTBALL in body, BREAD in body) for body in bodies] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_another_customer_hears_the_same_detail(day: Day, maya: Technician) -> None:
    day.book(maya, make_customer("Dana Webb"))
    day.book(maya, make_customer("Ben Ito", phone="+12025550199"), hours=48)
    assert all(FOOTBALL in text.body for text in day.deliver())


def test_two_texts_that_leave_together_tell_two_details(day: Day, maya: Technician) -> None:
    customer = make_customer()
    day.book(maya, customer)
    day.book(maya, customer, hours=48)
    bodies = [text.body for text in day.deliver()]
    assert sum(FOOTBALL in body for body in bodies) == sum(BREAD in body for body in bodies) == 1


def test_a_detail_in_a_text_that_may_have_left_is_not_told_again(
    day: Day, maya: Technician
) -> None:
    customer = make_customer()
    day.provider.answers = [AmbiguousError(Family.AMBIGUOUS)]
    day.book(maya, customer)
    day.deliver()
    day.book(maya, customer, hours=48)
    assert FOOTBALL not in day.deliver()[0].body


def test_a_refused_text_has_told_nothing(day: Day, maya: Technician) -> None:
    day.provider.answers = [RefusedError(Family.CONTENT, "30007")]
    day.book(maya)
    day.deliver()
    assert not DetailTold.objects.exists()


def test_a_line_deleted_while_it_is_on_its_way_stops_nothing(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    (leaving,) = delivery.ready(claim(NOW, 9), NOW)
    maya.lines.all().delete()
    outcomes.accepted([(leaving.attempt, Accepted("MEM1"))], NOW)
    assert last(visit).state == State.ACCEPTED
    assert not DetailTold.objects.exists()


@pytest.mark.parametrize(
    ("field", "words"), [("interest", FOOTBALL), ("tenure", "years with us"), ("skills", "gas")]
)
def test_a_consent_withdrawn_after_planning_leaves_the_words_out(
    day: Day, field: str, words: str
) -> None:
    maya = make_technician("Maya Lopez", interests=[FOOTBALL], skills=["gas"])
    day.book(maya)
    day.book(maya, make_customer("Ben Ito", phone="+12025550199"), hours=48)
    leaving = claim(NOW, 1)
    assert words in next(delivery.ready(leaving, NOW)).outgoing.body
    withdraw(by=OFFICE, technician=maya, field=field, now=NOW)
    assert words not in day.deliver()[0].body


def test_a_photo_withdrawn_after_planning_does_not_go_out(day: Day, maya: Technician) -> None:
    visit = day.book(with_photo(maya))
    withdraw(by=OFFICE, technician=maya, field=Consent.Field.PHOTO, now=NOW)
    (text,) = day.deliver()
    assert (text.media_url, last(visit).channel) == ("", "sms")
    assert "photo" not in text.body


@pytest.mark.parametrize(
    ("phone", "reach", "channel"),
    [
        ("+12025550123", "picture", "mms"),
        ("+14165550123", "picture", "mms"),
        ("+12025550123", "plain", "sms"),
        ("+442079460123", "picture", "sms"),
        ("+18765550123", "picture", "sms"),
    ],
)
def test_a_face_comes_as_a_picture_or_as_a_link(
    day: Day, maya: Technician, phone: str, reach: str, channel: str
) -> None:
    customer = make_customer(phone=phone)
    Customer.objects.update(reach=reach)
    visit = day.book(with_photo(maya), customer)
    (text,) = day.deliver()
    assert last(visit).channel == channel
    assert (bool(text.media_url), "/v/" in text.body) == (channel == "mms", channel == "sms")


@pytest.mark.parametrize("phone", ["+12025550123", "+442079460123"])
def test_who_has_no_photo_comes_in_plain_words(day: Day, maya: Technician, phone: str) -> None:
    visit = day.book(maya, make_customer(phone=phone))
    (text,) = day.deliver()
    assert (last(visit).channel, text.media_url, "photo" in text.body) == ("sms", "", False)


def test_a_text_names_its_own_attempt_to_the_provider(day: Day) -> None:
    visit = day.book()
    (text,) = day.deliver()
    assert f"/hooks/twilio/status/{attempts(visit)[0].pk}#" in text.callback_url


def test_a_text_goes_to_the_contact_of_the_visit(day: Day) -> None:
    day.book(contact_name="Joe Webb", contact_phone="+12025550177")
    assert day.deliver()[0].to == "+12025550177"


# Pace


def moments(day: Day) -> list[float]:
    """The seconds after NOW at which each text reached the provider, in order."""
    seen: list[datetime] = []
    day.provider.meanwhile = lambda outgoing: seen.append(day.now)
    day.deliver()
    return [(moment - NOW).total_seconds() for moment in seen]


@pytest.mark.parametrize(
    ("per_second", "expected"),
    [(1, [0, 2, 4, 6]), (0.5, [0, 4, 8, 12]), (8, [0, 0, 0.5, 0.5]), (0, [0, 0, 0, 0])],
)
def test_a_sender_keeps_its_pace(day: Day, per_second: float, expected: list[float]) -> None:
    """Each of these texts has two parts, and counts twice."""
    slow(per_second)
    book_many(day, 4)
    assert moments(day) == expected


def test_only_the_run_that_moved_the_sender_waits_for_it(day: Day) -> None:
    sender = slow(1)
    book_many(day, 2)
    Sender.objects.filter(pk=sender.pk).update(next_free_at=NOW + timedelta(seconds=1))
    assert not day.deliver()
    assert day.now == NOW


def test_a_slow_sender_does_not_hold_up_another(day: Day) -> None:
    slow(1)
    north = default_unit()
    north.pk, north.name, north.is_default = None, "North", False
    north.save()
    Sender.objects.create(business_unit=north, per_second=0)
    visits = book_many(day, 3)
    Message.objects.filter(appointment=visits[2]).update(sender=north.sender)
    day.provider.meanwhile = lambda outgoing: north_left.append((outgoing.to, day.now))
    north_left: list[tuple[str, datetime]] = []
    day.deliver()
    assert (visits[2].text_to, NOW) in north_left


def test_the_most_urgent_text_goes_first(day: Day) -> None:
    slow(1)
    visits = book_many(day, 3)
    urgencies = [Urgency.WHENEVER, Urgency.SOON, Urgency.NOW]
    for number, (visit, urgency) in enumerate(zip(visits, urgencies, strict=True)):
        waits_since = NOW - timedelta(minutes=9 - number)
        Message.objects.filter(appointment=visit).update(urgency=urgency, send_after=waits_since)
    assert [text.to for text in day.deliver()] == [v.text_to for v in reversed(visits)]


def test_texts_that_are_not_needed_do_not_end_the_run(day: Day) -> None:
    slow(8)  # two at a time
    visits = book_many(day, 4)
    for visit in visits[:2]:
        suppress(day, visit)
    assert len(day.deliver()) == 2


# Answers


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
    slow(1)
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

"""The demo company at several hours of the day: alive, in order, and all made up."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from appointments.models import Appointment, Customer, TimeOff
from appointments.rules import check_technician
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit, Change
from fieldservice.demo import company
from fieldservice.demo.diary import TODAY, TOMORROW, YES, YESTERDAY
from notifications.canned import answers_for
from notifications.inbox_people import phones
from notifications.models import Attempt, Message, Reply, Thanks
from notifications.states import REMINDERS, TOLD, CrewKind, Kind, Reason, State
from technicians.models import Technician

# Databases are only made where a test asks for one by this mark.
pytestmark = pytest.mark.django_db

NEW_YORK = ZoneInfo("America/New_York")
NOWS = {
    "noon": datetime(2026, 6, 10, 12, 0, tzinfo=NEW_YORK),
    "at the end of the year": datetime(2026, 12, 31, 23, 50, tzinfo=NEW_YORK),
    "before the clocks go forward": datetime(2026, 3, 8, 0, 10, tzinfo=NEW_YORK),
}
FICTIONAL = re.compile(r"\+1[2-9]\d\d55501\d\d")


@pytest.fixture(scope="module", params=NOWS.values(), ids=list(NOWS))
def now(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[datetime]:
    """The moment around which the company was filled, once for all tests: they only look."""
    with django_db_blocker.unblock(), transaction.atomic():
        company.fill(now=request.param, photos={})
        yield request.param
        transaction.set_rollback(True)


def told() -> list[Message]:
    customers = Message.objects.filter(technician=None)
    return list(customers.filter(state__in=TOLD | {State.UNDELIVERED}))


def test_ready_answers_fit_every_visit(now: datetime) -> None:
    for reply in Reply.objects.select_related("sender")[:20]:
        ready = answers_for(phones([reply])[reply.pk])
        assert len(ready) == 3
        assert not any(sign in each.words for each in ready for sign in "{[")


def test_every_number_is_kept_for_fiction(now: datetime) -> None:
    numbers = [
        *Customer.objects.values_list("phone", flat=True),
        *Technician.objects.values_list("phone", flat=True),
        *BusinessUnit.objects.values_list("person_phone", flat=True),
    ]
    assert len(numbers) == 40 + 8 + 1
    assert [str(number) for number in numbers if not FICTIONAL.fullmatch(str(number))] == []


def test_only_one_household_shares_a_number(now: datetime) -> None:
    owners = Counter(map(str, Customer.objects.values_list("phone", flat=True)))
    assert [count for count in owners.values() if count > 1] == [2]


def test_no_two_visits_of_a_technician_overlap(now: datetime) -> None:
    for technician in Technician.objects.all():
        visits = technician.appointments.exclude(status=Status.CANCELED).order_by("planned_start")
        assert all(a.planned_end <= b.planned_start for a, b in pairwise(visits))


def test_nobody_is_sent_in_their_time_off(now: datetime) -> None:
    assert TimeOff.objects.exists()
    for visit in Appointment.objects.exclude(technician=None).live():
        visit.status = Status.SCHEDULED
        check_technician(visit)


def test_visits_lie_on_yesterday_today_and_tomorrow(now: datetime) -> None:
    days = {
        visit.arrival_window_start.astimezone(NEW_YORK).date()
        for visit in Appointment.objects.all()
    }
    assert days == {now.date() + timedelta(days=offset) for offset in (-1, 0, 1)}


def test_no_visit_waits_in_a_window_that_is_over(now: datetime) -> None:
    over = Appointment.objects.filter(arrival_window_end__lte=now)
    assert not over.live().exists()


def test_no_visit_is_over_before_its_window_begins(now: datetime) -> None:
    ahead = Appointment.objects.filter(arrival_window_start__gt=now)
    assert {visit.status for visit in ahead} <= {
        Status.SCHEDULED, Status.CANCELED, Status.ON_THE_WAY
    }  # fmt: skip


def test_nothing_has_happened_after_now(now: datetime) -> None:
    assert not Change.objects.filter(at__gt=now).exclude(subject_type="technicians.technician")
    assert not Message.objects.filter(sent_at__gt=now).exists()
    assert not Reply.objects.filter(received_at__gt=now).exists()


def test_only_what_was_booked_just_now_is_left_to_send(now: datetime) -> None:
    over = TOLD | {State.UNDELIVERED, State.SKIPPED}
    # Whoever was visited within half an hour is yet to be asked how it was.
    waiting = Message.objects.exclude(state__in=over).exclude(kind__in=REMINDERS | {Kind.THANKS})
    assert sorted(waiting.values_list("customer__name", flat=True)) == [
        "Dana Whitlow", "Rosa Delgado"
    ]  # fmt: skip
    assert all(text.state == State.QUEUED and text.created_at == now for text in waiting)


def test_every_text_is_whole(now: datetime) -> None:
    for text in told():
        assert text.body.startswith("Acme Heating: ")
        assert not set("{}[]\0") & set(text.body)
        assert "202-555-0100" in text.body or text.kind == Kind.GLAD


def test_kind_words_of_yesterday_have_reached_their_technician(now: datetime) -> None:
    thanks = Thanks.objects.filter(technician__display_name="Maya", thumb=Thanks.Thumb.UP)
    assert [one.words for one in thanks.order_by("at")] == [
        "She explained every step and left the cellar cleaner than it was", ""
    ]  # fmt: skip
    texts = Message.objects.filter(kind=CrewKind.KIND_WORDS, technician__display_name="Maya")
    assert {text.state for text in texts} == {State.DELIVERED}
    assert any("She explained every step" in text.body for text in texts)


def test_every_told_text_has_the_attempt_that_told_it(now: datetime) -> None:
    attempts = Attempt.objects.filter(outcome=Attempt.Outcome.ACCEPTED)
    assert {attempt.message_id for attempt in attempts} == {
        text.pk for text in Message.objects.filter(state__in=TOLD | {State.UNDELIVERED})
    }


def test_spanish_speakers_are_told_in_spanish(now: datetime) -> None:
    texts = Message.objects.filter(customer__language="es", state__in=TOLD)
    assert texts
    spanish = ("Hola, ", "Gracias", " le visita ")
    assert [text.body for text in texts if not any(word in text.body for word in spanish)] == []


@pytest.mark.parametrize(
    ("name", "kept_back"), [("Ben", "Off duty"), ("Grace", "Off duty"), ("Grace", "Grace says")]
)
def test_what_a_technician_keeps_back_is_never_told(
    now: datetime, name: str, kept_back: str
) -> None:
    texts = Message.objects.filter(appointment__technician__display_name=name, state__in=TOLD)
    assert texts
    assert [text.body for text in texts if kept_back in text.body] == []


def test_those_who_said_yes_are_confirmed(now: datetime) -> None:
    sure = {
        visit.customer
        for visit in (*YESTERDAY, *TODAY, *TOMORROW)
        if visit.answer == YES and not visit.first
    }
    confirmed = Appointment.objects.exclude(confirmed_at=None)
    assert sure <= {visit.customer.name for visit in confirmed.select_related("customer")}


def test_only_the_newest_answer_is_still_to_be_read() -> None:
    assert Reply.objects.unread().get() == Reply.objects.order_by("-received_at")[0]


def test_somebody_answered_a_few_minutes_ago(now: datetime) -> None:
    newest = Reply.objects.order_by("-received_at")[0]
    assert newest.body == "Great, see you then! The dog is shy"
    assert now - newest.received_at == timedelta(minutes=12)


def test_one_visit_waits_for_a_technician(now: datetime) -> None:
    assert Appointment.objects.filter(technician=None).count() == 1


def test_one_visit_is_called_off_and_its_customer_told(now: datetime) -> None:
    visit = Appointment.objects.get(status=Status.CANCELED)
    assert Kind.CANCEL in {text.kind for text in visit.messages.all()}


@pytest.mark.parametrize(
    ("customer", "reason"),
    [("Peter van Dyke", Reason.WRONG_NUMBER), ("Walter Boyd", Reason.BY_CALL)],
)
def test_some_can_not_be_texted(now: datetime, customer: str, reason: Reason) -> None:
    assert Message.objects.exclude(kind__in=REMINDERS).get(customer__name=customer).reason == reason


def test_one_technician_is_new_this_month(now: datetime) -> None:
    since = (now - timedelta(days=31)).date()
    new = Technician.objects.filter(hired_on__gt=since)
    assert [technician.display_name for technician in new] == ["June"]


def test_a_changed_technician_was_told_as_a_new_face(now: datetime) -> None:
    text = Message.objects.get(kind=Kind.NEW_FACE)
    assert text.visit.customer.name == "Naomi Feld"
    assert "not June" in text.body


@pytest.mark.parametrize("now", [NOWS["noon"]], ids=["noon"], indirect=True)
def test_starting_over_makes_the_same_company_anew(now: datetime) -> None:
    before, rows = visits(), set(Appointment.objects.values_list("pk", flat=True))
    Customer.objects.create(name="Somebody Else", phone="+12025550199")
    company.start_over(now=now, photos={})
    assert visits() == before
    assert not rows & set(Appointment.objects.values_list("pk", flat=True))
    assert not Customer.objects.filter(name="Somebody Else").exists()


def visits() -> set[tuple[str, str, datetime, str]]:
    rows = Appointment.objects.values_list(
        "customer__name", "technician__display_name", "planned_start", "status"
    )
    return set(rows)

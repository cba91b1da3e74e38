"""E-mails that come back, and customers who want no more of them."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from appointments.models import Appointment, Customer
from notifications import email_services, no_emails, outcomes
from notifications.models import CallTask, Message, Suppression
from notifications.providers.base import Family, RefusedError, Report, Stage
from notifications.states import Reason, State
from notifications.suppressing import Source
from technicians.models import Technician
from tests.post import letters, make_ada, open_calls, switch_on
from tests.spine import Day, attempts, default_sender, last

pytestmark = pytest.mark.django_db
ADA = "ada@example.com"
Why = CallTask.Reason
BOUNCED = Report(Stage.FAILED, Family.WRONG_NUMBER, "invalid")
REFUSED = Report(Stage.FAILED, Family.CONTENT, "blocked")
ARRIVED = Report(Stage.DELIVERED)
COMPLAINT = Report(Stage.DELIVERED, Family.OPTED_OUT, "complaint")


@pytest.fixture(autouse=True)
def post(settings: Settings) -> None:
    switch_on(settings)


@pytest.fixture
def ada() -> Customer:
    return make_ada()


@pytest.fixture
def told(day: Day, maya: Technician, ada: Customer) -> Appointment:
    """She got the introduction by e-mail."""
    visit = day.book(maya, ada)
    day.deliver()
    return visit


def report(day: Day, visit: Appointment, what: Report) -> bool:
    attempt = attempts(visit)[-1]
    return email_services.take_report(
        reference=attempt.pk.hex, sid="from-the-service", report=what, now=day.now
    )


def stop_path(visit: Appointment) -> str:
    return reverse("stop_emails", args=[no_emails.key_of(last(visit))])


# What a mail service tells


def test_what_arrived_is_delivered(day: Day, told: Appointment) -> None:
    report(day, told, ARRIVED)
    assert (last(told).state, last(told).delivered_at) == (State.DELIVERED, day.now)


def test_what_bounced_becomes_a_call_and_the_address_gets_no_more(
    day: Day, maya: Technician, told: Appointment
) -> None:
    report(day, told, BOUNCED)
    assert (last(told).state, last(told).reason) == (State.FAILED, Reason.EMAIL_REFUSED)
    assert open_calls() == [Why.NOT_DELIVERED]
    day.book(maya, told.customer, hours=48)
    day.deliver()
    assert len(letters()) == 1
    assert Why.BY_CALL in open_calls()


def test_what_was_refused_for_its_looks_says_nothing_of_the_address(
    day: Day, told: Appointment
) -> None:
    report(day, told, REFUSED)
    assert open_calls() == [Why.NOT_DELIVERED]
    assert not no_emails.is_stopped(ADA)


def test_what_was_taken_and_came_back_becomes_a_call_too(day: Day, told: Appointment) -> None:
    report(day, told, ARRIVED)
    report(day, told, BOUNCED)
    assert last(told).state == State.DELIVERED
    assert open_calls() == [Why.NOT_DELIVERED]
    assert no_emails.is_stopped(ADA)


def test_a_complaint_ends_e_mails_and_a_person_asks(day: Day, told: Appointment) -> None:
    report(day, told, COMPLAINT)
    report(day, told, COMPLAINT)
    assert no_emails.is_stopped("ADA@Example.com")
    assert open_calls() == [Why.NO_EMAILS]


def test_a_report_of_nobody_s_e_mail_is_ignored(day: Day, told: Appointment) -> None:
    known = email_services.take_report(reference="", sid="nobody", report=BOUNCED, now=day.now)
    assert not known
    assert last(told).state == State.SENT


def test_a_report_finds_its_e_mail_by_the_service_s_own_id(day: Day, told: Appointment) -> None:
    sid = attempts(told)[-1].provider_sid
    assert email_services.take_report(reference="", sid=sid, report=ARRIVED, now=day.now)
    assert last(told).state == State.DELIVERED


# What our own server says


@pytest.mark.parametrize(
    ("family", "stopped"), [(Family.WRONG_NUMBER, True), (Family.CONTENT, False)]
)
def test_an_address_a_server_knows_nothing_of_gets_no_more(
    day: Day, told: Appointment, family: Family, *, stopped: bool
) -> None:
    Message.objects.update(state=State.SENDING)
    attempt = attempts(told)[-1]
    attempt.outcome = "open"
    attempt.save()
    outcomes.refused(attempt, RefusedError(family, "550"), day.now)
    assert no_emails.is_stopped(ADA) == stopped


# What they say themselves


def test_one_click_ends_e_mails(day: Day, told: Appointment) -> None:
    client = Client(enforce_csrf_checks=True)  # a mail program has no token
    answer = client.post(stop_path(told), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert no_emails.is_stopped(ADA)
    assert open_calls() == [Why.NO_EMAILS]
    day.later(hours=1).cancel(told)
    assert Why.CHANGED in open_calls() or Why.BY_CALL in open_calls()
    assert len(letters()) == 1


def test_looking_at_the_page_ends_nothing(told: Appointment) -> None:
    page = Client().get(stop_path(told))
    assert "Stop the e-mails" in page.content.decode()
    assert ADA not in page.content.decode()
    assert "noindex" in page.headers["X-Robots-Tag"]
    assert not no_emails.is_stopped(ADA)


def test_who_changes_their_mind_gets_them_again(told: Appointment) -> None:
    client = Client()
    client.post(stop_path(told))
    assert "Send me e-mails again" in client.get(stop_path(told)).content.decode()
    client.post(stop_path(told), {"again": "yes"})
    assert not no_emails.is_stopped(ADA)
    assert open_calls() == []


def test_an_address_that_bounced_stays_stopped(day: Day, told: Appointment) -> None:
    no_emails.stop(ADA, default_sender(), Source.BOUNCED, day.now)
    client = Client()
    client.post(stop_path(told), {"again": "yes"})
    assert no_emails.is_stopped(ADA)
    assert "again" not in client.get(stop_path(told)).content.decode()


def test_a_stop_of_e_mails_leaves_texts(day: Day, told: Appointment) -> None:
    Client().post(stop_path(told))
    Customer.objects.update(reach=Customer.Reach.PICTURE)
    day.later(hours=1).move(told, hours=1)
    assert len(day.later(minutes=2).deliver()) == 1


@pytest.mark.parametrize("change", ["", "x", "another"])
def test_a_key_that_was_tampered_with_opens_nothing(told: Appointment, change: str) -> None:
    key = no_emails.key_of(last(told)) + change
    if change == "another":
        key = "0" * 32 + no_emails.key_of(last(told))[32:]
    status = Client().get(reverse("stop_emails", args=[key])).status_code
    assert status == (404 if change else 200)


def test_the_letter_names_the_address_that_ends_them(told: Appointment) -> None:
    (letter,) = letters()
    assert letter.extra_headers["List-Unsubscribe"].endswith(f"{stop_path(told)}>")
    assert stop_path(told) in str(letter.body)
    assert Suppression.objects.count() == 0


def test_no_wish_brings_letters_to_an_address_that_bounced(day: Day, told: Appointment) -> None:
    email_services.stop(message=last(told), source=Source.UNSUBSCRIBED, now=day.now)
    report(day, told, BOUNCED)
    email_services.start_again(message=last(told), now=day.now)
    assert no_emails.is_stopped(ADA)

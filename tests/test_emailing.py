"""Who is told by e-mail, when a text can't or may not go, and what an answer of the server does."""

import smtplib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from pytest_django import Settings

from appointments.models import Appointment, Customer
from notifications import delivery, outcomes
from notifications.claiming import claim
from notifications.models import CallTask
from notifications.providers.base import Family, RefusedError, SetUpError
from notifications.services import send_again
from notifications.states import Channel, Reason, State
from notifications.suppressing import Source, suppress
from technicians.models import Technician
from tests.factories import make_dispatcher
from tests.post import DANA, letters, make_ada, make_dana, open_calls, switch_on
from tests.spine import Day, attempts, default_sender, fresh, last, texts, told

pytestmark = pytest.mark.django_db
Why = CallTask.Reason


@pytest.fixture(autouse=True)
def post(settings: Settings) -> None:
    switch_on(settings)


@pytest.fixture
def dana() -> Customer:
    return make_dana()


@pytest.fixture
def ada() -> Customer:
    return make_ada()


@pytest.fixture
def lost(day: Day, dana: Customer, maya: Technician) -> Appointment:
    """The provider took the text, and then could not deliver it to a landline."""
    visit = day.book(maya, dana)
    day.deliver()
    day.receipt(attempts(visit)[-1], State.UNDELIVERED, "30006")
    return visit


# In the place of a text


def test_a_text_to_a_landline_goes_by_e_mail(day: Day, lost: Appointment) -> None:
    day.deliver()
    (letter,) = letters()
    assert letter.to == [DANA]
    assert told(lost) == [("introduction", "undelivered"), ("introduction", "sent")]
    text, email = texts(lost)
    assert (email.channel, email.to, email.fallback_of) == (Channel.EMAIL, DANA, text)
    assert open_calls() == []


@pytest.mark.parametrize("family", [Family.WRONG_NUMBER, Family.CONTENT, Family.OPTED_OUT])
def test_a_text_refused_at_once_goes_by_e_mail_in_the_same_breath(
    day: Day, dana: Customer, maya: Technician, family: Family
) -> None:
    day.provider.answers = [RefusedError(family)]
    visit = day.book(maya, dana)
    day.deliver()
    assert [letter.to for letter in letters()] == [[DANA]]
    assert last(visit).state == State.SENT
    assert open_calls() == []


def test_a_stop_ends_texts_and_not_e_mails(day: Day, dana: Customer, maya: Technician) -> None:
    visit = day.book(maya, dana)
    day.deliver()
    suppress(str(dana.phone), default_sender(), Source.REPLY, day.now)
    day.later(minutes=5).move(visit, hours=1)
    day.deliver()
    assert "new time" in str(letters()[0].body)
    assert open_calls() == []


def test_a_stop_leaves_the_e_mail_that_waits(day: Day, lost: Appointment) -> None:
    suppress(str(lost.customer.phone), default_sender(), Source.REPLY, day.now)
    day.deliver()
    assert len(letters()) == 1


def test_who_wants_e_mails_gets_no_texts(day: Day, maya: Technician, ada: Customer) -> None:
    visit = day.book(maya, ada)
    assert not day.deliver()
    assert [letter.to for letter in letters()] == [["ada@example.com"]]
    assert told(visit) == [("introduction", "sent")]
    assert open_calls() == []


def test_who_wants_e_mails_hears_of_each_change_once(
    day: Day, maya: Technician, omar: Technician, ada: Customer
) -> None:
    visit = day.book(maya, ada)
    day.deliver()
    day.later(seconds=5).reassign(visit, omar)
    day.later(seconds=5).reassign(visit, maya)
    day.later(minutes=2).deliver()
    day.cancel(visit)
    day.deliver()
    assert ["is coming" in letter.subject for letter in letters()] == [True, False]
    assert last(visit).kind == "cancel"


def test_a_change_of_wish_turns_the_text_that_waits_into_an_e_mail(
    day: Day, dana: Customer, maya: Technician
) -> None:
    day.book(maya, dana)
    Customer.objects.update(reach=Customer.Reach.EMAIL)
    assert not day.deliver()
    assert len(letters()) == 1


def test_sent_again_to_who_wants_e_mails_is_an_e_mail(
    day: Day, maya: Technician, ada: Customer
) -> None:
    visit = day.book(maya, ada)
    day.deliver()
    send_again(by=make_dispatcher(), appointment=fresh(visit), form_key="1", now=day.now)
    assert not day.deliver()
    assert len(letters()) == 2


# Where no e-mail goes


def test_without_an_address_a_person_calls(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    day.deliver()
    day.receipt(attempts(visit)[-1], State.UNDELIVERED, "30006")
    assert open_calls() == [Why.NOT_DELIVERED]


def test_without_a_server_a_person_calls(day: Day, settings: Settings, ada: Customer) -> None:
    settings.EMAIL_URL = ""
    day.book(customer=ada)
    assert open_calls() == [Why.BY_CALL]


def test_who_wants_calls_is_called(day: Day, ada: Customer) -> None:
    Customer.objects.update(reach=Customer.Reach.CALL)
    ada.refresh_from_db()
    day.book(customer=ada)
    assert open_calls() == [Why.BY_CALL]


def test_a_father_at_home_does_not_read_the_customer_s_letters(day: Day, dana: Customer) -> None:
    day.provider.answers = [RefusedError(Family.WRONG_NUMBER)]
    day.book(customer=dana, contact_name="Joe", contact_phone="+12025550177")
    day.deliver()
    assert letters() == []
    assert open_calls() == [Why.NOT_DELIVERED]


def test_an_address_that_was_taken_away_meanwhile_becomes_a_call(
    day: Day, lost: Appointment
) -> None:
    Customer.objects.update(email="")
    day.deliver()
    assert letters() == []
    assert open_calls() == [Why.BY_CALL]


# Its own ways


@pytest.mark.parametrize("code", ["30034", "20003"])
def test_a_sender_of_texts_that_is_stopped_does_not_stop_e_mails(
    day: Day, ada: Customer, code: str
) -> None:
    sender = default_sender()
    sender.stopped_code, sender.held_until = code, day.now + timedelta(hours=8)
    sender.save()
    day.book(customer=ada)
    day.deliver()
    assert len(letters()) == 1


def test_e_mails_take_nothing_from_the_rate_of_texts(day: Day, ada: Customer) -> None:
    sender = default_sender()
    sender.per_second = 1
    sender.save()
    day.book(customer=ada)
    day.deliver()
    assert default_sender().next_free_at is None


def test_an_e_mail_wakes_nobody_up(maya: Technician, ada: Customer) -> None:
    night = Day(now=datetime(2026, 6, 3, 2, tzinfo=UTC))  # ten in New York
    night.book(maya, ada)
    night.deliver()
    assert len(letters()) == 1


def test_nobody_asks_a_mail_server_what_became_of_it(day: Day, ada: Customer) -> None:
    visit = day.book(customer=ada)
    day.deliver()
    assert attempts(visit)[0].asked >= 4


# When the mail server says no


BROKEN = f"{__name__}.Broken"
WORKING = "django.core.mail.backends.locmem.EmailBackend"


class Broken(BaseEmailBackend):
    """Raises what the test put here, and counts."""

    errors: list[Exception]
    tries = 0

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        Broken.tries += 1
        raise Broken.errors[0]


@pytest.fixture
def broken(settings: Settings) -> type[Broken]:
    settings.EMAIL_BACKEND = BROKEN
    Broken.tries = 0
    return Broken


def test_a_letter_that_is_refused_becomes_a_call(
    day: Day, ada: Customer, broken: type[Broken]
) -> None:
    broken.errors = [smtplib.SMTPDataError(554, b"no")]
    visit = day.book(customer=ada)
    day.deliver()
    assert (last(visit).state, last(visit).reason) == (State.FAILED, Reason.EMAIL_REFUSED)
    assert open_calls() == [Why.NOT_DELIVERED]
    assert broken.tries == 1


def test_a_server_that_is_busy_is_tried_for_some_minutes_then_a_person_calls(
    day: Day, ada: Customer, broken: type[Broken]
) -> None:
    broken.errors = [smtplib.SMTPDataError(451, b"later")]
    visit = day.book(customer=ada)
    for _ in range(12):
        day.deliver()
        day.later(seconds=31)
    assert broken.tries == outcomes.TRIES_OF_EMAIL
    assert last(visit).state == State.FAILED
    assert open_calls() == [Why.NOT_DELIVERED]


def test_a_letter_in_doubt_is_never_sent_twice(
    day: Day, ada: Customer, broken: type[Broken]
) -> None:
    broken.errors = [smtplib.SMTPServerDisconnected("Connection unexpectedly closed")]
    visit = day.book(customer=ada)
    day.deliver()
    assert last(visit).state == State.UNSETTLED
    for _ in range(30):
        day.later(seconds=20).sweep()
        day.deliver()
    assert (last(visit).state, last(visit).reason) == (State.FAILED, Reason.EMAIL_IN_DOUBT)
    assert open_calls() == [Why.NOT_DELIVERED]
    assert broken.tries == 1


def test_a_worker_killed_with_a_letter_in_hand_leaves_a_call_and_no_second_letter(
    day: Day, ada: Customer
) -> None:
    visit = day.book(customer=ada)
    list(delivery.ready(claim(day.now, 9), day.now))
    for _ in range(30):
        day.later(seconds=20).sweep()
        day.deliver()
    assert (last(visit).state, last(visit).reason) == (State.FAILED, Reason.EMAIL_IN_DOUBT)
    assert open_calls() == [Why.NOT_DELIVERED]
    assert letters() == []


def test_a_wrong_password_says_nothing_of_the_sender_of_texts(
    day: Day, ada: Customer, broken: type[Broken]
) -> None:
    broken.errors = [smtplib.SMTPSenderRefused(550, b"not you", "visits@acme.test")]
    day.book(customer=ada)
    day.deliver()
    assert default_sender().stopped_code == ""
    assert open_calls() == [Why.NOT_DELIVERED]


def test_a_stopped_provider_of_texts_makes_no_e_mail_of_what_waits(
    day: Day, dana: Customer
) -> None:
    day.provider.answers = [SetUpError(Family.SET_UP, "20003")]
    visit = day.book(customer=dana)
    day.deliver()
    assert told(visit) == [("confirmation", "held")]
    assert letters() == []


@pytest.mark.parametrize("swept", [True, False])
def test_who_may_have_a_letter_hears_that_its_visit_is_off(
    day: Day, ada: Customer, broken: type[Broken], settings: Settings, *, swept: bool
) -> None:
    broken.errors = [smtplib.SMTPServerDisconnected("Connection unexpectedly closed")]
    visit = day.book(customer=ada)
    day.deliver()
    settings.EMAIL_BACKEND = WORKING
    if swept:
        day.later(minutes=1).sweep()
    day.cancel(visit)
    day.later(minutes=2).sweep()
    day.deliver()
    assert (last(visit).kind, last(visit).state) == ("cancel", State.SENT)


def test_who_may_have_a_letter_about_another_time_hears_that_all_is_as_it_was(
    day: Day, ada: Customer, broken: type[Broken], settings: Settings
) -> None:
    broken.errors = [smtplib.SMTPServerDisconnected("Connection unexpectedly closed")]
    settings.EMAIL_BACKEND = WORKING
    visit = day.book(customer=ada)
    day.deliver()
    settings.EMAIL_BACKEND = BROKEN
    day.later(minutes=2).move(visit, hours=3)
    day.deliver()
    settings.EMAIL_BACKEND = WORKING
    day.later(minutes=1).sweep()
    day.move(visit, hours=-3)
    day.later(minutes=2).deliver()
    told_of = [letter.subject.rpartition(", ")[2] for letter in letters()]
    assert told_of == ["10am-noon"] * 2


def test_nobody_calls_about_what_a_later_letter_tells(
    day: Day, ada: Customer, broken: type[Broken], settings: Settings
) -> None:
    broken.errors = [smtplib.SMTPDataError(554, b"5.7.1 looks like spam")]
    visit = day.book(customer=ada)
    day.deliver()
    assert open_calls() == [Why.NOT_DELIVERED]
    settings.EMAIL_BACKEND = WORKING
    day.later(hours=1).move(visit, hours=3)
    day.deliver()
    assert open_calls() == []


def test_a_lost_text_about_who_comes_after_the_window_goes_by_e_mail(
    day: Day, dana: Customer, maya: Technician
) -> None:
    visit = day.book(maya, dana)
    day.deliver()
    day.later(hours=26, minutes=5).edit(visit, expected_at=day.now + timedelta(minutes=20))
    day.deliver()
    day.receipt(attempts(visit)[-1], State.UNDELIVERED, "30006")
    day.deliver()
    assert (last(visit).channel, last(visit).state) == (Channel.EMAIL, State.SENT)

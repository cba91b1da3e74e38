"""How e-mails read, in both languages, and what they tell in the life of a visit."""

import re
from datetime import timedelta
from email.mime.image import MIMEImage
from email.mime.text import MIMEText

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse
from icalendar import Calendar
from pytest_django import Settings

from appointments.models import Appointment, Customer
from appointments.services import confirm
from fieldservice.company.models import Robot
from notifications import calls, emailing
from notifications.arrival import is_doubtful
from notifications.models import Attempt, Message, WordingVersion
from notifications.states import Reason, State
from notifications.suppressing import Source, suppress
from technicians.headshot_files import MMS, stored
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher, make_token
from tests.post import DANA, html, letters, make_ada, make_dana, open_calls, switch_on
from tests.simulator_company import jpeg
from tests.spine import Day, attempts, default_sender, fresh, last, with_photo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def post(settings: Settings) -> None:
    switch_on(settings)


@pytest.fixture
def dana() -> Customer:
    return make_dana()


@pytest.fixture
def ada() -> Customer:
    return make_ada()


# How it reads


def test_it_carries_how_to_answer_and_nothing_that_works_by_text_only(
    day: Day, maya: Technician, ada: Customer
) -> None:
    day.book(maya, ada)
    day.deliver()
    words = str(letters()[0].body)
    assert "/v/" in words
    assert "Maya is coming on Wed 3 Jun" in words
    assert not [word for word in ("Reply", "STOP", "HELP", "Msg") if word in words]


def test_its_subject_says_who_comes_and_when(day: Day, maya: Technician, ada: Customer) -> None:
    day.book(maya, ada)
    day.deliver()
    company = default_sender().business_unit.text_name
    assert letters()[0].subject == f"{company}: Maya is coming, Wed 3 Jun, 10am-noon"
    assert letters()[0].from_email.endswith("<visits@acme.test>")


def test_it_speaks_spanish(day: Day, maya: Technician, ada: Customer) -> None:
    Customer.objects.update(language="es")
    ada.refresh_from_db()
    day.book(maya, ada)
    day.deliver()
    (letter,) = letters()
    assert "Maya le visita" in letter.subject
    assert "Responda C" not in str(letter.body)
    assert 'lang="es"' in html(letter)


@pytest.fixture
def maya_s_photo(maya: Technician) -> bytes:
    with_photo(maya)
    shot = maya.headshots.get()
    default_storage.save(stored(shot.key, MMS), ContentFile(jpeg()))
    return jpeg()


def test_the_photo_is_inside(
    day: Day, maya: Technician, maya_s_photo: bytes, ada: Customer
) -> None:
    visit = day.book(maya, ada)
    day.deliver()
    (letter,) = letters()
    photo = letter.attachments[0]
    assert isinstance(photo, MIMEImage)
    assert photo.get_payload(decode=True) == maya_s_photo
    assert "cid:photo" in html(letter)
    assert last(visit).media_url


def test_a_photo_that_can_t_be_read_holds_up_no_other_text(
    day: Day, maya: Technician, ada: Customer
) -> None:
    day.book(with_photo(maya), ada)
    other = day.book(customer=make_customer("Rosa Diaz", phone="+12025550188"), hours=30)
    day.deliver()
    assert last(other).state == State.ACCEPTED


def test_words_in_brackets_are_words_in_the_letter_too(
    day: Day, maya: Technician, ada: Customer
) -> None:
    ada.greeting = "<Ada> & Co"
    ada.save()
    day.book(maya, ada)
    day.deliver()
    assert "&lt;Ada&gt; &amp; Co" in html(letters()[0])
    assert "<Ada> & Co" in str(letters()[0].body)


@pytest.mark.parametrize(
    ("answer", "is_theirs"),
    [("Reply C.", False), ("[{?by_text}Reply C.]", True)],
)
def test_a_company_s_own_words_go_when_they_know_texts_from_e_mails(
    day: Day, maya: Technician, ada: Customer, *, answer: str, is_theirs: bool
) -> None:
    needed = "{company} {technician} {day} {hours} {person_phone} [{?first_text}STOP]"
    WordingVersion.objects.create(
        kind="introduction", language="en", text=f"Howdy! {needed} {answer}"
    )
    day.book(maya, ada)
    day.deliver()
    assert ("Howdy!" in str(letters()[0].body)) == is_theirs
    assert "Reply C" not in str(letters()[0].body)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("kind", emailing.SUBJECTS)
def test_every_kind_has_a_subject_of_one_line(
    day: Day, maya: Technician, ada: Customer, kind: str, language: str
) -> None:
    Customer.objects.update(language=language)
    visit = Appointment.objects.for_texts().get(pk=day.book(maya, ada).pk)
    message = Message(kind=kind, to=DANA, body="x", sender=default_sender())
    written = emailing.outgoing(Attempt(message=message), visit, "http://x", day.now).letter
    assert written is not None
    assert ("3 jun" if language == "es" else "Wed 3 Jun") in written.subject or kind == "thanks"
    assert written.subject.startswith(visit.business_unit.text_name)
    assert "\n" not in written.subject


def test_it_brings_the_visit_as_an_event(day: Day, maya: Technician, ada: Customer) -> None:
    day.book(maya, ada)
    day.deliver()
    (letter,) = letters()
    event = letter.attachments[-1]
    assert isinstance(event, MIMEText)
    told = Calendar.from_ical(bytes(event.get_payload(decode=True)))
    assert isinstance(told, Calendar)
    assert told.events[0].start == day.now + timedelta(hours=24)
    assert "mailto:visits@acme.test" in str(told.events[0]["organizer"])


@pytest.mark.parametrize(("confirmed", "asked"), [(False, True), (True, False)])
def test_it_leads_to_the_page_where_a_text_asks_for_a_letter(
    day: Day, maya: Technician, ada: Customer, *, confirmed: bool, asked: bool
) -> None:
    visit = day.book(maya, ada)
    if confirmed:
        confirm(by=Robot.CUSTOMER, appointment=fresh(visit), now=day.now)
    day.deliver()
    words = "Say yes, or ask for another time"
    assert (words in str(letters()[0].body), words in html(letters()[0])) == (asked, asked)


def test_who_answers_it_is_read_by_a_person(day: Day, ada: Customer, settings: Settings) -> None:
    settings.EMAIL_REPLY_TO = "office@acme.test"
    day.book(customer=ada)
    day.deliver()
    assert letters()[0].reply_to == ["office@acme.test"]
    assert "a person at" in str(letters()[0].body)


def test_nothing_in_it_is_fetched_from_outside(
    day: Day, maya: Technician, maya_s_photo: bytes, ada: Customer
) -> None:
    day.book(maya, ada)
    day.deliver()
    assert re.findall(r'src="([^"]*)"', html(letters()[0])) == ["cid:photo"]
    assert "url(" not in html(letters()[0])


# The life of a visit


def test_who_wants_e_mails_is_reminded_by_e_mail(day: Day, maya: Technician, ada: Customer) -> None:
    day.book(maya, ada, hours=72)
    day.deliver()
    day.later(hours=48).deliver()
    assert [letter.subject.partition(": ")[2][:10] for letter in letters()] == [
        "Maya is co",
        "your visit",
    ]
    assert day.provider.sent == []


def test_a_landline_is_reminded_by_e_mail(day: Day, dana: Customer, maya: Technician) -> None:
    visit = day.book(maya, dana, hours=72)
    day.deliver()
    day.receipt(attempts(visit)[-1], State.UNDELIVERED, "30006")
    day.deliver()
    day.later(hours=48).deliver()
    day.deliver()
    assert [letter.to for letter in letters()] == [[DANA], [DANA]]
    assert "A reminder, Dana." in str(letters()[1].body)
    assert open_calls() == []


def test_a_stop_leaves_a_reminder_by_e_mail_where_it_was(
    day: Day, dana: Customer, maya: Technician
) -> None:
    day.book(maya, dana, hours=72)
    day.deliver()
    waiting = suppress(str(dana.phone), default_sender(), Source.REPLY, day.now)
    for text in waiting:
        calls.instead_of(text, Reason.SUPPRESSED, day.now)
    day.deliver()
    assert letters() == []
    day.later(hours=48).deliver()
    assert "A reminder" in str(letters()[0].body)


def test_who_wants_e_mails_is_asked_by_e_mail_how_it_was(
    day: Day, maya: Technician, ada: Customer
) -> None:
    visit = day.book(maya, ada, hours=1)
    day.deliver()
    day.later(hours=1).edit(visit, status="arrived")
    day.edit(visit, status="done")
    day.later(hours=1).deliver()
    letter = letters()[-1]
    assert letter.subject.endswith("how was it with Maya?")
    assert "Answer this e-mail" in str(letter.body)
    assert "Reply G" not in str(letter.body)
    assert day.provider.sent == []


def test_a_closed_door_is_told_by_e_mail(day: Day, maya: Technician, ada: Customer) -> None:
    visit = day.book(maya, ada, hours=1)
    day.deliver()
    day.later(hours=1).edit(visit, status="no_access")
    day.later(minutes=2).deliver()
    assert "Sorry we missed you" in str(letters()[-1].body)
    assert "Ask for it on the page" in str(letters()[-1].body)


# What the office sees


@pytest.fixture
def lost(day: Day, dana: Customer, maya: Technician) -> Appointment:
    """The provider took the text, and then could not deliver it to a landline."""
    visit = day.book(maya, dana)
    day.deliver()
    day.receipt(attempts(visit)[-1], State.UNDELIVERED, "30006")
    return visit


@pytest.fixture
def priya() -> Client:
    client = Client()
    client.force_login(make_dispatcher("priya"))
    return client


def test_the_visit_says_that_it_went_by_e_mail_and_why(
    day: Day, lost: Appointment, priya: Client
) -> None:
    day.deliver()
    shown = priya.get(reverse("visit_texts", args=[lost.pk])).content.decode()
    for words in (
        "by e-mail to dana@example.com",
        "in place of the text: This number can&#x27;t get texts",
        "Sent by e-mail",
    ):
        assert words in shown


def test_the_moment_after_booking_does_not_wait_for_more_of_an_e_mail(
    day: Day, ada: Customer, priya: Client
) -> None:
    visit = day.book(customer=ada)
    path = reverse("visit_ticks", args=[visit.pk])
    assert "hx-trigger" in priya.get(path).content.decode()
    day.deliver()
    shown = priya.get(path).content.decode()
    assert "Sent by e-mail" in shown
    assert "hx-trigger" not in shown
    assert "Say:" not in shown


def test_the_preview_says_that_it_goes_by_e_mail(
    day: Day, lost: Appointment, priya: Client
) -> None:
    suppress(str(lost.customer.phone), default_sender(), Source.REPLY, day.now)
    form = {"customer": str(lost.customer_id), "phone": str(lost.customer.phone)}
    shown = priya.post(reverse("booking_preview"), form).content.decode()
    assert "This goes by e-mail to dana@example.com." in shown
    assert "read it out" not in shown


def test_an_e_mail_is_never_in_doubt(day: Day, maya: Technician, ada: Customer) -> None:
    visit = day.book(maya, ada)
    day.deliver()
    assert not is_doubtful(last(visit), day.later(hours=1).now)


def test_the_api_names_the_channel_and_the_address(day: Day, ada: Customer) -> None:
    visit = day.book(customer=ada)
    day.deliver()
    client = Client(headers={"authorization": f"Bearer {make_token()}"})
    (item,) = client.get(f"/api/v1/messages?appointment={visit.pk}").json()["items"]
    assert (item["channel"], item["to"], item["state"]) == ("email", "ada@example.com", "sent")

"""From rows to words: phones, greetings, jobs and languages as one customer gets them."""

from datetime import timedelta

import pytest

from appointments.models import Appointment, Customer
from fieldservice.company.models import BusinessUnit
from notifications.models import WordingVersion
from notifications.rendering import Known, picture_of, render
from notifications.states import Kind
from technicians.models import Line
from technicians.services import grant
from tests.factories import make_customer, make_job_type, make_technician
from tests.spine import NOW, OFFICE, Day, default_sender, with_photo

pytestmark = pytest.mark.django_db
LINK = "https://acme.example/v/k3x9q2m7w4"


def body(visit: Appointment, kind: Kind = Kind.INTRODUCTION, known: Known | None = None) -> str:
    """The words of this text about the visit as it is saved."""
    loaded = Appointment.objects.for_texts().get(pk=visit.pk)
    known = known or Known()
    return render(kind, loaded, default_sender(), known, now=NOW, link=LINK).body


def person_answers_at(phone: str) -> None:
    BusinessUnit.objects.update(person_phone=phone, text_name="Acme Heating")


@pytest.mark.parametrize(
    ("person", "customer", "written"),
    [
        ("+12025550100", "+12025550123", "Questions? 202-555-0100."),
        ("+12025550100", "+14165550123", "Questions? 202-555-0100."),
        ("+12025550100", "+442079460123", "Questions? +1 202-555-0100."),
        ("+442079460100", "+442079460123", "Questions? 020 7946 0100."),
        ("+442079460100", "+12025550123", "Questions? +44 20 7946 0100."),
        ("", "+12025550123", "Questions? 500-555-0006."),
    ],
)
def test_a_person_s_number_is_written_as_it_is_dialed(
    person: str, customer: str, written: str
) -> None:
    person_answers_at(person)
    visit = Day().book(make_technician(), make_customer(phone=customer))
    assert written in body(visit)


def test_a_service_is_no_number_to_call() -> None:
    sender = default_sender()
    sender.address = "MG" + "0" * 32
    sender.save()
    assert "Questions?" not in body(Day().book(make_technician()))


@pytest.mark.parametrize(
    ("greeting", "contact", "hello"),
    [
        ("Dana", "", "Hello Dana,"),
        ("Mr Okafor", "", "Hello Mr Okafor,"),
        ("", "", ""),
        ("Dana", "Joe Webb", "Hello Joe,"),
    ],
)
def test_who_reads_the_text_is_greeted(greeting: str, contact: str, hello: str) -> None:
    phone = "+12025550177" if contact else ""
    customer = make_customer(greeting=greeting)
    visit = Day().book(make_technician(), customer, contact_name=contact, contact_phone=phone)
    words = body(visit)
    assert hello in words
    assert ("Hello" in words) == bool(hello)


def test_another_contact_without_a_name_is_not_called_by_the_customer_s() -> None:
    visit = Day().book(make_technician(), contact_phone="+12025550177")
    assert "Hello" not in body(visit)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Boiler service", "your boiler service"),
        ("AC repair", "your AC repair"),
        ("EV charger", "your EV charger"),
        ("X", "your X"),
        ("Éclairage", "your éclairage"),
    ],
)
def test_a_job_is_said_in_a_sentence(name: str, said: str) -> None:
    visit = Day().book(make_technician())
    Appointment.objects.update(job_type=make_job_type(name))
    assert said in body(visit)


def test_a_job_is_said_in_the_customer_s_own_words() -> None:
    visit = Day().book(make_technician(), make_customer(language="es"))
    visit.job_type.words.create(language="es", text="revisión de la caldera")
    visit.job_type.words.create(language="en", text="yearly check")
    assert "Motivo: revision de la caldera." in body(visit)


def test_a_customer_hears_no_line_of_another_language() -> None:
    maya = make_technician(interests=["bakes bread"], skills=["old boilers"])
    words = body(Day().book(maya, make_customer(language="es")))
    assert "Maya le visita" in words
    assert not {"bakes", "bread", "boilers", "Su fuerte", "Fuera del trabajo"} & set(words.split())
    assert "old boilers" not in words


def test_a_line_of_the_customer_s_language_is_told() -> None:
    maya = make_technician(interests=["bakes bread"])
    maya.lines.create(kind=Line.Kind.INTEREST, language="es", text="hornea pan", renewed_at=NOW)
    assert "hornea pan" in body(Day().book(maya, make_customer(language="es")))


@pytest.mark.parametrize(("days", "told"), [(179, True), (180, False)])
def test_a_line_sleeps_after_half_a_year(days: int, told: bool) -> None:
    maya = make_technician(interests=["bakes bread"])
    maya.lines.update(renewed_at=NOW - timedelta(days=days))
    assert ("bakes bread" in body(Day().book(maya))) == told


def test_nothing_is_told_that_was_not_agreed_to() -> None:
    maya = make_technician(skills=["gas"], interests=["bakes bread"])
    maya.consents.all().delete()
    words = body(Day().book(with_photo(maya)))
    assert not [said for said in ("gas", "bakes", "years", "Off duty", "Good at") if said in words]


def test_an_opener_is_quoted_when_it_was_agreed_to() -> None:
    maya = make_technician()
    maya.lines.create(
        kind=Line.Kind.OPENER, language="en", text="I tidy up as I go.", renewed_at=NOW
    )
    visit = Day().book(maya)
    assert "tidy" not in body(visit)
    grant(by=OFFICE, technician=maya, fields=["opener"], now=NOW)
    assert 'Maya says: "I tidy up as I go."' in body(visit)


def test_a_new_face_is_told_beside_the_one_before() -> None:
    day = Day()
    visit = day.book(make_technician("Maya Lopez"))
    before = picture_of(visit)
    day.reassign(visit, make_technician("Omar Haddad"))
    words = body(visit, Kind.NEW_FACE, Known(picture=before, first_text=False))
    assert "Omar is coming" in words
    assert "not Maya" in words


def test_a_new_time_is_told_beside_the_old_one() -> None:
    day = Day()
    visit = day.book(make_technician("Maya Lopez"))
    before = picture_of(visit)
    day.move(visit, hours=3)
    words = body(visit, Kind.RESCHEDULE, Known(picture=before, first_text=False))
    assert "Your new time is Wed 3 Jun, 1-3pm" in words
    assert "It was Wed 3 Jun, 10am-noon." in words


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("America/New_York", "10am-noon"), ("Etc/GMT+5", "9-11am"), ("Asia/Kathmandu", "7:45-9:45pm")],
)
def test_hours_are_those_of_the_customer_s_zone(zone: str, hours: str) -> None:
    assert hours in body(Day().book(make_technician(), make_customer(time_zone=zone)))


def test_a_company_s_own_words_are_used_if_they_say_what_they_must() -> None:
    visit = Day().book(make_technician())
    own = "{company} {technician} {day} {hours} {person_phone} Howdy![{?first_text} STOP ends.]"
    WordingVersion.objects.create(kind="introduction", language="en", text=own)
    day = Day()
    assert "Howdy!" in day.deliver()[0].body
    WordingVersion.objects.create(kind="introduction", language="en", text="Howdy!")
    Customer.objects.update(name="Dana Webb")
    again = day.book(make_technician("Omar Haddad"), visit.customer, hours=48)
    (text,) = day.deliver()
    assert text.to == again.text_to
    assert "Omar is coming" in text.body


def test_words_that_can_t_be_read_give_way_to_ours() -> None:
    WordingVersion.objects.create(kind="introduction", language="en", text="{company} [ {nonsense}")
    day = Day()
    day.book(make_technician())
    assert "Maya is coming" in day.deliver()[0].body

"""The visit in the customer's own calendar: one event, kept up to date, read by other programs."""

from datetime import UTC, datetime
from typing import cast

import pytest
import vobject  # type: ignore[import-untyped]
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from icalendar import Calendar, Event
from pytest_django import Settings

from appointments.models import Appointment, Customer, Location
from notifications.calendar import calendar_file
from notifications.models import VisitLink
from notifications.preparing import visit_links
from technicians.models import Technician
from tests.factories import make_customer, make_technician
from tests.spine import NOW, Day, default_sender, fresh

pytestmark = pytest.mark.django_db
LINK = "https://visits.example.com/v/abcdefghijklmnop"


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez", skills=["gas"], bio="I like old houses.")


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    dana = make_customer("Dana Webb")
    visit = day.book(maya, dana)
    visit.location = Location.objects.create(customer=dana, address="12 Elm St; Unit 4, Troy")
    visit.save(update_fields=["location"])
    visit.business_unit.person_phone = "+12025550100"
    visit.business_unit.save()
    return visit


def written(visit: Appointment) -> bytes:
    known = Appointment.objects.for_texts().get(pk=visit.pk)
    return calendar_file(known, default_sender(), LINK, NOW)


def event(visit: Appointment) -> Event:
    calendar = Calendar.from_ical(written(visit))
    assert isinstance(calendar, Calendar)
    (event,) = calendar.events
    return event


def test_it_says_who_comes_where_and_whom_to_call(visit: Appointment) -> None:
    company = visit.business_unit.text_name
    told = event(visit)
    assert told.summary == f"Maya from {company} comes"
    assert told.location == "12 Elm St; Unit 4, Troy"
    assert "Call 202-555-0100." in str(told.description)
    assert LINK in str(told.description)


def test_its_times_are_the_window_in_utc(visit: Appointment) -> None:
    text = written(visit).decode()
    assert "DTSTART:20260603T140000Z" in text
    assert "DTEND:20260603T160000Z" in text


@pytest.mark.parametrize(
    ("zone", "hours"),
    [
        ("Etc/GMT+5", "Wed 3 Jun, 9-11am"),
        ("Etc/GMT-14", "Thu 4 Jun, 4-6am"),
        ("Asia/Kathmandu", "Wed 3 Jun, 7:45-9:45pm"),
        ("America/New_York", "Wed 3 Jun, 10am-noon"),
    ],
)
def test_in_any_zone_the_moment_is_one_and_the_words_are_its_own(
    visit: Appointment, zone: str, hours: str
) -> None:
    Customer.objects.update(time_zone=zone)
    told = event(visit)
    assert told.start == datetime(2026, 6, 3, 14, tzinfo=UTC)
    assert f"Arrival: {hours}." in str(told.description)


def test_a_change_is_the_same_event_further_on(day: Day, visit: Appointment) -> None:
    before = event(visit)
    day.move(visit, hours=3)
    after = event(fresh(visit))
    assert after.uid == before.uid
    assert after.sequence > before.sequence
    assert after.start == datetime(2026, 6, 3, 17, tzinfo=UTC)


def test_a_new_face_is_told_and_the_old_one_is_gone(day: Day, visit: Appointment) -> None:
    day.reassign(visit, make_technician("Omar Haddad"))
    text = written(fresh(visit)).decode()
    assert "Omar" in text
    assert "Maya" not in text


def test_a_visit_that_is_called_off_takes_its_event_along(day: Day, visit: Appointment) -> None:
    before = event(visit)
    day.cancel(visit)
    after = event(fresh(visit))
    assert (after.uid, after.status) == (before.uid, "CANCELLED")
    assert after.sequence > before.sequence
    assert "Maya" not in str(after)


def test_nothing_in_it_says_more_of_her_than_the_first_name(visit: Appointment) -> None:
    text = written(visit).decode()
    assert [word for word in ("Lopez", "gas", "old houses") if word in text] == []
    assert str(visit.pk) not in text


def test_no_two_visits_share_an_event(day: Day, visit: Appointment) -> None:
    other = day.book(customer=visit.customer, hours=48)
    assert event(other).uid != event(visit).uid


@pytest.mark.parametrize("change", ["none", "cancel", "nobody"])
def test_another_program_reads_it(day: Day, visit: Appointment, change: str) -> None:
    if change == "cancel":
        day.cancel(visit)
    if change == "nobody":
        day.reassign(visit, None)
    read = vobject.readOne(written(fresh(visit)).decode())
    assert read.method.value == "PUBLISH"
    assert read.vevent.location.value == "12 Elm St; Unit 4, Troy"
    assert read.vevent.dtstart.value == datetime(2026, 6, 3, 14, tzinfo=UTC)
    read.validate()


def test_it_speaks_the_customer_s_language(visit: Appointment, settings: Settings) -> None:
    Customer.objects.update(language="es")
    assert "mié 3 jun" in str(event(visit).description)


@pytest.fixture
def token() -> str:
    visit = Day(now=timezone.now()).book(make_technician("Maya Lopez"))
    visit_links([visit])
    return VisitLink.objects.get(appointment=visit).token


def get(token: str) -> HttpResponse:
    return cast("HttpResponse", Client().get(f"/v/{token}/visit.ics"))


def test_the_link_of_the_page_opens_it_and_nobody_keeps_or_lists_it(token: str) -> None:
    file = get(token)
    assert file.headers["Content-Type"].startswith("text/calendar; charset=utf-8")
    assert "no-store" in file.headers["Cache-Control"]
    assert "noindex" in file.headers["X-Robots-Tag"]
    assert f"/v/{token}" in file.content.decode().replace("\r\n ", "")


def test_it_ends_with_the_page(token: str) -> None:
    VisitLink.objects.update(expires_at=timezone.now())
    page = Client().get(f"/v/{token}")
    assert (get(token).status_code, page.status_code) == (404, 404)
    assert get(token).content == page.content
    assert get("a" * 16).status_code == 404

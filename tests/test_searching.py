"""The one search: its first line says where they are, and what can be done stands below it."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appointments.models import Appointment, Customer, Tap
from appointments.services import edit
from appointments.statuses import Status
from appointments.whereabouts import minutes, standing
from fieldservice.company.models import Robot, User
from notifications.models import Message
from notifications.searching import MOST, search
from technicians.models import Technician
from tests.factories import make_appointment, make_customer, make_dispatcher
from tests.spine import Day, suppress

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def priya(client: Client) -> User:
    """A dispatcher, signed in."""
    user = make_dispatcher()
    client.force_login(user)
    return user


@pytest.fixture
def now() -> datetime:
    return timezone.now()


@pytest.fixture
def visit(maya: Technician, now: datetime) -> Appointment:
    """Dana's, of Maya, in an hour."""
    return make_appointment(technician=maya, start=now + HOUR, external_id="JOB-7")


def found(words: str, now: datetime) -> list[tuple[str, Appointment | None]]:
    return [(hit.customer.name, hit.visit) for hit in search(words, now)]


def asked(client: Client, words: str) -> str:
    answer = client.post(reverse("search"), {"words": words}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, name: str, visit: Appointment, **fields: object) -> str:
    fields |= {"key": str(uuid4())}
    url = reverse(name, args=[visit.pk])
    answer = client.post(url, fields, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("words", ["dana", "webb", "0123", "JOB-7", "(202) 555-0123"])
def test_whoever_calls_is_found_with_the_visit_of_now(
    words: str, visit: Appointment, now: datetime
) -> None:
    make_appointment(visit.customer, start=now + timedelta(days=20))
    assert found(words, now) == [("Dana Webb", visit)]


@pytest.mark.parametrize("words", ["", "d", "nobody", "%%", "JOB-8"])
def test_what_fits_nobody_finds_nobody(words: str, visit: Appointment, now: datetime) -> None:
    assert found(words, now) == []


def test_who_is_out_there_comes_first(maya: Technician, now: datetime) -> None:
    names = ["Dana Abbot", "Dana Baker", "Dana Cole"]
    _, two, _ = (
        make_appointment(make_customer(name), start=now + n * HOUR + HOUR)
        for n, name in enumerate(names)
    )
    make_customer("Dana Aaron")
    edit(by=Robot.SYSTEM, appointment=two, changes={"technician": maya})
    edit(by=Robot.SYSTEM, appointment=two, changes={"status": Status.ON_THE_WAY})
    assert [name for name, _ in found("dana", now)] == [
        *("Dana Baker", "Dana Abbot", "Dana Cole", "Dana Aaron")
    ]


def test_who_has_no_visit_now_is_found_with_the_next_one(now: datetime) -> None:
    later = make_appointment(start=now + timedelta(days=9))
    assert found("dana", now) == [("Dana Webb", later)]


def test_no_more_are_shown_than_one_can_read(now: datetime) -> None:
    for number in range(MOST + 2):
        make_customer("Dana Webb", phone=f"+1202555017{number}"[:12])
    assert len(found("dana", now)) == MOST


def test_a_search_asks_no_more_for_many_than_for_one(
    visit: Appointment, now: datetime, django_assert_max_num_queries: object
) -> None:
    for number in range(6):
        customer = make_customer("Dana Webb", phone=f"+1202555014{number}")
        make_appointment(customer, start=now + (number + 2) * HOUR)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        search("dana", now)


def test_whoever_stands_in_is_found_with_their_visit_and_their_texts(
    client: Client, priya: User, visit: Appointment, now: datetime
) -> None:
    later = make_appointment(visit.customer, start=now + 5 * HOUR)
    later.contact_phone, later.contact_name = "+12025550147", "Walt"
    later.save()
    assert found("555 0147", now) == [("Dana Webb", later)]
    assert reverse("visit_thread", args=[later.pk]) in asked(client, "0147")
    thread = client.get(reverse("visit_thread", args=[later.pk])).content.decode()
    assert "Everything said with (202) 555-0147" in thread
    assert "for Dana Webb" in thread


START = datetime(2026, 6, 2, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "after", "said"),
    [
        ({}, -HOUR, "Not on the way yet, expected in 1 h 0 min"),
        ({}, -9 * HOUR, "Not on the way yet"),
        ({}, HOUR, "Not on the way yet, the window ends in 1 h 0 min"),
        ({}, 3 * HOUR, "Not on the way yet, 1 h 0 min past the window"),
        ({"status": "on_the_way"}, HOUR / 4, "On the way for 15 min"),
        (
            {"status": "on_the_way", "expected_at": START + 3 * HOUR},
            2.5 * HOUR,
            "On the way for 2 h 30 min, there about 1:00 PM, 30 min past the window",
        ),
        ({"status": "arrived"}, HOUR, "There for 1 h 0 min"),
        ({"status": "done"}, HOUR, "Done 10:00 AM"),
    ],
)
def test_where_they_are_is_one_sentence(
    changes: dict[str, object], after: timedelta, said: str
) -> None:
    visit = Appointment(
        customer=Customer(time_zone="America/New_York"),
        arrival_window_start=START,
        arrival_window_end=START + 2 * HOUR,
        status_at=START,
    )
    for name, value in changes.items():
        setattr(visit, name, value)
    assert standing(visit, START + after) == said


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (-HOUR, "0 min"),
        (HOUR - timedelta(seconds=1), "59 min"),
        (47 * HOUR, "47 h 0 min"),
        (48 * HOUR, "2 days"),
    ],
)
def test_spans_are_said_as_people_say_them(span: timedelta, said: str) -> None:
    assert minutes(span) == said


def test_the_first_line_answers(client: Client, priya: User, visit: Appointment) -> None:
    page = asked(client, "dana")
    first_line = page.split("</summary>")[0]
    assert "Maya" in first_line
    assert "Not on the way yet, expected in" in first_line
    assert "Introduction" in first_line


def test_without_script_the_search_is_a_page(
    client: Client, priya: User, visit: Appointment
) -> None:
    page = client.post(reverse("search"), {"words": "dana"}).content.decode()
    assert "<h1>Search</h1>" in page
    assert "Dana Webb" in page


def test_nobody_found_says_what_to_do(client: Client, priya: User) -> None:
    assert "the last four digits" in asked(client, "nobody")


def test_words_in_the_address_are_not_looked_for(
    client: Client, priya: User, visit: Appointment
) -> None:
    assert "Dana Webb" not in client.get(reverse("search"), {"words": "dana"}).content.decode()


def test_a_dispatcher_taps_for_the_technician(
    client: Client, priya: User, visit: Appointment
) -> None:
    hit = send(client, "search_tap", visit, what="on_the_way")
    assert "On the way for 0 min" in hit
    tap = Tap.objects.get()
    back = send(client, "search_tap", visit, what="undo", detail=str(tap.pk))
    assert "Not on the way yet" in back


def test_late_says_when_they_are_there(client: Client, priya: User, visit: Appointment) -> None:
    assert "there about" in send(client, "search_tap", visit, what="late", detail="20")


def test_a_tap_that_changes_nothing_says_why(
    client: Client, priya: User, visit: Appointment
) -> None:
    assert "Choose how late you are." in send(client, "search_tap", visit, what="late")


def test_without_a_technician_nobody_taps(client: Client, priya: User, now: datetime) -> None:
    nobodys = make_appointment(start=now + HOUR)
    assert "could not be understood" in send(client, "search_tap", nobodys, what="done")


def test_a_number_is_corrected_and_the_truth_sent_in_one_step(
    client: Client, priya: User, visit: Appointment
) -> None:
    hit = send(client, "search_send", visit, phone="310 555 9876")
    assert "The text is on its way." in hit
    assert Customer.objects.get().phone == "+13105559876"
    assert Message.objects.filter(by_hand=True).count() == 1


def test_a_wrong_number_is_refused_where_it_was_typed(
    client: Client, priya: User, visit: Appointment
) -> None:
    hit = send(client, "search_send", visit, phone="12")
    assert 'value="12"' in hit
    assert "does not exist" in hit
    assert not Message.objects.filter(by_hand=True).exists()


def test_who_wants_no_texts_is_to_be_called(
    client: Client, priya: User, visit: Appointment, day: Day
) -> None:
    suppress(day, visit)
    assert "Call them." in send(client, "search_send", visit)
    assert not Message.objects.filter(by_hand=True).exists()


def test_without_script_a_tap_leads_to_the_visit(
    client: Client, priya: User, visit: Appointment
) -> None:
    fields = {"what": "arrived", "key": str(uuid4())}
    answer = client.post(reverse("search_tap", args=[visit.pk]), fields)
    assert answer["Location"] == reverse("visit", args=[visit.pk])

"""The office's pages: the day, one visit and its changes, as a dispatcher sees them."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appointments.models import Appointment
from appointments.services import cancel, confirm, reassign
from appointments.statuses import Status
from appointments.templatetags.visits import dialed
from fieldservice.company.models import BusinessUnit, Robot, User
from tests.factories import (
    make_appointment,
    make_customer,
    make_job_type,
    make_technician,
)
from tests.spine import texts

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")


@pytest.fixture
def priya(client: Client) -> User:
    """A dispatcher, signed in."""
    user = User.objects.create_user("priya")
    client.force_login(user)
    return user


def on(day: date, hour: int = 9) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=NEW_YORK)


def soon(days: int = 2) -> date:
    return timezone.now().astimezone(NEW_YORK).date() + timedelta(days=days)


def page(client: Client, name: str, *args: object, **asked: str) -> str:
    answer = client.get(reverse(name, args=args), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def day_page(client: Client, day: date, **asked: str) -> str:
    return page(client, "day", day=day.isoformat(), **asked)


def change(client: Client, name: str, visit: Appointment, **fields: object) -> tuple[int, str]:
    """Status and page after a change as the form of `visit` sends it."""
    fields = {"version": visit.version, **fields}
    answer = client.post(reverse(name, args=[visit.pk]), fields, follow=True)
    return answer.status_code, answer.content.decode()


PAGES = ["day", "book", "customers"]


@pytest.mark.parametrize("name", PAGES)
def test_strangers_are_asked_to_sign_in(client: Client, name: str) -> None:
    answer = client.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/sign-in")


@pytest.mark.parametrize("name", PAGES)
def test_technicians_find_no_page_of_the_office(client: Client, name: str) -> None:
    client.force_login(User.objects.create_user("maya", role=User.Role.TECHNICIAN))
    assert client.get(reverse(name)).status_code == 404


def test_a_day_without_visits_says_so_and_offers_to_book(client: Client, priya: User) -> None:
    html = day_page(client, soon())
    assert "No visits on this day." in html
    assert f"/book?day={soon().isoformat()}" in html


def test_visits_stand_with_their_technician_and_those_of_nobody_first(
    client: Client, priya: User
) -> None:
    make_appointment(make_customer("Dana Webb"), make_technician("Maya Lopez"), start=on(soon()))
    make_appointment(make_customer("Sam Ito"), start=on(soon(), 13))
    html = day_page(client, soon())
    order = [html.index(word) for word in ("Nobody yet", "Sam Ito", "Maya Lopez", "Dana Webb")]
    assert order == sorted(order)


def test_the_day_is_that_of_the_customer(client: Client, priya: User) -> None:
    late = datetime.combine(soon(), time(23), tzinfo=ZoneInfo("Pacific/Honolulu"))
    make_appointment(make_customer(time_zone="Pacific/Honolulu"), start=late, hours=1)
    assert "Dana Webb" in day_page(client, soon())
    assert "Dana Webb" not in day_page(client, soon() + timedelta(days=1))


def test_the_day_counts_what_needs_a_look(client: Client, priya: User) -> None:
    maya = make_technician()
    confirm(by=priya, appointment=make_appointment(technician=maya, start=on(soon())))
    make_appointment(start=on(soon(), 12))
    cancel(by=priya, appointment=make_appointment(start=on(soon(), 15)))
    html = day_page(client, soon())
    assert "<b>2</b> visits" in html
    assert "<b>1</b> not confirmed" in html
    assert "<b>1</b> without a technician" in html
    assert "1 canceled" in html


@pytest.mark.parametrize(
    ("only", "seen"),
    [("unconfirmed", {"Dana", "Sam"}), ("nobody", {"Sam"}), ("", {"Dana", "Sam", "Ada"})],
)
def test_the_day_can_be_narrowed(client: Client, priya: User, only: str, seen: set[str]) -> None:
    maya = make_technician()
    make_appointment(make_customer("Dana"), maya, start=on(soon()))
    make_appointment(make_customer("Sam"), start=on(soon(), 12))
    confirm(
        by=priya, appointment=make_appointment(make_customer("Ada"), maya, start=on(soon(), 15))
    )
    html = day_page(client, soon(), only=only)
    assert {name for name in ("Dana", "Sam", "Ada") if f"<bdi>{name}</bdi>" in html} == seen


@pytest.mark.parametrize(
    ("status", "said"),
    [("scheduled", "Running late, there about"), ("on_the_way", "There about"), ("done", "")],
)
def test_only_who_is_still_expected_is_said_to_be_there_about_then(
    client: Client, priya: User, status: str, said: str
) -> None:
    visit = make_appointment(technician=make_technician(), start=on(soon()))
    Appointment.objects.update(status=status, expected_at=on(soon(), 11))
    html = page(client, "visit", visit.pk)
    assert (said if said else "Planned") in html
    assert ("here about" in html) == bool(said)


def test_a_technician_without_visits_can_be_booked_at_once(client: Client, priya: User) -> None:
    maya = make_technician()
    # Whatever day of the week that is.
    BusinessUnit.objects.update(office_from=time(8), office_at_weekends=True)
    html = day_page(client, soon())
    assert "Free all day" in html
    assert f"technician={maya.pk}" in html


def test_a_refresh_with_nothing_new_answers_nothing(client: Client, priya: User) -> None:
    visit = make_appointment(start=on(soon()))
    seen = day_page(client, soon()).split('name="seen" value="')[1].split('"')[0]
    asked = {"day": soon().isoformat(), "only": "", "seen": seen}
    part = {"HX-Request": "true", "HX-Target": "visits"}
    assert client.get(reverse("day"), asked, headers=part).status_code == 204
    reassign(by=priya, appointment=visit, technician=make_technician())
    refreshed = client.get(reverse("day"), asked, headers=part)
    assert "Maya Lopez" in refreshed.content.decode()
    assert "<html" not in refreshed.content.decode()


def test_a_page_opened_without_a_day_is_refreshed_quietly_too(client: Client, priya: User) -> None:
    make_appointment(start=timezone.now() + timedelta(minutes=1))
    opened = page(client, "day")
    polled = opened.split('id="visits" hx-get="')[1].split('"')[0].replace("&amp;", "&")
    seen = opened.split('name="seen" value="')[1].split('"')[0]
    answer = client.get(f"{polled}&seen={seen}", headers={"HX-Target": "visits"})
    assert answer.status_code == 204


def test_a_day_of_forty_visits_asks_no_more_than_a_day_of_two(
    client: Client, priya: User, django_assert_max_num_queries: object
) -> None:
    maya, quick = make_technician(), make_job_type("Quick look", minutes=10)
    for number in range(40):
        start = on(soon()) + timedelta(minutes=10 * number)
        make_appointment(make_customer(f"Ann {number}"), maya, start=start, job_type=quick)
    with django_assert_max_num_queries(18):  # type: ignore[operator]
        html = day_page(client, soon())
    assert "40 visits" in html


@pytest.mark.parametrize("day", ["", "tomorrow", "2026-13-01", "9999-12-31"])
def test_a_day_that_makes_no_sense_is_today(client: Client, priya: User, day: str) -> None:
    assert "<h1><time" in page(client, "day", day=day)
    assert ">Today</time>" in page(client, "day", day=day)


def test_a_visit_says_who_when_what_and_where(client: Client, priya: User) -> None:
    visit = make_appointment(make_customer(), make_technician(), start=on(soon(1)))
    html = page(client, "visit", visit.pk)
    for words in ("Dana Webb", "tomorrow 9-11am", "Boiler service", "Maya Lopez", "Scheduled"):
        assert words in html


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("+12025550123", "(202) 555-0123"),
        ("+442079460123", "+44 20 7946 0123"),
        ("40404", "40404"),
        ("Acme", "Acme"),
        ("", ""),
    ],
)
def test_a_number_is_shown_as_the_office_dials_it(number: str, said: str) -> None:
    assert dialed(number) == said


def test_a_visit_tells_its_history_in_sentences(client: Client, priya: User) -> None:
    visit = make_appointment(start=on(soon()))
    reassign(by=priya, appointment=visit, technician=make_technician())
    confirm(by=Robot.CUSTOMER, appointment=visit)
    html = page(client, "visit", visit.pk)
    assert "The system booked the visit" in html
    assert "priya changed who comes" in html
    assert "The customer noted that the time is confirmed" in html


def test_what_a_customer_typed_is_never_markup(client: Client, priya: User) -> None:
    visit = make_appointment(start=on(soon()))
    Appointment.objects.filter(pk=visit.pk).update(notes="<script>alert(1)</script>")
    html = page(client, "visit", visit.pk)
    assert "&lt;script&gt;alert(1)" in html


def test_somebody_else_can_be_sent(client: Client, priya: User) -> None:
    visit, omar = make_appointment(start=on(soon())), make_technician("Omar Haddad")
    status, html = change(client, "reassign_visit", visit, technician=omar.pk)
    assert status == 200
    assert "Omar Haddad" in html
    visit.refresh_from_db()
    assert visit.technician == omar


def test_who_is_busy_or_not_trained_is_listed_with_the_reason(client: Client, priya: User) -> None:
    boilers = make_technician("Maya Lopez", skills=["Boilers"])
    make_technician("Omar Haddad")
    job = make_job_type()
    job.skills.set(boilers.skills.all())
    make_appointment(make_customer("Ada"), boilers, start=on(soon()), job_type=job)
    visit = make_appointment(make_customer("Sam"), start=on(soon()), job_type=job)
    html = page(client, "reassign_visit", visit.pk)
    assert "Not trained: Boilers" in html
    assert "Busy 9-10am" in html
    status, html = change(client, "reassign_visit", visit, technician=boilers.pk)
    assert status == 422
    assert "Maya Lopez has another visit at that time." in html


def test_a_visit_can_be_moved(client: Client, priya: User) -> None:
    visit = make_appointment(make_customer(), start=on(soon()))
    day = soon(5).isoformat()
    change(client, "move_visit", visit, day=day, window="14:00-16:00")
    visit.refresh_from_db()
    assert visit.arrival_window_start == on(soon(5), 14)


def test_own_times_until_midnight_end_with_the_day(client: Client, priya: User) -> None:
    visit = make_appointment(make_customer(), start=on(soon()))
    own = {"window": "own", "window_start": "22:00", "window_end": "00:00"}
    change(client, "move_visit", visit, day=soon().isoformat(), **own)
    visit.refresh_from_db()
    assert visit.arrival_window_end == on(soon(3), 0)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"window": "own", "window_start": "11:00", "window_end": "11:00"}, "ends before it"),
        ({"window": "own", "window_start": "11:00"}, "type both times"),
        ({"window": ""}, "Choose a window"),
        ({"window": "14:00-16:00", "day": "2020-01-01"}, "This window is over already."),
    ],
)
def test_a_window_that_cannot_be_is_refused(
    client: Client, priya: User, fields: dict[str, str], words: str
) -> None:
    visit = make_appointment(start=on(soon()))
    form = {"day": soon().isoformat(), **fields}
    status, html = change(client, "move_visit", visit, **form)
    assert status == 422
    assert words in html


def test_a_visit_is_canceled_after_asking_once_more(client: Client, priya: User) -> None:
    visit = make_appointment(start=on(soon()))
    assert "Cancel this visit?" in page(client, "cancel_visit", visit.pk)
    change(client, "cancel_visit", visit)
    visit.refresh_from_db()
    assert visit.status == Status.CANCELED


def test_a_canceled_visit_offers_no_changes(client: Client, priya: User) -> None:
    visit = cancel(by=priya, appointment=make_appointment(start=on(soon())))
    html = page(client, "visit", visit.pk)
    assert "New time" not in html
    assert "Cancel visit" not in html
    assert "They confirmed" not in html


def test_notes_are_saved_and_nobody_is_texted_again(client: Client, priya: User) -> None:
    visit = make_appointment(start=on(soon()))
    change(client, "note_visit", visit, notes="اقرع الجرس مرتين")
    visit.refresh_from_db()
    assert visit.notes == "اقرع الجرس مرتين"
    assert len(texts(visit)) == 1


def test_a_dispatcher_can_note_that_they_confirmed(client: Client, priya: User) -> None:
    visit = make_appointment(start=on(soon()))
    client.post(reverse("confirm_visit", args=[visit.pk]))
    visit.refresh_from_db()
    assert visit.confirmed_at
    assert "They confirmed" not in page(client, "visit", visit.pk)


@pytest.mark.parametrize("name", ["move_visit", "cancel_visit", "note_visit", "reassign_visit"])
def test_a_change_of_an_outdated_visit_is_refused(client: Client, priya: User, name: str) -> None:
    visit = make_appointment(start=on(soon()))
    reassign(by=Robot.SYSTEM, appointment=Appointment.objects.get(), technician=make_technician())
    fields = {"notes": "ring twice", "day": soon(3).isoformat(), "window": "10:00-12:00"}
    status, html = change(client, name, visit, **fields)
    assert status == 409
    assert "Somebody else changed this visit." in html
    assert f'name="version" value="{visit.version + 1}"' in html


@pytest.mark.parametrize("name", ["move_visit", "cancel_visit", "note_visit", "reassign_visit"])
def test_a_change_is_a_page_without_script_and_a_part_with_it(
    client: Client, priya: User, name: str
) -> None:
    visit = make_appointment(start=on(soon()))
    address = reverse(name, args=[visit.pk])
    assert "<html" in client.get(address).content.decode()
    part = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "<form" in part


def test_unknown_visits_are_not_found(client: Client, priya: User) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    for name in ("visit", "move_visit", "customer"):
        assert client.get(reverse(name, args=[nobody])).status_code == 404


def test_times_are_told_where_the_visit_is(client: Client, priya: User) -> None:
    start = datetime.combine(soon(), time(17), tzinfo=UTC)
    visit = make_appointment(make_customer(time_zone="Asia/Tokyo"), start=start)
    html = page(client, "visit", visit.pk)
    assert "2-4am" in html
    assert "Tokyo" in html

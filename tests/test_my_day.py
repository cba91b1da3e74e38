"""A technician's day as the phone shows it: own visits, what was told of them, and the taps."""

import uuid
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from appointments.models import Appointment, Customer, Location, Shift, Tap, TimeOff
from appointments.own_day import own_day, visits_on
from appointments.services import edit
from appointments.statuses import Status
from fieldservice.company.models import Robot
from notifications.reply_services import receive
from notifications.states import State
from technicians.models import Technician
from tests.factories import make_appointment, make_customer, make_job_type, make_technician
from tests.spine import NOW, Day, attempts, default_sender, fresh
from tests.technician_pages import dispatcher, html, signed_in_as, technician_named

pytestmark = pytest.mark.django_db
TODAY = date(2026, 6, 2)


@pytest.fixture
def maya() -> Technician:
    return technician_named("Maya Lopez")


@pytest.fixture
def phone(maya: Technician) -> Client:
    return signed_in_as(maya.user)


def visit_in(
    hours: float, technician: Technician, name: str = "Dana Webb", *, minutes: int = 60
) -> Appointment:
    """A visit so many hours from now, on the real clock."""
    start = timezone.now() + timedelta(hours=hours)
    job = make_job_type(f"Job of {minutes}", minutes=minutes)
    customer = make_customer(name, time_zone="Etc/UTC")
    return make_appointment(customer, technician, start=start, hours=1, job_type=job)


def shown(phone: Client, visit: Appointment) -> str:
    """The page of the day of this visit."""
    return html(phone.get(reverse("my_day"), {"day": visit.day.isoformat()}))


def tap(phone: Client, visit: Appointment, what: str, detail: str = "", **more: str) -> str:
    """The page after a tap without script."""
    sent = {"key": str(uuid.uuid4()), "what": what, "detail": detail, **more}
    return html(phone.post(reverse("my_tap", args=[visit.pk]), sent, follow=True))


def test_the_own_visits_are_shown_and_nobody_elses(phone: Client, maya: Technician) -> None:
    own, other = visit_in(1, maya), visit_in(1, make_technician("Omar Haddad"), "Sam Ito")
    assert "Dana Webb" in shown(phone, own)
    assert "Sam Ito" not in shown(phone, other)


def test_the_phone_number_of_a_customer_is_not_shown(phone: Client, maya: Technician) -> None:
    visit = visit_in(1, maya)
    texts = html(phone.get(reverse("my_texts", args=[visit.pk])))
    for page in (shown(phone, visit), texts):
        assert "0123" not in page


def test_a_card_says_what_helps_at_the_door(phone: Client, maya: Technician) -> None:
    visit = visit_in(1, maya)
    customer = visit.customer
    customer.say_it_like, customer.visit_style = "DAY-na", Customer.VisitStyle.QUIET
    customer.save()
    visit.location = Location.objects.create(
        customer=customer, address="14 Alder St & Co", access_notes="Side gate, shy dog"
    )
    visit.notes = "Pilot light"
    visit.save()
    page = shown(phone, visit)
    for words in ("DAY-na", "Rather quiet", "Side gate, shy dog", "Pilot light", "Dana"):
        assert words in page
    assert "query=14+Alder+St+%26+Co" in page


def test_a_card_says_who_was_there_before(phone: Client, maya: Technician) -> None:
    visit = visit_in(1, maya)
    omar = make_technician("Omar Haddad")
    past = make_appointment(visit.customer, omar, start=timezone.now() + timedelta(hours=5))
    assert "This is their first visit." in shown(phone, visit)
    edit(by=Robot.SYSTEM, appointment=past, changes={"status": Status.DONE})
    assert "Omar Haddad" in shown(phone, visit)


@pytest.mark.parametrize(
    ("zone", "now", "first", "last"),
    [  # where it is the second of June, and when that day begins and ends
        ("Pacific/Honolulu", "2026-06-02T14:00", "2026-06-02T10:00", "2026-06-03T09:59"),
        ("Pacific/Honolulu", "2026-06-03T09:59", "2026-06-02T10:00", "2026-06-03T09:59"),
        ("Pacific/Kiritimati", "2026-06-01T11:00", "2026-06-01T10:00", "2026-06-02T09:59"),
    ],
)
def test_today_is_the_date_where_the_visit_is(
    maya: Technician, zone: str, now: str, first: str, last: str
) -> None:
    minute, customer = timedelta(minutes=1), make_customer(time_zone=zone)
    moments = [utc(first) - minute, utc(first), utc(last), utc(last) + minute]
    for number, moment in enumerate(moments):
        visit = make_appointment(customer, start=moment, now=NOW - timedelta(days=9))
        over = {"status": Status.DONE, "notes": str(number)}  # so that they may overlap
        Appointment.objects.filter(pk=visit.pk).update(technician=maya, **over)
    for wanted in (None, TODAY):
        assert {visit.notes for visit in visits_on(maya, wanted, utc(now))} == {"1", "2"}


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_the_visit_they_are_at_comes_first(maya: Technician) -> None:
    visits = [
        make_appointment(
            make_customer(name), maya, start=NOW + timedelta(hours=2 * n), now=NOW - timedelta(1)
        )
        for n, name in enumerate(("Ann", "Ben", "Cyd", "Dan"))
    ]
    for visit, status in zip(visits, ("done", "scheduled", "arrived", "canceled"), strict=True):
        edit(by=Robot.SYSTEM, appointment=visit, changes={"status": Status(status)}, now=NOW)
    page = own_day(maya, TODAY, NOW)
    assert [card.visit.customer.name for card in page.ahead] == ["Cyd", "Ben"]
    assert [visit.customer.name for visit in page.over] == ["Ann", "Dan"]


def test_the_following_day_is_looked_at(maya: Technician) -> None:
    start = NOW + timedelta(days=1)
    visit = make_appointment(technician=maya, start=start, now=NOW)
    page = own_day(maya, TODAY, NOW)
    assert list(page.following) == [visit]
    assert not page.ahead


def test_many_visits_cost_as_many_queries_as_one(phone: Client, maya: Technician) -> None:
    counts = []
    for more in (1, 4):
        for _each in range(more):
            planned = Appointment.objects.count()
            visit = visit_in(1 + planned / 30, maya, f"Customer {planned}", minutes=1)
        counts.append((queries(phone, "my_day", visit), queries(phone, "my_day_texts", visit)))
    assert counts[0] == counts[1]


def queries(phone: Client, name: str, visit: Appointment) -> int:
    with CaptureQueriesContext(connection) as asked:
        page = html(phone.get(reverse(name), {"day": visit.day.isoformat()}))
    assert str(visit.pk) in page
    return len(asked)


def test_on_my_way_is_one_tap_and_undone_with_another(phone: Client, maya: Technician) -> None:
    visit = visit_in(0.5, maya)
    assert "On my way to Dana" in shown(phone, visit)
    tap(phone, visit, "on_the_way")
    assert fresh(visit).status == Status.ON_THE_WAY
    page = shown(phone, visit)
    last = page.split('name="detail" value="')[1].split('"')[0]
    assert "Take back" in page
    tap(phone, visit, "undo", last)
    assert fresh(visit).status == Status.SCHEDULED


def test_a_tap_is_offered_back_only_for_what_is_left_of_its_minute(
    phone: Client, maya: Technician
) -> None:
    visit = visit_in(0.5, maya)
    tap(phone, visit, "on_the_way")
    Tap.objects.update(at=timezone.now() - timedelta(seconds=30))
    left = shown(phone, visit).split('data-until="')[1].split('"')[0]
    assert 0 < int(left) <= 30


def test_a_page_without_script_that_takes_back_too_late_says_so(
    phone: Client, maya: Technician
) -> None:
    visit = visit_in(0.5, maya)
    tap(phone, visit, "on_the_way")
    Tap.objects.update(at=timezone.now() - timedelta(minutes=5))
    page = tap(phone, visit, "undo", str(Tap.objects.get().key))
    assert "This can&#x27;t be taken back any more. Tell the office." in page


def test_done_offers_the_way_to_the_next(phone: Client, maya: Technician) -> None:
    first, following = visit_in(0.1, maya, "Sam Ito"), visit_in(2, maya)
    tap(phone, first, "done")
    page = shown(phone, following)
    opened = page.split('<details class="card my-visit')[1]
    assert f'id="visit-{following.pk}" open' in opened
    assert "On my way to Dana" in opened


def test_a_refused_tap_says_why(phone: Client, maya: Technician) -> None:
    visit = visit_in(0.5, maya)
    tap(phone, visit, "done")
    assert "can&#x27;t become" in tap(phone, visit, "arrived")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({}, 200),
        ({"ago": "90.5"}, 200),
        ({"what": "late", "detail": "99"}, 409),
        ({"what": "canceled"}, 400),
        ({"key": "x"}, 400),
        ({"ago": "-1"}, 400),
        ({"ago": "nan"}, 400),
        ({"ago": "1e300"}, 400),
    ],
)
def test_a_script_is_answered_in_json(
    phone: Client, maya: Technician, sent: dict[str, str], status: int
) -> None:
    visit = visit_in(0.5, maya)
    Appointment.objects.update(status_at=timezone.now() - timedelta(hours=1))
    said = {"key": str(uuid.uuid4()), "what": "on_the_way", **sent}
    answer = phone.post(
        reverse("my_tap", args=[visit.pk]), said, headers={"Accept": "application/json"}
    )
    assert answer.status_code == status
    assert bool(answer.json()["refusal"]) == (status != 200)


@pytest.mark.parametrize("known", [True, False])
def test_another_ones_visit_is_not_found(phone: Client, known: bool) -> None:
    pk = visit_in(1, make_technician("Omar Haddad")).pk if known else uuid.uuid4()
    said = {"key": str(uuid.uuid4()), "what": "done"}
    tapped = phone.post(reverse("my_tap", args=[pk]), said)
    assert tapped.status_code == 404
    assert "not yours any more" in html(tapped)
    assert phone.get(reverse("my_texts", args=[pk])).status_code == 404
    assert not Appointment.objects.filter(status=Status.DONE).exists()


@pytest.mark.parametrize("name", ["my_day", "my_day_texts"])
def test_the_office_has_no_day_of_its_own(name: str) -> None:
    assert signed_in_as(dispatcher()).get(reverse(name)).status_code == 404
    assert Client().get(reverse(name)).status_code == 302


def test_the_own_hours_and_time_off_are_shown(phone: Client, maya: Technician) -> None:
    Shift.objects.create(technician=maya, weekday=5, starts=time(9), ends=time(13))
    start = timezone.now() + timedelta(days=3)
    TimeOff.objects.create(technician=maya, start=start, end=start + timedelta(days=1))
    html = phone.get(reverse("my_day")).content.decode()
    assert "Sat 9am-1pm" in html
    assert "<b>Time off</b>" in html
    assert reverse("technician_hours", args=[maya.pk]) not in html


def test_who_has_no_profile_is_told_so(phone: Client, maya: Technician) -> None:
    Technician.objects.update(user=None)
    answer = phone.get(reverse("my_day"))
    assert answer.status_code == 404


def test_the_texts_are_shown_word_for_word_with_what_became_of_them(
    phone: Client, maya: Technician, day: Day
) -> None:
    visit = day.book(maya, on_the_phone=True)
    text = day.deliver()[0].body
    day.receipt(attempts(visit)[0], State.DELIVERED)
    page = html(phone.get(reverse("my_texts", args=[visit.pk])))
    assert text.split(".")[0] in page
    assert "Delivered" in page


def test_what_was_told_of_somebody_else_is_not_shown(
    phone: Client, maya: Technician, day: Day
) -> None:
    visit = day.book(make_technician("Ada Park"), on_the_phone=True)
    day.deliver()
    day.reassign(visit, maya)
    assert "Ada" not in html(phone.get(reverse("my_texts", args=[visit.pk])))
    day.later(minutes=2).deliver()
    page = html(phone.get(reverse("my_texts", args=[visit.pk])))
    assert "Maya" in page


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("Shy dog, side gate", "Shy dog, side gate"),
        ("C", "They confirmed the time"),
        ("STOP", ""),
        ("wrong number", ""),
    ],
)
def test_an_answer_is_shown_but_not_what_they_want_of_our_texts(
    phone: Client, maya: Technician, day: Day, body: str, words: str
) -> None:
    visit = day.book(maya, on_the_phone=True)
    day.deliver()
    receive(
        sid="SM1",
        number=visit.text_to,
        opt_out="",
        sender=default_sender(),
        body=body,
        now=day.now,
    )
    page = html(phone.get(reverse("my_texts", args=[visit.pk])))
    assert words in page
    assert ("They answered" in page) == bool(words)


def test_all_texts_of_a_day_come_in_one_part(phone: Client, maya: Technician) -> None:
    visit = visit_in(1, maya)
    part = html(phone.get(reverse("my_day_texts"), {"day": visit.day.isoformat()}))
    assert f'id="told-{visit.pk}" hx-swap-oob="true"' in part
    assert "<html" not in part


def test_the_office_notes_where_a_visit_stands(maya: Technician) -> None:
    office, visit = signed_in_as(dispatcher()), visit_in(1, maya)
    address = reverse("visit_status", args=[visit.pk])
    page = html(office.post(address, {"status": "on_the_way"}, follow=True))
    assert fresh(visit).status == Status.ON_THE_WAY
    assert "Not on the way yet" in page
    assert "priya: On the way" in page


@pytest.mark.parametrize("status", ["canceled", "", "nonsense", "scheduled"])
def test_the_office_notes_no_other_status(maya: Technician, status: str) -> None:
    office, visit = signed_in_as(dispatcher()), visit_in(1, maya)
    edit(by=Robot.SYSTEM, appointment=visit, changes={"status": Status.DONE})
    office.post(reverse("visit_status", args=[visit.pk]), {"status": status})
    assert fresh(visit).status == Status.DONE


def test_the_office_sees_who_is_late_and_who_comes_along(phone: Client, maya: Technician) -> None:
    visit = visit_in(0.5, maya)
    tap(phone, visit, "late", "20")
    tap(phone, visit, "apprentice", "Sam")
    page = html(signed_in_as(dispatcher()).get(reverse("visit", args=[visit.pk])))
    assert "Running late, there about" in page
    assert "<bdi>Sam</bdi>" in page
    assert "maya said who comes along" in page


def test_the_history_names_both_technicians(maya: Technician) -> None:
    visit = visit_in(1, maya)
    office = signed_in_as(dispatcher())
    omar = make_technician("Omar Haddad")
    edit(by=Robot.SYSTEM, appointment=visit, changes={"technician": omar})
    edit(by=Robot.SYSTEM, appointment=visit, changes={"technician": None})
    page = html(office.get(reverse("visit", args=[visit.pk])))
    assert "Maya Lopez → Omar Haddad" in page
    assert "Omar Haddad → nobody" in page

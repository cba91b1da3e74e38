"""The board's pages: what they show, how few questions they ask, and how a drop is answered."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import signing
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from appointments.models import Appointment, TimeOff, WindowHold
from appointments.services import edit
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit, Robot, User
from technicians.models import Skill, Technician
from tests.factories import make_appointment, make_customer, make_job_type
from tests.full_days import full_day
from tests.spine import fresh

pytestmark = pytest.mark.django_db
NEW_YORK = ZoneInfo("America/New_York")
MOST_QUERIES, MOST_BYTES = 8, 400_000


@pytest.fixture(autouse=True)
def in_new_york() -> None:
    BusinessUnit.objects.update(time_zone="America/New_York")


@pytest.fixture
def priya(client: Client) -> Client:
    """A dispatcher, signed in."""
    client.force_login(User.objects.create_user("priya"))
    return client


def at(hour: int = 9) -> datetime:
    day = timezone.now().astimezone(NEW_YORK).date() + timedelta(days=2)
    return datetime.combine(day, time(hour), NEW_YORK).astimezone(UTC)


def asked(**more: str) -> dict[str, str]:
    return {"day": at().astimezone(NEW_YORK).date().isoformat(), **more}


def page(client: Client, **more: str) -> str:
    return client.get(reverse("board"), asked(**more)).content.decode()


def rows(client: Client, *seen: str) -> tuple[int, str]:
    answer = client.get(reverse("board_rows"), asked(rows=",".join(seen)))
    return answer.status_code, answer.content.decode()


def stamp(html: str, row: object) -> str:
    found = re.search(rf'id="{row}" data-stamp="(\w+)"', html)
    assert found
    return found[1]


def quarter(html: str, visit: Appointment) -> str:
    found = re.search(rf'id="c-{visit.pk}" data-at="(\d+)"', html)
    return found[1] if found else "nowhere"


def drop(
    client: Client, visit: Appointment, technician: object, at: object, **more: object
) -> tuple[int, str]:
    said = {"technician": technician or "", "at": at, "version": visit.version, **more}
    query = asked()["day"]
    answer = client.post(f"{reverse('board_drop', args=[visit.pk])}?day={query}", said)
    return answer.status_code, answer.content.decode()


def undo(client: Client, visit: Appointment, token: str) -> tuple[int, str]:
    answer = client.post(reverse("board_undo", args=[visit.pk]), {"token": token})
    return answer.status_code, answer.content.decode()


def token_in(html: str) -> str:
    found = re.search(r'data-token="([^"]+)"', html)
    assert found
    return found[1]


# What is shown


def test_a_visit_lies_in_its_row_at_its_hour(priya: Client, maya: Technician) -> None:
    visit = make_appointment(make_customer(), maya, start=at(9))
    html = page(priya)
    assert quarter(html, visit) == "36"
    assert html.index(f"r-{maya.pk}") < html.index(f"c-{visit.pk}")


@pytest.mark.parametrize(("minutes", "is_said"), [(45, True), (60, False)])
def test_a_card_too_narrow_for_its_window_says_when_it_starts(
    priya: Client, maya: Technician, minutes: int, is_said: bool
) -> None:
    job = make_job_type("Thermostat", minutes=minutes)
    make_appointment(technician=maya, start=at(15), hours=2, job_type=job)
    assert ('<span class="starts" aria-hidden="true">3pm</span>' in page(priya)) == is_said


def test_who_has_nobody_lies_on_the_tray(priya: Client, maya: Technician) -> None:
    visit = make_appointment()
    Appointment.objects.update(planned_start=at(9), planned_end=at(10))
    tray = page(priya).partition('id="tray"')[2].partition("</section>")[0]
    assert f"c-{visit.pk}" in tray


def test_a_visit_elsewhere_lies_on_our_clock_and_says_its_own_hours(
    priya: Client, maya: Technician
) -> None:
    dana = make_customer(time_zone="America/Chicago")
    visit = make_appointment(dana, maya, start=at(9))
    html = page(priya)
    assert quarter(html, visit) == "36"
    assert re.search(r"8-10am Chicago", html)


def test_who_is_off_is_hatched_with_the_reason(priya: Client, maya: Technician) -> None:
    TimeOff.objects.create(technician=maya, start=at(12), end=at(14), why="sick")
    assert re.search(r'class="gap off" data-at="48" data-for="8" title="Sick"', page(priya))


@pytest.mark.parametrize(
    ("narrowed", "found"),
    [
        ({}, {"Maya Lopez", "Omar Haddad"}),
        ({"status": "unconfirmed"}, {"Maya Lopez"}),
        ({"status": "done"}, set()),
        ({"skill": "gas"}, {"Omar Haddad"}),
        ({"unit": "north"}, {"Omar Haddad"}),
        (
            {"skill": "x" * 30, "unit": "-1", "status": "?", "hours": "?"},
            {"Maya Lopez", "Omar Haddad"},
        ),
    ],
)
def test_the_board_is_narrowed_by_unit_skill_and_status(
    priya: Client, maya: Technician, omar: Technician, narrowed: dict[str, str], found: set[str]
) -> None:
    make_appointment(make_customer(), maya, start=at(9))
    north, gas = BusinessUnit.objects.create(name="North"), Skill.objects.create(name="Gas")
    south = BusinessUnit.objects.create(name="South")
    omar.skills.add(gas)
    Technician.objects.filter(pk=omar.pk).update(business_unit=north)
    Technician.objects.filter(pk=maya.pk).update(business_unit=south)
    ids = {"gas": str(gas.pk), "north": str(north.pk)}
    html = page(priya, **{name: ids.get(value, value) for name, value in narrowed.items()})
    assert {name for name in ("Maya Lopez", "Omar Haddad") if f">{name}<" in html} == found


def test_who_belongs_to_no_unit_is_there_for_each(priya: Client, maya: Technician) -> None:
    north = BusinessUnit.objects.create(name="North")
    assert ">Maya Lopez<" in page(priya, unit=str(north.pk))


def test_an_empty_board_says_what_to_do_next(priya: Client) -> None:
    assert "Add a technician" in page(priya)


@pytest.mark.parametrize("day", ["", "tomorrow", "9999-12-31"])
def test_an_address_with_nonsense_shows_today(priya: Client, day: str) -> None:
    assert "Today" in priya.get(reverse("board"), {"day": day}).content.decode()


# How much is asked


@pytest.fixture(params=[5, 200])
def company(request: pytest.FixtureRequest) -> int:
    full_day(at(9), technicians=request.param, in_tray=request.param)
    return int(request.param)


def test_the_page_asks_as_little_of_many_as_of_few(priya: Client, company: int) -> None:
    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        html = page(priya)
    assert len(asked_for) <= MOST_QUERIES
    assert len(html.encode()) < MOST_BYTES
    assert html.count('class="round"') == company


def test_rows_somebody_scrolls_to_ask_as_little(priya: Client, company: int) -> None:
    keys = [f"{pk}:" for pk in Technician.objects.values_list("pk", flat=True)[:50]]
    with CaptureQueriesContext(connection) as asked_for:
        status, html = rows(priya, *keys, "tray:200:")
    assert (status, html.count('class="round"')) == (200, len(keys))
    assert len(asked_for) <= MOST_QUERIES


def test_looking_again_where_nothing_changed_is_cheap(priya: Client, maya: Technician) -> None:
    make_appointment(make_customer(), maya, start=at(9))
    html = page(priya)
    seen = [f"{maya.pk}:{stamp(html, f'r-{maya.pk}')}", f"tray:24:{stamp_of_tray(html)}"]
    with CaptureQueriesContext(connection) as asked_for:
        assert rows(priya, *seen) == (204, "")
    assert len(asked_for) <= 4


def stamp_of_tray(html: str) -> str:
    return html.partition('id="tray"')[2].partition('data-stamp="')[2].partition('"')[0]


def test_what_another_dispatcher_changes_comes_alone(
    priya: Client, maya: Technician, omar: Technician
) -> None:
    visit = make_appointment(make_customer(), maya, start=at(9))
    html = page(priya)
    seen = [f"{one.pk}:{stamp(html, f'r-{one.pk}')}" for one in (maya, omar)]
    Appointment.objects.filter(pk=visit.pk).update(version=2)
    status, fresh_rows = rows(priya, *seen)
    assert status == 200
    assert f"r-{maya.pk}" in fresh_rows
    assert f"r-{omar.pk}" not in fresh_rows


def test_a_text_that_gets_on_is_a_change_of_its_row(priya: Client, maya: Technician) -> None:
    visit = make_appointment(make_customer(), maya, start=at(9))
    seen = f"{maya.pk}:{stamp(page(priya), f'r-{maya.pk}')}"
    visit.messages.update(state="delivered", changed_at=timezone.now() + timedelta(seconds=5))
    assert "Delivered" in rows(priya, seen)[1]


@pytest.mark.parametrize("seen", ["", ":", "tray:x:", "tray:99999999:", "nobody:abc"])
def test_rows_asked_for_in_nonsense_are_none(priya: Client, seen: str) -> None:
    assert rows(priya, seen)[0] in {200, 204}


# Drops


def test_a_drop_answers_with_both_rows_and_a_way_back(
    priya: Client, maya: Technician, omar: Technician
) -> None:
    visit = make_appointment(make_customer(), maya, start=at(9))
    status, html = drop(priya, visit, omar.pk, 56)
    assert status == 200
    assert (fresh(visit).technician, fresh(visit).planned_start) == (omar, at(14))
    assert f'id="r-{maya.pk}"' in html
    assert quarter(html, visit) == "56"
    status, html = undo(priya, visit, token_in(html))
    assert "back where it was" in html
    assert (fresh(visit).technician, fresh(visit).planned_start) == (maya, at(9))


def test_who_was_on_the_way_is_so_again_after_an_undo(
    priya: Client, maya: Technician, omar: Technician
) -> None:
    visit = make_appointment(make_customer(), maya, start=at(9))
    edit(by=Robot.SYSTEM, appointment=visit, changes={"status": Status.ON_THE_WAY})
    html = drop(priya, visit, omar.pk, 36)[1]
    assert fresh(visit).status == Status.SCHEDULED
    undo(priya, visit, token_in(html))
    now = fresh(visit)
    assert (now.status, now.door_words) == (Status.ON_THE_WAY, visit.door_words)


def test_a_visit_at_ten_past_stays_there_when_only_the_row_is_new(
    priya: Client, maya: Technician, omar: Technician
) -> None:
    visit = make_appointment(make_customer(), maya, start=at(9) + timedelta(minutes=10))
    drop(priya, visit, omar.pk, 37)
    assert fresh(visit).planned_start == at(9) + timedelta(minutes=10)


def test_a_drop_that_can_not_be_says_why_and_changes_nothing(
    priya: Client, maya: Technician, omar: Technician
) -> None:
    make_appointment(make_customer(), omar, start=at(9))
    visit = make_appointment(make_customer("Ada Quist"), maya, start=at(9))
    status, html = drop(priya, visit, omar.pk, 38)
    assert status == 409
    assert "Omar Haddad has another visit at that time." in html
    assert fresh(visit).version == visit.version


def test_a_stale_drop_shows_theirs_and_yours(
    priya: Client, maya: Technician, omar: Technician
) -> None:
    visit = make_appointment(make_customer(), maya, start=at(9))
    drop(priya, visit, omar.pk, 36)
    status, html = drop(priya, visit, maya.pk, 60)
    assert status == 409
    assert "Omar Haddad, 9-10am" in re.sub(r"<[^>]+>", "", html)
    assert re.search(r"Maya Lopez, <time[^>]*>3:00 PM</time>", html)
    assert 'data-seen="2"' in html
    assert fresh(visit).technician == omar


@pytest.mark.parametrize(
    "token", ["", "x", signing.dumps({}, salt="another")], ids=["none", "nonsense", "of another"]
)
def test_an_undo_of_nothing_is_refused(priya: Client, maya: Technician, token: str) -> None:
    visit = make_appointment(make_customer(), maya, start=at(9))
    assert undo(priya, visit, token)[0] == 409


@pytest.mark.parametrize("place", [{"at": "-1"}, {"at": "x"}, {"technician": "x"}, {"version": ""}])
def test_a_drop_beside_the_board_changes_nothing(
    priya: Client, maya: Technician, place: dict[str, str]
) -> None:
    visit = make_appointment(make_customer(), maya, start=at(9))
    status, html = drop(priya, visit, **({"technician": maya.pk, "at": 40} | place))
    assert status == 409
    assert "not on the board" in html
    assert fresh(visit).version == visit.version


def test_who_lacks_a_skill_is_named_with_it(
    priya: Client, maya: Technician, omar: Technician
) -> None:
    gas = Skill.objects.create(name="Gas")
    maya.skills.add(gas)
    job_type = make_job_type()
    job_type.skills.add(gas)
    visit = make_appointment(make_customer(), maya, start=at(9), job_type=job_type)
    answer = priya.get(reverse("board_fit", args=[visit.pk]))
    assert answer.json() == {str(omar.pk): "Not trained: Gas"}


def test_a_window_kept_for_a_customer_is_said_and_may_be_taken(
    priya: Client, maya: Technician
) -> None:
    visit, dana = make_appointment(make_customer(), maya, start=at(9)), make_customer("Dana Webb")
    WindowHold.objects.create(
        appointment=make_appointment(dana, None, start=at(16)),
        technician=maya,
        start=at(14),
        end=at(15),
        until=timezone.now() + timedelta(minutes=30),
    )
    assert re.search(r"Held until \S+ for Dana", page(priya))
    assert drop(priya, visit, maya.pk, 56)[0] == 200

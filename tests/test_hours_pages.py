"""A technician's week, time off and a sick day, on the office's pages."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appointments.models import Appointment, Shift, TimeOff
from appointments.templatetags.hours import off_words, week_words
from fieldservice.company.models import User
from technicians.models import Technician
from tests.factories import make_appointment, make_customer, make_technician

pytestmark = pytest.mark.django_db
UTC_ZONE = ZoneInfo("UTC")


@pytest.fixture(autouse=True)
def priya(client: Client) -> User:
    user = User.objects.create_user("priya")
    client.force_login(user)
    return user


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez")


def page(client: Client, name: str, pk: object) -> str:
    answer = client.get(reverse(name, args=[pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def send(client: Client, name: str, pk: object, **fields: object) -> tuple[int, str]:
    answer = client.post(reverse(name, args=[pk]), fields, follow=True)
    return answer.status_code, answer.content.decode()


def in_days(days: int) -> date:
    return timezone.now().date() + timedelta(days=days)


def booked(maya: Technician, name: str = "Dana Webb") -> Appointment:
    start = datetime.combine(in_days(2), time(10), tzinfo=UTC_ZONE)
    return make_appointment(make_customer(name), maya, start=start)


def test_a_week_nobody_wrote_down_is_shown_as_the_usual_one(
    client: Client, maya: Technician
) -> None:
    html = page(client, "technician_hours", maya.pk)
    assert "these are the usual ones" in html
    assert html.count('value="08:00"') == html.count('value="17:00"') == 5
    assert "Mon-Fri 8am-5pm" in page(client, "technician", maya.pk)


def test_a_week_is_saved_as_it_is_typed(client: Client, maya: Technician) -> None:
    fields = {"starts_0_0": "09:00", "ends_0_0": "15:00"}
    fields |= {"starts_5_0": "22:00", "ends_5_0": "06:00"}
    _status, html = send(client, "technician_hours", maya.pk, **fields)
    assert "The hours are saved." in html
    assert [str(shift) for shift in Shift.objects.all()] == [
        "Monday 09:00-15:00",
        "Saturday 22:00-06:00",
    ]


def test_a_day_may_have_a_morning_and_an_evening(client: Client, maya: Technician) -> None:
    fields = {"starts_0_0": "07:00", "ends_0_0": "11:00"}
    fields |= {"starts_0_1": "17:00", "ends_0_1": "20:00"}
    send(client, "technician_hours", maya.pk, **fields)
    shifts = ["Monday 07:00-11:00", "Monday 17:00-20:00"]
    assert [str(shift) for shift in Shift.objects.all()] == shifts
    html = page(client, "technician_hours", maya.pk)
    assert [f'value="{clock}"' in html for clock in ("11:00", "17:00", "20:00")] == [True] * 3
    assert html.count("<details open>") == 1


def test_hours_that_meet_are_refused(client: Client, maya: Technician) -> None:
    fields = {"starts_0_0": "07:00", "ends_0_0": "12:00"}
    fields |= {"starts_0_1": "11:00", "ends_0_1": "20:00"}
    status, html = send(client, "technician_hours", maya.pk, **fields)
    assert (status, "begin before the first ones end" in html) == (422, True)


@pytest.mark.parametrize("ends", ["", "09:00"])
def test_half_a_shift_is_refused_and_the_old_week_stays(
    client: Client, maya: Technician, ends: str
) -> None:
    Shift.objects.create(technician=maya, weekday=0, starts=time(7), ends=time(15))
    status, html = send(client, "technician_hours", maya.pk, starts_1_0="09:00", ends_1_0=ends)
    assert (status, 'id="id_ends_1_0_error"' in html) == (422, True)
    assert Shift.objects.count() == 1


def test_time_off_without_visits_is_saved_at_once(client: Client, maya: Technician) -> None:
    fields = {"first": in_days(2), "last": in_days(3), "why": "time_off", "note": "Wedding"}
    _status, html = send(client, "technician_time_off", maya.pk, **fields)
    off = TimeOff.objects.get()
    assert "Wedding" in html
    assert (off.start.date(), off.end.date(), off.end.time()) == (in_days(2), in_days(4), time(0))


def test_visits_in_it_are_shown_before_they_go_back_on_the_tray(
    client: Client, maya: Technician
) -> None:
    visit, fields = booked(maya), {"first": in_days(2), "why": "time_off"}
    status, html = send(client, "technician_time_off", maya.pk, **fields)
    assert (status, TimeOff.objects.count()) == (409, 0)
    assert "1 visit is booked then" in html
    assert "Dana Webb" in html
    _status, html = send(client, "technician_time_off", maya.pk, seen="1", **fields)
    visit.refresh_from_db()
    assert visit.technician is None
    assert "Who goes instead of Maya?" in html


def test_time_off_that_ends_first_is_refused(client: Client, maya: Technician) -> None:
    fields = {"first": in_days(3), "last": in_days(2), "why": "sick"}
    status, html = send(client, "technician_time_off", maya.pk, **fields)
    assert (status, "ends before it starts" in html) == (422, True)


def put_back(client: Client, maya: Technician) -> tuple[Appointment, TimeOff]:
    visit = booked(maya)
    fields = {"first": in_days(2), "why": "sick", "seen": "1"}
    send(client, "technician_time_off", maya.pk, **fields)
    return visit, TimeOff.objects.get()


def test_a_proposal_is_taken_with_one_button(client: Client, maya: Technician) -> None:
    luis = make_technician("Luis Ortega")
    Shift.objects.bulk_create(
        Shift(technician=luis, weekday=day, starts=time(8), ends=time(18)) for day in range(7)
    )
    visit, off = put_back(client, maya)
    html = page(client, "time_off_cover", off.pk)
    pair = f"{visit.pk}:{luis.pk}"
    assert f'name="proposal" value="{pair}"' in html
    assert "Free all day" in html
    _status, html = send(client, "time_off_take", off.pk, proposal=pair)
    visit.refresh_from_db()
    assert visit.technician == luis
    assert "Every visit has somebody." in html


@pytest.mark.parametrize("take", ["nonsense", "1:2", f"{'0' * 32}:{'0' * 32}"])
def test_nonsense_takes_nothing_over(client: Client, maya: Technician, take: str) -> None:
    visit, off = put_back(client, maya)
    status, _html = send(client, "time_off_take", off.pk, take=take)
    visit.refresh_from_db()
    assert (status, visit.technician) == (200, None)


def test_who_is_there_after_all_gets_the_visits_back(client: Client, maya: Technician) -> None:
    visit, off = put_back(client, maya)
    _status, html = send(client, "time_off_undo", off.pk)
    visit.refresh_from_db()
    assert visit.technician == maya
    assert "Maya is there." in html


def test_sick_without_visits_leads_to_a_page_that_says_so(client: Client, maya: Technician) -> None:
    _status, html = send(client, "technician_sick", maya.pk)
    assert "Maya had no visits that others must take over." in html
    assert "Sick</a>, today" in page(client, "technician", maya.pk)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((3, 0), (4, 0), "Mon 3 Mar 2031"),
        ((3, 0), (8, 0), "Mon 3 Mar 2031 - Fri 7 Mar 2031"),
        ((3, 13), (3, 17), "Mon 3 Mar 2031 1-5pm"),
        ((3, 13), (4, 0), "Mon 3 Mar 2031 1pm-midnight"),
        ((3, 13), (5, 9), "Mon 3 Mar 2031 1pm - Wed 5 Mar 2031 9am"),
    ],
)
def test_time_off_is_said_as_people_say_it(
    first: tuple[int, int], last: tuple[int, int], words: str
) -> None:
    start, end = (datetime(2031, 3, *moment, tzinfo=UTC_ZONE) for moment in (first, last))
    assert off_words(TimeOff(start=start, end=end), UTC_ZONE) == words


def test_days_with_the_same_hours_are_said_together() -> None:
    week = [(0, time(8), time(17)), (1, time(8), time(17)), (5, time(9), time(13))]
    week += [(5, time(14), time(16))]
    assert week_words(week) == ["Mon-Tue 8am-5pm", "Sat 9am-1pm, 2-4pm"]

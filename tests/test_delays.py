"""Visits whose window runs out with nobody on the way: proposed, and told with one click."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from appointments.models import Appointment
from appointments.statuses import Status
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import BusinessUnit, User
from notifications.delays import delays, offers
from notifications.models import TextSwitch
from notifications.states import Kind
from notifications.visit_life_services import tell_late
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher, make_job_type
from tests.spine import NOW, OFFICE, Day, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """At Dana's, in an hour and until three hours from now; she knows."""
    visit = day.book(maya, hours=1)
    day.deliver()
    return visit


def proposed(now: datetime) -> list[Appointment]:
    return [delay.visit for delay in delays(now, 9)]


@pytest.mark.parametrize(("minutes", "is_proposed"), [(-16, False), (-15, True), (239, True)])
def test_a_delay_is_proposed_before_the_window_ends(
    visit: Appointment, minutes: int, is_proposed: bool
) -> None:
    now = visit.arrival_window_end + timedelta(minutes=minutes)
    assert (proposed(now) == [visit]) == is_proposed


def test_each_unit_says_how_early(visit: Appointment) -> None:
    BusinessUnit.objects.update(late_warning=30)
    assert proposed(visit.arrival_window_end - timedelta(minutes=30)) == [visit]


@pytest.mark.parametrize("status", [Status.ON_THE_WAY, Status.ARRIVED, Status.CANCELED])
def test_who_is_on_the_way_needs_no_word(day: Day, visit: Appointment, status: Status) -> None:
    day.edit(visit, status=status)
    assert proposed(visit.arrival_window_end) == []


def test_the_new_hour_counts_from_the_end_of_the_visit_before(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    before = day.book(maya, make_customer("Sam Ito", phone="+12025550124"), hours=3)
    day.edit(before, status=Status.ARRIVED)
    first = offers(fresh(visit), visit.arrival_window_end)[0]
    assert first == NOW + timedelta(hours=4, minutes=20)


def test_one_click_tells_the_new_hour_at_once(day: Day, visit: Appointment) -> None:
    day.now = visit.arrival_window_end - timedelta(minutes=10)
    expected = day.now + timedelta(minutes=30)
    tell_late(by=OFFICE, appointment=fresh(visit), expected_at=expected, now=day.now)
    (text,) = day.deliver()
    assert "Maya is running late: now about 1:20pm, not 11am-1pm. Reply R" in text.body
    assert proposed(day.now) == []


def test_nobody_is_late_before_the_time_they_are_expected(day: Day, visit: Appointment) -> None:
    early = visit.arrival_window_start - timedelta(minutes=10)
    with pytest.raises(ConflictError, match="Move the visit instead"):
        tell_late(by=OFFICE, appointment=fresh(visit), expected_at=early, now=day.now)


def test_the_office_sees_it_and_clicks(client: Client, day: Day, visit: Appointment) -> None:
    client.force_login(make_dispatcher())
    soon = datetime.now(tz=NOW.tzinfo) + timedelta(minutes=5)
    Appointment.objects.update(arrival_window_end=soon, arrival_window_start=soon - timedelta(1))
    page = client.get(reverse("visit_delay", args=[visit.pk])).content.decode()
    assert "Maya is not on the way yet." in page
    offer = offers(fresh(visit), soon)[0].isoformat()
    client.post(reverse("tell_of_delay", args=[visit.pk]), {"expected_at": offer})
    assert fresh(visit).expected_at == datetime.fromisoformat(offer)


def test_a_manager_chooses_which_texts_go_out(client: Client) -> None:
    job = make_job_type()
    client.force_login(User.objects.create(username="jo", role=User.Role.MANAGER))
    chosen = {"all_introduction": "on", "late_warning": "20", f"tone_{job.pk}": "sober"}
    answer = client.post(
        reverse("settings_texts"), chosen | {f"job_{job.pk}_reminder": "on"}, follow=True
    )
    assert "Saved." in answer.content.decode()
    job.refresh_from_db()
    assert job.tone == "sober"
    assert BusinessUnit.objects.get().late_warning == 20
    rows = TextSwitch.objects.filter(kind=Kind.REMINDER)
    assert sorted(rows.values_list("job_type", "is_on"), key=str) == [(job.pk, True), (None, False)]


def test_a_dispatcher_sees_which_texts_go_out_and_can_not_choose(client: Client) -> None:
    client.force_login(make_dispatcher())
    assert "disabled" in client.get(reverse("settings_texts")).content.decode()
    assert client.post(reverse("settings_texts"), {"late_warning": "20"}).status_code == 404

"""What the history of a visit says of moves: from when to when, on the visit's clock."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from appointments.history import history
from appointments.models import Appointment
from appointments.services import edit
from appointments.statuses import Status
from fieldservice.company.models import Change, Robot
from tests.factories import make_appointment, make_customer
from tests.spine import NOW

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/New_York")
HALF = timedelta(minutes=30)


@pytest.fixture
def visit() -> Appointment:
    """On Thursday from ten to noon, where Dana lives."""
    start = datetime(2026, 6, 4, 10, tzinfo=ZONE)
    return make_appointment(make_customer(time_zone=ZONE.key), start=start, now=NOW)


def change(visit: Appointment, **changes: object) -> None:
    edit(by=Robot.SYSTEM, appointment=visit, changes=changes, now=NOW)


def test_another_plan_is_said_by_its_clocks(visit: Appointment) -> None:
    start, end = visit.planned_start, visit.planned_end
    change(visit, planned_start=start + HALF, planned_end=end + HALF)
    change(visit, planned_start=start, planned_end=end)
    assert [event.sentence for event in history(visit)[:2]] == [
        "The system changed the plan: 10:30 AM → 10:00 AM",
        "The system changed the plan: 10:00 AM → 10:30 AM",
    ]


def test_another_day_is_named(visit: Appointment) -> None:
    day = timedelta(days=1)
    start, end = visit.arrival_window_start + day, visit.arrival_window_end + day
    change(visit, arrival_window_start=start, arrival_window_end=end)
    moved = "The system moved the visit: Thu 4 Jun, 10:00 AM → Fri 5 Jun, 10:00 AM"
    assert history(visit)[0].sentence == moved


def test_a_move_of_an_earlier_release_is_said_without_its_times(visit: Appointment) -> None:
    later = visit.planned_start + HALF
    change(visit, planned_start=later, planned_end=visit.planned_end + HALF)
    Change.objects.filter(what="changed").update(details={"fields": ["planned_start"]})
    assert history(visit)[0].sentence == "The system changed the plan"


@pytest.mark.parametrize(("ago", "said"), [(0, "The system: Arrived"), (9, "Arrived 9:51 AM")])
def test_a_status_names_its_hour_only_where_the_tap_came_late(
    visit: Appointment, ago: int, said: str
) -> None:
    at = NOW - timedelta(minutes=ago)
    changes = {"status": Status.ARRIVED, "status_at": at}
    edit(by=Robot.SYSTEM, appointment=visit, changes=changes, now=NOW)
    Change.objects.update(at=NOW)
    assert history(visit)[0].sentence.endswith(said)

"""Which windows are offered, from what is written down."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from appointments.free_windows import free_windows
from appointments.models import Appointment, JobType, Shift, TimeOff, WindowHold
from appointments.openings import FreeWindow
from fieldservice.company.models import BusinessUnit
from technicians.models import Technician
from tests.factories import make_appointment, make_customer, make_job_type, make_technician
from tests.spine import NOW

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("America/New_York")  # there it is Tuesday, ten in the morning


@pytest.fixture(autouse=True)
def office_in_new_york() -> None:
    BusinessUnit.objects.update(time_zone="America/New_York")


def at(hour: int, day: int = 2) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=ZONE)


def offered(job_type: JobType | None = None, count: int = 3, **more: object) -> list[FreeWindow]:
    technician, visit = more.get("technician"), more.get("visit")
    return free_windows(
        job_type=job_type or make_job_type(),
        zone=ZONE,
        now=NOW,
        technician=technician if isinstance(technician, Technician) else None,
        visit=visit if isinstance(visit, Appointment) else None,
        count=count,
    )


def hours(windows: list[FreeWindow]) -> list[tuple[int, int]]:
    return [(window.start.day, window.start.hour) for window in windows]


def test_without_technicians_nothing_is_offered() -> None:
    assert offered() == []


def test_three_windows_that_somebody_can_keep() -> None:
    maya = make_technician("Maya Lopez")
    make_appointment(technician=maya, start=at(12), now=NOW)
    windows = offered()
    assert hours(windows) == [(2, 14), (3, 8), (3, 10)]
    assert windows[0].technician_ids == (maya.pk,)


def test_only_who_is_trained_counts() -> None:
    make_technician("Ben Ortiz")
    boilers = make_technician("Maya Lopez", skills=["Boilers"])
    job = make_job_type()
    job.skills.set(boilers.skills.all())
    assert offered(job, count=1)[0].technician_ids == (boilers.pk,)


def test_people_of_the_visit_s_unit_are_named_first() -> None:
    west = BusinessUnit.objects.create(name="West", time_zone="America/New_York")
    maya, ben = make_technician("Maya Lopez"), make_technician("Ben Ortiz")
    Technician.objects.filter(pk=ben.pk).update(business_unit=west)
    Technician.objects.filter(pk=maya.pk).update(business_unit=BusinessUnit.objects.first())
    make_appointment(technician=maya, start=at(18), now=NOW)
    first, _second, _third = offered(visit=make_appointment(start=at(16), now=NOW))
    assert first.technician_ids == (maya.pk, ben.pk)


def test_shifts_and_time_off_are_kept() -> None:
    maya = make_technician("Maya Lopez")
    for weekday in (2, 5):  # Wednesday, Saturday
        Shift.objects.create(technician=maya, weekday=weekday, starts=time(9), ends=time(14))
    TimeOff.objects.create(technician=maya, start=at(11, day=3), end=at(20, day=3))
    assert hours(offered()) == [(6, 10), (6, 12), (10, 10)]


def test_nobody_is_offered_after_they_have_left() -> None:
    maya = make_technician("Maya Lopez")
    maya.left_on = at(0, day=3).date()
    maya.save()
    assert hours(offered()) == [(2, 12), (2, 14)]


def test_a_held_window_is_not_offered_to_another_but_to_its_own_customer() -> None:
    maya = make_technician("Maya Lopez")
    visit = make_appointment(technician=maya, start=at(14), now=NOW)
    for technician in (maya, None):
        WindowHold.objects.all().delete()
        WindowHold.objects.create(
            appointment=visit,
            technician=technician,
            start=at(12),
            end=at(14),
            until=NOW + timedelta(minutes=5),
        )
        assert hours(offered(count=1)) == [(3, 8)]
        assert hours(offered(count=2, visit=visit)) == [(2, 12), (3, 8)]


def test_a_hold_that_is_over_holds_nothing() -> None:
    maya = make_technician("Maya Lopez")
    visit = make_appointment(technician=maya, start=at(14), now=NOW)
    WindowHold.objects.create(
        appointment=visit, technician=maya, start=at(12), end=at(14), until=NOW
    )
    assert hours(offered(count=1)) == [(2, 12)]


def test_who_comes_now_is_offered_first_for_another_time() -> None:
    maya = make_technician("Maya Lopez")
    make_technician("Ben Ortiz")
    visit = make_appointment(technician=maya, start=at(12), now=NOW)
    make_appointment(make_customer("Lena Fischer"), maya, start=at(14), now=NOW)
    windows = offered(count=2, visit=visit)
    assert hours(windows) == [(3, 8), (3, 10)]
    assert {window.technician_ids[0] for window in windows} == {maya.pk}


def test_more_technicians_cost_no_more_queries() -> None:
    job = make_job_type()
    counts = []
    for crowd in (1, 5):
        for n in range(crowd):
            make_technician(f"Maya {crowd}{n}")
        with CaptureQueriesContext(connection) as queries:
            assert offered(job, count=3)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8

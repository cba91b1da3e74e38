"""Dropping a visit on the board and taking it back: what moves, what stays, what is texted."""

from datetime import datetime, timedelta

import pytest

from appointments.board_services import UNDO, drop, undo
from appointments.board_services import told as told_them
from appointments.models import Appointment
from fieldservice.company.errors import ConflictError, StaleError
from fieldservice.company.models import Actor, BusinessUnit
from notifications.models import CallTask
from technicians.models import Technician
from tests.factories import make_dispatcher
from tests.spine import OFFICE, Day, fresh, told

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def dropped(
    day: Day,
    visit: Appointment,
    technician: Technician | None,
    start: datetime | None = None,
    by: Actor = OFFICE,
) -> Appointment:
    return drop(
        by=by,
        appointment=fresh(visit),
        technician=technician,
        start=start,
        expected_version=visit.version,
        now=day.now,
    )


def place(visit: Appointment) -> dict[str, object]:
    names = ("technician", "arrival_window_start", "arrival_window_end", "planned_start",
             "planned_end", "confirmed_at", "apprentice", "expected_at")  # fmt: skip
    return {name: getattr(visit, name) for name in names}


def test_inside_the_promised_window_only_the_plan_moves(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    day.edit(visit, confirmed_at=day.now)
    before = fresh(visit)
    after = dropped(day, before, maya, before.planned_start + HOUR)
    assert after.planned_end - before.planned_end == HOUR
    assert after.arrival_window_start == before.arrival_window_start
    assert after.confirmed_at == day.now


def test_beyond_it_the_window_moves_along_and_is_to_be_confirmed_anew(
    day: Day, maya: Technician
) -> None:
    visit = day.book(maya)
    day.edit(visit, confirmed_at=day.now)
    before = fresh(visit)
    after = dropped(day, before, maya, before.arrival_window_end)
    assert after.arrival_window_start - before.arrival_window_start == 2 * HOUR
    assert after.arrival_window_end - before.arrival_window_end == 2 * HOUR
    assert after.confirmed_at is None


def test_on_the_tray_a_visit_keeps_its_time(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    after = dropped(day, visit, None)
    assert after.technician is None
    assert after.planned_start == visit.planned_start


def test_a_drop_on_another_visit_is_refused(day: Day, maya: Technician) -> None:
    day.book(maya)
    with pytest.raises(ConflictError, match="another visit"):
        dropped(day, day.book(), maya)


def test_a_drop_of_what_somebody_else_changed_is_refused(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya)
    day.edit(visit, notes="ring twice")
    with pytest.raises(StaleError):
        dropped(day, visit, omar)


def test_a_drop_is_texted_when_it_can_no_longer_be_undone(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya)
    day.deliver()
    day.later(minutes=5)
    dropped(day, visit, omar)
    assert day.later(seconds=UNDO.total_seconds() - 1).deliver() == []
    (text,) = day.later(seconds=2).deliver()
    assert "Omar" in text.body


def test_undone_in_time_everything_is_as_it_was_and_nothing_is_texted(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya)
    day.edit(visit, confirmed_at=day.now)
    day.deliver()
    day.later(minutes=5)
    before = fresh(visit)
    after = dropped(day, before, omar, before.planned_start + 3 * HOUR)
    day.later(seconds=9)
    undo(
        by=OFFICE,
        appointment=after,
        before=place(before),
        expected_version=after.version,
        now=day.now,
    )
    assert place(fresh(visit)) == place(before)
    assert day.later(hours=1).deliver() == []
    assert [state for _kind, state in told(visit) if state == "queued"] == []


def test_a_window_that_is_over_meanwhile_can_be_put_back(day: Day, maya: Technician) -> None:
    visit = day.book(maya, hours=0)
    day.later(hours=3)
    before = fresh(visit)
    after = dropped(day, before, maya, day.now + HOUR)
    undo(
        by=OFFICE,
        appointment=after,
        before=place(before),
        expected_version=after.version,
        now=day.now,
    )
    assert place(fresh(visit)) == place(before)


def test_what_somebody_touched_meanwhile_is_not_undone(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya)
    after = dropped(day, visit, omar)
    day.edit(visit, notes="ring twice")
    with pytest.raises(StaleError, match="meanwhile"):
        undo(
            by=OFFICE, appointment=fresh(visit), before=place(visit), expected_version=after.version
        )
    assert fresh(visit).technician == omar


def test_who_knows_already_gets_no_text_of_the_drop(
    day: Day, maya: Technician, omar: Technician
) -> None:
    visit = day.book(maya)
    day.deliver()
    day.later(minutes=5)
    after = dropped(day, visit, omar)
    told_them(by=make_dispatcher(), appointment=after, now=day.later(seconds=5).now)
    assert day.later(hours=1).deliver() == []


def test_an_office_that_phones_about_changes_texts_neither_drop_nor_undo(
    day: Day, maya: Technician, omar: Technician
) -> None:
    BusinessUnit.objects.update(calls_about_changes=True)
    visit, priya = day.book(maya), make_dispatcher()
    day.deliver()
    before = fresh(visit)
    day.later(minutes=5)
    after = dropped(day, before, omar, by=priya)
    call = CallTask.objects.get(done_by=priya)
    assert (call.appointment, call.reason) == (visit, CallTask.Reason.BY_PHONE)
    undo(
        by=priya,
        appointment=fresh(visit),
        before=place(before),
        expected_version=after.version,
        now=day.later(seconds=5).now,
    )
    assert day.later(hours=1).deliver() == []

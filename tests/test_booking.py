"""Booking and changing visits: what is refused, what follows, and that nothing is half done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from appointments.models import Appointment
from appointments.services import Booking, book, cancel, confirm, edit, reassign, reschedule
from appointments.signals import appointment_changed
from appointments.statuses import Status
from fieldservice.company.errors import ConflictError, InvalidError, ServiceError, StaleError
from fieldservice.company.models import Change, Robot
from notifications.models import Message
from technicians.models import Technician
from technicians.services import skills_named
from tests.factories import make_appointment, make_customer, make_job_type, make_technician

pytestmark = pytest.mark.django_db
DANA = Robot.CUSTOMER
OFFICE = Robot.SYSTEM
NOW = datetime(2026, 6, 2, 14, tzinfo=UTC)
NINE = datetime(2026, 6, 3, 13, tzinfo=UTC)  # tomorrow in New York
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def visit(technician: Technician | None = None, start: datetime = NINE) -> Appointment:
    """A visit of an hour, in a window of two."""
    customer = make_customer(f"Customer {Appointment.objects.count()}")
    return make_appointment(customer, technician, start=start, now=NOW)


def saved(appointment: Appointment) -> Appointment:
    return Appointment.objects.get(pk=appointment.pk)


def test_a_visit_without_a_plan_starts_with_the_window_and_takes_the_job_s_time() -> None:
    appointment = make_appointment(start=NINE, job_type=make_job_type(minutes=90), now=NOW)
    assert saved(appointment).planned_start == NINE
    assert saved(appointment).planned_end == NINE + 90 * MINUTE


def test_a_plan_of_its_own_is_kept() -> None:
    booking = Booking(
        customer=make_customer(),
        job_type=make_job_type(),
        arrival_window_start=NINE,
        arrival_window_end=NINE + 2 * HOUR,
        planned_start=NINE + HOUR,
        planned_end=NINE + 4 * HOUR,
    )
    appointment = book(by=OFFICE, booking=booking, now=NOW)
    assert (appointment.planned_start, appointment.planned_end) == (NINE + HOUR, NINE + 4 * HOUR)


@pytest.mark.parametrize(
    "start",
    [
        datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York")),
        datetime(2027, 3, 14, 1, 30, tzinfo=ZoneInfo("America/New_York")),
    ],
)
def test_an_hour_of_work_is_an_hour_on_a_dst_night(start: datetime) -> None:
    appointment = saved(make_appointment(start=start, now=NOW))
    assert appointment.planned_end - appointment.planned_start == HOUR


def test_a_window_over_the_doubled_hour_is_not_inverted() -> None:
    zone = ZoneInfo("America/New_York")
    start = datetime(2026, 11, 1, 1, 30, tzinfo=zone)
    end = datetime(2026, 11, 1, 1, 15, fold=1, tzinfo=zone)
    appointment = reschedule(by=OFFICE, appointment=visit(), start=start, end=end, now=NOW)
    assert saved(appointment).arrival_window_end - start == 45 * MINUTE


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (NINE, NINE),
        (NINE, NINE - MINUTE),
        (NOW - 2 * HOUR, NOW - HOUR),
        (NOW - 2 * HOUR, NOW),
    ],
)
def test_a_past_or_inverted_window_is_refused(start: datetime, end: datetime) -> None:
    booking = Booking(
        customer=make_customer(),
        job_type=make_job_type(),
        arrival_window_start=start,
        arrival_window_end=end,
    )
    with pytest.raises(InvalidError) as refused:
        book(by=OFFICE, booking=booking, now=NOW)
    assert refused.value.field == "arrival_window_end"
    appointment = visit()
    with pytest.raises(InvalidError):
        reschedule(by=OFFICE, appointment=appointment, start=start, end=end, now=NOW)
    assert saved(appointment).arrival_window_start == NINE


def test_a_window_that_has_begun_may_still_be_booked() -> None:
    assert make_appointment(start=NOW - HOUR, now=NOW).pk


@pytest.mark.parametrize("minutes", [-59, -30, 0, 30, 59])
def test_an_overlap_of_one_technician_is_refused(maya: Technician, minutes: int) -> None:
    visit(maya)
    with pytest.raises(ConflictError) as refused:
        visit(maya, NINE + minutes * MINUTE)
    assert refused.value.field == "technician_id"
    assert Appointment.objects.count() == 1


@pytest.mark.parametrize("minutes", [-60, 60])
def test_spans_that_touch_are_allowed(maya: Technician, minutes: int) -> None:
    visit(maya)
    assert visit(maya, NINE + minutes * MINUTE).pk


def test_another_technician_or_nobody_may_be_booked_at_that_time(maya: Technician) -> None:
    visit(maya)
    assert visit(make_technician("Omar Haddad")).pk
    assert visit(None).pk
    assert visit(None).pk


@pytest.mark.parametrize("status", [Status.DONE, Status.CANCELED, Status.NO_ACCESS])
def test_a_visit_that_is_over_blocks_nobody(maya: Technician, status: Status) -> None:
    edit(by=OFFICE, appointment=visit(maya), changes={"status": status}, now=NOW)
    assert visit(maya).pk


@pytest.mark.parametrize("status", [Status.ON_THE_WAY, Status.ARRIVED])
def test_a_visit_that_has_begun_blocks(maya: Technician, status: Status) -> None:
    edit(by=OFFICE, appointment=visit(maya), changes={"status": status}, now=NOW)
    with pytest.raises(ConflictError):
        visit(maya)


def test_a_visit_does_not_block_itself(maya: Technician) -> None:
    moved = NINE + 30 * MINUTE
    appointment = reschedule(
        by=OFFICE, appointment=visit(maya), start=moved, end=moved + HOUR, now=NOW
    )
    assert saved(appointment).planned_start == moved


def test_reassigning_or_moving_into_an_overlap_is_refused(maya: Technician) -> None:
    visit(maya)
    unassigned, later = visit(), visit(maya, NINE + 3 * HOUR)
    with pytest.raises(ConflictError):
        reassign(by=OFFICE, appointment=unassigned, technician=maya, now=NOW)
    with pytest.raises(ConflictError):
        reschedule(by=OFFICE, appointment=later, start=NINE, end=NINE + HOUR, now=NOW)
    assert saved(unassigned).technician is None
    assert saved(later).planned_start == NINE + 3 * HOUR


@pytest.mark.parametrize(("left_on", "refused"), [(3, True), (2, True), (4, False)])
def test_who_has_left_by_the_day_of_the_visit_is_refused(
    maya: Technician, left_on: int, refused: bool
) -> None:
    maya.left_on = date(2026, 6, left_on)
    maya.save()
    assert is_refused(maya, InvalidError) == refused


def test_a_technician_needs_every_skill_of_the_job(maya: Technician) -> None:
    gas, heat_pumps = skills_named(["gas", "heat pumps"], "en")
    make_job_type().skills.set([gas, heat_pumps])
    maya.skills.set([gas])
    assert is_refused(maya, InvalidError)
    maya.skills.add(heat_pumps)
    assert not is_refused(maya, InvalidError)


def is_refused(technician: Technician, kind: type[ServiceError]) -> bool:
    """Whether the technician can't be booked; the refusal names the field."""
    try:
        visit(technician)
    except kind as error:
        return error.field == "technician_id"
    return False


def test_the_skill_asked_for_is_named(maya: Technician) -> None:
    make_job_type().skills.set(skills_named(["gas"], "en"))
    with pytest.raises(InvalidError, match="Maya Lopez lacks a needed skill: gas"):
        visit(maya)


def test_every_change_raises_the_version(maya: Technician) -> None:
    appointment = visit()
    reassign(by=OFFICE, appointment=appointment, technician=maya, now=NOW)
    confirm(by=DANA, appointment=appointment, now=NOW)
    assert (appointment.version, saved(appointment).version) == (3, 3)


def test_no_change_raises_nothing(maya: Technician) -> None:
    appointment = visit(maya)
    reassign(by=OFFICE, appointment=appointment, technician=maya, now=NOW)
    assert saved(appointment).version == 1
    assert [change.what for change in Change.objects.filter(subject_id=appointment.pk)] == [
        "booked"
    ]


def test_a_change_of_what_somebody_else_changed_is_stale(maya: Technician) -> None:
    appointment = visit()
    on_the_other_screen = saved(appointment)
    reassign(by=OFFICE, appointment=appointment, technician=maya, now=NOW)
    with pytest.raises(StaleError):
        cancel(by=OFFICE, appointment=on_the_other_screen, now=NOW)
    assert saved(appointment).status == Status.SCHEDULED


@pytest.mark.parametrize(("expected", "stale"), [(1, False), (0, True), (2, True)])
def test_an_expected_version_must_be_the_saved_one(expected: int, stale: bool) -> None:
    appointment = visit()
    changes = {"notes": "gate code 12"}
    try:
        edit(by=OFFICE, appointment=appointment, changes=changes, expected_version=expected)
    except StaleError:
        assert stale
    assert (saved(appointment).notes == "") == stale


def test_confirming_twice_changes_nothing_more() -> None:
    appointment = visit()
    confirm(by=DANA, appointment=appointment, now=NOW)
    confirm(by=DANA, appointment=appointment, now=NOW + HOUR)
    assert (saved(appointment).confirmed_at, saved(appointment).version) == (NOW, 2)


def test_a_visit_called_off_is_not_confirmed() -> None:
    appointment = cancel(by=OFFICE, appointment=visit(), now=NOW)
    confirm(by=DANA, appointment=appointment, now=NOW)
    assert saved(appointment).confirmed_at is None


def test_a_new_face_keeps_the_confirmation_and_a_new_time_clears_it(maya: Technician) -> None:
    appointment = confirm(by=DANA, appointment=visit(), now=NOW)
    reassign(by=OFFICE, appointment=appointment, technician=maya, now=NOW)
    assert saved(appointment).confirmed_at == NOW
    later = NINE + 5 * HOUR
    reschedule(by=OFFICE, appointment=appointment, start=later, end=later + HOUR, now=NOW)
    assert saved(appointment).confirmed_at is None


@pytest.mark.parametrize("over", [Status.DONE, Status.NO_ACCESS, Status.CANCELED])
def test_a_visit_that_is_over_can_t_be_changed(over: Status, maya: Technician) -> None:
    appointment = edit(by=OFFICE, appointment=visit(), changes={"status": over}, now=NOW)
    with pytest.raises(ConflictError):
        reassign(by=OFFICE, appointment=saved(appointment), technician=maya, now=NOW)
    changes = {"status": Status.SCHEDULED, "technician": maya}
    with pytest.raises(ConflictError):
        edit(by=OFFICE, appointment=saved(appointment), changes=changes, now=NOW)
    assert saved(appointment).version == 2


@pytest.mark.parametrize("over", [Status.DONE, Status.NO_ACCESS])
def test_a_visit_that_took_place_can_t_be_called_off(over: Status) -> None:
    appointment = edit(by=OFFICE, appointment=visit(), changes={"status": over}, now=NOW)
    with pytest.raises(ConflictError) as refused:
        cancel(by=OFFICE, appointment=appointment, now=NOW)
    assert refused.value.field == "status"


def test_a_status_change_says_when() -> None:
    appointment = cancel(by=OFFICE, appointment=visit(), now=NOW + HOUR)
    assert saved(appointment).status_at == NOW + HOUR


def test_a_known_external_id_is_refused() -> None:
    make_appointment(external_id="CRM-1", now=NOW)
    with pytest.raises(ConflictError) as refused:
        make_appointment(external_id="CRM-1", now=NOW)
    assert refused.value.field == "external_id"


@contextmanager
def failing_listener() -> Iterator[None]:
    """Somebody who hears of a change and falls over."""

    def fall_over(**kwargs: object) -> None:
        raise RuntimeError("planning fell over")

    appointment_changed.connect(fall_over)
    try:
        yield
    finally:
        appointment_changed.disconnect(fall_over)


def test_a_booking_whose_planning_fails_leaves_nothing() -> None:
    with failing_listener(), pytest.raises(RuntimeError):
        visit()
    assert not Appointment.objects.exists()
    assert not Message.objects.exists()
    assert not Change.objects.filter(what="booked").exists()


def test_a_change_whose_planning_fails_leaves_all_as_it_was(maya: Technician) -> None:
    appointment = visit()
    with failing_listener(), pytest.raises(RuntimeError):
        reassign(by=OFFICE, appointment=appointment, technician=maya, now=NOW)
    assert (saved(appointment).technician, saved(appointment).version) == (None, 1)
    assert Message.objects.count() == 1


def test_the_history_says_who_did_what() -> None:
    appointment = make_appointment(now=timezone.now())
    confirm(by=DANA, appointment=appointment)
    changes = Change.objects.filter(subject_id=appointment.pk).order_by("pk")
    assert [(change.robot, change.what, change.details) for change in changes] == [
        ("system", "booked", {}),
        ("customer", "changed", {"fields": ["confirmed_at"]}),
    ]

"""Quiet hours in the zone of the visit: whose zone, and what it means on a DST night."""

from datetime import UTC, datetime, time, timedelta

import pytest

from appointments.models import Appointment, Customer, Location
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit
from notifications.states import Kind
from notifications.timing import TELLABLE, after_quiet_hours

NEW_YORK, WINTER = "America/New_York", "Etc/GMT+5"  # GMT+5 is five hours behind, as POSIX has it


def visit(
    *,
    starts: datetime,
    unit: str = NEW_YORK,
    customer: str = "",
    place: str | None = None,
    quiet: tuple[time | None, time | None] = (time(21), time(8)),
    phone_call_at: datetime | None = None,
) -> Appointment:
    """A visit in these zones that nobody saved; `phone_call_at` is when it was booked by phone."""
    return Appointment(
        business_unit=BusinessUnit(time_zone=unit, quiet_from=quiet[0], quiet_until=quiet[1]),
        customer=Customer(time_zone=customer),
        location=None if place is None else Location(time_zone=place),
        arrival_window_start=starts,
        on_the_phone=phone_call_at is not None,
        status_at=phone_call_at or starts,
    )


def utc(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


EVENING = utc(3, 2)  # ten in the evening of 2 June in New York
VISIT = utc(3, 20)


@pytest.mark.parametrize(
    ("unit", "customer", "place", "eight"),
    [
        (NEW_YORK, "", None, utc(3, 12)),
        (NEW_YORK, "America/Denver", None, EVENING),
        (NEW_YORK, "America/Denver", "", EVENING),
        (NEW_YORK, "America/Denver", NEW_YORK, utc(3, 12)),
        (NEW_YORK, WINTER, None, utc(3, 13)),
        ("UTC", "", None, utc(3, 8)),
    ],
)
def test_the_place_rules_then_the_customer_then_the_unit(
    unit: str, customer: str, place: str | None, eight: datetime
) -> None:
    appointment = visit(starts=VISIT, unit=unit, customer=customer, place=place)
    assert after_quiet_hours(Kind.INTRODUCTION, appointment, EVENING) == eight


@pytest.mark.parametrize(
    ("zone", "evening", "eight"),
    [
        (NEW_YORK, utc(8, 3, month=3), utc(8, 12, month=3)),
        (NEW_YORK, utc(1, 2, month=11), utc(1, 13, month=11)),
        (WINTER, utc(8, 3, month=3), utc(8, 13, month=3)),
        (WINTER, utc(1, 2, month=11), utc(1, 13, month=11)),
    ],
)
def test_eight_is_eight_on_the_clock_there_after_a_dst_night(
    zone: str, evening: datetime, eight: datetime
) -> None:
    appointment = visit(starts=evening + timedelta(hours=20), customer=zone)
    assert after_quiet_hours(Kind.INTRODUCTION, appointment, evening) == eight


@pytest.mark.parametrize("quiet", [(None, None), (time(21), None), (None, time(8))])
def test_half_a_pair_of_quiet_hours_is_none(quiet: tuple[time | None, time | None]) -> None:
    appointment = visit(starts=VISIT, quiet=quiet)
    assert after_quiet_hours(Kind.INTRODUCTION, appointment, EVENING) == EVENING


@pytest.mark.parametrize(("minutes", "held"), [(0, False), (59, False), (61, True)])
def test_a_phone_booking_is_exempt_while_the_customer_may_still_be_there(
    minutes: int, held: bool
) -> None:
    called = EVENING - timedelta(minutes=minutes)
    appointment = visit(starts=VISIT, phone_call_at=called)
    assert (after_quiet_hours(Kind.INTRODUCTION, appointment, EVENING) > EVENING) == held


def test_nothing_is_told_of_a_visit_that_has_begun_or_failed() -> None:
    assert {Status.SCHEDULED, Status.ON_THE_WAY, Status.CANCELED} == TELLABLE

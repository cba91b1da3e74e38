"""What is told next and when, as a function of what is known; no database, no clock."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notifications.plan import (
    CALM,
    FAR_AHEAD,
    Picture,
    Quiet,
    after_quiet_hours,
    next_kind,
    send_after,
)
from notifications.states import Kind

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 2, 14, tzinfo=UTC)  # Tuesday, ten in the morning in New York
MORNING, EVENING = "2026-06-03T13:00:00+00:00", "2026-06-03T21:00:00+00:00"
MAYA = Picture("m", "Maya", MORNING, EVENING)
OMAR = Picture("o", "Omar", MORNING, EVENING)
NOBODY = Picture("", "", MORNING, EVENING)
MAYA_LATER = Picture("m", "Maya", EVENING, EVENING)
OMAR_LATER = Picture("o", "Omar", EVENING, EVENING)
CALLED_OFF = Picture("m", "Maya", MORNING, EVENING, canceled=True)
NIGHT = Quiet(time(21), time(8), NEW_YORK)


@pytest.mark.parametrize(
    ("known", "true", "kind"),
    [
        (None, MAYA, Kind.INTRODUCTION),
        (None, NOBODY, Kind.CONFIRMATION),
        (None, CALLED_OFF, None),
        (MAYA, MAYA, None),
        (MAYA, OMAR, Kind.NEW_FACE),
        (MAYA, NOBODY, Kind.CONFIRMATION),
        (MAYA, MAYA_LATER, Kind.RESCHEDULE),
        (MAYA, OMAR_LATER, Kind.RESCHEDULE),
        (MAYA, CALLED_OFF, Kind.CANCEL),
        (NOBODY, MAYA, Kind.INTRODUCTION),
        (NOBODY, MAYA_LATER, Kind.RESCHEDULE),
        (NOBODY, CALLED_OFF, Kind.CANCEL),
        (CALLED_OFF, CALLED_OFF, None),
    ],
)
def test_the_next_text_closes_the_gap(
    known: Picture | None, true: Picture, kind: Kind | None
) -> None:
    assert next_kind(known, true) is kind


def test_whoever_sets_out_in_the_place_of_another_is_told_to_be_on_the_way() -> None:
    maya, omar = replace(MAYA, on_the_way=True), replace(OMAR, on_the_way=True)
    assert next_kind(maya, omar) is Kind.ON_MY_WAY
    assert next_kind(maya, OMAR) is Kind.NEW_FACE
    assert next_kind(omar, omar) is None


def test_a_corrected_name_is_no_news() -> None:
    assert next_kind(MAYA, Picture("m", "Maja", MORNING, EVENING)) is None


@given(st.lists(st.sampled_from([MAYA, OMAR, NOBODY, MAYA_LATER, CALLED_OFF]), min_size=1))
def test_who_was_told_the_last_picture_needs_no_text(pictures: list[Picture]) -> None:
    for known, true in pairwise(pictures):
        assert (next_kind(known, true) is None) == known.same_as(true) or true.canceled
    assert next_kind(pictures[-1], pictures[-1]) is None


def when(kind: Kind, *, told: timedelta | None, starts: timedelta) -> datetime:
    """The moment of a change made NOW, told and starting so long from NOW."""
    last = NOW + told if told is not None else None
    return send_after(kind, now=NOW, last_told_at=last, starts=NOW + starts, zone=NEW_YORK)


SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


@pytest.mark.parametrize(
    ("told", "wait"),
    [(0 * SECOND, CALM), (-59 * SECOND, SECOND), (-60 * SECOND, 0 * SECOND), (None, 0 * SECOND)],
)
def test_a_change_waits_for_a_calm_minute(told: timedelta | None, wait: timedelta) -> None:
    assert when(Kind.NEW_FACE, told=told, starts=5 * HOUR) == NOW + wait


def test_a_cancel_does_not_wait() -> None:
    assert when(Kind.CANCEL, told=-SECOND, starts=5 * HOUR) == NOW


@pytest.mark.parametrize(
    ("starts", "expected"),
    [
        (FAR_AHEAD, NOW),
        (FAR_AHEAD + SECOND, datetime(2026, 6, 3, 10, tzinfo=NEW_YORK)),
        (FAR_AHEAD + 15 * HOUR, datetime(2026, 6, 4, 10, tzinfo=NEW_YORK)),
    ],
)
def test_a_far_off_new_face_waits_for_the_day_before(starts: timedelta, expected: datetime) -> None:
    assert when(Kind.NEW_FACE, told=-HOUR, starts=starts) == expected


@pytest.mark.parametrize("kind", [Kind.RESCHEDULE, Kind.INTRODUCTION, Kind.CONFIRMATION])
def test_a_far_off_new_time_does_not_wait_for_the_day_before(kind: Kind) -> None:
    assert when(kind, told=-HOUR, starts=30 * 24 * HOUR) == NOW


@pytest.mark.parametrize(
    ("visit", "tenth_hour"),
    [
        (datetime(2026, 3, 9, 9, tzinfo=NEW_YORK), datetime(2026, 3, 8, 14, tzinfo=UTC)),
        (datetime(2026, 11, 2, 9, tzinfo=NEW_YORK), datetime(2026, 11, 1, 15, tzinfo=UTC)),
    ],
)
def test_ten_on_the_day_before_is_ten_on_a_dst_day_too(
    visit: datetime, tenth_hour: datetime
) -> None:
    now = visit.astimezone(UTC) - timedelta(days=6)
    moment = send_after(Kind.NEW_FACE, now=now, last_told_at=None, starts=visit, zone=NEW_YORK)
    assert (moment, moment.tzinfo) == (tenth_hour, UTC)


def local(day: int, clock: str) -> datetime:
    hours, minutes = map(int, clock.split(":"))
    return datetime(2026, 6, day, hours, minutes, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (local(2, "20:59"), local(2, "20:59")),
        (local(2, "21:00"), local(3, "8:00")),
        (local(2, "23:59"), local(3, "8:00")),
        (local(3, "0:00"), local(3, "8:00")),
        (local(3, "7:59"), local(3, "8:00")),
        (local(3, "8:00"), local(3, "8:00")),
    ],
)
def test_the_night_lasts_from_nine_to_eight(moment: datetime, expected: datetime) -> None:
    assert NIGHT.until(moment.astimezone(UTC)) == expected


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (local(2, "12:59"), local(2, "12:59")),
        (local(2, "13:00"), local(2, "15:00")),
        (local(2, "14:59"), local(2, "15:00")),
        (local(2, "15:00"), local(2, "15:00")),
    ],
)
def test_quiet_hours_may_lie_within_a_day(moment: datetime, expected: datetime) -> None:
    siesta = Quiet(time(13), time(15), NEW_YORK)
    assert siesta.until(moment.astimezone(UTC)) == expected


def test_quiet_hours_of_no_length_hold_nothing() -> None:
    assert Quiet(time(8), time(8), NEW_YORK).until(NOW) == NOW


@pytest.mark.parametrize(
    ("moment", "eight"),
    [
        (datetime(2026, 3, 8, 3, tzinfo=UTC), datetime(2026, 3, 8, 12, tzinfo=UTC)),
        (datetime(2026, 11, 1, 2, tzinfo=UTC), datetime(2026, 11, 1, 13, tzinfo=UTC)),
    ],
)
def test_eight_is_eight_after_a_dst_night(moment: datetime, eight: datetime) -> None:
    assert NIGHT.until(moment) == eight


ZONES = ["America/New_York", "Etc/GMT+5", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
CLOCKS = st.times().map(lambda clock: clock.replace(second=0, microsecond=0))
AROUND_DST = st.sampled_from([datetime(2026, 3, 7, tzinfo=UTC), datetime(2026, 10, 31, tzinfo=UTC)])


@given(CLOCKS, CLOCKS, st.sampled_from(ZONES), AROUND_DST, st.integers(0, 72 * 60))
@example(time(1), time(1, 30), "America/New_York", datetime(2026, 11, 1, tzinfo=UTC), 6 * 60 + 10)
@example(time(1), time(2, 30), "America/New_York", datetime(2026, 3, 8, tzinfo=UTC), 6 * 60 + 50)
def test_quiet_hours_end_later_and_outside_themselves(
    begins: time, ends: time, zone: str, day: datetime, minutes: int
) -> None:
    quiet = Quiet(begins, ends, ZoneInfo(zone))
    moment = day + timedelta(minutes=minutes)
    end = quiet.until(moment)
    assert moment <= end <= moment + timedelta(hours=26)
    assert quiet.until(end) == end


NIGHTFALL = local(2, "22:00").astimezone(UTC)


def allowed(kind: Kind, *, starts: timedelta, on_the_phone: bool = False) -> datetime:
    """When a text that is ready at ten in the evening may go."""
    return after_quiet_hours(
        kind, NIGHTFALL, quiet=NIGHT, starts=NIGHTFALL + starts, on_the_phone=on_the_phone
    )


@pytest.mark.parametrize("kind", [Kind.NEW_FACE, Kind.RESCHEDULE, Kind.CANCEL])
@pytest.mark.parametrize(("starts", "held"), [(12 * HOUR, False), (12 * HOUR + SECOND, True)])
def test_a_change_is_urgent_within_twelve_hours(kind: Kind, starts: timedelta, held: bool) -> None:
    assert (allowed(kind, starts=starts) > NIGHTFALL) == held


@pytest.mark.parametrize("kind", [Kind.INTRODUCTION, Kind.CONFIRMATION])
def test_a_booking_waits_for_the_morning_unless_the_customer_is_on_the_phone(kind: Kind) -> None:
    assert allowed(kind, starts=20 * HOUR) == local(3, "8:00")
    assert allowed(kind, starts=20 * HOUR, on_the_phone=True) == NIGHTFALL


def test_a_change_of_a_phone_booking_waits_like_any_other() -> None:
    assert allowed(Kind.NEW_FACE, starts=20 * HOUR, on_the_phone=True) == local(3, "8:00")


@pytest.mark.parametrize(("starts", "held"), [(10 * HOUR, False), (10 * HOUR + SECOND, True)])
def test_no_text_waits_until_the_technician_is_at_the_door(starts: timedelta, held: bool) -> None:
    assert (allowed(Kind.INTRODUCTION, starts=starts) > NIGHTFALL) == held


@pytest.mark.parametrize(
    ("kind", "on_the_phone", "held"),
    [
        (Kind.NEW_FACE, False, True),
        (Kind.CANCEL, True, True),
        (Kind.INTRODUCTION, False, True),
        (Kind.INTRODUCTION, True, False),
    ],
)
@pytest.mark.parametrize("starts", [2 * HOUR, 12 * HOUR])
def test_quiet_hours_for_all_hold_urgent_news_too(
    kind: Kind, on_the_phone: bool, held: bool, starts: timedelta
) -> None:
    strict = replace(NIGHT, for_all=True)
    moment = after_quiet_hours(
        kind, NIGHTFALL, quiet=strict, starts=NIGHTFALL + starts, on_the_phone=on_the_phone
    )
    assert moment == (local(3, "8:00") if held else NIGHTFALL)


def test_a_company_without_quiet_hours_holds_nothing() -> None:
    moment = after_quiet_hours(
        Kind.INTRODUCTION, NIGHTFALL, quiet=None, starts=NIGHTFALL + 20 * HOUR, on_the_phone=False
    )
    assert moment == NIGHTFALL

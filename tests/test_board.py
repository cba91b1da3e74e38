"""The hours of the board: quarters of a day on the office's clock, where clocks change too."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from appointments.board import BoardDay

NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = BoardDay(date(2026, 6, 2), NEW_YORK)
LOST_HOUR = BoardDay(date(2026, 3, 8), NEW_YORK)
HOUR_TWICE = BoardDay(date(2026, 11, 1), NEW_YORK)


def at(day: BoardDay, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day.day, time(hour, minute), day.zone).astimezone(UTC)


@pytest.mark.parametrize(("day", "quarters"), [(TUESDAY, 96), (LOST_HOUR, 92), (HOUR_TWICE, 100)])
def test_a_day_is_as_long_as_its_clock_makes_it(day: BoardDay, quarters: int) -> None:
    assert day.length == quarters


@pytest.mark.parametrize(("day", "quarter"), [(TUESDAY, 36), (LOST_HOUR, 32), (HOUR_TWICE, 40)])
def test_nine_in_the_morning_is_where_the_clock_says_nine(day: BoardDay, quarter: int) -> None:
    assert day.quarter(at(day, 9)) == quarter
    assert day.moment(quarter) == at(day, 9)


def test_the_night_the_clock_is_put_back_shows_one_oclock_twice() -> None:
    hours = [moment.strftime("%-H %Z") for _at, moment in HOUR_TWICE.clocks(range(16))]
    assert hours == ["0 EDT", "1 EDT", "1 EST", "2 EST"]


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [
        (None, None, range(28, 76)),
        (at(TUESDAY, 9), at(TUESDAY, 10), range(28, 76)),
        (at(TUESDAY, 5, 30), at(TUESDAY, 19, 15), range(20, 80)),
        (at(TUESDAY, 0).replace(day=1), at(TUESDAY, 9).replace(day=3), range(96)),
    ],
)
def test_an_ordinary_day_is_shown_and_what_lies_outside_of_it(
    first: datetime | None, last: datetime | None, shown: range
) -> None:
    assert TUESDAY.shown(first, last) == shown


@pytest.mark.parametrize(
    ("begins", "ends", "place"),
    [
        ((9, 0), (10, 0), (36, 4)),
        ((9, 10), (9, 50), (37, 2)),  # as near as quarters get, and never into the next one
        ((9, 50), (10, 30), (39, 3)),
        ((9, 0), (9, 5), (36, 1)),
    ],
)
def test_a_card_lies_at_the_nearest_quarters(
    begins: tuple[int, int], ends: tuple[int, int], place: tuple[int, int]
) -> None:
    assert TUESDAY.place(at(TUESDAY, *begins), at(TUESDAY, *ends)) == place


def test_a_visit_of_the_night_is_cut_at_midnight() -> None:
    night = at(TUESDAY, 23) - timedelta(days=1), at(TUESDAY, 1)
    assert TUESDAY.place(*night) == (0, 4)


def test_what_no_shift_covers_is_outside_of_the_hours() -> None:
    shifts = [(1, time(8), time(12)), (1, time(13), time(17)), (0, time(22), time(2))]
    gaps = TUESDAY.out_of_hours(shifts, NEW_YORK)
    assert [TUESDAY.place(*gap) for gap in gaps] == [(8, 24), (48, 4), (68, 28)]


def test_a_shift_kept_in_another_zone_lies_where_it_is_then() -> None:
    gaps = TUESDAY.out_of_hours([(1, time(8), time(17))], ZoneInfo("America/Los_Angeles"))
    assert [TUESDAY.place(*gap) for gap in gaps] == [(0, 44), (80, 16)]

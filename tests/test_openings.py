"""Weekly hours and what is taken, as arrival windows."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest

from appointments.openings import Diary, FreeWindow, Span, chosen, coming_windows, free_windows_of

NEW_YORK = ZoneInfo("America/New_York")
NOW = datetime(2026, 6, 2, 14, tzinfo=UTC)  # Tuesday, ten in the morning in New York
HOUR = timedelta(hours=1)
MAYA, BEN = uuid4(), uuid4()


def at(hour: int, day: int = 2) -> datetime:
    return datetime(2026, 6, day, hour, tzinfo=NEW_YORK)


def diary(who: UUID = MAYA, *taken: Span) -> Diary:
    return Diary(technician=who, zone=NEW_YORK, taken=taken)


def offered(
    *diaries: Diary, kept: tuple[Span, ...] = (), duration: timedelta = HOUR, days: int = 1
) -> list[FreeWindow]:
    windows = coming_windows(NEW_YORK, NOW, range(days))
    return list(free_windows_of(diaries, windows, duration, kept))


def starts(windows: list[FreeWindow]) -> list[int]:
    return [window.start.hour for window in windows]


def test_the_rest_of_a_usual_day_is_offered_from_an_hour_ahead() -> None:
    assert starts(offered(diary())) == [12, 14]


def test_nothing_is_offered_on_a_sunday_without_a_shift() -> None:
    week = [window.start.weekday() for window in offered(diary(), days=7)]
    assert sorted(set(week)) == [0, 1, 2, 3, 4]


def test_a_visit_takes_the_windows_it_would_overlap() -> None:
    assert starts(offered(diary(MAYA, (at(12), at(13))))) == [14]


def test_a_long_job_needs_more_than_its_window() -> None:
    assert starts(offered(diary(MAYA, (at(15), at(16))), duration=4 * HOUR)) == []


def test_everybody_who_could_come_is_named_in_the_order_given() -> None:
    first, second = offered(diary(BEN, (at(12), at(13))), diary(MAYA))
    assert (first.technician_ids, second.technician_ids) == ((MAYA,), (BEN, MAYA))


def test_a_window_promised_without_a_name_needs_one_person_of_all() -> None:
    kept = ((at(12), at(14)),)
    assert starts(offered(diary(), kept=kept)) == [14]
    assert starts(offered(diary(), diary(BEN), kept=kept)) == [12, 14]


def test_hours_are_those_where_the_technician_is() -> None:
    west = Diary(technician=MAYA, zone=ZoneInfo("America/Los_Angeles"))
    assert starts(offered(west)) == [12, 14, 16, 18]


def test_a_night_shift_goes_on_after_midnight() -> None:
    night = Diary(technician=MAYA, zone=NEW_YORK, hours=((1, time(22), time(6)),))
    assert night.works(at(1, day=3), at(3, day=3))
    assert not night.works(at(5, day=3), at(7, day=3))
    assert not night.works(at(1, day=2), at(3, day=2))


@pytest.mark.parametrize(
    ("day", "hours"),
    [
        (datetime(2026, 3, 8, 5, tzinfo=UTC), 3),  # the clock jumps from two to three
        (datetime(2026, 11, 1, 4, tzinfo=UTC), 5),  # and goes back from two to one
    ],
)
def test_a_shift_on_a_night_the_clock_is_changed_is_as_long_as_it_is(
    day: datetime, hours: int
) -> None:
    night = Diary(technician=MAYA, zone=NEW_YORK, hours=((6, time(0), time(4)),))
    assert night.works(day, day + hours * HOUR)
    assert not night.works(day, day + (hours + 1) * HOUR)


def test_the_wanted_one_is_offered_first_and_others_fill_up() -> None:
    windows = offered(diary(MAYA, (at(12), at(13))), diary(BEN, (at(14), at(15))), days=2)
    few = chosen(windows, 2, wanted=MAYA, per_day=9)
    assert [(window.start.day, window.start.hour) for window in few] == [(2, 14), (3, 8)]
    all_of_ben = chosen(windows[:2], 2, wanted=MAYA, per_day=9)
    assert starts(all_of_ben) == [12, 14]


def test_a_few_windows_are_spread_over_days() -> None:
    few = chosen(offered(diary(), days=9), 3, wanted=None, per_day=1)
    assert [window.start.day for window in few] == [2, 3, 4]

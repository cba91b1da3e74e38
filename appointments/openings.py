"""When somebody could come: weekly hours and what is taken make arrival windows; pure."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from appointments.spans import Hours, span

Span: TypeAlias = tuple[datetime, datetime]
Weekly: TypeAlias = tuple[int, time, time]  # weekday as Python counts, from, until

# Of whoever has no shifts: a customer must not be offered a Sunday that nobody promised.
USUAL_HOURS: tuple[Weekly, ...] = tuple((weekday, time(8), time(17)) for weekday in range(5))
# Every two hours of the day that a shift may cover; nobody opens the door before six.
WINDOWS: tuple[Hours, ...] = tuple((time(hour), time(hour + 2)) for hour in range(6, 22, 2))
LEAD = timedelta(hours=1)  # to answer, to be told, and to drive there
DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Diary:
    """One technician's time: hours by weekday in their zone, when they are off, what is taken."""

    technician: UUID
    zone: ZoneInfo
    unit: int | None = None  # None works for all
    hours: tuple[Weekly, ...] = USUAL_HOURS
    off: tuple[Span, ...] = ()
    taken: tuple[Span, ...] = ()

    def works(self, start: datetime, end: datetime) -> bool:
        """Whether one shift covers all of it and nothing of it is time off."""
        if _overlaps(self.off, start, end):
            return False
        return _covers(self.hours, self.zone, start, end)

    def is_free(self, start: datetime, end: datetime) -> bool:
        return not _overlaps(self.taken, start, end)


@dataclass(frozen=True, kw_only=True)
class FreeWindow:
    """An arrival window in the zone of the visit, and who could come, the best first."""

    start: datetime
    end: datetime
    technician_ids: tuple[UUID, ...]


def coming_windows(zone: ZoneInfo, now: datetime, days: Iterable[int]) -> Iterator[Span]:
    """The windows of these days, counted from today, those that can still be kept."""
    today = now.astimezone(zone).date()
    for ahead in days:
        for hours in WINDOWS:
            window = span(today + ahead * DAY, hours, zone)
            if window[0].astimezone(UTC) >= now + LEAD:
                yield window


def free_windows_of(
    diaries: Sequence[Diary],
    windows: Iterable[Span],
    duration: timedelta,
    kept: Sequence[Span] = (),
) -> Iterator[FreeWindow]:
    """The windows in which somebody could come, in their order.

    Each span of `kept` is promised to somebody else without a name: it needs one person of all.
    """
    for start, end in windows:
        begins, closes = _utc((start, end))
        plan_ends = begins + duration
        free = [
            diary.technician
            for diary in diaries
            if diary.works(begins, max(closes, plan_ends)) and diary.is_free(begins, plan_ends)
        ]
        if len(free) > _overlaps(kept, begins, plan_ends):
            yield FreeWindow(start=start, end=end, technician_ids=tuple(free))


def chosen(
    windows: Iterable[FreeWindow], count: int, *, wanted: UUID | None, per_day: int
) -> list[FreeWindow]:
    """The first `count` in which the wanted one could come, filled up with others, by time."""
    preferred: list[FreeWindow] = []
    others: list[FreeWindow] = []
    for window in windows:
        row = preferred if wanted is None or wanted in window.technician_ids else others
        day = window.start.date()
        if len(row) < count and sum(1 for each in row if each.start.date() == day) < per_day:
            row.append(window)
        if len(preferred) == count:
            break
    few = (preferred + others)[:count]
    return sorted(few, key=lambda window: window.start.astimezone(UTC))


@lru_cache(maxsize=4096)  # hundreds of technicians have the same hours
def _covers(hours: tuple[Weekly, ...], zone: ZoneInfo, start: datetime, end: datetime) -> bool:
    first = start.astimezone(zone).date() - DAY  # a night's shift began the day before
    shifts = (
        _utc(span(day, (starts, ends), zone))
        for day in (first, first + DAY)
        for weekday, starts, ends in hours
        if day.weekday() == weekday
    )
    return any(begins <= start and end <= finishes for begins, finishes in shifts)


def _overlaps(spans: Iterable[Span], start: datetime, end: datetime) -> int:
    """How many of them."""
    return sum(1 for begins, finishes in spans if begins < end and start < finishes)


def _utc(window: Span) -> Span:
    """Python compares two moments of one zone by the wall's clock, which turns back once a year."""
    return window[0].astimezone(UTC), window[1].astimezone(UTC)

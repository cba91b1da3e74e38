"""The hours of the board: one day of an office's clock in quarters of an hour; no database.

All rows share one line of time, so that what looks earlier is earlier. The clock is the office's;
a visit elsewhere says its own hours on its card.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from appointments.openings import Span, Weekly
from appointments.spans import span

QUARTER = timedelta(minutes=15)
HOUR = 4  # quarters
USUAL = (time(7), time(19))  # what the board shows of an ordinary day
DAY = timedelta(days=1)


@dataclass(frozen=True)
class BoardDay:
    """A day in a zone; where the clock changes it has 92 or 100 quarters."""

    day: date
    zone: ZoneInfo

    @cached_property
    def start(self) -> datetime:
        return datetime.combine(self.day, time(), self.zone).astimezone(UTC)

    @cached_property
    def end(self) -> datetime:
        return datetime.combine(self.day + DAY, time(), self.zone).astimezone(UTC)

    @property
    def length(self) -> int:
        return self.quarter(self.end)

    def quarter(self, moment: datetime) -> int:
        """The nearest quarter, counted from midnight; less than 0 the day before."""
        return round((moment - self.start) / QUARTER)

    def moment(self, quarter: int) -> datetime:
        return self.start + quarter * QUARTER

    def shown(self, first: datetime | None, last: datetime | None) -> range:
        """The quarters of the usual hours and of all between these moments, in whole hours."""
        usual = [self.quarter(datetime.combine(self.day, hour, self.zone)) for hour in USUAL]
        begins = min(usual[0], self.quarter(first) if first else usual[0])
        ends = max(usual[1], self.quarter(last) if last else usual[1])
        return range(max(0, begins // HOUR * HOUR), min(self.length, -(-ends // HOUR) * HOUR))

    def clocks(self, quarters: range) -> Iterator[tuple[int, datetime]]:
        """Each shown hour: its quarter, and what the wall's clock shows then."""
        for quarter in quarters[::HOUR]:
            yield quarter, self.moment(quarter).astimezone(self.zone)

    def place(self, start: datetime, end: datetime) -> tuple[int, int]:
        """Where a span lies and how many quarters it takes, at least one; cut to the day."""
        begins = min(max(0, self.quarter(start)), self.length - 1)
        ends = min(self.quarter(end), self.length)
        return begins, max(1, ends - begins)

    def out_of_hours(self, hours: Iterable[Weekly], zone: ZoneInfo) -> list[Span]:
        """The parts of this day that no shift covers, with the shifts kept in `zone`."""
        gaps, free_from = [], self.start
        for begins, finishes in sorted(self._shifts(hours, zone)):
            if begins > free_from:
                gaps.append((free_from, min(begins, self.end)))
            free_from = max(free_from, finishes)
        if free_from < self.end:
            gaps.append((free_from, self.end))
        return gaps

    def _shifts(self, hours: Iterable[Weekly], zone: ZoneInfo) -> Iterator[Span]:
        """Those of this day, of the night before it and of zones that are ahead."""
        for weekday, starts, ends in hours:
            for day in (self.day - DAY, self.day, self.day + DAY):
                if day.weekday() == weekday:
                    begins, finishes = (
                        each.astimezone(UTC) for each in span(day, (starts, ends), zone)
                    )
                    if begins < self.end and finishes > self.start:
                        yield begins, finishes

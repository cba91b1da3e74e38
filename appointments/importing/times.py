"""When a visit in a file is: from its cells to moments in the zone of the visit; pure."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from appointments.columns import Field
from appointments.importing import cells
from appointments.importing.rows import Row, What
from appointments.spans import span

ANY_TIME = (time(8), time(17))
USUAL_LENGTH = timedelta(hours=2)
LONGEST = timedelta(days=1)
YEARS = range(2000, 2100)


@dataclass(frozen=True)
class Times:
    start: datetime
    end: datetime
    anytime: bool = False


def read_times(row: Row, zone: ZoneInfo, *, month_first: bool) -> Times | None:
    """The window; None with a problem at the cell that can't be understood."""
    said = {
        name: _moment(row, name, month_first=month_first)
        for name in (Field.DAY, Field.START, Field.END)
    }
    if row.is_out():
        return None
    start, end = said[Field.START], said[Field.END]
    day = start.day or said[Field.DAY].day
    if day is None or day.year not in YEARS:
        row.wrong(
            Field.DAY, What.BAD_DAY if row.get(Field.DAY) else What.NO_DAY, row.get(Field.DAY)
        )
        return None
    if start.exact:
        return _checked(row, start.exact, end.exact or _ends(start.exact, end, zone))
    hours = _hours(row, said)
    if row.is_out():
        return None
    if hours is None:
        name = Field.TIMES if row.get(Field.TIMES) else Field.START
        row.wrong(name, What.NO_TIME, row.get(name))
        first, last = (moment.astimezone(UTC) for moment in span(day, ANY_TIME, zone))
        return Times(first, last, anytime=True)
    starts = datetime.combine(day, hours[0], zone).astimezone(UTC)
    ends = end.exact or _ends(starts, cells.Moment(end.day, hours[1]), zone)
    return _checked(row, starts, ends)


def _moment(row: Row, name: Field, *, month_first: bool) -> cells.Moment:
    text = row.get(name)
    if not text or text.casefold() in cells.ANYTIME:
        return cells.Moment()
    found = cells.moment(text, month_first=month_first)
    if found is None:
        row.wrong(name, What.BAD_DAY if name == Field.DAY else What.BAD_TIME, text)
    elif found.turned:
        row.wrong(name, What.TURNED, text)
    return found or cells.Moment()


def _hours(row: Row, said: dict[Field, cells.Moment]) -> tuple[time, time | None] | None:
    """From when until when on the wall; None for any time."""
    text = row.get(Field.TIMES)
    start = said[Field.START].clock or (None if text else said[Field.DAY].clock)
    if start:
        return start, said[Field.END].clock
    if text.casefold() in cells.ANYTIME:
        return None
    found = cells.span(text)
    alone = cells.moment(text, month_first=True)
    if found is None and alone and alone.clock:
        return alone.clock, None
    if found is None:
        row.wrong(Field.TIMES, What.BAD_TIME, text)
    return found


def _ends(start: datetime, end: cells.Moment, zone: ZoneInfo) -> datetime:
    """The end on the same day where it names none; after two hours where it names no time."""
    if end.clock is None:
        return start + USUAL_LENGTH
    day: date = end.day or start.astimezone(zone).date()
    return datetime.combine(day, end.clock, zone)


def _checked(row: Row, start: datetime, end: datetime) -> Times | None:
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    if start < end <= start + LONGEST:
        return Times(start, end)
    if end > start:
        # A job over several days: its visits are one a day, and this is the first of them.
        return Times(start, start + USUAL_LENGTH)
    name = Field.END if row.get(Field.END) else Field.TIMES
    row.wrong(name, What.ENDS_FIRST, row.get(name))
    return None

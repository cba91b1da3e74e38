"""From a day and hours on the wall to moments, in the zone of a visit."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[time, time]


def span(day: date, hours: Hours, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The hours as moments; an end that is not behind the start is the next day's."""
    start, end = hours
    last = day + timedelta(days=1) if end <= start else day
    return datetime.combine(day, start, tzinfo=zone), datetime.combine(last, end, tzinfo=zone)

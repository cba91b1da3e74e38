"""From a day and hours on the wall to moments, in the zone of a visit."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

Hours = tuple[time, time]


def span(day: date, hours: Hours, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """The window as moments; midnight as its end is the one that follows the day."""
    start, end = hours
    last = day + timedelta(days=1) if end == time.min else day
    return datetime.combine(day, start, tzinfo=zone), datetime.combine(last, end, tzinfo=zone)

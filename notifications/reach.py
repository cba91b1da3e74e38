"""When a person of a unit's office can be reached, and when again."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from appointments.models import Appointment
from appointments.windows import day_words, hours_words
from fieldservice.company.models import BusinessUnit
from notifications.plan import Quiet

DAY = timedelta(days=1)


def closed_until(unit: BusinessUnit, now: datetime) -> datetime | None:
    """When somebody answers again, in the unit's zone; None while somebody does.

    A unit that names no office hours is open whenever it isn't quiet.
    """
    closed = _closed(unit)
    if closed is None:
        return None
    local = now.astimezone(closed.zone)
    opens = closed.until(local)
    while not _is_working_day(unit, opens):
        opens = closed.until(datetime.combine(opens.date() + DAY, closed.ends, closed.zone))
    return opens if opens > local else None


def opening_words(visit: Appointment, now: datetime) -> str:
    """“Mon 8 June, 8am”, where the visit is; "" while somebody is there."""
    opens = closed_until(visit.business_unit, now)
    if opens is None:
        return ""
    there, language = opens.astimezone(visit.zone), visit.customer.language
    # A window without an end is said as a bare hour.
    return f"{day_words(there, language)}, {hours_words(there, there, language)}"


def _closed(unit: BusinessUnit) -> Quiet | None:
    zone = ZoneInfo(unit.time_zone)
    if unit.office_from is not None and unit.office_until is not None:
        return Quiet(unit.office_until, unit.office_from, zone)
    if unit.quiet_from is not None and unit.quiet_until is not None:
        return Quiet(unit.quiet_from, unit.quiet_until, zone)
    return None


def _is_working_day(unit: BusinessUnit, day: datetime) -> bool:
    return unit.office_from is None or unit.works_on(day)

"""When a person of a unit's office can be reached, and when again."""

from datetime import datetime
from zoneinfo import ZoneInfo

from fieldservice.company.models import BusinessUnit
from notifications.plan import Quiet


def closed_until(unit: BusinessUnit, now: datetime) -> datetime | None:
    """When somebody answers again, in the unit's zone; None while somebody does."""
    zone = ZoneInfo(unit.time_zone)
    if unit.quiet_from is None or unit.quiet_until is None:
        return None
    opens = Quiet(unit.quiet_from, unit.quiet_until, zone).until(now)
    return opens.astimezone(zone) if opens > now else None

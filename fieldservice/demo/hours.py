"""When the demo's technicians work, and who is away soon."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from appointments.models import Shift, TimeOff
from fieldservice.company.models import User
from fieldservice.demo.staff import ZONE
from technicians.models import Technician

USUAL = (time(8), time(18))
LONGER = {"Grace": (time(8), time(20))}  # she takes the evenings
AWAY = "Ben"


def write_down(technicians: Mapping[str, Technician], manager: User, now: datetime) -> None:
    """Everybody's week, with a free day that is not near, and the day after tomorrow one leaves."""
    today = now.astimezone(ZONE).date()
    Shift.objects.bulk_create(
        Shift(technician=one, weekday=weekday, starts=starts, ends=ends)
        for position, (name, one) in enumerate(technicians.items())
        for starts, ends in [LONGER.get(name, USUAL)]
        for weekday in range(7)
        if weekday != (today.weekday() + 2 + position % 4) % 7
    )
    first = datetime.combine(today + timedelta(days=2), time.min, tzinfo=ZONE)
    TimeOff.objects.create(
        technician=technicians[AWAY],
        start=first,
        end=datetime.combine(first.date() + timedelta(days=3), time.min, tzinfo=ZONE),
        note="Camping with the children",
        made_by=manager,
    )

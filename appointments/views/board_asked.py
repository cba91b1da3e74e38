"""What an address of the board asks for: the day, whose clock, and what it is narrowed to."""

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, QueryDict
from django.utils import timezone

from appointments.asked import asked_day
from appointments.board import BoardDay
from appointments.board_rows import UNCONFIRMED, Narrowed, RowKey
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit

TRAY = "tray"
MOST_ROWS, MOST_IN_TRAY = 60, 400  # of one answer, whoever asks
STATUSES = {UNCONFIRMED, *Status.values}


@dataclass(frozen=True)
class Asked:
    """The day on the clock of the chosen unit, else of the office."""

    board: BoardDay
    narrowed: Narrowed
    units: list[BusinessUnit]
    today: date
    is_whole_day: bool

    def query(self, **other: object) -> str:
        """The same board with something else asked of it, as an address says it."""
        narrowed = self.narrowed
        said = {
            "day": self.board.day.isoformat(),
            "unit": narrowed.unit.pk if narrowed.unit else None,
            "skill": narrowed.skill,
            "status": narrowed.status,
            "hours": "all" if self.is_whole_day else "",
        }
        return urlencode({name: value for name, value in (said | other).items() if value})


def asked(request: HttpRequest) -> Asked:
    """The board of this address, in one query."""
    given = request.GET
    units = list(BusinessUnit.objects.order_by("name"))
    office = next(unit for unit in units if unit.is_default)
    unit = next((unit for unit in units if str(unit.pk) == given.get("unit")), None)
    zone = ZoneInfo((unit or office).time_zone)
    today = timezone.now().astimezone(zone).date()
    day = asked_day(given["day"]) if given.get("day") else today
    skill, status = given.get("skill", ""), given.get("status", "")
    narrowed = Narrowed(
        office=office,
        unit=unit,
        skill=int(skill) if skill.isdecimal() and len(skill) < 10 else None,
        status=status if status in STATUSES else "",
    )
    return Asked(BoardDay(day, zone), narrowed, units, today, given.get("hours") == "all")


def seen_rows(given: QueryDict) -> tuple[dict[RowKey, str], int]:
    """The stamp of each row somebody looks at, and how many cards of the tray they have."""
    found: dict[RowKey, str] = {}
    tray = 0
    for part in given.get("rows", "").split(",")[: MOST_ROWS + 1]:
        name, _colon, stamp = part.partition(":")
        if name == TRAY:
            count, _colon, stamp = stamp.partition(":")
            tray = min(int(count), MOST_IN_TRAY) if count.isdecimal() else 0
            found |= {None: stamp} if tray else {}
        elif key := _uuid(name):
            found[key] = stamp
    return found, tray


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None

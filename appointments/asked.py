"""What an address of a page asks for; nonsense counts as not asked."""

import uuid
from datetime import date
from typing import TypeVar
from zoneinfo import ZoneInfo

from django.db.models import Model, QuerySet
from django.utils import timezone

from fieldservice.company.schemas import YEARS
from fieldservice.company.services import default_unit

Row = TypeVar("Row", bound=Model)


def today_of_office() -> date:
    """Today where the office is."""
    return timezone.now().astimezone(ZoneInfo(default_unit().time_zone)).date()


def asked_day(text: str) -> date:
    """The day written as 2026-11-24, else today."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return today_of_office()
    return day if day.year in YEARS else today_of_office()


def asked_row(rows: QuerySet[Row], text: str) -> Row | None:
    """The row with this id, or None."""
    try:
        return rows.filter(pk=uuid.UUID(text)).first()
    except ValueError:
        return None

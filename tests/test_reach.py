"""When somebody in the office answers, by its own hours or else whenever it isn't quiet."""

from datetime import UTC, datetime, time

import pytest

from fieldservice.company.models import BusinessUnit
from notifications.reach import closed_until


def unit(opens: int | None, closes: int | None, *, weekends: bool = False) -> BusinessUnit:
    """In New York; quiet from nine to eight."""
    return BusinessUnit(
        time_zone="America/New_York",
        office_from=None if opens is None else time(opens),
        office_until=None if closes is None else time(closes),
        office_at_weekends=weekends,
    )


@pytest.mark.parametrize(
    ("office", "at", "opens"),
    [
        (unit(8, 18), "02 09:00", ""),
        (unit(8, 18), "02 07:59", "02 08:00"),
        (unit(8, 18), "02 18:00", "03 08:00"),
        (unit(8, 18), "05 18:00", "08 08:00"),
        (unit(8, 18), "06 12:00", "08 08:00"),
        (unit(8, 18, weekends=True), "06 12:00", ""),
        (unit(8, 18, weekends=True), "06 20:00", "07 08:00"),
        (unit(18, 2), "02 20:00", ""),
        (unit(18, 2), "02 01:00", ""),
        (unit(18, 2), "02 02:00", "02 18:00"),
        (unit(None, None), "02 20:59", ""),
        (unit(None, None), "06 22:00", "07 08:00"),
    ],
)
def test_the_office_opens_again(office: BusinessUnit, at: str, opens: str) -> None:
    now = datetime.fromisoformat(f"2026-06-{at}-04:00").astimezone(UTC)
    found = closed_until(office, now)
    assert (f"{found:%d %H:%M}" if found else "") == opens

"""The next arrival windows in which somebody could come; `openings` does the sums."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from appointments.availability import last_technician_id
from appointments.models import Appointment, Customer, JobType, Shift, TimeOff, WindowHold
from appointments.openings import (
    USUAL_HOURS,
    Diary,
    FreeWindow,
    Span,
    Weekly,
    chosen,
    coming_windows,
    free_windows_of,
)
from fieldservice.company.models import BusinessUnit
from fieldservice.company.services import default_unit
from technicians.models import Technician

THREE = ("technician", "start", "end")
Spans: TypeAlias = dict[UUID, list[Span]]
LONGEST = timedelta(days=1)  # no visit takes longer
STEP = 2  # days read together
NEVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=2)


def free_windows(
    *,
    job_type: JobType,
    zone: ZoneInfo,
    now: datetime,
    technician: Technician | None = None,
    customer: Customer | None = None,
    visit: Appointment | None = None,
    unit: BusinessUnit | None = None,
    count: int = 3,
    days: int = 14,
    per_day: int = 100,
) -> list[FreeWindow]:
    """The next `count` windows, those first in which `technician` could come.

    Without one it is whoever was at this customer's last. `visit` is to be moved: who comes now is
    preferred, its own time and what is held for it are free, its present window is not offered.
    People of the visit's unit, or of `unit`, are named before those of another.
    `per_day` spreads a few windows over days.
    """
    wanted = _wanted(technician, visit) or last_technician_id(customer)
    people = diaries(job_type=job_type, start=now, end=now + timedelta(days=days) + LONGEST)
    free = (
        window
        for first in range(0, days, STEP)
        for window in _free(
            people,
            list(_windows(zone, now, range(first, min(first + STEP, days)), visit)),
            job_type.duration,
            now=now,
            visit=visit,
            wanted=wanted,
            unit=visit.business_unit if visit else unit,
        )
    )
    return chosen(free, count, wanted=wanted, per_day=per_day)


def _windows(
    zone: ZoneInfo, now: datetime, days: range, visit: Appointment | None
) -> Iterator[Span]:
    for window in coming_windows(zone, now, days):
        if visit is None or window[0] != visit.arrival_window_start:
            yield window


def _free(
    people: Iterable[Diary],
    windows: Sequence[Span],
    duration: timedelta,
    *,
    now: datetime,
    visit: Appointment | None,
    wanted: UUID | None,
    unit: BusinessUnit | None,
) -> Iterator[FreeWindow]:
    """Of a few days at a time: mostly somebody is free in the first of them."""
    if not windows:
        return
    taken = _taken(windows[0][0], windows[-1][1] + duration, now, visit)
    full = [replace(one, taken=tuple(taken[one.technician])) for one in people]
    full.sort(
        key=lambda diary: (diary.technician != wanted, _is_of_other(diary, unit), len(diary.taken))
    )
    unnamed = _holds(now, visit).filter(technician=None).values_list("start", "end")
    yield from free_windows_of(full, windows, duration, list(unnamed))


def _is_of_other(diary: Diary, unit: BusinessUnit | None) -> bool:
    return bool(diary.unit and unit and diary.unit != unit.pk)


def _wanted(technician: Technician | None, visit: Appointment | None) -> UUID | None:
    if technician:
        return technician.pk
    return visit.technician_id if visit else None


def diaries(*, job_type: JobType | None, start: datetime, end: datetime) -> list[Diary]:
    """The hours and the time off of everybody who is trained for the job; nothing taken yet."""
    trained = Technician.objects.working_on(start.date())
    if job_type:
        trained = trained.with_skills(job_type.skills.all())
    office, hours, off = default_unit(), _hours(), _off(start, end)
    return [
        Diary(
            technician=one.pk,
            zone=ZoneInfo((one.business_unit or office).time_zone),
            unit=one.business_unit_id,
            hours=tuple(hours.get(one.pk, USUAL_HOURS)),
            off=(*off[one.pk], *_gone(one)),
        )
        for one in trained.select_related("business_unit")
    ]


def _gone(technician: Technician) -> list[Span]:
    """All that comes after they have left; a few hours of zone make no difference here."""
    day = technician.left_on
    return [(datetime.combine(day, time(), UTC), NEVER)] if day else []


def _hours() -> dict[UUID, list[Weekly]]:
    found: dict[UUID, list[Weekly]] = defaultdict(list)
    rows = Shift.objects.values_list("technician", "weekday", "starts", "ends")
    for technician, weekday, starts, ends in rows:
        found[technician].append((weekday, starts, ends))
    return found


def _off(start: datetime, end: datetime) -> Spans:
    return _by_technician(TimeOff.objects.overlapping(start, end).values_list(*THREE))


def _taken(start: datetime, end: datetime, now: datetime, visit: Appointment | None) -> Spans:
    """Visits, and windows held for others."""
    # Bounded below too: an index then finds the few among all the years.
    near = Appointment.objects.filter(planned_start__gt=start - LONGEST)
    visits = near.live().overlapping(start, end).exclude(technician=None)
    if visit:
        visits = visits.exclude(pk=visit.pk)
    planned = visits.order_by().values_list("technician", "planned_start", "planned_end")
    held = _holds(now, visit).exclude(technician=None).values_list(*THREE)
    return _by_technician([*planned, *held])


def _by_technician(rows: Iterable[tuple[UUID, datetime, datetime]]) -> Spans:
    found: Spans = defaultdict(list)
    for technician, start, end in rows:
        found[technician].append((start, end))
    return found


def _holds(now: datetime, visit: Appointment | None) -> QuerySet[WindowHold]:
    holds = WindowHold.objects.open(now)
    return holds.exclude(appointment=visit) if visit else holds

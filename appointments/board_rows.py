"""What the board reads: who works, the rows somebody looks at, the tray, and stamps of both.

The same few queries for five people and for five hundred: only rows in view are read.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import (
    Count,
    F,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Q,
    Subquery,
    Value,
    Window,
)
from django.db.models.functions import RowNumber
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.board import BoardDay
from appointments.holds import held_words, holds_in
from appointments.models import Appointment, AppointmentQuerySet, TimeOff
from appointments.openings import USUAL_HOURS, Span, Weekly
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit
from technicians.models import Headshot, Technician

LONGEST = timedelta(hours=18)  # how long before midnight a visit that still goes on may have begun
UNCONFIRMED = "unconfirmed"  # chosen like a status
RowKey: TypeAlias = UUID | None  # None is the tray


@dataclass(frozen=True, kw_only=True)
class Narrowed:
    """What the board is narrowed to; cards of another status step back but stay to be seen."""

    office: BusinessUnit
    unit: BusinessUnit | None = None
    skill: int | None = None
    status: str = ""

    def of_status(self, relation: str = "") -> Q:
        status = f"{relation}status"
        if self.status == UNCONFIRMED:
            return Q(**{status: Status.SCHEDULED, f"{relation}confirmed_at__isnull": True})
        return Q(**{status: self.status}) if self.status else ~Q(**{status: Status.CANCELED})

    def in_tray(self) -> Q:
        """The visits of the tray: those this unit and somebody with this skill could take."""
        place = Q(business_unit=self.unit) if self.unit else Q()
        needs = Q(job_type__skills=self.skill) if self.skill else Q()
        return Q(technician=None) & place & needs & self.of_status()

    def steps_back(self, visit: Appointment) -> bool:
        if self.status == UNCONFIRMED:
            return not visit.is_unconfirmed
        return bool(self.status) and visit.status != self.status


@dataclass(frozen=True)
class Card:
    """A visit where it lies on the board; `promise` is where its arrival window lies."""

    visit: Appointment
    at: int
    quarters: int
    promise: tuple[int, int]
    steps_back: bool
    is_elsewhere: bool


@dataclass(frozen=True)
class Gap:
    """A time without work, or kept for a customer; nothing may be planned where somebody is off."""

    at: int
    quarters: int
    why: str
    is_off: bool
    is_held: bool = False


@dataclass
class Row:
    """The cards of one person, or of the tray; `total` counts those not shown as well."""

    key: RowKey
    name: str = ""
    face_key: str = ""
    zone: ZoneInfo | None = None
    hours: list[Weekly] = field(default_factory=list)
    cards: list[Card] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    total: int = 0
    stamp: str = ""


def everybody(board: BoardDay, narrowed: Narrowed) -> tuple[list[Row], range]:
    """Who works that day, by name alone, and the quarters their visits need."""
    rows = Technician.objects.working_on(board.day)
    if narrowed.unit:
        # Who belongs to no unit works for all.
        rows = rows.filter(Q(business_unit=narrowed.unit) | Q(business_unit=None))
    if narrowed.skill:
        rows = rows.filter(skills=narrowed.skill)
    counted = rows.annotate(
        that_day=FilteredRelation("appointments", condition=_on(board, "appointments__")),
        wanted=Count("that_day", filter=narrowed.of_status("that_day__")),
        first=Min("that_day__planned_start"),
        last=Max("that_day__planned_end"),
    ).order_by("display_name", "pk")
    every = counted.values_list("pk", "display_name", "wanted", "first", "last")
    found = [each for each in every if each[2] or not narrowed.status]
    firsts = [first for *_more, first, _last in found if first]
    lasts = [last for *_more, last in found if last]
    shown = board.shown(min(firsts, default=None), max(lasts, default=None))
    return [Row(pk, name) for pk, name, *_more in found], shown


def full_rows(
    board: BoardDay, narrowed: Narrowed, people: Collection[UUID], tray: int = 0
) -> list[Row]:
    """These people's rows and the tray's first cards, in no order; without `tray` none of it."""
    rows: dict[RowKey, Row] = {row.key: row for row in _people(board, narrowed, people)}
    if tray:
        rows[None] = Row(None)
    for visit in _visits(board, narrowed, people, tray):
        row = rows[visit.technician_id]
        row.total = _of_all(visit)
        row.cards.append(_card(board, narrowed, visit))
    for key, gap in _not_free(board, people):
        rows[key].gaps.append(gap)
    for row in rows.values():
        row.stamp = _stamp(_seen(card.visit) for card in row.cards)
    return list(rows.values())


def stamps(
    board: BoardDay, narrowed: Narrowed, people: Collection[UUID], tray: int
) -> dict[RowKey, str]:
    """How things stand with these rows now, in one query."""
    told = Appointment.objects.filter(pk=OuterRef("pk")).annotate(at=Max("messages__changed_at"))
    seen = _near(board, narrowed, people, tray).annotate(told_at=Subquery(told.values("at")))
    by_row: dict[RowKey, list[str]] = defaultdict(list)
    for key, *parts in seen.values_list("technician_id", "pk", "version", "told_at", "of_all"):
        by_row[key].append(_written(*parts))
    keys: list[RowKey] = [*people, *([None] if tray else [])]
    return {key: _stamp(by_row[key]) for key in keys}


def _on(board: BoardDay, relation: str = "") -> Q:
    # Bounded below as well: an index then finds the day among all the years.
    spans = {
        "planned_start__gte": board.start - LONGEST,
        "planned_start__lt": board.end,
        "planned_end__gt": board.start,
    }
    return Q(**{f"{relation}{name}": value for name, value in spans.items()})


def _near(
    board: BoardDay, narrowed: Narrowed, people: Collection[UUID], tray: int
) -> AppointmentQuerySet:
    """The visits of these rows, and so many of the tray, each with how many its row has."""
    called_off = Q(status=Status.CANCELED) if narrowed.status != Status.CANCELED else Q(pk=None)
    whose = Q(technician__in=people) & ~called_off
    if tray:
        whose |= narrowed.in_tray()
    order = [F("planned_start").asc(), F("pk").asc()]
    return (
        Appointment.objects.filter(_on(board), whose)
        .annotate(
            place=Window(RowNumber(), partition_by=F("technician"), order_by=order),
            of_all=Window(Count("pk"), partition_by=F("technician")),
        )
        .filter(Q(technician__isnull=False) | Q(place__lte=tray))
        .order_by(*order)
    )


def _visits(
    board: BoardDay, narrowed: Narrowed, people: Collection[UUID], tray: int
) -> AppointmentQuerySet:
    return (
        _near(board, narrowed, people, tray)
        .select_related("customer", "location", "business_unit", "job_type")
        # Numbers are read letter by letter, and cards show none.
        .defer("contact_phone", "customer__phone", "business_unit__person_phone")
        .prefetch_related("messages")
    )


def _people(board: BoardDay, narrowed: Narrowed, people: Collection[UUID]) -> Iterator[Row]:
    """Their faces and hours, in one query."""
    office = narrowed.office.time_zone
    found: dict[UUID, Row] = {}
    shifts = (f"shifts__{name}" for name in ("weekday", "starts", "ends"))
    photo = FilteredRelation("headshots", condition=Q(headshots__state=Headshot.State.READY))
    known = Technician.objects.filter(pk__in=people).annotate(shown=photo).order_by("display_name")
    names = ("pk", "display_name", "shown__key", "business_unit__time_zone", *shifts)
    for pk, name, key, zone, *shift in known.values_list(*names):
        row = found.setdefault(pk, Row(pk, name, key or "", ZoneInfo(zone or office)))
        row.hours += [tuple(shift)] if shift[0] is not None else []
    for row in found.values():
        spans = board.out_of_hours(row.hours or USUAL_HOURS, row.zone or board.zone)
        row.gaps = [_gap(board, span) for span in spans]
    return iter(found.values())


def _card(board: BoardDay, narrowed: Narrowed, visit: Appointment) -> Card:
    at, quarters = board.place(visit.planned_start, visit.planned_end)
    there = visit.planned_start.astimezone(visit.zone).utcoffset()
    return Card(
        visit=visit,
        at=at,
        quarters=quarters,
        promise=board.place(visit.arrival_window_start, visit.arrival_window_end),
        steps_back=narrowed.steps_back(visit),
        is_elsewhere=there != visit.planned_start.astimezone(board.zone).utcoffset(),
    )


def _not_free(board: BoardDay, people: Collection[UUID]) -> Iterator[tuple[UUID, Gap]]:
    """Time off, and windows kept for customers, in one query."""
    off = TimeOff.objects.filter(technician__in=people).overlapping(board.start, board.end)
    held = holds_in(board.start, board.end, timezone.now()).filter(technician__in=people)
    names = ("technician", "start", "end", "why", "kept_for", "until")
    kept = held.annotate(why=Value("")).order_by().values_list(*names)
    absent = off.annotate(kept_for=Value(""), until=F("end")).order_by().values_list(*names)
    for key, start, end, why, name, until in absent.union(kept, all=True):
        words = TimeOff.Why(why).label if why else held_words(name, until, board.zone)
        at, quarters = board.place(start, end)
        yield key, Gap(at, quarters, str(words), is_off=bool(why), is_held=not why)


def _gap(board: BoardDay, span: Span) -> Gap:
    return Gap(*board.place(*span), _("Outside working hours"), is_off=False)


def _of_all(visit: Appointment) -> int:
    """As `_near` counted them."""
    return int(vars(visit)["of_all"])


def _seen(visit: Appointment) -> str:
    told_at = max((text.changed_at for text in visit.messages.all()), default=None)
    return _written(visit.pk, visit.version, told_at, _of_all(visit))


def _written(*parts: UUID | int | datetime | None) -> str:
    return " ".join(map(str, parts))


def _stamp(parts: Iterable[str]) -> str:
    """The same for the same visits, versions and texts; the order says nothing."""
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()[:10]

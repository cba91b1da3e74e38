"""Technicians named in a file of visits: who is meant, and whether they can be there then."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

from appointments.columns import Field
from appointments.importing import cells
from appointments.importing.rows import Row, What
from appointments.models import Appointment, TimeOff
from fieldservice.company.names import tidy
from technicians.models import Skill, Technician

LONGEST_NAME = 100

Span = tuple[datetime, datetime]
Spans = dict[UUID, list[Span]]


class Crew:
    """Everybody who works here, by name and by number; and who is where when."""

    def __init__(self, told: Mapping[str, str], *, dry: bool) -> None:
        """`told`: whom names stand for that nobody here has, by the office's word."""
        self.dry = dry
        people = list(Technician.objects.filter(removed_at=None).prefetch_related("skills"))
        self.known: dict[str, Technician] = {}
        for one in people:
            self.known.setdefault(one.display_name.casefold(), one)
            self.known.setdefault((one.external_id or "").casefold(), one)
        self.known.pop("", None)
        by_id = {str(one.pk): one for one in people}
        for name, pk in told.items():
            if pk in by_id:
                self.known[name.casefold()] = by_id[pk]
        self.skills: dict[int, set[Skill]] = {}
        self.unknown: dict[str, None] = {}
        # Of the rows before these, which a dry run doesn't save.
        self.taken: dict[UUID, list[Span]] = defaultdict(list)

    def named(self, row: Row, day: date) -> Technician | None:
        """Whom a row names, the first of several; nobody where no name is known."""
        text = tidy(" ".join(row.get(Field.TECHNICIAN).split()))
        if not text:
            return None
        whole = self._one(text)
        names = [text] if whole else cells.several(text)
        found = [one for name in names if (one := self._one(name))]
        if not found:
            row.wrong(Field.TECHNICIAN, What.UNKNOWN_TECHNICIAN, text)
            self.unknown[text[:LONGEST_NAME]] = None
            return None
        if len(names) > 1:
            row.wrong(Field.TECHNICIAN, What.SEVERAL, text)
        if found[0].has_left(day):
            row.wrong(Field.TECHNICIAN, What.CANT, text)
            return None
        return found[0]

    def seat(self, visits: Sequence[tuple[Row, Appointment]]) -> None:
        """Take the technician from visits they can't make: the rest of the visit is right."""
        live = [(row, visit) for row, visit in visits if visit.technician and visit.is_live]
        if not self.dry:
            _lock({visit.technician_id for _row, visit in live})
        visits_to_seat = [visit for _row, visit in live]
        taken, off = _taken(visits_to_seat), _off(visits_to_seat)
        for row, visit in live:
            self._seat(row, visit, taken, off)

    def taken_so_far(self) -> list[str]:
        """For a dry run to go on with: whose time earlier rows have taken, a line each."""
        spans = ((pk, span) for pk, spans in self.taken.items() for span in spans)
        return [f"{pk} {start.isoformat()} {end.isoformat()}" for pk, (start, end) in spans]

    def recall(self, unknown: Iterable[str], taken: Iterable[str]) -> None:
        self.unknown.update(dict.fromkeys(unknown))
        for pk, start, end in map(str.split, taken):
            span = datetime.fromisoformat(start), datetime.fromisoformat(end)
            self.taken[UUID(pk)].append(span)

    def _seat(self, row: Row, visit: Appointment, taken: Spans, off: Spans) -> None:
        technician = visit.technician
        if technician is None:
            return
        span = (visit.planned_start, visit.planned_end)
        busy = (*taken[technician.pk], *self.taken[technician.pk])
        if self._lacks(visit, technician):
            row.wrong(Field.TECHNICIAN, What.CANT, technician.display_name)
            visit.technician = None
        elif _meets(span, off[technician.pk]):
            row.wrong(Field.TECHNICIAN, What.OFF, technician.display_name)
            visit.technician = None
        elif _meets(span, busy):
            row.wrong(Field.TECHNICIAN, What.BUSY, technician.display_name)
            visit.technician = None
        else:
            self.taken[technician.pk].append(span)

    def _lacks(self, visit: Appointment, technician: Technician) -> bool:
        kind = visit.job_type
        if kind._state.adding:
            return False
        if kind.pk not in self.skills:
            self.skills[kind.pk] = set(kind.skills.all())
        return not self.skills[kind.pk] <= set(technician.skills.all())

    def _one(self, name: str) -> Technician | None:
        """“Maya Lopez”, “Lopez, Maya”, or her number."""
        last, comma, first = name.partition(",")
        turned = f"{first.strip()} {last.strip()}" if comma else name
        return self.known.get(name.casefold()) or self.known.get(turned.casefold())


def _lock(ids: Iterable[UUID | None]) -> None:
    """As booking does it, in one order for all: nobody books into these spans meanwhile."""
    people = Technician.objects.select_for_update(no_key=True).filter(pk__in=filter(None, ids))
    list(people.order_by("pk").values_list("pk"))


def _taken(visits: Sequence[Appointment]) -> Spans:
    """When those technicians are elsewhere already."""
    there = Appointment.objects.live().filter(technician__in={v.technician for v in visits})
    near = there.overlapping(*_whole(visits)) if visits else there.none()
    return _by_technician(near.values_list("technician_id", "planned_start", "planned_end"))


def _off(visits: Sequence[Appointment]) -> Spans:
    """When they are not there; their hours don't matter, as people do overtime."""
    off = TimeOff.objects.filter(technician__in={v.technician for v in visits})
    near = off.overlapping(*_whole(visits)) if visits else off.none()
    return _by_technician(near.values_list("technician_id", "start", "end"))


def _whole(visits: Sequence[Appointment]) -> Span:
    starts, ends = zip(*((v.planned_start, v.planned_end) for v in visits), strict=True)
    return min(starts), max(ends)


def _by_technician(rows: Iterable[tuple[UUID | None, datetime, datetime]]) -> Spans:
    found: Spans = defaultdict(list)
    for technician, start, end in rows:
        if technician:
            found[technician].append((start, end))
    return found


def _meets(span: Span, others: Iterable[Span]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)

"""Technicians named in a file of visits: who is meant, and whether they can be there then."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from appointments.columns import Field
from appointments.importing import cells
from appointments.importing.rows import Row, What
from appointments.models import Appointment
from fieldservice.company.names import tidy
from technicians.models import Skill, Technician

Span = tuple[datetime, datetime]


class Crew:
    """Everybody who works here, by name and by number; and who is where when."""

    def __init__(self, *, dry: bool) -> None:
        self.dry = dry
        people = Technician.objects.filter(removed_at=None).prefetch_related("skills")
        self.known: dict[str, Technician] = {}
        for one in people:
            self.known.setdefault(one.display_name.casefold(), one)
            self.known.setdefault((one.external_id or "").casefold(), one)
        self.known.pop("", None)
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
            self.unknown[text[:60]] = None
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
        taken = self._taken([visit for _row, visit in live])
        for row, visit in live:
            self._seat(row, visit, taken)

    def _seat(self, row: Row, visit: Appointment, taken: dict[UUID, list[Span]]) -> None:
        technician = visit.technician
        if technician is None:
            return
        span = (visit.planned_start, visit.planned_end)
        busy = (*taken[technician.pk], *self.taken[technician.pk])
        if self._lacks(visit, technician):
            row.wrong(Field.TECHNICIAN, What.CANT, technician.display_name)
            visit.technician = None
        elif any(start < span[1] and span[0] < end for start, end in busy):
            row.wrong(Field.TECHNICIAN, What.BUSY, technician.display_name)
            visit.technician = None
        else:
            self.taken[technician.pk].append(span)

    def _taken(self, visits: Sequence[Appointment]) -> dict[UUID, list[Span]]:
        """When those technicians are elsewhere already."""
        found: dict[UUID, list[Span]] = defaultdict(list)
        if not visits:
            return found
        there = Appointment.objects.live().filter(technician__in={v.technician for v in visits})
        near = there.overlapping(
            min(visit.planned_start for visit in visits), max(visit.planned_end for visit in visits)
        )
        for technician, start, end in near.values_list(
            "technician_id", "planned_start", "planned_end"
        ):
            if technician:
                found[technician].append((start, end))
        return found

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

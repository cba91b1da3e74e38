"""Kinds of work in a file: found by name, or made new with the first visit that needs them."""

from collections.abc import Iterable

from appointments.columns import Field
from appointments.importing.rows import Row, What
from appointments.job_types import job_type_named
from appointments.models import Appointment, JobType
from fieldservice.company.models import BusinessUnit
from fieldservice.company.names import tidy

LONGEST = 60
WITHOUT_A_NAME = "Visit"


class Work:
    """Every kind of work by its name in small letters; there are dozens, not thousands."""

    def __init__(self, unit: BusinessUnit, one_for_all: JobType | None = None) -> None:
        self.unit, self.one_for_all = unit, one_for_all
        self.known = {each.name.casefold(): each for each in JobType.objects.all()}

    def named(self, row: Row) -> JobType:
        """The kind of work a row names; a new one is not saved yet."""
        if self.one_for_all:
            return self.one_for_all
        name = tidy(" ".join(row.get(Field.JOB).split()))
        if not name:
            row.wrong(Field.JOB, What.NO_JOB)
        if len(name) > LONGEST:
            row.wrong(Field.JOB, What.CUT, name)
        name = name[:LONGEST].strip() or WITHOUT_A_NAME
        return self.known.setdefault(name.casefold(), JobType(name=name))

    def notes(self, row: Row) -> str:
        """The row's notes; where all work is of one kind, what the row calls it before them."""
        title, notes = row.get(Field.JOB), row.get(Field.NOTES)
        if not self.one_for_all or title.casefold() == self.one_for_all.name.casefold():
            return notes
        return "\n".join(filter(None, (title, notes)))

    def recall(self, names: Iterable[str]) -> None:
        for name in names:
            self.known.setdefault(name.casefold(), JobType(name=name))

    def new_names(self) -> list[str]:
        return [each.name for each in self.known.values() if each._state.adding]

    def save(self, visits: Iterable[Appointment]) -> None:
        """Make what these visits need and is not there."""
        for visit in visits:
            if visit.job_type._state.adding:
                name = visit.job_type.name
                saved = job_type_named(name, language=self.unit.language)
                self.known[name.casefold()] = saved
                visit.job_type.pk = saved.pk
            visit.job_type_id = visit.job_type.pk

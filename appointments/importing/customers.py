"""Rows of customers: each becomes a customer with an address, or is known already."""

from appointments.columns import Field
from appointments.importing.people import People, Person, read_person
from appointments.importing.rows import Planned, Row, Seen, What, mark_of
from appointments.models import Customer, Import
from fieldservice.company.services import default_unit


class Customers:
    """Rows of customers, one batch after the other."""

    def __init__(self, job: Import) -> None:
        self.job, self.unit = job, default_unit()
        self.seen: set[str] = set()
        self.people = People(job, self.unit)

    def plan(self, rows: list[Row]) -> list[Planned[Customer]]:
        self.people = People(self.job, self.unit)
        persons = [read_person(row, Field.EXTERNAL_ID) for row in rows]
        self.people.load(persons)
        return [self._plan(row, person) for row, person in zip(rows, persons, strict=True)]

    def write(self) -> None:
        self.people.save()

    def new_words(self) -> dict[str, list[str]]:
        return {}

    def seen_so_far(self) -> Seen:
        return {"rows": list(self.seen)}

    def recall(self, seen: Seen) -> None:
        self.seen.update(seen.get("rows", ()))

    def _plan(self, row: Row, person: Person) -> Planned[Customer]:
        if not person.name:
            row.wrong(Field.NAME, What.NO_NAME)
        if not row.get(Field.MOBILE) and not row.get(Field.PHONE):
            row.wrong(Field.MOBILE, What.NO_PHONE)
        if not row.is_out() and self._is_twice(person):
            named_by = Field.EXTERNAL_ID if person.external_id else Field.MOBILE
            row.wrong(named_by, What.TWICE, person.external_id or person.name)
        if row.is_out():
            return Planned(row)
        known = self.people.find(person)
        customer = known or self.people.make(person)
        if known is None:
            self.people.place(customer, person)
        return Planned(row, customer, known=known is not None)

    def _is_twice(self, person: Person) -> bool:
        mark = mark_of(person.external_id or person.key)
        twice = mark in self.seen
        self.seen.add(mark)
        return twice

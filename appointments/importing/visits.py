"""Rows of visits: each becomes a visit nobody is told of, history when it is over, or is known."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from appointments.columns import Field
from appointments.importing import cells
from appointments.importing.crew import Crew
from appointments.importing.people import People, Person, external_id, read_person
from appointments.importing.rows import Planned, Row, Seen, What, mark_of
from appointments.importing.times import Times, read_times
from appointments.importing.work import Work
from appointments.models import Appointment, Customer, Import
from appointments.statuses import Status
from fieldservice.company.models import Change
from fieldservice.company.services import default_unit

LONGEST_NOTES = 2000


class Visits:
    """Rows of visits, one batch after the other; what is ahead waits to be introduced."""

    def __init__(self, job: Import, now: datetime, *, dry: bool) -> None:
        self.job, self.now, self.unit = job, now, job.business_unit or default_unit()
        self.work, self.crew = Work(self.unit, job.job_type), Crew(job.names or {}, dry=dry)
        self.people = People(job, self.unit)
        self.visits: list[Appointment] = []
        self.seen: set[str] = set()

    def plan(self, rows: list[Row]) -> list[Planned[Appointment]]:
        self.people = People(self.job, self.unit)
        persons = [read_person(row, Field.CUSTOMER_ID) for row in rows]
        self.people.load(persons)
        pairs = list(zip(rows, persons, strict=True))
        drafts = [(row, self._visit(row, person)) for row, person in pairs]
        known = _known(visit for _row, visit in drafts if visit)
        plans = [self._planned(row, visit, known) for row, visit in drafts]
        new = [(plan.row, plan.new) for plan in plans if plan.new]
        self.crew.seat(new)
        self.visits = [visit for _row, visit in new]
        return plans

    def write(self) -> None:
        self.people.save()
        visits = self.visits
        self.work.save(visits)
        Appointment.objects.bulk_create(visits)
        Change.objects.bulk_create(
            Change(
                user=self.job.by,
                what="imported",
                subject_type=Appointment._meta.label_lower,
                subject_id=str(visit.pk),
            )
            for visit in visits
        )

    def new_words(self) -> dict[str, list[str]]:
        return {"jobs": self.work.new_names(), "technicians": list(self.crew.unknown)}

    def seen_so_far(self) -> Seen:
        seen = {"rows": list(self.seen), "taken": self.crew.taken_so_far()}
        return seen | self.new_words()

    def recall(self, seen: Seen) -> None:
        self.seen.update(seen.get("rows", ()))
        self.work.recall(seen.get("jobs", ()))
        self.crew.recall(seen.get("technicians", ()), seen.get("taken", ()))

    def _visit(self, row: Row, person: Person) -> Appointment | None:
        known = self._known_customer(row, person)
        if row.is_out():
            return None
        place = self.people.places.get((known.pk, person.address)) if known else None
        zone_name = (place and place.time_zone) or (known and known.time_zone)
        zone = ZoneInfo(zone_name or self.unit.time_zone)
        times = read_times(row, zone, month_first=self.job.month_first)
        if times is None:
            return None
        own_id = _own_id(row, times)
        if row.is_out():
            return None
        # Only now: a row that is left out must leave no customer behind.
        customer = known or self.people.make(person)
        visit = Appointment(
            imported=self.job,
            business_unit=self.unit,
            customer=customer,
            location=self.people.place(customer, person),
            job_type=self.work.named(row),
            technician=self.crew.named(row, times.start.astimezone(zone).date()),
            arrival_window_start=times.start,
            arrival_window_end=times.end,
            notes=self.work.notes(row)[:LONGEST_NOTES],
            external_id=own_id,
        )
        self._settle(visit, row, times)
        return visit

    def _settle(self, visit: Appointment, row: Row, times: Times) -> None:
        """Its plan and where it stands: what is over is history, whatever the file says."""
        visit.planned_start = times.start
        visit.planned_end = times.start + visit.job_type.duration if times.anytime else times.end
        is_over = times.end <= self.now
        said = cells.status(row.get(Field.STATUS))
        done = Status.DONE if is_over or row.get(Field.COMPLETED) else Status.SCHEDULED
        visit.status = said or done
        visit.status_at = min(times.end, self.now)
        visit.introduce_later = visit.status == Status.SCHEDULED

    def _known_customer(self, row: Row, person: Person) -> Customer | None:
        """Whom the row means; by the name alone only where it has no number."""
        known = self.people.find(person)
        same_name = [] if known or person.phone else self.people.named(person)
        if len(same_name) > 1:
            row.wrong(Field.NAME, What.MANY_CUSTOMERS, person.name)
        known = known or next(iter(same_name), None)
        if known is None and not row.is_out() and not (person.phone and person.name):
            row.wrong(Field.NAME, What.NO_CUSTOMER, person.name or person.external_id)
        return known

    def _planned(
        self, row: Row, visit: Appointment | None, known: set[object]
    ) -> Planned[Appointment]:
        if visit is None or row.is_out():
            return Planned(row)
        mark = mark_of(_named(visit))
        if mark in self.seen:
            row.wrong(Field.EXTERNAL_ID, What.TWICE, visit.external_id or "")
        self.seen.add(mark)
        return Planned(row, visit, known=_mark(visit) in known)


def _own_id(row: Row, times: Times) -> str | None:
    """The visit's number; where only the job has one, that and when: a job has many visits."""
    own = external_id(row, Field.EXTERNAL_ID)
    job = external_id(row, Field.JOB_NUMBER)
    if own or not job:
        return own or None
    return f"{job[:70]} {times.start.astimezone(UTC):%Y-%m-%dT%H:%M}"


def _named(visit: Appointment) -> object:
    """The same for rows of one file, whose new customers have no number of ours in a dry run."""
    start = visit.arrival_window_start.astimezone(UTC).isoformat()
    customer = visit.customer
    return visit.external_id or (str(customer.phone), customer.name.casefold(), start)


def _mark(visit: Appointment) -> object:
    """What makes two rows the same visit."""
    return visit.external_id or (visit.customer_id, visit.arrival_window_start.astimezone(UTC))


def _known(visits: Iterable[Appointment]) -> set[object]:
    """The marks of those that are here already."""
    some = list(visits)
    ids = {visit.external_id for visit in some if visit.external_id}
    found = Appointment.objects.filter(external_id__in=ids).values_list("external_id", flat=True)
    nameless = [visit for visit in some if not visit.external_id]
    same = Appointment.objects.filter(
        customer__in={visit.customer_id for visit in nameless},
        arrival_window_start__in={visit.arrival_window_start for visit in nameless},
    )
    return {*found, *same.values_list("customer_id", "arrival_window_start")}

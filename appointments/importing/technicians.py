"""Rows of technicians: each becomes a profile by the same service as the office's own page."""

from datetime import date

from django.core.exceptions import ValidationError

from appointments.columns import Field
from appointments.importing import cells
from appointments.importing.people import external_id, full_name, number
from appointments.importing.rows import Planned, Row, Seen, What
from appointments.models import Import
from fieldservice.company.models import Robot
from fieldservice.company.names import validate_name
from fieldservice.company.services import default_unit
from technicians.models import Technician
from technicians.services import Profile, save_profile

LONGEST_NAME, LONGEST_SKILL = 60, 60


class Technicians:
    """Rows of technicians; who is here already, by number or by name, stays as they are."""

    def __init__(self, job: Import) -> None:
        self.job, self.unit = job, job.business_unit or default_unit()
        people = list(Technician.objects.values_list("external_id", "display_name"))
        self.ids = {external_id for external_id, _name in people if external_id}
        self.names = {name.casefold() for _id, name in people}
        self.seen: set[str] = set()
        self.plans: list[Planned[Profile]] = []

    def plan(self, rows: list[Row]) -> list[Planned[Profile]]:
        self.plans = [self._plan(row) for row in rows]
        return self.plans

    def write(self) -> None:
        # The same service as everybody's: there are hundreds of technicians, not thousands.
        for plan in self.plans:
            if plan.new:
                save_profile(by=self.job.by or Robot.SYSTEM, profile=plan.new)

    def new_words(self) -> dict[str, list[str]]:
        return {}

    def seen_so_far(self) -> Seen:
        return {"rows": sorted(self.seen)}

    def recall(self, seen: Seen) -> None:
        self.seen.update(seen.get("rows", ()))

    def _plan(self, row: Row) -> Planned[Profile]:
        profile = self._profile(row)
        mark = profile.external_id or profile.display_name.casefold()
        if not row.is_out() and mark in self.seen:
            row.wrong(Field.EXTERNAL_ID if profile.external_id else Field.NAME, What.TWICE, mark)
        self.seen.add(mark)
        is_known = profile.external_id in self.ids or profile.display_name.casefold() in self.names
        return Planned(row, profile, known=is_known and not row.is_out())

    def _profile(self, row: Row) -> Profile:
        phone, text = number(row)
        if text and not phone:
            # They can be assigned without one; only links by text need it.
            row.wrong(Field.MOBILE, What.LEFT_AWAY, text)
        return Profile(
            display_name=_name(row),
            hired_on=self._hired_on(row),
            skills=tuple(_skills(row)),
            lines={},
            phone=phone,
            languages=tuple(_languages(row)) or None,
            external_id=external_id(row, Field.EXTERNAL_ID) or None,
            unit=self.unit.pk,
        )

    def _hired_on(self, row: Row) -> date:
        text = row.get(Field.HIRED_ON)
        found = cells.moment(text, month_first=self.job.month_first)
        if found is None or found.day is None:
            row.wrong(Field.HIRED_ON, What.BAD_DAY if text else What.NO_HIRED_ON, text)
            return date.min  # the row is left out then
        if found.turned:
            row.wrong(Field.HIRED_ON, What.TURNED, text)
        return found.day


def _name(row: Row) -> str:
    name = full_name(row)
    if not name:
        row.wrong(Field.NAME, What.NO_NAME)
    if len(name) > LONGEST_NAME:
        row.wrong(Field.NAME, What.TOO_LONG, name)
    try:
        validate_name(name)
    except ValidationError:
        row.wrong(Field.NAME, What.BAD_NAME, name)
    return name


def _skills(row: Row) -> list[str]:
    names = cells.several(row.get(Field.SKILLS))
    for name in names:
        if len(name) > LONGEST_SKILL:
            row.wrong(Field.SKILLS, What.CUT, name)
    return [name[:LONGEST_SKILL] for name in names]


def _languages(row: Row) -> list[str]:
    known = [cells.language(name) for name in cells.several(row.get(Field.LANGUAGES))]
    return [code for code in dict.fromkeys(known) if code]

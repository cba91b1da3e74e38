"""What a manager chooses: which texts a unit sends, their tone, and when delays are proposed."""

from collections.abc import Mapping
from typing import TypeAlias

from django.db import transaction

from appointments.models import JobType
from fieldservice.company.models import Actor, BusinessUnit
from fieldservice.company.services import record, refuse_stale
from fieldservice.company.values import Turned, Value, turned
from notifications.models import TextSwitch
from notifications.states import Kind
from notifications.switches import DEFAULTS, named

Switched: TypeAlias = Mapping[tuple[int | None, Kind], bool | None]


@transaction.atomic
def choose_texts(
    *,
    by: Actor,
    unit: BusinessUnit,
    switches: Switched,
    tones: Mapping[int, str],
    late_warning: int,
    seen: int | None = None,
) -> None:
    """Keep what was chosen; None takes a switch away. The next text goes by it.

    Raises StaleError where somebody changed the unit since `seen`.
    """
    row = BusinessUnit.objects.select_for_update().get(pk=unit.pk)
    refuse_stale(row, seen)
    before = _chosen(row)
    _switch(row, switches)
    for pk, tone in tones.items():
        JobType.objects.filter(pk=pk).update(tone=tone)
    row.late_warning = late_warning
    row.save(update_fields=["late_warning"])
    values = _turned(before, _chosen(row))
    if values:
        details = {"name": row.name, "values": values}
        record(by=by, what="texts chosen", subject=row, details=details)


def _switch(unit: BusinessUnit, switches: Switched) -> None:
    for (job, kind), is_on in switches.items():
        own = TextSwitch.objects.filter(business_unit=unit, job_type=job, kind=kind)
        if is_on is None:
            own.delete()
        elif not own.update(is_on=is_on):
            TextSwitch.objects.create(business_unit=unit, job_type_id=job, kind=kind, is_on=is_on)


def _chosen(unit: BusinessUnit) -> dict[str, Value]:
    """Everything as it stands, by the names of the history: “reminder · Boiler service”."""
    rows = TextSwitch.objects.filter(business_unit=unit).select_related("job_type")
    found: dict[str, Value] = {named(row.kind, row.job_type): row.is_on for row in rows}
    tones: dict[str, Value] = {named("tone", job): job.tone for job in JobType.objects.all()}
    return {**found, **tones, "late_warning": unit.late_warning}


def _turned(before: Mapping[str, Value], after: Mapping[str, Value]) -> Turned:
    """A switch that nobody had touched was as the product has it."""
    every = dict.fromkeys((*before, *after))
    untouched: dict[str, Value] = {str(kind): is_on for kind, is_on in DEFAULTS.items()}
    then = {name: before.get(name, untouched.get(name)) for name in every}
    return turned(then, {name: after.get(name, untouched.get(name)) for name in every})

"""Which texts a company sends, for which work, and what a customer who wants few is spared."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from appointments.models import Appointment, JobType
from notifications.models import TextSwitch
from notifications.states import Kind

# What can be switched, and how it stands where nobody has touched it.
DEFAULTS = {
    Kind.INTRODUCTION: True,
    Kind.REMINDER: True,
    Kind.MORNING: False,
    Kind.ON_MY_WAY: True,
    Kind.ARRIVED: False,
    Kind.THANKS: True,
}
# Who comes and when is never spared, nor that somebody is on the way: that is why the number
# was given, and what one needs to open the door. The rest repeats it, or is courtesy.
SPARED = frozenset({Kind.REMINDER, Kind.MORNING, Kind.ARRIVED, Kind.THANKS})


@dataclass(frozen=True)
class Switches:
    """The rows of some units; what is said of one kind of work goes before what is said of all."""

    rows: dict[tuple[int, int | None, str], bool] = field(default_factory=dict)

    def wanted(self, kind: Kind, visit: Appointment) -> bool:
        if kind in SPARED and visit.customer.fewer_texts:
            return False
        unit = visit.business_unit_id
        for_all = self.rows.get((unit, None, kind), DEFAULTS.get(kind, True))
        return self.rows.get((unit, visit.job_type_id, kind), for_all)

    def tells(self, kind: Kind, visit: Appointment) -> bool:
        """Whether news of this kind is texted: a first word can be switched off, changes never."""
        if kind == Kind.CONFIRMATION and not visit.business_unit.confirm_unassigned:
            return False
        is_first = kind in {Kind.INTRODUCTION, Kind.CONFIRMATION}
        return not is_first or self.wanted(Kind.INTRODUCTION, visit)


def switches_of(units: Iterable[int]) -> Switches:
    """Everything these units have switched, in one query."""
    rows = TextSwitch.objects.filter(business_unit__in=set(units))
    return Switches({(row.business_unit_id, row.job_type_id, row.kind): row.is_on for row in rows})


def named(what: str, job: JobType | None) -> str:
    """What the history calls a choice: “reminder · Boiler service”."""
    return f"{what} · {job.name}" if job else what


def wanted(kind: Kind, visit: Appointment) -> bool:
    """Whether this visit's customer gets texts of this kind."""
    return switches_of([visit.business_unit_id]).wanted(kind, visit)

"""What the day's page shows, from the visits and technicians it is given; no database, no words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from appointments.models import Appointment
from appointments.statuses import Status
from technicians.models import Technician

UNCONFIRMED, NOBODY = "unconfirmed", "nobody"  # what the page may be narrowed to


@dataclass(frozen=True)
class Round:
    """One technician's visits of the day, in order."""

    technician: Technician
    visits: Sequence[Appointment]


@dataclass(frozen=True)
class DayPage:
    """A day: visits for nobody yet, the rounds, those called off, and who has nothing to do."""

    tray: Sequence[Appointment]
    rounds: Sequence[Round]
    called_off: Sequence[Appointment]
    idle: Sequence[Technician]
    total: int
    unconfirmed: int
    nobody: int


def day_page(
    visits: Iterable[Appointment], technicians: Iterable[Technician], only: str = ""
) -> DayPage:
    """The day, narrowed to the visits that are not confirmed or have nobody; counts stay whole."""
    every = sorted(visits, key=lambda visit: (visit.planned_start, visit.arrival_window_end))
    standing = [visit for visit in every if visit.status != Status.CANCELED]
    shown = [visit for visit in standing if _is_wanted(visit, only)]
    busy = {visit.technician_id for visit in standing}
    return DayPage(
        tray=[visit for visit in shown if visit.technician is None],
        rounds=_rounds(shown),
        called_off=[] if only else [visit for visit in every if visit not in standing],
        idle=[] if only else [one for one in technicians if one.pk not in busy],
        total=len(standing),
        unconfirmed=sum(visit.is_unconfirmed for visit in standing),
        nobody=sum(map(has_nobody, standing)),
    )


def is_unconfirmed(visit: Appointment) -> bool:
    return visit.is_unconfirmed


def has_nobody(visit: Appointment) -> bool:
    return visit.technician is None


def _is_wanted(visit: Appointment, only: str) -> bool:
    return {UNCONFIRMED: is_unconfirmed, NOBODY: has_nobody}.get(only, bool)(visit)


def _rounds(visits: Iterable[Appointment]) -> list[Round]:
    assigned = [(visit.technician, visit) for visit in visits if visit.technician]
    by_name = sorted(assigned, key=lambda pair: (pair[0].display_name, str(pair[0].pk)))
    groups = groupby(by_name, key=lambda pair: pair[0])
    return [Round(technician, [visit for _, visit in pairs]) for technician, pairs in groups]

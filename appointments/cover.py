"""Who could take over visits that somebody else can't do, each person in one place at a time."""

from collections.abc import Iterable
from dataclasses import dataclass

from appointments.availability import Candidate, Wish, candidates, team
from appointments.models import Appointment
from appointments.telling import is_phoned

OTHERS = 4  # beside the best; more are on the page of the visit


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A visit, the best who could take it in their hours, and others who also could."""

    visit: Appointment
    best: Candidate | None
    others: list[Candidate]

    @property
    def is_phoned(self) -> bool:
        return is_phoned(self.visit)


def proposals(visits: Iterable[Appointment]) -> list[Proposal]:
    """One for each of these visits of one day, in their order."""
    found: list[Proposal] = []
    people = None
    for visit in visits:
        people = team(visit.day) if people is None else people
        free = [one for one in candidates(wish_of_visit(visit), people) if not one.why_not]
        best = next(
            (one for one in free if _is_good(one) and not _is_meant(one, visit, found)), None
        )
        others = [one for one in free if one is not best]
        found.append(Proposal(visit=visit, best=best, others=others[:OTHERS]))
    return found


def wish_of_visit(visit: Appointment) -> Wish:
    """The same visit, to be done by somebody else."""
    return Wish(
        day=visit.day,
        zone=visit.zone,
        job_type=visit.job_type,
        start=visit.planned_start,
        customer=visit.customer,
        visit=visit,
        unit=visit.business_unit,
    )


def _is_good(one: Candidate) -> bool:
    """Whom one may send without a second look."""
    return not one.outside and not one.past.down


def _is_meant(one: Candidate, visit: Appointment, so_far: Iterable[Proposal]) -> bool:
    """Whether they are proposed for another visit at that time."""
    return any(
        proposal.best is not None
        and proposal.best.technician == one.technician
        and proposal.visit.planned_start < visit.planned_end
        and visit.planned_start < proposal.visit.planned_end
        for proposal in so_far
    )

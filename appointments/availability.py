"""Who could take a visit and why not, for choosing; rules.py has the last word when it is saved."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appointments.models import Appointment, AppointmentQuerySet, Customer, JobType
from appointments.statuses import Status
from appointments.windows import hours_words
from technicians.models import Technician


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A visit as far as it is known: None where it is not."""

    day: date
    zone: ZoneInfo
    job_type: JobType | None = None
    start: datetime | None = None
    customer: Customer | None = None
    visit: Appointment | None = None  # the one that is moved or given away

    @property
    def end(self) -> datetime | None:
        return self.start + self.job_type.duration if self.start and self.job_type else None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A technician; `why_not` is "" when they could come; `visits` they have that day."""

    technician: Technician
    why_not: str
    visits: int
    was_here: bool


def candidates(wish: Wish) -> list[Candidate]:
    """Everybody working that day: whom the customer knows first, then the free, then the rest."""
    others = Appointment.objects.live()
    if wish.visit:
        others = others.exclude(pk=wish.visit.pk)
    busy = _busy(others, wish)
    load = [
        visit.technician_id
        for visit in others.near(wish.day).select_related("location", "customer", "business_unit")
        if visit.day == wish.day
    ]
    last = last_technician_id(wish.customer)
    technicians = Technician.objects.working_on(wish.day).prefetch_related("skills", "headshots")
    found = [
        Candidate(
            technician=technician,
            why_not=_lacks(technician, wish.job_type) or busy.get(technician.pk, ""),
            visits=load.count(technician.pk),
            was_here=technician.pk == last,
        )
        for technician in technicians
    ]
    return sorted(found, key=lambda one: (bool(one.why_not), not one.was_here, one.visits))


def last_technician_id(customer: Customer | None) -> UUID | None:
    """Who was at this customer's door last."""
    if customer is None:
        return None
    done = Appointment.objects.filter(customer=customer, status=Status.DONE)
    last = done.exclude(technician=None).order_by("-planned_start").first()
    return last.technician_id if last else None


def _lacks(technician: Technician, job_type: JobType | None) -> str:
    if job_type is None:
        return ""
    has = set(technician.skills.all())
    missing = [skill.name for skill in job_type.skills.all() if skill not in has]
    return _("Not trained: %(skills)s") % {"skills": ", ".join(missing)} if missing else ""


def _busy(others: AppointmentQuerySet, wish: Wish) -> dict[UUID, str]:
    if wish.start is None or wish.end is None:
        return {}
    taken = others.exclude(technician=None).overlapping(wish.start, wish.end)
    return dict(_taken(taken, wish.zone))


def _taken(visits: Iterable[Appointment], zone: ZoneInfo) -> Iterable[tuple[UUID, str]]:
    for visit in visits:
        start, end = visit.planned_start.astimezone(zone), visit.planned_end.astimezone(zone)
        hours = hours_words(start, end, get_language() or "en")
        if visit.technician_id:
            yield visit.technician_id, _("Busy %(hours)s") % {"hours": hours}

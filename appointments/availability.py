"""Who could take a visit and why, or why not; rules.py has the last word when it is saved."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Count
from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from appointments.holds import held_words, holds_in
from appointments.models import (
    Appointment,
    AppointmentQuerySet,
    Customer,
    JobType,
    TimeOff,
)
from appointments.openings import Diary
from appointments.past import pasts
from appointments.reasons import NOTHING, Past, reason
from appointments.spans import span
from appointments.statuses import Status
from appointments.windows import hours_words
from fieldservice.company.models import BusinessUnit
from fieldservice.company.services import default_unit
from technicians.models import Technician

LONGEST = timedelta(days=1)  # no visit takes longer; it lets an index find the few
MIDDAY = (time(10), time(15))  # who is off all of this is off that day


@dataclass(frozen=True, kw_only=True)
class Wish:
    """A visit as far as it is known: None where it is not."""

    day: date
    zone: ZoneInfo
    job_type: JobType | None = None
    start: datetime | None = None
    customer: Customer | None = None
    visit: Appointment | None = None  # the one that is moved or given away
    unit: BusinessUnit | None = None

    @property
    def end(self) -> datetime | None:
        return self.start + self.job_type.duration if self.start and self.job_type else None


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A technician; `why_not` is "" when they could come.

    `outside` warns: that is not in their hours, or kept for another customer. `reason` says
    why they fit, `visits` how many they have that day.
    """

    technician: Technician
    why_not: str
    outside: str
    reason: str
    visits: int
    was_here: bool
    past: Past = NOTHING
    is_of_other_unit: bool = False

    @property
    def rank(self) -> tuple[bool, bool, bool, bool, bool, int, int]:
        """Whom the customer knows first, then the free; overtime and thumbs down come last."""
        return (
            bool(self.why_not),
            bool(self.outside),
            self.past.down > 0,
            self.is_of_other_unit,
            not self.was_here,
            -self.past.up,
            self.visits,
        )


def team(day: date) -> list[Technician]:
    """Everybody working that day, with what choosing among them needs."""
    working = Technician.objects.working_on(day).select_related("business_unit")
    return list(working.prefetch_related("headshots", "shifts"))


def at_work(day: date) -> list[Technician]:
    """Those of the team whose day it is: it is among their hours, and they are not off."""
    office = default_unit()
    wish = Wish(day=day, zone=ZoneInfo(office.time_zone))
    off = _off(wish)
    return [one for one in team(day) if one.pk not in off and not _outside(one, wish, office)]


def candidates(wish: Wish, people: Sequence[Technician] | None = None) -> list[Candidate]:
    """The team, or those of it, the best first."""
    others = Appointment.objects.live()
    if wish.visit:
        others = others.exclude(pk=wish.visit.pk)
    lacks = untrained(wish.job_type) if wish.job_type else {}
    why_not = _off(wish) | _busy(others, wish) | lacks
    load, held = _load(others, wish), _held(wish)
    last = last_technician_id(wish.customer)
    known = pasts([wish.customer.pk]) if wish.customer else {}
    office, has_skills = default_unit(), bool(wish.job_type and wish.job_type.skills.all())
    found = []
    for one in team(wish.day) if people is None else people:
        past = known.get((wish.customer.pk, one.pk), NOTHING) if wish.customer else NOTHING
        outside = held.get(one.pk, "") or _outside(one, wish, office)
        # Who is warned of is not called free in the same breath.
        visits = load[one.pk] or (None if outside else 0)
        found.append(
            Candidate(
                technician=one,
                why_not=why_not.get(one.pk, ""),
                outside=outside,
                reason=_reason(one, past, wish, visits, office, has_skills=has_skills),
                visits=load[one.pk],
                was_here=one.pk == last,
                past=past,
                is_of_other_unit=_is_of_other(one, wish),
            )
        )
    return sorted(found, key=lambda each: each.rank)


def _is_of_other(technician: Technician, wish: Wish) -> bool:
    own = technician.business_unit_id
    return bool(own and wish.unit and own != wish.unit.pk)


def untrained(job_type: JobType) -> dict[UUID, str]:
    """Everybody who lacks a skill for it, with the words that say which."""
    needed = job_type.skills.all()
    has: dict[UUID, set[str]] = {
        pk: set() for pk in Technician.objects.values_list("pk", flat=True)
    }
    trained = Technician.objects.filter(skills__in=needed).values_list("pk", "skills__name")
    for pk, name in trained:
        has[pk].add(name)
    names = [skill.name for skill in needed]
    lacking = {pk: [name for name in names if name not in known] for pk, known in has.items()}
    return {pk: _not_trained(missing) for pk, missing in lacking.items() if missing}


def last_technician_id(customer: Customer | None) -> UUID | None:
    """Who was at this customer's door last."""
    if customer is None:
        return None
    done = Appointment.objects.filter(customer=customer, status=Status.DONE)
    last = done.exclude(technician=None).order_by("-planned_start").first()
    return last.technician_id if last else None


def _load(others: AppointmentQuerySet, wish: Wish) -> Counter[UUID | None]:
    """How many visits each has that day, as the customer's clock says."""
    start, end = span(wish.day, (time.min, time.min), wish.zone)
    that_day = others.filter(planned_start__gte=start, planned_start__lt=end)
    rows = that_day.order_by().values_list("technician").annotate(visits=Count("pk"))
    return Counter(dict(rows))


def _held(wish: Wish) -> dict[UUID | None, str]:
    """By whom it is kept for another customer; None: by anybody."""
    if wish.start is None or wish.end is None:
        return {}
    holds = holds_in(wish.start, wish.end, timezone.now(), but=wish.visit)
    names = ("technician", "kept_for", "until")
    rows = holds.values_list(*names)
    return {one: held_words(name, until, wish.zone) for one, name, until in rows}


def _not_trained(skills: Iterable[str]) -> str:
    return _("Not trained: %(skills)s") % {"skills": ", ".join(skills)}


def _outside(technician: Technician, wish: Wish, office: BusinessUnit) -> str:
    """A warning only: people do overtime."""
    shifts = [(each.weekday, each.starts, each.ends) for each in technician.shifts.all()]
    if not shifts:
        is_usual = (technician.business_unit or office).works_on(wish.day)
        return "" if is_usual else _("Hours not written down")
    if wish.start is None:
        is_their_day = any(weekday == wish.day.weekday() for weekday, *_hours in shifts)
        return "" if is_their_day else _("Outside their hours")
    zone = ZoneInfo((technician.business_unit or office).time_zone)
    diary = Diary(technician=technician.pk, zone=zone, hours=tuple(shifts))
    works = diary.works(wish.start, wish.end or wish.start)
    return "" if works else _("Outside their hours")


def _reason(
    technician: Technician,
    past: Past,
    wish: Wish,
    visits: int | None,
    office: BusinessUnit,
    *,
    has_skills: bool,
) -> str:
    wanted = wish.customer.language if wish.customer else office.language
    is_special = wanted != office.language and wanted in technician.languages
    speaks = str(get_language_info(wanted)["name_translated"]) if is_special else ""
    return reason(past, visits=visits, speaks=speaks, has_skills=has_skills)


def _off(wish: Wish) -> dict[UUID, str]:
    """Why somebody is off is theirs; that they are is enough here."""
    start, end = (wish.start, wish.end) if wish.end else span(wish.day, MIDDAY, wish.zone)
    if start is None or end is None:
        return {}
    off = TimeOff.objects.overlapping(start, end)
    if not wish.end:
        off = off.filter(start__lte=start, end__gte=end)
    return dict.fromkeys(off.values_list("technician", flat=True), _("Off that day"))


def _busy(others: AppointmentQuerySet, wish: Wish) -> dict[UUID, str]:
    if wish.start is None or wish.end is None:
        return {}
    near = others.filter(planned_start__gt=wish.start - LONGEST)
    taken = near.exclude(technician=None).overlapping(wish.start, wish.end)
    rows = taken.values_list("technician", "planned_start", "planned_end")
    return {one: _busy_words(start, end, wish.zone) for one, start, end in rows if one}


def _busy_words(start: datetime, end: datetime, zone: ZoneInfo) -> str:
    hours = hours_words(start.astimezone(zone), end.astimezone(zone), get_language() or "en")
    return _("Busy %(hours)s") % {"hours": hours}

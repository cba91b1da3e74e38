"""The one search: whom the typed words mean, and which of their visits the question is about."""

import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Subquery

from appointments.finding import find_customers
from appointments.models import Appointment, Customer
from appointments.search_words import is_number
from appointments.statuses import LIVE, Status, may_follow
from appointments.taps import DELAYS
from appointments.whereabouts import standing
from fieldservice.company.names import tidy
from notifications.models import Message
from notifications.states import TALK, State
from notifications.timing import TELLABLE

MOST = 8
RANKED = 200  # of so many visits near to now the best are picked
SHORTEST = 2  # letters; one fits too many
BEHIND, AHEAD = timedelta(hours=18), timedelta(hours=36)
OUT_THERE = {Status.ON_THE_WAY, Status.ARRIVED}
TAPS = (Status.ON_THE_WAY, Status.ARRIVED, Status.DONE, Status.NO_ACCESS)


@dataclass(frozen=True)
class Hit:
    """One customer, and where the visit stands that they most likely ask about, if there is one."""

    customer: Customer
    visit: Appointment | None = None
    standing: str = ""
    text: Message | None = None  # the last one that was not passed over

    @property
    def taps(self) -> list[Status]:
        """What the one who comes could tap now."""
        if self.visit is None or self.visit.technician is None:
            return []
        return [step for step in TAPS if may_follow(Status(self.visit.status), step)]

    @property
    def delays(self) -> Sequence[str]:
        return DELAYS if Status.ARRIVED in self.taps else ()

    @property
    def may_send(self) -> bool:
        return self.visit is not None and self.visit.status in TELLABLE


def search(words: str, now: datetime) -> list[Hit]:
    """Those the words fit, whoever has a visit about now first; MOST at the most."""
    words = tidy(words)
    if len(words) < SHORTEST:
        return []
    visits = _numbered(words) + _near(words, now)
    chosen = {visit.customer_id: visit.pk for visit in reversed(visits)}
    order = list(dict.fromkeys(visit.customer_id for visit in visits))[:MOST]
    others = _others(words, order, now) if len(order) < MOST else []
    chosen |= {customer: visit for customer, visit in others if visit}
    known = _loaded(chosen[one] for one in order + [pk for pk, _ in others] if one in chosen)
    hits = [_hit(known[chosen[one]], now) for one in order]
    strangers = Customer.objects.in_bulk([pk for pk, visit in others if not visit])
    return hits + [_hit(known[visit], now) if visit else Hit(strangers[pk]) for pk, visit in others]


def hit_of(pk: uuid.UUID, now: datetime) -> Hit | None:
    """The same of one visit, after something was done."""
    visits = _loaded([pk])
    return _hit(visits[pk], now) if pk in visits else None


def _numbered(words: str) -> list[Appointment]:
    """By the visit's id elsewhere."""
    return list(Appointment.objects.filter(external_id__startswith=words)[:MOST])


def _near(words: str, now: datetime) -> list[Appointment]:
    """Visits of whoever fits, from last night to tomorrow, the likeliest first."""
    about_now = Appointment.objects.filter(
        planned_start__gt=now - BEHIND,
        planned_start__lt=now + AHEAD,
        customer__in=find_customers(words),
    )
    digits = re.sub(r"\D", "", words) if is_number(words) else ""
    return sorted(
        about_now[:RANKED],
        key=lambda visit: (not _goes_to(digits, visit), *_rank(visit, now)),
    )


def _goes_to(digits: str, visit: Appointment) -> bool:
    """Whether the texts of this very visit go to the number that was typed."""
    return bool(digits) and digits in str(visit.contact_phone)


def _rank(visit: Appointment, now: datetime) -> tuple[int, timedelta]:
    status = Status(visit.status)
    group = 0 if status in OUT_THERE else 1 if status in LIVE else 2
    return group, abs(visit.planned_start - now)


def _others(
    words: str, but: Sequence[uuid.UUID], now: datetime
) -> list[tuple[uuid.UUID, uuid.UUID | None]]:
    """The rest of those who fit, by name, each with the next visit or the last one."""
    own = Appointment.objects.filter(customer=OuterRef("pk"))
    ahead = own.filter(planned_start__gte=now, status__in=LIVE).order_by("planned_start")
    past = own.order_by("-planned_start")
    rest = find_customers(words).exclude(pk__in=but).order_by("name", "pk")
    found = rest.annotate(
        next_visit=Subquery(ahead.values("pk")[:1]), last_visit=Subquery(past.values("pk")[:1])
    ).values_list("pk", "next_visit", "last_visit")
    return [(pk, coming or last) for pk, coming, last in found[: MOST - len(but)]]


def _loaded(visits: Iterable[uuid.UUID]) -> dict[uuid.UUID, Appointment]:
    return Appointment.objects.for_lists().prefetch_related("messages").in_bulk(list(visits))


def _hit(visit: Appointment, now: datetime) -> Hit:
    texts = [text for text in visit.messages.all() if text.kind not in TALK]
    told = [text for text in texts if text.state != State.SKIPPED]
    return Hit(visit.customer, visit, standing(visit, now), next(iter(told or texts), None))

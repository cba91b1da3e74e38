"""One honest text to who has waited a quarter of an hour: who has it, or when the office opens."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction

from appointments.models import Appointment
from appointments.windows import hours_words
from fieldservice.company.models import User
from notifications.inbox import named
from notifications.inbox_people import visit_of
from notifications.meanings import asks_nothing
from notifications.models import Message, Presence, Reply, Suppression, Thread
from notifications.reach import closed_until, opening_words
from notifications.states import Kind, Urgency

WAITED = timedelta(minutes=15)
TOO_OLD = timedelta(hours=2)  # after an outage nobody wants a pile of promises
ANSWERED_IN = timedelta(minutes=30)
ROUND = 5  # minutes
MOST = 500
SAYS_WHEN = {Kind.CLOSED, Kind.PERSON_CALLS, Kind.PROMISE}


def run(now: datetime) -> int:
    """How many phones were told."""
    return sum(_promise(reply, now) for reply in _waiting(now))


def _waiting(now: datetime) -> Iterator[Reply]:
    """The oldest unread answer of each phone that has waited long enough."""
    phones: set[tuple[str, int]] = set()
    for reply in Reply.objects.unread().select_related("sender").order_by("pk")[:MOST]:
        phone = (reply.number, reply.sender_id)
        is_time = now - TOO_OLD < reply.received_at <= now - WAITED
        if phone not in phones and is_time and wants_an_answer(reply):
            yield reply
        phones.add(phone)


def wants_an_answer(reply: Reply) -> bool:
    """Kind words wait for nobody; a picture does."""
    return not asks_nothing(reply.body) or reply.pictures.exists()


@transaction.atomic
def _promise(reply: Reply, now: datetime) -> bool:
    key = f"promise:{reply.pk}"
    visit = visit_of(reply)
    if visit is None or _has_word(reply):
        return False
    if opens := closed_until(visit.business_unit, now):
        return _say_closed(reply, visit, opens, now)
    person, until = _who(reply, now), _until(visit, now)
    said = until.astimezone(visit.zone) if until else None
    told = {
        "person": named(person) if person else "",
        "unnamed": "" if person else "yes",
        "by": hours_words(said, said, visit.customer.language) if said else "",
    }
    row = _row(reply, visit, Kind.PROMISE, told, now)
    is_new = Message.objects.get_or_create(dedupe_key=key, defaults=row)[1]
    Thread.objects.update_or_create(
        number=reply.number, sender=reply.sender, defaults={"promised_until": until}
    )
    return is_new


def _has_word(reply: Reply) -> bool:
    """Whether they want no texts, or were told since that somebody sees to it."""
    if Suppression.objects.filter(number=reply.number, sender=reply.sender_id).exists():
        return True
    since = Message.objects.filter(
        to=reply.number, sender=reply.sender_id, created_at__gte=reply.received_at
    )
    return since.filter(kind__in=SAYS_WHEN).exists()


def _say_closed(reply: Reply, visit: Appointment, opens: datetime, now: datetime) -> bool:
    """The office closed while they waited."""
    told = {"opens": opening_words(visit, now)}
    row = _row(reply, visit, Kind.CLOSED, told, now)
    return Message.objects.get_or_create(dedupe_key=closed_key(reply, opens), defaults=row)[1]


def closed_key(reply: Reply, opens: datetime) -> str:
    """One such text a night."""
    return f"closed:{reply.sender_id}:{reply.number}:{opens:%Y%m%d}"


def _who(reply: Reply, now: datetime) -> User | None:
    """Who has the thread, and is really there to answer it."""
    has_it = Presence.objects.at_the_desk(now).filter(
        person__in=Thread.objects.filter(number=reply.number, sender=reply.sender_id).values(
            "assigned_to"
        )
    )
    there = has_it.first()
    may_read = there and (not reply.for_managers or there.person.role == User.Role.MANAGER)
    return there.person if there and may_read else None


def _until(visit: Appointment, now: datetime) -> datetime | None:
    """No hour is named where nobody is there to keep it, or the office closes before."""
    until = now + ANSWERED_IN
    until += timedelta(minutes=-until.minute % ROUND)
    until = until.replace(second=0, microsecond=0)
    is_kept = Presence.objects.at_the_desk(now).exists()
    return until if is_kept and closed_until(visit.business_unit, until) is None else None


def _row(
    reply: Reply, visit: Appointment, kind: Kind, told: dict[str, str], now: datetime
) -> dict[str, object]:
    return {
        "appointment": visit,
        "appointment_version": visit.version,
        "customer": visit.customer,
        "sender": reply.sender,
        "kind": kind,
        "urgency": Urgency.SOON,
        "for_managers": reply.for_managers,
        "to": reply.number,
        "told": told,
        "send_after": now,
        # Later the hour it names is too near to be of use.
        "useful_until": now + ANSWERED_IN / 3,
        "created_at": now,
        "changed_at": now,
    }

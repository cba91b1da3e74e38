"""What answers a customer by itself, as the company: once for each reply, and not without end.

What is to be said is `question_services`' and `reply_services`' to know.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from appointments.models import Appointment
from fieldservice.company.broker import wake
from fieldservice.company.models import User
from notifications import calls
from notifications.addresses import bare
from notifications.inbox import named
from notifications.models import Message, Presence, Reply, Suppression
from notifications.promises import closed_key, wants_an_answer
from notifications.reach import closed_until, opening_words
from notifications.states import AUTOMATIC, Kind, Urgency
from notifications.tasks import deliver

# A phone that answers every text by itself must not be answered for ever.
MOST_AN_HOUR = 6
HOUR = timedelta(hours=1)
USEFUL_FOR = timedelta(hours=2)


def say(
    *,
    reply: Reply,
    visit: Appointment,
    kind: Kind,
    now: datetime,
    key: str = "",
    useful_for: timedelta = USEFUL_FOR,
    **told: str,
) -> Message | None:
    """The text on its way back; None where no text may go, or too many went already."""
    if not _may_answer(reply, visit, now):
        return None
    row = {
        "appointment": visit,
        "appointment_version": visit.version,
        "customer": visit.customer,
        "sender": reply.sender,
        "kind": kind,
        "urgency": Urgency.NOW,
        "to": reply.number,
        "told": told,
        "send_after": now,
        "useful_until": now + useful_for,
        "created_at": now,
        "changed_at": now,
    }
    key = key or f"automatic:{reply.pk}"
    message, is_new = Message.objects.get_or_create(dedupe_key=key, defaults=row)
    if is_new:
        transaction.on_commit(partial(wake, deliver))
    return message


def have_called(*, reply: Reply, visit: Appointment, now: datetime) -> bool:
    """A person finds another time with them by phone; they are told so."""
    person = _who_calls(now)
    calls.ask_about_another_time(visit, now, number=reply.number, person=person)
    say(
        reply=reply,
        visit=visit,
        kind=Kind.PERSON_CALLS,
        now=now,
        person=named(person) if person else "",
        unnamed="" if person else "yes",
        opens=opening_words(visit, now),
    )
    return True


def say_when_open(*, reply: Reply, now: datetime) -> Message | None:
    """Once a night: that nobody is there now, when a person answers, and whom to call."""
    visit = reply.appointment
    if visit is None or not wants_an_answer(reply):
        return None
    opens = closed_until(visit.business_unit, now)
    if opens is None:
        return None
    told = opening_words(visit, now)
    key = closed_key(reply, opens)
    return say(reply=reply, visit=visit, kind=Kind.CLOSED, now=now, key=key, opens=told)


def _may_answer(reply: Reply, visit: Appointment, now: datetime) -> bool:
    """Only to the phone that wrote, which wants texts, and not too often."""
    if visit.text_to != bare(reply.number):
        return False
    if Suppression.objects.filter(number=reply.number, sender=reply.sender_id).exists():
        return False
    lately = Message.objects.filter(to=reply.number, created_at__gt=now - HOUR)
    return lately.filter(kind__in=AUTOMATIC).count() < MOST_AN_HOUR


def _who_calls(now: datetime) -> User | None:
    """Whoever is in the office at this moment, if they have a name to give."""
    there = Presence.objects.at_the_desk(now).exclude(person__first_name="").first()
    return there.person if there else None

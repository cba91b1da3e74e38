"""Numbers that want no texts: who said so, what may undo it, and what of theirs still waits."""

from datetime import datetime
from enum import StrEnum

from django.db.models import Q, QuerySet

from appointments.models import Appointment
from notifications.addresses import bare
from notifications.models import Message, Sender, Suppression
from notifications.states import Channel, Mover, Reason, State


class Source(StrEnum):
    """Who said so; a provider's code may follow its word."""

    REPLY = "reply"
    PROVIDER = "provider"
    OFFICE = "office"
    WRONG_NUMBER = "wrong number"
    UNSUBSCRIBED = "unsubscribed"
    COMPLAINT = "complaint"
    BOUNCED = "bounced"


# What a STOP did, in whatever way we heard of it; only that is undone by a START.
BY_STOP = Q(source=Source.REPLY) | Q(source__startswith=Source.PROVIDER)


def suppress(
    number: str, sender: Sender, source: Source, now: datetime, code: str = ""
) -> list[Message]:
    """No more texts from this sender; the texts that waited and are skipped by that."""
    said = {"source": f"{source} {code}".strip(), "at": now}
    known, is_new = Suppression.objects.get_or_create(number=number, sender=sender, defaults=said)
    if not is_new and source in {Source.OFFICE, Source.WRONG_NUMBER}:
        known.source = source
        known.save(update_fields=["source"])
    return _skip_waiting(number, sender, now)


def resume(number: str, sender: Sender) -> bool:
    """Whether a START was heard: it undoes a STOP, and only that."""
    stopped = Suppression.objects.filter(BY_STOP, number=number, sender=sender)
    return stopped.delete()[0] > 0


def visits_of(number: str) -> QuerySet[Appointment]:
    """The visits whose texts go to this number."""
    phone = bare(number)
    own = Q(contact_phone="", customer__phone=phone)
    return Appointment.objects.filter(own | Q(contact_phone=phone))


def _skip_waiting(number: str, sender: Sender, now: datetime) -> list[Message]:
    waiting = Message.objects.filter(
        appointment__in=visits_of(number), sender=sender, state__in=[State.QUEUED, State.HELD]
    )
    # A STOP is about texts.
    waiting = waiting.exclude(channel=Channel.EMAIL)
    found = list(waiting.select_related("appointment__customer", "appointment__technician"))
    rows = Message.objects.filter(pk__in=[text.pk for text in found])
    rows.move(Mover.PLANNER, State.SKIPPED, reason=Reason.SUPPRESSED, changed_at=now)
    return found

"""Addresses that get no e-mails: who said so, and the key with which an e-mail is stopped."""

import uuid
from datetime import datetime

from django.core.signing import BadSignature, Signer
from django.db.models import QuerySet

from notifications.models import Message, Sender, Suppression
from notifications.suppressing import Source

# What a person said, and may take back; an address that bounces is wrong whatever they say.
BY_WISH = {Source.UNSUBSCRIBED, Source.COMPLAINT}
_signer = Signer(sep=".", salt="stop-emails")


def is_stopped(address: str) -> bool:
    """Whether no e-mail may go there, from whatever sender: to who gets them they are one."""
    return Suppression.objects.filter(number=address.lower()).exists()


def stop(
    address: str, sender: Sender, source: Source, now: datetime, code: str = ""
) -> Suppression:
    """No more e-mails to this address."""
    said = {"source": f"{source} {code}".strip()[:20], "at": now}
    number = address.lower()
    known, is_new = Suppression.objects.get_or_create(number=number, sender=sender, defaults=said)
    if not is_new and source not in BY_WISH:
        # Nobody's wish brings letters to an address that does not exist.
        known.source = str(said["source"])
        known.save(update_fields=["source"])
    return known


def is_wish(address: str) -> bool:
    """Whether they asked for that, and may take it back."""
    return _wished(address).exists()


def lift(address: str) -> bool:
    """Whether they may be sent again, as far as that was a wish."""
    return _wished(address).delete()[0] > 0


def _wished(address: str) -> QuerySet[Suppression]:
    return Suppression.objects.filter(number=address.lower(), source__in=BY_WISH)


def key_of(message: Message) -> str:
    """The key to stop e-mails to where this one went; it outlives the visit's page."""
    return _signer.sign(message.pk.hex)


def message_of(key: str) -> Message | None:
    """The e-mail with this key."""
    try:
        pk = uuid.UUID(_signer.unsign(key))
    except (BadSignature, ValueError):
        return None
    emails = Message.objects.select_related(
        "appointment__business_unit", "appointment__customer", "customer", "sender"
    )
    return emails.filter(pk=pk).exclude(appointment=None).first()

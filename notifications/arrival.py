"""Whether a text that is said to be on its way may never have come: judged from rows, no state."""

from datetime import datetime, timedelta

from notifications.models import Landline, Message, Reply
from notifications.states import Channel, Kind, Reason, State

DOUBT_AFTER = timedelta(minutes=10)
LOST = frozenset({State.FAILED, State.UNDELIVERED})
ON_ITS_WAY = frozenset({State.ACCEPTED, State.SENT})


def is_doubtful(message: Message, now: datetime) -> bool:
    """True for an introduction long on its way to a number that never got anything."""
    return could_be_lost(message, now) and not number_works(message.to)


def could_be_lost(message: Message, now: datetime) -> bool:
    """Many phones never report arrival; so a number's past decides, which costs a query."""
    if message.channel == Channel.EMAIL:
        return False  # no e-mail reports arrival: in doubt would be all of them
    if message.kind != Kind.INTRODUCTION or message.state not in ON_ITS_WAY:
        return False
    return message.sent_at is not None and now - message.sent_at >= DOUBT_AFTER


def number_works(number: str) -> bool:
    """Whether anything ever arrived there; an answer proves it too."""
    arrived = Message.objects.filter(to=number, delivered_at__isnull=False)
    return arrived.exists() or Reply.objects.filter(number=number).exists()


def number_is_refused(number: str) -> bool:
    """Whether the newest text there came back as a landline's, or as nobody's."""
    texts = Message.objects.filter(to=number).exclude(state=State.SKIPPED)
    newest = texts.order_by("-created_at").values_list("state", "reason").first()
    if newest is None:
        return Landline.objects.filter(number=number).exists()
    return newest[0] in LOST and newest[1] == Reason.WRONG_NUMBER

"""The demo's past texts and answers: delivered by our own delivery, with nobody at the other end.

The rows become what they would have become; nothing leaves the house.
"""

import uuid
from collections.abc import Container
from datetime import datetime, timedelta

from appointments.models import Appointment
from notifications import claiming, delivery, outcomes, receipts, reply_services
from notifications.models import Attempt, Message, Reply
from notifications.preparing import Prepared
from notifications.providers.base import Accepted, Family
from notifications.services import sender_of
from notifications.states import Channel, State

ON_ITS_WAY = timedelta(seconds=4)
LANDLINE = "30006"  # the provider's code for a number that can't get texts


def deliver_until(moment: datetime, unreachable: Container[str]) -> None:
    """Let every text that was due by `moment` leave when it was due."""
    due = Message.objects.due(moment).order_by("send_after")
    for when in due.values_list("send_after", flat=True).distinct():
        claimed = claiming.claim(when, limit=100)
        for prepared in list(delivery.ready(claimed, when)):
            _settle(prepared, unreachable, when)


def answer(appointment: Appointment, words: str, moment: datetime) -> Reply:
    """The customer answers the last text about this visit."""
    return reply_services.receive(
        sid=f"SM{uuid.uuid4().hex}",
        number=appointment.text_to,
        sender=sender_of(appointment),
        body=words,
        opt_out="",
        now=moment,
    )


def _settle(prepared: Prepared, unreachable: Container[str], when: datetime) -> None:
    attempt, arrives = prepared.attempt, when + ON_ITS_WAY
    sid = _sid(attempt)
    outcomes.accepted([(attempt, Accepted(sid))], when)
    if attempt.message.to not in unreachable:
        receipts.apply(attempt.pk, state=State.DELIVERED, sid=sid, now=arrives)
        return
    wrong = Family.WRONG_NUMBER
    receipts.apply(
        attempt.pk, state=State.UNDELIVERED, sid=sid, now=arrives, family=wrong, code=LANDLINE
    )


def _sid(attempt: Attempt) -> str:
    kind = "MM" if attempt.message.channel == Channel.MMS else "SM"
    return f"{kind}{attempt.pk.hex}"

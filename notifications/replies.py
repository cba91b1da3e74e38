"""What a customer's answer does: it is kept, an opt-out is honoured, a C confirms."""

import logging
from datetime import datetime

from django.db import transaction

from appointments.models import Appointment
from appointments.services import confirm
from fieldservice.company.models import Robot
from notifications import optouts
from notifications.models import Message, Reply, Sender, Suppression
from notifications.states import TOLD

logger = logging.getLogger(__name__)


@transaction.atomic
def receive(
    *, sid: str, number: str, sender: Sender, body: str, opt_out: str, now: datetime
) -> Reply:
    """The answer as kept; the same one handed over twice counts once."""
    reply, is_new = Reply.objects.get_or_create(
        provider_sid=sid,
        defaults={"number": number, "sender": sender, "body": body, "received_at": now},
    )
    if not is_new:
        return reply
    reply.appointment = appointment_of(number, sender)
    reply.save(update_fields=["appointment"])
    if opt_out == "STOP" or optouts.is_stop(body):
        _suppress(reply, now)
    elif opt_out == "START" or optouts.is_start(body):
        _resume(reply)
    elif optouts.is_confirmation(body) and reply.appointment:
        confirm(by=Robot.CUSTOMER, appointment=reply.appointment, now=now)
    return reply


def appointment_of(number: str, sender: Sender) -> Appointment | None:
    """The visit the newest text to this number was about."""
    texts = Message.objects.filter(to=number, sender=sender, state__in=TOLD)
    newest = texts.select_related("appointment").order_by("-sent_at").first()
    return newest.appointment if newest else None


def _suppress(reply: Reply, now: datetime) -> None:
    Suppression.objects.get_or_create(
        number=reply.number, sender=reply.sender, defaults={"source": "reply", "at": now}
    )
    logger.info("reply %s: opted out", reply.pk)


def _resume(reply: Reply) -> None:
    """START undoes a STOP, and only that."""
    Suppression.objects.filter(number=reply.number, sender=reply.sender).delete()
    logger.info("reply %s: opted in again", reply.pk)

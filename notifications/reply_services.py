"""What a customer's answer does: it is kept, an opt-out is honoured, a question answered."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import QuerySet

from appointments.models import Appointment, Customer
from appointments.statuses import Status
from fieldservice.company.broker import wake
from notifications import calls, door_services, thanks_services
from notifications.addresses import bare
from notifications.automatic_services import say_when_open
from notifications.meanings import meant
from notifications.models import CallTask, Message, MessageQuerySet, Reply, ReplyPicture, Sender
from notifications.optouts import Heard, heard
from notifications.question_services import (
    hear_another_time,
    hear_choice,
    hear_confirmation,
    hear_yes,
)
from notifications.states import AUTOMATIC, TOLD, Kind, Reason
from notifications.suppressing import Source, resume, suppress, visits_of
from notifications.tasks import fetch_pictures

logger = logging.getLogger(__name__)

COMING = {Status.SCHEDULED, Status.ON_THE_WAY}
MAY_ANSWER_THANKS = {Heard.OTHER, Heard.YES}
HELP = "HELP"  # the provider has answered it already
NO_TEXTS = {Heard.STOP, Heard.STOP_OR_CANCEL, Heard.WRONG_NUMBER}


@transaction.atomic
def receive(
    *,
    sid: str,
    number: str,
    sender: Sender,
    body: str,
    opt_out: str,
    now: datetime,
    pictures: Sequence[str] = (),
    about: Appointment | None = None,
) -> Reply:
    """The answer as kept; the same one handed over twice counts once.

    `opt_out` is what the provider itself understood: STOP, START, HELP or nothing; `about` is
    the visit where that is known, else the one last written about counts.
    """
    reply, is_new = Reply.objects.get_or_create(
        provider_sid=sid,
        defaults={"number": number, "sender": sender, "body": body, "received_at": now},
    )
    if not is_new:
        return reply
    reply.appointment = about or appointment_of(number, sender)
    reply.for_managers = _stays_with_managers(reply)
    reply.save(update_fields=["appointment", "for_managers"])
    _keep_pictures(reply, pictures)
    if _is_resumed(reply, opt_out):
        return _done(reply, now)
    understood = understand(body, opt_out)
    # First, and whatever else it says: somebody may stand at their door.
    cried = door_services.hear(reply=reply, opt_out=opt_out, now=now)
    if cried and understood not in NO_TEXTS:
        return reply
    if understood in MAY_ANSWER_THANKS and thanks_services.hear(reply=reply, now=now):
        return reply
    step = _STEPS.get(understood)
    if step and step(reply, now):
        logger.info("reply %s: %s", reply.pk, understood)
        return _done(reply, now)
    if opt_out != HELP:
        say_when_open(reply=reply, now=now)
    return reply


def _keep_pictures(reply: Reply, names: Sequence[str]) -> None:
    for name in names:
        ReplyPicture.objects.create(reply=reply, address=name, try_at=reply.received_at)
    if names:
        transaction.on_commit(partial(wake, fetch_pictures))


def understand(body: str, opt_out: str) -> Heard:
    """What was said; where the provider has acted on it already, we keep the same books."""
    said = meant(body)
    return Heard.STOP if opt_out == "STOP" and said not in NO_TEXTS else said


def _done(reply: Reply, now: datetime) -> Reply:
    reply.read_at = now
    reply.save(update_fields=["read_at"])
    return reply


def _is_resumed(reply: Reply, opt_out: str) -> bool:
    """A "yes" is a START only from who gets no texts."""
    is_start = opt_out == "START" or heard(reply.body) == Heard.START
    return is_start and resume(reply.number, reply.sender)


def appointment_of(number: str, sender: Sender) -> Appointment | None:
    """The visit the newest text to this number was about."""
    newest = _texts_told(number, sender).first()
    return newest.appointment if newest else None


def _texts_told(number: str, sender: Sender) -> MessageQuerySet:
    texts = Message.objects.filter(to=number, sender=sender, state__in=TOLD)
    return texts.select_related("appointment").order_by("-sent_at")


def _stays_with_managers(reply: Reply) -> bool:
    """Who answers a manager's answer is still talking of what only managers read."""
    texts = _texts_told(reply.number, reply.sender).exclude(kind__in=AUTOMATIC)
    text = texts.first()
    if text is None or text.kind != Kind.ANSWER:
        return False
    before = Reply.objects.said_until(reply).exclude(pk=reply.pk).first()
    return before is not None and before.for_managers


def _stop(reply: Reply, now: datetime) -> bool:
    for text in suppress(reply.number, reply.sender, Source.REPLY, now):
        calls.instead_of(text, Reason.SUPPRESSED, now)
    return True


def _stop_or_cancel(reply: Reply, now: datetime) -> bool:
    visit = _visit_ahead(reply, now)
    # First, so that the texts that are stopped are told in this call.
    if visit:
        calls.ask_if_visit_was_meant(visit, now)
    return _stop(reply, now)


def _wrong_number(reply: Reply, now: datetime) -> bool:
    """Each customer of this number is to be found: those of a household one by one."""
    suppress(reply.number, reply.sender, Source.WRONG_NUMBER, now)
    visit = _visit_ahead(reply, now) or reply.appointment
    why, key = CallTask.Reason.WRONG_NUMBER, f"stranger:{reply.pk}"
    if visit is None:
        somebody = Customer.objects.filter(phone=bare(reply.number)).first()
        calls.ask(why, key=key, customer=somebody, number=reply.number, now=now)
        return True
    calls.ask(why, key=key, visit=visit, number=reply.number, now=now)
    found = {visit.customer_id}
    for other in _ahead(reply, now).select_related("customer"):
        if other.customer_id not in found:
            found.add(other.customer_id)
            key = f"stranger:{reply.pk}:{other.customer_id.hex}"
            calls.ask(why, key=key, visit=other, number=reply.number, now=now)
    return True


# Each tells whether something was done; if not, a person reads the answer.
_STEPS: dict[Heard, Callable[[Reply, datetime], bool]] = {
    Heard.STOP: _stop,
    Heard.STOP_OR_CANCEL: _stop_or_cancel,
    Heard.WRONG_NUMBER: _wrong_number,
    Heard.CONFIRM: hear_confirmation,
    Heard.YES: hear_yes,
    Heard.ANOTHER_TIME: hear_another_time,
    Heard.PICK: hear_choice,
}


def _visit_ahead(reply: Reply, now: datetime) -> Appointment | None:
    """The visit they may mean: the one last written about, else the next one."""
    coming, about = _ahead(reply, now), reply.appointment
    if about and coming.filter(pk=about.pk).exists():
        return about
    return coming.first()


def _ahead(reply: Reply, now: datetime) -> QuerySet[Appointment]:
    """The visits this phone would be texted about, the next one first."""
    coming = visits_of(reply.number).filter(status__in=COMING, arrival_window_end__gt=now)
    return coming.order_by("arrival_window_start")

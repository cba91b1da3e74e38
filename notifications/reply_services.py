"""What a customer's answer does: it is kept, an opt-out is honoured, a C confirms."""

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from appointments.models import Appointment, Customer
from appointments.services import confirm
from appointments.statuses import Status
from fieldservice.company.models import Robot
from notifications import calls, thanks_services
from notifications.models import CallTask, Message, Reply, Sender
from notifications.optouts import Heard, heard
from notifications.plan import Picture
from notifications.rendering import picture_of
from notifications.states import TOLD, Reason
from notifications.suppressing import Source, resume, suppress, visits_of

logger = logging.getLogger(__name__)

COMING = {Status.SCHEDULED, Status.ON_THE_WAY}
MAY_ANSWER_THANKS = {Heard.OTHER, Heard.CONFIRM}
NO_TEXTS = {Heard.STOP, Heard.STOP_OR_CANCEL, Heard.WRONG_NUMBER}


@transaction.atomic
def receive(
    *, sid: str, number: str, sender: Sender, body: str, opt_out: str, now: datetime
) -> Reply:
    """The answer as kept; the same one handed over twice counts once.

    `opt_out` is what the provider itself understood: STOP, START, HELP or nothing.
    """
    reply, is_new = Reply.objects.get_or_create(
        provider_sid=sid,
        defaults={"number": number, "sender": sender, "body": body, "received_at": now},
    )
    if not is_new:
        return reply
    reply.appointment = appointment_of(number, sender)
    reply.save(update_fields=["appointment"])
    understood = understand(body, opt_out)
    if understood in MAY_ANSWER_THANKS and thanks_services.hear(reply=reply, now=now):
        return reply
    if step := _STEPS.get(understood):
        step(reply, now)
        logger.info("reply %s: %s", reply.pk, understood)
    return reply


def understand(body: str, opt_out: str) -> Heard:
    """What was said; where the provider has acted on it already, we keep the same books."""
    said = heard(body)
    if opt_out == "START":
        return Heard.START
    return Heard.STOP if opt_out == "STOP" and said not in NO_TEXTS else said


def appointment_of(number: str, sender: Sender) -> Appointment | None:
    """The visit the newest text to this number was about."""
    newest = _newest_text(number, sender)
    return newest.appointment if newest else None


def _newest_text(number: str, sender: Sender) -> Message | None:
    texts = Message.objects.filter(to=number, sender=sender, state__in=TOLD)
    return texts.select_related("appointment").order_by("-sent_at").first()


def _stop(reply: Reply, now: datetime) -> None:
    for text in suppress(reply.number, reply.sender, Source.REPLY, now):
        calls.instead_of(text, Reason.SUPPRESSED, now)


def _stop_or_cancel(reply: Reply, now: datetime) -> None:
    _stop(reply, now)
    visit = _visit_ahead(reply, now)
    if visit:
        key = f"stop:{visit.pk}:{visit.version}"
        calls.ask(CallTask.Reason.MEANT_THE_VISIT, key=key, visit=visit, now=now)


def _wrong_number(reply: Reply, now: datetime) -> None:
    suppress(reply.number, reply.sender, Source.WRONG_NUMBER, now)
    calls.ask(
        CallTask.Reason.WRONG_NUMBER,
        key=f"stranger:{reply.pk}",
        visit=_visit_ahead(reply, now) or reply.appointment,
        customer=Customer.objects.filter(phone=reply.number).first(),
        number=reply.number,
        now=now,
    )


def _start(reply: Reply, now: datetime) -> None:
    resume(reply.number, reply.sender)


def _confirm(reply: Reply, now: datetime) -> None:
    text = _newest_text(reply.number, reply.sender)
    if text is None or text.appointment_id is None:
        return
    # Locked: an edit in this very moment must not cost us the answer.
    visit = Appointment.objects.select_for_update(no_key=True).get(pk=text.appointment_id)
    told, true = Picture(**text.told), picture_of(visit)
    if (told.start, told.end) == (true.start, true.end):
        # They said yes to what they were told; a time they don't know yet stays open.
        confirm(by=Robot.CUSTOMER, appointment=visit, now=now)


_STEPS: dict[Heard, Callable[[Reply, datetime], None]] = {
    Heard.STOP: _stop,
    Heard.STOP_OR_CANCEL: _stop_or_cancel,
    Heard.WRONG_NUMBER: _wrong_number,
    Heard.START: _start,
    Heard.CONFIRM: _confirm,
}


def _visit_ahead(reply: Reply, now: datetime) -> Appointment | None:
    """The visit they may mean: the one last written about, else the next one."""
    coming = visits_of(reply.number).filter(status__in=COMING, arrival_window_end__gt=now)
    about = reply.appointment
    if about and coming.filter(pk=about.pk).exists():
        return about
    return coming.order_by("arrival_window_start").first()

"""Alarms at the door: opened by a customer, taken and ended by people."""

import logging
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from appointments.models import Appointment
from fieldservice.company.broker import wake
from fieldservice.company.models import Robot, User
from fieldservice.company.services import record
from notifications.addresses import bare
from notifications.automatic_services import say
from notifications.deciding import why_no_texts
from notifications.door import nobody_is_expected_yet, visit_near
from notifications.door_meanings import Cry, asks_who_comes, cry, provider_answers
from notifications.emergency import number_for
from notifications.models import Alarm, AlarmCall, Message, Reply, Suppression
from notifications.questions import coming
from notifications.rendering import address_of
from notifications.services import send_again, sender_of
from notifications.states import Kind, Urgency
from notifications.tasks import call_on_call, deliver

logger = logging.getLogger(__name__)
USEFUL_FOR = timedelta(minutes=15)
AN_HOUR = timedelta(hours=1)


@transaction.atomic
def alarm(*, appointment: Appointment, source: Alarm.Source, now: datetime) -> Alarm:
    """The alarm of this visit, on every screen of the office until a person ends it.

    Somebody who cries twice has one alarm. Whether the visit is near (`door.is_near`) is the
    caller's to ask.
    """
    row = {"source": source, "number": appointment.text_to, "opened_at": now}
    opened, is_new = Alarm.objects.get_or_create(
        appointment=appointment, ended_at=None, defaults=row
    )
    if is_new:
        _tell(opened, now)
        logger.info("alarm %s opened: %s", opened.pk, source)
        transaction.on_commit(partial(wake, call_on_call))
    return opened


@transaction.atomic
def hear(*, reply: Reply, opt_out: str, now: datetime) -> bool:
    """Whether this answer was for us: an alarm near the door, else a question we can answer.

    A person reads it all the same, except where the answer is who comes.
    """
    cried = cry(reply.body) or (Cry.HELP if opt_out == "HELP" else None)
    if cried is None:
        return False
    visit = visit_near(bare(reply.number), now)
    if visit and not (asks_who_comes(reply.body) and nobody_is_expected_yet(visit, now)):
        reply.appointment = visit
        reply.save(update_fields=["appointment"])
        alarm(appointment=visit, source=Alarm.Source(cried), now=now)
        return True
    if cried == Cry.HELP:
        return _help(reply, opt_out, now)
    return cried == Cry.WHO and _say_who(reply, now)


def _help(reply: Reply, opt_out: str, now: datetime) -> bool:
    """Who we are and how to stop: by law, and once, as the provider says it too."""
    if provider_answers(reply.body, opt_out):
        return True
    visit = reply.appointment
    return visit is not None and bool(
        say(
            reply=reply,
            visit=visit,
            kind=Kind.HELP,
            now=now,
            key=f"help:{reply.number}:{now:%Y%m%d%H}",
        )
    )


def _say_who(reply: Reply, now: datetime) -> bool:
    """The introduction of the next visit once more, with its picture; once an hour."""
    visits = coming(bare(reply.number), now)
    if not visits or why_no_texts(visits[0], sender_of(visits[0])):
        return False
    lately = Message.objects.filter(to=reply.number, by_hand=True, created_at__gt=now - AN_HOUR)
    if lately.exists():
        return False
    send_again(by=Robot.CUSTOMER, appointment=visits[0], form_key=f"who:{reply.pk}", now=now)
    reply.read_at = now
    reply.save(update_fields=["read_at"])
    return True


def _tell(opened: Alarm, now: datetime) -> None:
    """Have them keep the door closed; who wants no texts is only called."""
    visit = opened.appointment
    sender = sender_of(visit)
    address = address_of(visit, sender)
    silent = Suppression.objects.filter(number=address, sender=sender)
    if not address or silent.exists():
        return
    Message.objects.create(
        dedupe_key=f"door:{opened.pk}",
        appointment=visit,
        appointment_version=visit.version,
        customer=visit.customer,
        sender=sender,
        kind=Kind.DOOR,
        urgency=Urgency.ALARM,
        to=address,
        told={"emergency": number_for(opened.number)},
        send_after=now,
        useful_until=now + USEFUL_FOR,
        created_at=now,
        changed_at=now,
    )
    transaction.on_commit(partial(wake, deliver))


def take(*, by: User, alarm: Alarm, turn: int, now: datetime) -> bool:
    """Note that `by` calls the customer now; False where somebody took it since `turn`."""
    if Alarm.objects.open().filter(pk=alarm.pk, taken_by=by).exists():
        return True  # they dial again
    if not _taken(alarm, turn, now, taken_by=by):
        return False
    record(by=by, what="alarm taken", subject=alarm.appointment)
    return True


def take_by_phone(*, call: AlarmCall, now: datetime) -> bool:
    """The person on call pressed 1; False where somebody was faster, or it is over."""
    alarm = call.alarm
    if alarm.taken_at or not _taken(alarm, alarm.turn, now, taken_on=call.number):
        return False
    AlarmCall.objects.filter(pk=call.pk).update(outcome=AlarmCall.Outcome.TAKEN)
    return True


def call_ended(*, call: AlarmCall) -> None:
    """Where they did not take it, the next one is rung at once."""
    rings = AlarmCall.objects.filter(pk=call.pk, outcome=AlarmCall.Outcome.RINGING)
    if rings.update(outcome=AlarmCall.Outcome.MISSED):
        transaction.on_commit(partial(wake, call_on_call))


def _taken(alarm: Alarm, turn: int, now: datetime, **who: object) -> bool:
    first = {"taken_at": now} if alarm.taken_at is None else {}
    free = Alarm.objects.open().filter(pk=alarm.pk, turn=turn)
    took = {"taken_by": None, "taken_on": "", "turn": turn + 1}
    if not free.update(**(took | first | who)):
        return False
    logger.info("alarm %s taken after %s s", alarm.pk, alarm.seconds_until(now))
    return True


@transaction.atomic
def end(*, by: User, alarm: Alarm, outcome: Alarm.Outcome, note: str, now: datetime) -> bool:
    """Close it, with what a person found out; False when somebody had done so."""
    ended = {"ended_at": now, "ended_by": by, "outcome": outcome, "note": note.strip()[:500]}
    if not Alarm.objects.open().filter(pk=alarm.pk).update(**ended):
        return False
    cries = Reply.objects.unread().filter(
        number__endswith=alarm.number, received_at__gte=alarm.opened_at
    )
    cries.filter(appointment=alarm.appointment_id).update(read_at=now, read_by=by)
    record(by=by, what="alarm ended", subject=alarm.appointment, details={"outcome": outcome})
    return True

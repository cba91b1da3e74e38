"""Deciding that something is to be told: rows first, in the transaction that made the change."""

import uuid
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from appointments.models import Appointment
from appointments.statuses import Status
from fieldservice.company.broker import wake
from fieldservice.company.models import Actor, BusinessUnit, User
from fieldservice.company.services import record
from notifications import calls, emailing, plan, receipts
from notifications.deciding import why_no_texts
from notifications.models import CallTask, Message, Sender
from notifications.providers.base import Family
from notifications.rendering import picture_of
from notifications.states import (
    IN_FLIGHT,
    WHO_AND_WHEN,
    Channel,
    Kind,
    Mover,
    Reason,
    State,
    Urgency,
)
from notifications.tasks import deliver
from notifications.timing import TELLABLE, earliest, useful_until


def notify(
    *, appointment: Appointment, now: datetime, wait: timedelta = timedelta(), occasion: str = ""
) -> Message | None:
    """The text this visit now needs, queued, or None; what is queued and out of date is dropped.

    It goes when `wait` is over, at the earliest. `occasion` tells apart the texts that one version
    of a visit can need.
    """
    barred = why_no_texts(appointment, sender_of(appointment))
    channel = _channel(appointment, barred)
    if barred and channel != Channel.EMAIL:
        return _have_called(appointment, barred, now)
    true = picture_of(appointment)
    texts = Message.objects.telling(appointment.pk)
    waiting = texts.filter(state__in=[State.QUEUED, State.HELD]).first()
    if appointment.status in TELLABLE and waiting and _says(waiting, true, channel):
        return waiting
    _drop_waiting(appointment, now)
    # Read only now: what a worker took in this very moment could not be dropped, and counts.
    last = calls.last_told(appointment)
    kind = plan.next_kind(calls.picture_in(last), true) or _in_flight(last)
    anew = None if kind else _anew(appointment, last, true)
    kind = kind or anew
    if kind is None or appointment.status not in TELLABLE:
        calls.drop(appointment, now)
        return None
    moment, held = _when(appointment, kind, last, now, channel)
    plans: dict[str, object] = {
        "send_after": max(moment, now + wait),
        "reason": held,
        "channel": channel,
        "by_hand": anew is not None,
    }
    message = _queue(appointment, kind, now, occasion=occasion, plans=plans)
    calls.if_late(message, now)
    transaction.on_commit(partial(wake, deliver))
    return message


@transaction.atomic
def told_by_phone(*, by: User, appointment: Appointment, now: datetime) -> CallTask | None:
    """Note that `by` told the customer of the visit as it now is: no text goes out of that."""
    _drop_waiting(appointment, now)
    calls.drop(appointment, now)
    last = calls.last_told(appointment)
    kind = calls.to_tell(appointment, calls.picture_in(last)) or _in_flight(last)
    if kind is None or appointment.status not in TELLABLE:
        return None
    unsent = {"state": State.SKIPPED, "reason": Reason.BY_PHONE}
    key = f"visit:{appointment.pk}:{appointment.version}:phone"
    message = Message.objects.create(dedupe_key=key, **(_row(appointment, kind, now) | unsent))
    record(by=by, what="told by phone", subject=appointment)
    return calls.made(message, by, now)


def _have_called(appointment: Appointment, barred: Reason, now: datetime) -> Message | None:
    """The text that is not sent, and where there is something to tell a call in its place."""
    _drop_waiting(appointment, now)
    kind = calls.to_tell(appointment, calls.known_to(appointment))
    if kind is None or appointment.status not in TELLABLE:
        calls.drop(appointment, now)
        return None
    unsent = {"state": State.SKIPPED, "reason": barred}
    message, _new = Message.objects.get_or_create(
        dedupe_key=f"visit:{appointment.pk}:{appointment.version}:call",
        defaults=_row(appointment, kind, now) | unsent,
    )
    calls.instead_of(message, barred, now)
    return message


def _channel(appointment: Appointment, barred: Reason | None) -> Channel:
    """How a visit is told from the beginning: by e-mail where no text may go."""
    return Channel.EMAIL if barred and emailing.address(appointment) else Channel.SMS


def channel_of(appointment: Appointment) -> Channel | None:
    """How this customer may be written to; None where only a call can tell them."""
    barred = why_no_texts(appointment, sender_of(appointment))
    channel = _channel(appointment, barred)
    return None if barred and channel != Channel.EMAIL else channel


def _says(message: Message, true: plan.Picture, channel: Channel) -> bool:
    same_way = (message.channel == Channel.EMAIL) == (channel == Channel.EMAIL)
    return same_way and bool(message.told) and plan.Picture(**message.told).same_as(true)


def _in_flight(last: Message | None) -> Kind | None:
    """Nobody knows yet what the customer will know; delivery decides when that is settled."""
    is_open = last is not None and last.state in IN_FLIGHT and last.kind in WHO_AND_WHEN
    return Kind(last.kind) if last and is_open else None


def _anew(appointment: Appointment, last: Message | None, true: plan.Picture) -> Kind | None:
    """What is told as if they knew nothing, where what we told them says nothing of this."""
    if calls.is_end_unheard_of(appointment, last):
        return Kind.CANCEL
    history = Message.objects.heard(appointment.pk)
    if calls.is_taken_back(appointment) or calls.may_be_misled(history, last, true):
        return Kind.CANCEL if true.canceled else plan.next_kind(None, true)
    return None


def _drop_waiting(appointment: Appointment, now: datetime, but: Message | None = None) -> None:
    waiting = Message.objects.telling(appointment.pk)
    if but:
        waiting = waiting.exclude(pk=but.pk)
    waiting.move(Mover.PLANNER, State.SKIPPED, reason=Reason.SUPERSEDED, changed_at=now)


def _queue(
    appointment: Appointment,
    kind: Kind,
    now: datetime,
    *,
    occasion: str,
    plans: dict[str, object],
) -> Message:
    # A text of this version may have been dropped when the customer asked for none.
    occasion += "email" if plans["channel"] == Channel.EMAIL else ""
    message, _new = Message.objects.get_or_create(
        dedupe_key=f"visit:{appointment.pk}:{appointment.version}:{occasion}".rstrip(":"),
        defaults=_row(appointment, kind, now) | plans,
    )
    return message


def _row(appointment: Appointment, kind: Kind, now: datetime) -> dict[str, object]:
    return {
        "appointment": appointment,
        "appointment_version": appointment.version,
        "customer": appointment.customer,
        "sender": sender_of(appointment),
        "kind": kind,
        "urgency": Urgency.NOW,
        "told": picture_of(appointment).as_dict(),
        "send_after": now,
        "useful_until": useful_until(appointment, now),
        "created_at": now,
        "changed_at": now,
    }


@transaction.atomic
def take_receipt(
    attempt_id: uuid.UUID,
    *,
    state: State,
    sid: str,
    now: datetime,
    family: Family | None = None,
    code: str = "",
) -> bool:
    """Note a receipt; False when nobody knows the attempt.

    A text that had counted as lost may say what is no longer true: then it is set right. One that
    left when somebody was late already, and had no place for the hour, is followed by the hour.
    """
    unsaid = Q(appointment__status=Status.SCHEDULED, appointment__expected_at__isnull=False)
    unsaid &= Q(kind__in=WHO_AND_WHEN) & ~Q(told__has_key="expected")
    texts = Message.objects.filter(Q(state__in=receipts.LOST) | unsaid, attempts=attempt_id)
    text = texts.select_related("appointment__customer").first()
    known = receipts.apply(attempt_id, state=state, sid=sid, now=now, family=family, code=code)
    if state in receipts.LOST:
        transaction.on_commit(partial(wake, deliver))  # for the next way, if there is one
    visit = text.appointment if text else None
    if visit and not visit.customer.erased_at and state in receipts.ARRIVED:
        notify(appointment=visit, now=now, occasion=attempt_id.hex[:8])
    return known


def send_again(
    *,
    by: Actor,
    appointment: Appointment,
    form_key: str,
    without_picture: bool = False,
    now: datetime | None = None,
) -> Message:
    """Tell the customer again how things stand; the same form sent twice is one text."""
    now = now or timezone.now()
    barred = why_no_texts(appointment, sender_of(appointment))
    channel = _channel(appointment, barred)
    asked = {"by_hand": True, "without_picture": without_picture, "channel": channel}
    with transaction.atomic():
        message, is_new = Message.objects.get_or_create(
            dedupe_key=f"again:{appointment.pk}:{form_key}",
            defaults=_row(appointment, _kind_now(appointment), now) | asked,
        )
        if is_new:
            _drop_waiting(appointment, now, but=message)
            # An imported visit: with this its customer is introduced.
            Appointment.objects.filter(pk=appointment.pk).update(introduce_later=False)
            record(by=by, what="text sent again", subject=appointment)
            transaction.on_commit(partial(wake, deliver))
    return message


@transaction.atomic
def send_now(*, by: Actor, message: Message, now: datetime | None = None) -> bool:
    """Let a text go that waits for the end of quiet hours; False when it no longer waits, or must.

    Where the company's quiet hours are for all, a person calls instead.
    """
    now = now or timezone.now()
    waiting = Message.objects.filter(
        pk=message.pk,
        state=State.QUEUED,
        reason=Reason.QUIET_HOURS,
        appointment__business_unit__quiet_for_all=False,
    )
    if not waiting.update(send_after=now, at_any_hour=True, reason="", changed_at=now):
        return False
    record(by=by, what="text sent in quiet hours", subject=message.visit)
    transaction.on_commit(partial(wake, deliver))
    return True


def _kind_now(appointment: Appointment) -> Kind:
    if appointment.status == Status.CANCELED:
        return Kind.CANCEL
    return Kind.INTRODUCTION if appointment.technician_id else Kind.CONFIRMATION


def _when(
    appointment: Appointment, kind: Kind, last: Message | None, now: datetime, channel: Channel
) -> tuple[datetime, str]:
    """The moment a text may go, and why that is not at once."""
    if last and last.state in IN_FLIGHT:
        # Only when that one is settled it is known what this one says, and whether it can wait.
        return now, ""
    moment, reason = earliest(kind, appointment, last.sent_at if last else None, now, channel)
    return moment, reason or ""


def sender_of(appointment: Appointment) -> Sender:
    """The one this visit's texts leave from."""
    return sender_for(appointment.business_unit)


def sender_for(unit: BusinessUnit) -> Sender:
    """The unit's own sender, else the default one."""
    senders = Sender.objects.filter(business_unit=unit)
    return senders.first() or Sender.objects.get(business_unit__is_default=True)

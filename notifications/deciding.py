"""The last look at the world before a text leaves: go, wait, or not at all."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from appointments.models import Appointment, Customer
from appointments.statuses import Status
from notifications import calls, emailing, plan
from notifications.arrival import number_is_refused
from notifications.models import Alarm, Message, Reply, Sender, Suppression
from notifications.moments import MOMENT_OF, why_idle
from notifications.rendering import Known, address_of, picture_of
from notifications.states import (
    ABOUT_THANKS,
    MOMENTS,
    REMINDERS,
    TOLD,
    WHO_AND_WHEN,
    Channel,
    Kind,
    Reason,
    State,
)
from notifications.timing import TELLABLE, awake, earliest
from notifications.world import World

SOON = timedelta(seconds=2)
NEVER_HEARD = {State.SKIPPED, State.FAILED, State.UNDELIVERED}
BY_PERSON = {Customer.Reach.CALL, Customer.Reach.EMAIL}


@dataclass(frozen=True)
class Skip:
    reason: Reason


@dataclass(frozen=True)
class Later:
    until: datetime
    reason: Reason | None = None


@dataclass(frozen=True)
class Go:
    """Send it, as this kind: what was planned may have become something else since."""

    kind: Kind
    appointment: Appointment
    known: Known


Verdict = Skip | Later | Go


def why_no_texts(appointment: Appointment, sender: Sender) -> Reason | None:
    """Why this customer gets no text at all of this visit, or None."""
    if Suppression.objects.filter(number=address_of(appointment, sender), sender=sender).exists():
        return Reason.SUPPRESSED
    return _other_way(appointment)


def _other_way(appointment: Appointment) -> Reason | None:
    """The customer's own wish, where it isn't texts."""
    reach = appointment.customer.reach
    if reach == Customer.Reach.EMAIL and emailing.address(appointment):
        return Reason.BY_EMAIL
    return Reason.BY_CALL if reach in BY_PERSON else None


def decide(message: Message, world: World, now: datetime) -> Verdict:
    """What becomes of one claimed text."""
    appointment = world.appointments[message.visit_id]
    if message.kind in MOMENTS:
        return _moment(message, appointment, world, now)
    by_kind = _telling if message.kind in WHO_AND_WHEN else _afterwards
    return by_kind(message, appointment, world, now)


def _telling(message: Message, appointment: Appointment, world: World, now: datetime) -> Verdict:
    history = [m for m in world.histories[appointment.pk] if m.pk != message.pk]
    skipped = _reason_to_skip(message, appointment, history, world, now)
    if skipped:
        return Skip(skipped)
    true = picture_of(appointment)
    if any(m.state == State.SENDING and m.kind in WHO_AND_WHEN for m in history):
        return Later(now + SOON)  # its answer decides what the customer knows
    last = next((m for m in world.histories[appointment.pk] if _may_be_known(m, world)), None)
    known = _known_by(message, last, history, true)
    kind = plan.next_kind(known, true)
    if kind is None:
        return Skip(Reason.NOTHING_NEW)
    if not world.switches.tells(kind, appointment):
        return Skip(Reason.NOT_ASKED_FOR)
    if _keeps_hours(message, appointment):
        last_told_at = last.sent_at if last else None
        moment, reason = earliest(kind, appointment, last_told_at, now, Channel(message.channel))
        if moment > now:
            return Later(moment, reason)
    return Go(kind, appointment, _known(known, appointment, message, world))


def _keeps_hours(message: Message, appointment: Appointment) -> bool:
    """A person's click sends at any hour, except where the company's quiet hours are for all."""
    asked_for = message.by_hand or message.at_any_hour
    return not asked_for or appointment.business_unit.quiet_for_all


def _moment(message: Message, appointment: Appointment, world: World, now: datetime) -> Verdict:
    """A reminder, or what is said at the door: only as long as it is so."""
    kind = Kind(message.kind)
    if now >= message.useful_until or appointment.status != MOMENT_OF[kind]:
        return Skip(Reason.TOO_LATE)
    barred = _barred(message, appointment, world)
    if barred:
        return Skip(barred)
    history = [m for m in world.histories[appointment.pk] if m.pk != message.pk]
    last = next((m for m in history if _may_be_known(m, world)), None)
    if kind in REMINDERS:
        idle = why_idle(appointment, history, last, now)
        if _takes_no_text(message, appointment):
            return Skip(Reason.WRONG_NUMBER)
        if idle or not world.switches.wanted(kind, appointment):
            return Skip(idle or Reason.NOT_ASKED_FOR)
    if kind in REMINDERS or appointment.business_unit.quiet_for_all:
        moment = awake(appointment, now)
        if moment > now and message.channel != Channel.EMAIL:
            return Later(moment, Reason.QUIET_HOURS)
    known = plan.Picture(**last.told) if last else None
    return Go(kind, appointment, _known(known, appointment, message, world))


def _takes_no_text(message: Message, appointment: Appointment) -> bool:
    return message.channel != Channel.EMAIL and number_is_refused(
        address_of(appointment, message.sender)
    )


def _afterwards(message: Message, appointment: Appointment, world: World, now: datetime) -> Verdict:
    """Thanks are for a visit that is done, an answer is due as long as it is true."""
    is_out_of_place = message.kind in ABOUT_THANKS and appointment.status != Status.DONE
    if now >= message.useful_until or is_out_of_place:
        return Skip(Reason.TOO_LATE)
    if _is_untrue(message, appointment, now):
        return Skip(Reason.SUPERSEDED)
    if message.channel == Channel.EMAIL and not emailing.address(appointment):
        return Skip(Reason.BY_CALL)
    is_silent = (address_of(appointment, message.sender), message.sender_id) in world.suppressed
    if is_silent and message.channel != Channel.EMAIL:
        return Skip(Reason.SUPPRESSED)
    moment = awake(appointment, now)
    if moment > now and message.kind == Kind.THANKS and message.channel != Channel.EMAIL:
        return Later(moment, Reason.QUIET_HOURS)  # it was held up: the question is no hurry
    known = _known(picture_of(appointment), appointment, message, world)
    return Go(Kind(message.kind), appointment, known)


def _is_untrue(message: Message, appointment: Appointment, now: datetime) -> bool:
    """The visit has changed since the customer was to be answered; another text tells of that."""
    if message.kind == Kind.CONFIRMED:
        return appointment.confirmed_at is None or appointment.status not in TELLABLE
    if message.kind == Kind.PROMISE:
        waits = Reply.objects.unread().filter(number=message.to, sender=message.sender_id)
        return not waits.exists()
    if message.kind == Kind.DOOR:
        return not Alarm.objects.open().filter(appointment=appointment).exists()
    return message.kind == Kind.OFFER and not message.questions.open(now).exists()


def _may_be_known(text: Message, world: World) -> bool:
    return text.state in TOLD | {State.UNSETTLED} or text.pk in world.called


def _known_by(
    message: Message, last: Message | None, history: list[Message], true: plan.Picture
) -> plan.Picture | None:
    """What the customer knows; a text asked for by hand is written as if they knew nothing yet.

    So it is where a letter they may have says something else.
    """
    if message.by_hand or calls.may_be_misled(history, last, true):
        return replace(true, canceled=False) if true.canceled else None
    return plan.Picture(**last.told) if last else None


def _reason_to_skip(
    message: Message, appointment: Appointment, history: list[Message], world: World, now: datetime
) -> Reason | None:
    if now >= message.useful_until or appointment.status not in TELLABLE:
        return Reason.TOO_LATE
    if any(_is_newer(other, message) for other in history):
        return Reason.SUPERSEDED
    return _barred(message, appointment, world)


def _barred(message: Message, appointment: Appointment, world: World) -> Reason | None:
    if message.channel == Channel.EMAIL:
        # A STOP ends texts; e-mails are another channel.
        return None if emailing.address(appointment) else Reason.BY_CALL
    if (address_of(appointment, message.sender), message.sender_id) in world.suppressed:
        return Reason.SUPPRESSED
    return _other_way(appointment)


def _is_newer(other: Message, message: Message) -> bool:
    newer = other.appointment_version > message.appointment_version
    return newer and other.kind in WHO_AND_WHEN and other.state not in NEVER_HEARD


def _known(
    picture: plan.Picture | None, appointment: Appointment, message: Message, world: World
) -> Known:
    return Known(
        picture=picture,
        lines=world.lines.get(appointment.customer_id, set()),
        first_text=(address_of(appointment, message.sender), message.sender_id) not in world.texted,
        past=world.past.get((appointment.customer_id, appointment.technician_id)),
    )

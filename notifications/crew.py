"""Texts to our own technicians on their way out: whether they go, how they read."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from notifications import claiming
from notifications.addresses import reached_from
from notifications.models import Attempt, Message, Sender, Suppression
from notifications.own_wording import own_wording
from notifications.preparing import RENDERED, Prepared, outgoing
from notifications.rendering import sender_address
from notifications.rewriting import rewrite
from notifications.segments import plain_typography
from notifications.states import TOLD, Channel, CrewKind, Mover, Reason, State
from notifications.wording import Template, allowed, render, required, wording
from technicians.models import Technician
from technicians.services import words_language
from technicians.signing_in import Purpose, link, may_have_link

# Which texts sign in whoever follows them; the others lead to a page that asks who you are.
SIGNS_IN = {
    CrewKind.SIGN_IN: Purpose.SIGN_IN,
    CrewKind.INVITATION: Purpose.INVITATION,
    CrewKind.PUBLISHED: Purpose.INVITATION,
}


def prepare(messages: Iterable[Message], now: datetime) -> list[Prepared]:
    """The claimed texts that go now, rendered, each with a committed attempt."""
    going = [message for message in messages if not _is_skipped(message, now)]
    with transaction.atomic():
        ours = claiming.still_ours(going)
        for message in ours:
            _write(message)
            message.changed_at = now
        rewrite(ours, RENDERED)
        attempts = [Attempt(message=message, started_at=now) for message in ours]
        Attempt.objects.bulk_create(attempts)
    return [Prepared(attempt, outgoing(attempt.message, attempt, now)) for attempt in attempts]


def _is_skipped(message: Message, now: datetime) -> bool:
    reason = _reason_to_skip(message, now)
    if reason:
        mine = Message.objects.filter(pk=message.pk, claim=message.claim)
        mine.move(Mover.DELIVERY, State.SKIPPED, reason=reason, changed_at=now)
    return reason is not None


def _reason_to_skip(message: Message, now: datetime) -> Reason | None:
    technician = _receiver(message)
    if now >= message.useful_until or not may_have_link(technician, now.date()):
        return Reason.TOO_LATE
    if not technician.phone:
        return Reason.WRONG_NUMBER
    number = _address(technician, message.sender)
    suppressed = Suppression.objects.filter(number=number, sender=message.sender_id)
    return Reason.SUPPRESSED if suppressed.exists() else None


def _write(message: Message) -> None:
    technician = _receiver(message)
    message.to = _address(technician, message.sender)
    known = Message.objects.filter(to=message.to, state__in=TOLD)
    template = crew_wording(message.kind, words_language(technician), message.sender)
    values = dict.fromkeys(template.names, "") | {
        "company": message.sender.business_unit.text_name,
        "technician": technician.first_name,
        "link": _link(message, technician),
        "first_text": "" if known.exists() else "yes",
        **message.told,
    }
    message.channel = Channel.SMS
    message.body = plain_typography(render(template, values))
    message.tries += 1


def _address(technician: Technician, sender: Sender) -> str:
    return reached_from(sender_address(sender), technician.phone.as_e164)


def crew_wording(kind: str, language: str, sender: Sender) -> Template:
    """The company's own words, where they say all that is needed, else ours."""
    own = own_wording(kind, language, sender.business_unit_id)
    needed = required(kind, language)
    return own if own and needed <= own.names <= allowed(kind) else wording(kind, language)


def _link(message: Message, technician: Technician) -> str:
    """Made at this moment: what signs somebody in is kept nowhere before it leaves."""
    purpose = SIGNS_IN.get(CrewKind(message.kind))
    if purpose and technician.user:
        return link(technician, purpose)
    return settings.PUBLIC_BASE_URL + reverse("profile")


def _receiver(message: Message) -> Technician:
    if message.technician is None:
        raise Technician.DoesNotExist
    return message.technician

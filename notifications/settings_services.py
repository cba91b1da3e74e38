"""What a manager does on the settings pages of texts: a sender, a test, a stuck text."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from appointments.models import Customer
from fieldservice.company.broker import wake
from fieldservice.company.errors import InvalidError
from fieldservice.company.models import Actor, BusinessUnit
from fieldservice.company.services import default_unit, record, save_changes
from notifications.addresses import kind_of, reached_from
from notifications.models import Message, Sender, Suppression
from notifications.previewing import preview_technician
from notifications.providers import provider
from notifications.providers.base import Family, Outgoing, Provider, ProviderError
from notifications.rendering import sender_address
from notifications.sender_words import REFUSALS, refusal
from notifications.services import send_again
from notifications.states import Mover, Reason, State
from notifications.stuck import may_try_again
from notifications.tasks import deliver
from technicians.models import Technician


@transaction.atomic
def save_sender(
    *, by: Actor, unit: BusinessUnit, address: str, per_second: float, seen: int | None = None
) -> None:
    """Let the unit's texts leave from here from now on; those that wait keep their sender.

    Raises StaleError where somebody changed it since `seen`.
    """
    changes = {"address": address, "per_second": per_second}
    own = Sender.objects.filter(business_unit=unit).first()
    if own:
        save_changes(by=by, what="sender changed", subject=own, changes=changes, seen=seen)
        return
    made = Sender.objects.create(business_unit=unit, address=address, per_second=per_second)
    values = {"address": ["", address], "per_second": [None, per_second]}
    details = {"name": unit.name, "values": values}
    record(by=by, what="sender added", subject=made, details=details)


@transaction.atomic
def resume_sender(*, by: Actor, sender: Sender, now: datetime | None = None) -> int:
    """Let a stopped or held sender go on, and its held texts with it; how many those are."""
    now = now or timezone.now()
    idle = Sender.objects.filter(pk=sender.pk).exclude(stopped_code="", held_until=None)
    if not idle.update(stopped_code="", held_until=None):
        return 0
    held = Message.objects.filter(sender=sender, state=State.HELD)
    released = held.move(Mover.PERSON, State.QUEUED, reason="", changed_at=now)
    details = {"stopped_code": sender.stopped_code, "texts": released}
    record(by=by, what="sender resumed", subject=sender, details=details)
    transaction.on_commit(partial(wake, deliver))
    return released


def try_again(*, by: Actor, message: Message, now: datetime | None = None) -> bool:
    """Tell again what this text did not; once, however often it is asked. False: it can't help."""
    now = now or timezone.now()
    if not may_try_again(message, now):
        return False
    send_again(by=by, appointment=message.visit, form_key=str(message.pk), now=now)
    return True


@transaction.atomic
def give_up(*, by: Actor, message: Message, now: datetime | None = None) -> bool:
    """Never send this text; False when it waits no more."""
    waiting = Message.objects.filter(pk=message.pk)
    changes = {"reason": Reason.GIVEN_UP, "changed_at": now or timezone.now()}
    if not waiting.move(Mover.PERSON, State.SKIPPED, **changes):
        return False
    record(
        by=by, what="text given up", subject=message.appointment or message.technician or message
    )
    return True


def send_test(
    *,
    by: Actor,
    technician: Technician,
    to: str,
    language: str = "",
    make_provider: Callable[[], Provider] = provider,
) -> None:
    """Send the introduction of `technician` to a phone of our own people, of no visit, at once.

    It is in the company's language where none is named.
    Raises InvalidError with the reason when the provider doesn't take it.
    """
    sender = _sender(technician)
    to = reached_from(sender_address(sender), to)
    if Suppression.objects.filter(number=to, sender=sender).exists():
        raise InvalidError(REFUSALS[Family.OPTED_OUT], field="phone")
    outgoing = _outgoing(technician, sender, to, language)
    try:
        make_provider().send(outgoing)
    except ProviderError as error:
        _record_test(by, sender, str(error))
        raise InvalidError(refusal(error)) from error
    _record_test(by, sender, "accepted")


def _record_test(by: Actor, sender: Sender, outcome: str) -> None:
    # Without the number: it is somebody's own.
    record(by=by, what="test text", subject=sender, details={"outcome": outcome})


def _sender(technician: Technician) -> Sender:
    own = Sender.objects.filter(business_unit=technician.business_unit).first()
    return own or Sender.objects.get(business_unit__is_default=True)


def _outgoing(technician: Technician, sender: Sender, to: str, language: str) -> Outgoing:
    # By number, pictures reach North America only; elsewhere a customer would get a link as well.
    takes_pictures = kind_of(to) or to.startswith("+1")
    reach = Customer.Reach.PICTURE if takes_pictures else Customer.Reach.PLAIN
    unit = technician.business_unit or default_unit()
    words = preview_technician(technician, language or unit.language, reach).rendered
    return Outgoing(
        sender=sender_address(sender), to=to, body=words.body, media_url=words.media_url
    )

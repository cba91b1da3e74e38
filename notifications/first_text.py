"""A test text to a phone of the office's own: the real words by the real way, but of no visit."""

from collections.abc import Callable

from appointments.models import Customer
from fieldservice.company.errors import InvalidError
from fieldservice.company.models import Actor
from fieldservice.company.services import default_unit, record
from notifications.models import Sender, Suppression
from notifications.previewing import preview_technician
from notifications.providers import provider
from notifications.providers.base import Family, Outgoing, Provider, ProviderError
from notifications.rendering import sender_address
from notifications.sender_words import REFUSALS, refusal
from technicians.models import Technician


def send_test(
    *,
    by: Actor,
    technician: Technician,
    to: str,
    make_provider: Callable[[], Provider] = provider,
) -> None:
    """Send the introduction of `technician` to this number at once.

    Raises InvalidError with the reason when the provider doesn't take it.
    """
    sender = _sender(technician)
    if Suppression.objects.filter(number=to, sender=sender).exists():
        raise InvalidError(REFUSALS[Family.OPTED_OUT], field="phone")
    outgoing = _outgoing(technician, sender, to)
    try:
        make_provider().send(outgoing)
    except ProviderError as error:
        _record(by, sender, str(error))
        raise InvalidError(refusal(error)) from error
    _record(by, sender, "accepted")


def _record(by: Actor, sender: Sender, outcome: str) -> None:
    # Without the number: it is somebody's own.
    record(by=by, what="test text", subject=sender, details={"outcome": outcome})


def _sender(technician: Technician) -> Sender:
    own = Sender.objects.filter(business_unit=technician.business_unit).first()
    return own or Sender.objects.get(business_unit__is_default=True)


def _outgoing(technician: Technician, sender: Sender, to: str) -> Outgoing:
    # Picture texts work in North America only; elsewhere a customer would get a link as well.
    reach = Customer.Reach.PICTURE if to.startswith("+1") else Customer.Reach.PLAIN
    unit = technician.business_unit or default_unit()
    words = preview_technician(technician, unit.language, reach).rendered
    return Outgoing(
        sender=sender_address(sender), to=to, body=words.body, media_url=words.media_url
    )

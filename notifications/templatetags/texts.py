"""How a text's state reads on a page: icon, word, tone."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from django import template

from appointments.models import Appointment
from notifications.models import Message
from notifications.states import State

register = template.Library()

LOOKS: dict[State, tuple[str, str]] = {
    State.QUEUED: ("clock", ""),
    State.SENDING: ("send", ""),
    State.ACCEPTED: ("check", ""),
    State.SENT: ("check", ""),
    State.DELIVERED: ("check-check", "good"),
    State.READ: ("check-check", "good"),
    State.UNDELIVERED: ("circle-alert", "bad"),
    State.FAILED: ("circle-alert", "bad"),
    State.UNSETTLED: ("circle-help", "attention"),
    State.HELD: ("circle-pause", "attention"),
    State.SKIPPED: ("minus", ""),
}


@register.inclusion_tag("parts/_chip.html")
def state_chip(message: Message) -> Mapping[str, object]:
    """The state of one text; a failure says its reason, as that is what a dispatcher asks."""
    icon, tone = LOOKS[State(message.state)]
    word = message.get_state_display()
    if message.reason and tone in {"bad", "attention"}:
        word = message.get_reason_display()
    return {"icon": icon, "tone": tone, "word": word}


@register.inclusion_tag("notifications/_text_chip.html")
def text_chip(visit: Appointment) -> Mapping[str, object]:
    """The newest text of a visit that is not merely passed over; prefetch "messages"."""
    texts = sorted(visit.messages.all(), key=lambda text: text.created_at, reverse=True)
    told = [text for text in texts if text.state != State.SKIPPED]
    return {"message": next(iter(told or texts), None)}


@register.filter
def own_path(address: str) -> str:
    """The path of one of our public addresses: a page may be open under another name of ours."""
    return urlsplit(address).path

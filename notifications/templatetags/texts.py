"""How a text's state reads on a page: icon, word, tone."""

from urllib.parse import urlsplit

from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.windows import hours_words
from fieldservice.company.templatetags.parts import chip
from notifications.addresses import all_of
from notifications.arrival import is_doubtful, number_is_refused
from notifications.models import Message, Suppression
from notifications.no_emails import is_stopped, is_wish
from notifications.states import BESIDE, Channel, Reason, State
from notifications.timing import TELLABLE

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
    State.UNSETTLED: ("circle-question-mark", "attention"),
    State.HELD: ("circle-pause", "attention"),
    State.SKIPPED: ("minus", ""),
}

# There was something to tell, but not by text; all other skipped texts were not needed.
NOT_SENT = {Reason.SUPPRESSED, Reason.TOO_LATE, Reason.BY_CALL, Reason.BY_PHONE}


@register.simple_tag
def state_chip(message: Message, *, with_reason: bool = True) -> str:
    """The state of one text; a failure says its reason, as that is what a dispatcher asks."""
    return chip(*_look(message, with_reason))


@register.simple_tag
def text_chip(visit: Appointment) -> str:
    """The newest text of a visit that is not merely passed over; prefetch "messages"."""
    news = (text for text in visit.messages.all() if text.kind not in BESIDE)
    texts = sorted(news, key=lambda text: text.created_at, reverse=True)
    told = [text for text in texts if text.state != State.SKIPPED]
    newest = next(iter(told or texts), None)
    return state_chip(newest) if newest else chip(_("No text"), "message-square-off")


def _look(message: Message, with_reason: bool) -> tuple[object, str, str]:
    """Word, icon and tone."""
    state = State(message.state)
    icon, tone = LOOKS[state]
    if is_doubtful(message, timezone.now()):
        return _("Not known to have arrived"), "circle-question-mark", "attention"
    if message.channel == Channel.EMAIL and state == State.SENT:
        return _("Sent by e-mail"), "mail", ""
    if _waits_for_morning(message):
        return _goes_out(message), "moon", ""
    if with_reason and message.reason and tone in {"bad", "attention"}:
        return message.get_reason_display(), icon, tone
    is_unsent = state == State.SKIPPED and message.reason in NOT_SENT
    return _("Not sent") if is_unsent else state.label, icon, tone


@register.simple_tag
def wants_no_texts(number: str) -> bool:
    """Whether this number asked one of our senders for no texts."""
    return Suppression.objects.filter(number__in=all_of(number)).exists()


@register.simple_tag
def no_emails_because(address: str) -> str:
    """Why this address gets no e-mails, in a few words; "" where it does."""
    if not address or not is_stopped(address):
        return ""
    return _("Asked for no e-mails") if is_wish(address) else _("E-mails don't arrive")


@register.simple_tag
def can_get_no_texts(number: str) -> bool:
    """Whether the provider has just refused this number: a landline, or nobody's."""
    return any(map(number_is_refused, all_of(number)))


@register.simple_tag
def why_due_and_waiting(message: Message) -> str:
    """What keeps a text from leaving although its time has come; "" when nothing does."""
    now = timezone.now()
    is_due = message.state == State.QUEUED and message.send_after <= now
    closed = message.sender.why_closed(now) if is_due else None
    return str(closed.label) if closed and message.channel != Channel.EMAIL else ""


@register.simple_tag
def may_send_now(message: Message) -> bool:
    """Whether a person may end the wait of this text."""
    may_wake = not message.visit.business_unit.quiet_for_all
    return may_wake and _waits_for_morning(message) and message.visit.status in TELLABLE


@register.simple_tag
def may_send_plain(message: Message) -> bool:
    """Whether this text may be lost, and telling it again, once, still makes sense."""
    now = timezone.now()
    is_useful = now < message.useful_until and message.visit.status in TELLABLE
    is_first = not message.without_picture
    return is_useful and is_first and is_doubtful(message, now) and not _is_told_anew(message)


def _is_told_anew(message: Message) -> bool:
    newer = Message.objects.telling(message.visit.pk).filter(created_at__gt=message.created_at)
    return newer.exclude(state=State.SKIPPED).exists()


def _waits_for_morning(message: Message) -> bool:
    return message.state == State.QUEUED and message.reason == Reason.QUIET_HOURS


def _goes_out(message: Message) -> str:
    local = message.send_after.astimezone(message.visit.zone)
    clock = hours_words(local, local, get_language() or "en")
    return _("Goes out at %(clock)s") % {"clock": clock}


@register.filter
def own_path(address: str) -> str:
    """The path of one of our public addresses: a page may be open under another name of ours."""
    return urlsplit(address).path

"""Everything said between the company and a customer about one visit, in order."""

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from appointments.models import Appointment
from fieldservice.company.models import User
from notifications.models import CallTask, CallTaskQuerySet, Message, Reply
from notifications.states import BESIDE, REMINDERS, Channel, State

# In these a text may still change by itself, so a page keeps looking.
MOVING = frozenset({State.QUEUED, State.SENDING, State.ACCEPTED, State.SENT, State.UNSETTLED})
TROUBLE = frozenset({State.FAILED, State.UNDELIVERED})


@dataclass(frozen=True)
class Entry:
    """One text out, one answer in or one call; exactly one of the three is there."""

    at: datetime
    message: Message | None = None
    reply: Reply | None = None
    call: CallTask | None = None


def is_moving(message: Message) -> bool:
    """Whether something may still become of it by itself."""
    # No mail server tells what became of an e-mail.
    is_over = message.channel == Channel.EMAIL and message.state == State.SENT
    return message.state in MOVING and not is_over


def entries(appointment: Appointment, reader: User) -> list[Entry]:
    """The oldest first; what only a manager may read, only to one."""
    texts = Message.objects.filter(appointment=appointment).shown_to(reader)
    texts = texts.select_related("fallback_of", "sender")
    replies = Reply.objects.filter(appointment=appointment).shown_to(reader)
    replies = replies.select_related("read_by").prefetch_related("pictures")
    said = [Entry(_said_at(text), message=text) for text in texts]
    said += [Entry(reply.received_at, reply=reply) for reply in replies]
    said += [
        Entry(call.done_at or call.made_at, call=call)
        for call in _calls(appointment).shown_to(reader)
    ]
    return sorted(said, key=attrgetter("at"))


def _said_at(text: Message) -> datetime:
    """A reminder stands where it will be said, as it is planned long before."""
    planned = text.send_after if text.kind in REMINDERS else text.created_at
    return text.sent_at or planned


def _calls(appointment: Appointment) -> CallTaskQuerySet:
    """Those that were made or are to be made, not those that were no longer needed."""
    calls = CallTask.objects.filter(appointment=appointment).select_related("done_by")
    return calls.exclude(done_at__isnull=False, done_by=None)


def newest(appointment: Appointment) -> Message | None:
    """The text that counts now: the latest that was not passed over, and is no person's answer."""
    texts = Message.objects.filter(appointment=appointment).exclude(kind__in=BESIDE)
    texts = texts.exclude(state=State.SKIPPED)
    return texts.order_by("-created_at").first()


def told_by_phone(appointment: Appointment, message: Message | None) -> CallTask | None:
    """The call in which the newest change was told, if no later text tells more."""
    made = CallTask.objects.filter(appointment=appointment, reason=CallTask.Reason.BY_PHONE)
    newest = made.select_related("done_by").first()
    is_later = newest and (message is None or newest.made_at >= message.created_at)
    return newest if is_later else None


def passed_over(appointment: Appointment) -> Message | None:
    """The latest text that nobody gets; its reason says why."""
    texts = Message.objects.filter(appointment=appointment, state=State.SKIPPED)
    return texts.exclude(kind__in=BESIDE).order_by("-created_at").first()

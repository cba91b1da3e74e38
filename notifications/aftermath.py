"""What a failure means beyond its attempt: for the number, the sender, a second try."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from notifications import calls, no_emails
from notifications.models import Attempt, Message, Sender
from notifications.providers.base import Family
from notifications.states import Channel, Mover, Reason, State
from notifications.suppressing import Source, suppress

logger = logging.getLogger(__name__)

LONGEST_PAUSE = 30  # seconds between tries while a provider is down
CAP_RESETS_IN = ZoneInfo("America/Los_Angeles")  # US carriers count days in Pacific time
LONGEST_ASKED = 600  # a provider that asks for more is asked again all the same
TRIES_ALIKE = 2  # the same loss twice: another way is better than a third call


def follow_up(attempt: Attempt, family: Family, code: str, now: datetime, wait: float = 0) -> None:
    """What a failure means beyond this attempt: for the number, the sender, a second try."""
    message = attempt.message
    if message.channel == Channel.EMAIL:
        if family == Family.WRONG_NUMBER:
            no_emails.stop(message.to, message.sender, Source.BOUNCED, now, code)
    elif step := _NEXT_STEPS.get(family):
        step(_Failure(attempt, message, code, now, wait))


@dataclass(frozen=True)
class _Failure:
    attempt: Attempt
    message: Message
    code: str
    now: datetime
    wait: float


def _suppress(failure: _Failure) -> None:
    message, now = failure.message, failure.now
    for text in suppress(message.to, message.sender, Source.PROVIDER, now, failure.code):
        calls.instead_of(text, Reason.SUPPRESSED, now)


def _without_picture(failure: _Failure) -> None:
    if failure.message.media_url and not failure.message.without_picture:
        _again(failure, without_picture=True, reason=Reason.PICTURE_REFUSED)


def _once_more(failure: _Failure) -> None:
    # All tries would count those that a busy provider never took.
    alike = Attempt.objects.filter(message=failure.message, error_code=failure.code)
    if failure.now < failure.message.useful_until and alike.count() < TRIES_ALIKE:
        _again(failure, reason=Reason.TRYING_AGAIN)


def _again(failure: _Failure, **changes: object) -> None:
    text = Message.objects.filter(pk=failure.message.pk)
    text.move(
        Mover.DELIVERY, State.QUEUED, send_after=failure.now, changed_at=failure.now, **changes
    )


def _slow_down(failure: _Failure) -> None:
    """A provider that is too busy for one is too busy for all: senders share the account."""
    free_at = failure.now + pause(failure.message.tries, failure.wait)
    if failure.wait or failure.code == "20429":
        Sender.objects.exclude(next_free_at__gt=free_at).update(next_free_at=free_at)


def _stop_sender(failure: _Failure) -> None:
    sender = Sender.objects.filter(pk=failure.message.sender_id, stopped_code="")
    if sender.update(stopped_code=failure.code or "unknown"):
        logger.error("sender %s stopped: code %s", failure.message.sender_id, failure.code)


def _hold_sender(failure: _Failure) -> None:
    today = failure.now.astimezone(CAP_RESETS_IN).date()
    midnight = datetime.combine(today + timedelta(days=1), datetime.min.time(), CAP_RESETS_IN)
    Sender.objects.filter(pk=failure.message.sender_id).update(
        held_until=timezone.localtime(midnight, timezone=failure.now.tzinfo)
    )


_NEXT_STEPS: dict[Family, Callable[[_Failure], None]] = {
    Family.OPTED_OUT: _suppress,
    Family.PICTURE: _without_picture,
    Family.ONCE_MORE: _once_more,
    Family.EXPIRED: _once_more,
    Family.TEMPORARY: _slow_down,
    Family.SET_UP: _stop_sender,
    Family.DAILY_CAP: _hold_sender,
}


def pause(tries: int, asked: float) -> timedelta:
    ours = min(LONGEST_PAUSE, 2 ** min(tries, 6))
    return timedelta(seconds=max(ours, min(asked, LONGEST_ASKED)))

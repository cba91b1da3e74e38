"""Calls around a visit that nobody took: each stands among the calls to make until it is made."""

from datetime import datetime

from notifications import calls
from notifications.models import CallTask, PhoneCall
from notifications.models.answers import CallTaskQuerySet
from notifications.models.voice import RINGS_FOR, SHOWN_FOR

Why = CallTask.Reason
RINGING = PhoneCall.Outcome.RINGING


def run(now: datetime) -> int:
    """Calls of which nobody told us the end, as the caller hung up first; how many there were."""
    since = now - SHOWN_FOR
    rang = PhoneCall.objects.filter(started_at__gt=since, started_at__lte=now - RINGS_FOR)
    return sum(end(call, now, answered=False) for call in rang.filter(outcome=RINGING))


def end(call: PhoneCall, now: datetime, *, answered: bool) -> bool:
    """Whether this was the first word of how the call ended; only that counts."""
    outcome = PhoneCall.Outcome.ANSWERED if answered else PhoneCall.Outcome.MISSED
    ringing = PhoneCall.objects.filter(pk=call.pk, outcome=RINGING)
    is_news = ringing.update(outcome=outcome) > 0
    if is_news and answered:
        _open(call).filter(reason=Why.MISSED_CALL).update(done_at=now)
    elif is_news and call.is_near and not _open(call).exists():
        _ask(call, Why.MISSED_CALL, now)
    return is_news


def left_message(call: PhoneCall, now: datetime) -> CallTask | None:
    """The call to make because of what can be heard; it takes the place of the missed call."""
    _open(call).filter(reason=Why.MISSED_CALL).update(done_at=now)
    return _ask(call, Why.VOICEMAIL, now)


def _open(call: PhoneCall) -> CallTaskQuerySet:
    """Who calls this number back has seen to all its calls."""
    return CallTask.objects.open().filter(
        number=call.number, reason__in=[Why.MISSED_CALL, Why.VOICEMAIL]
    )


def _ask(call: PhoneCall, why: CallTask.Reason, now: datetime) -> CallTask | None:
    return calls.ask(
        why,
        key=f"{why}:{call.pk}",
        visit=call.appointment,
        customer=call.customer,
        number=call.number,
        phone_call=call,
        now=now,
    )

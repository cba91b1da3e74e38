"""Ringing the person on call about an alarm: one committed row a try, then the next person."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse

from notifications.addresses import bare
from notifications.door import people_on_call
from notifications.models import Alarm, AlarmCall, Sender
from notifications.providers.base import (
    AmbiguousError,
    Provider,
    ProviderError,
    Ringing,
    SetUpError,
)
from notifications.rendering import sender_address

logger = logging.getLogger(__name__)
NEXT_AFTER = timedelta(minutes=1)
MOST = 10  # tries; who has not heard by then does not hear
Outcome = AlarmCall.Outcome


def run(make_provider: Callable[[], Provider], now: datetime) -> int:
    """How many were rung."""
    waiting = Alarm.objects.untaken().select_related("appointment__business_unit")
    calls = [call for alarm in waiting if (call := _next(alarm, now))]
    for call in calls:
        _ring(make_provider, call)
    return len(calls)


def _next(alarm: Alarm, now: datetime) -> AlarmCall | None:
    """The next try where it is time for one; committed, as it may not be made twice."""
    last = alarm.calls.order_by("-turn").first()
    rings = last is not None and last.outcome == Outcome.RINGING
    just_failed = last is not None and last.outcome == Outcome.FAILED
    pause = NEXT_AFTER if rings else NEXT_AFTER / 6 if just_failed else timedelta()
    turn = last.turn + 1 if last else 0
    people = people_on_call(alarm)
    if not people or turn >= MOST or (last and now < last.started_at + pause):
        return None
    row = {"number": people[turn % len(people)], "started_at": now}
    call, is_new = AlarmCall.objects.get_or_create(alarm=alarm, turn=turn, defaults=row)
    return call if is_new else None


def _ring(make_provider: Callable[[], Provider], call: AlarmCall) -> None:
    try:
        accepted = make_provider().call(_ringing(call))
    except AmbiguousError:
        return  # it may ring: the next try waits its minute
    except (ProviderError, SetUpError) as error:
        logger.warning("alarm call %s: not made, %s", call.pk, error)
        AlarmCall.objects.filter(pk=call.pk).update(outcome=Outcome.FAILED)
        return
    AlarmCall.objects.filter(pk=call.pk).update(provider_sid=accepted.sid)


def _ringing(call: AlarmCall) -> Ringing:
    unit = call.alarm.appointment.business_unit
    sender = Sender.objects.filter(business_unit=unit).first()
    sender = sender or Sender.objects.get(business_unit__is_default=True)
    return Ringing(
        sender=bare(sender_address(sender)),
        to=call.number,
        answer_url=settings.PUBLIC_BASE_URL + reverse("alarm_call", args=[call.pk]),
        over_url=settings.PUBLIC_BASE_URL + reverse("alarm_call_over", args=[call.pk]),
    )

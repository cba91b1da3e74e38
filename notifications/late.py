"""Texts that are due and don't leave although their visit comes near: a person calls."""

from datetime import datetime, timedelta

from django.db.models import F, Q

from notifications import calls
from notifications.models import Message, MessageQuerySet
from notifications.states import WHO_AND_WHEN, Reason, State

# What the provider's silence takes to be settled, and some patience.
PATIENCE = timedelta(minutes=10)
WAITING = (State.QUEUED, State.HELD, State.UNSETTLED)
AT_ONCE = 100


def run(now: datetime) -> int:
    """Ask for a call for each, once; how many were asked for."""
    texts = _held_up(now).select_related("appointment__customer", "appointment__technician")
    asked = [calls.instead_of(text, Reason.TRYING_AGAIN, now) for text in texts[:AT_ONCE]]
    return len([call for call in asked if call])


def _held_up(now: datetime) -> MessageQuerySet:
    starts = F("appointment__arrival_window_start")
    too_near = Q(appointment__arrival_window_start__lte=now + calls.COMES_LATE)
    capped = Q(sender__held_until__gt=now)
    cap_ends_late = Q(sender__held_until__gt=starts - calls.COMES_LATE)
    closed = capped | ~Q(sender__stopped_code="")
    tried_for_long = Q(reason=Reason.TRYING_AGAIN, created_at__lte=now - PATIENCE)
    overdue = Q(send_after__lte=now - PATIENCE) | tried_for_long
    due = Message.objects.filter(
        Q(send_after__lte=now) | Q(reason=Reason.TRYING_AGAIN),
        state__in=WAITING,
        useful_until__gt=now,
        appointment__isnull=False,
        call_tasks=None,
        kind__in=WHO_AND_WHEN | calls.OWED.keys(),
    )
    # Who has written waits for their answer, however far the visit is.
    pressing = too_near | Q(kind__in=calls.OWED)
    return due.filter(capped & cap_ends_late | pressing & (closed | overdue))

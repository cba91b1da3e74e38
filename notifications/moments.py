"""Texts that say a moment and no news: when they are due, and what makes them idle."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from appointments.models import Appointment
from appointments.statuses import Status
from notifications.models import Message
from notifications.plan import DAY_BEFORE_AT
from notifications.states import WHO_AND_WHEN, Kind, Reason, State

# What was booked later than this before the visit is still in mind on the day before.
BOOKED_AHEAD = timedelta(hours=36)
# Who has read a text or answered one since knows.
LATELY = timedelta(hours=12)
# In the morning, while somebody is there who can offer another time.
AT = {
    Kind.REMINDER: (timedelta(days=1), DAY_BEFORE_AT),
    Kind.MORNING: (timedelta(), time(8)),
}
USEFUL_FOR = {Kind.ARRIVED: timedelta(minutes=15), Kind.NO_ACCESS: timedelta(hours=24)}
MOMENT_OF = {
    Kind.REMINDER: Status.SCHEDULED,
    Kind.MORNING: Status.SCHEDULED,
    Kind.ARRIVED: Status.ARRIVED,
    Kind.NO_ACCESS: Status.NO_ACCESS,
}
_WAITING = {State.QUEUED, State.SENDING, State.UNSETTLED, State.HELD}


def due(kind: Kind, visit: Appointment, now: datetime) -> datetime | None:
    """When a visit booked or moved `now` is to be reminded of; None where that is too soon."""
    if visit.arrival_window_start - now <= BOOKED_AHEAD:
        return None
    day = visit.arrival_window_start.astimezone(visit.zone).date()
    before, clock = AT[kind]
    moment = datetime.combine(day - before, clock, tzinfo=visit.zone).astimezone(now.tzinfo)
    return moment if now < moment < visit.arrival_window_start else None


def why_idle(
    visit: Appointment, history: Iterable[Message], last: Message | None, now: datetime
) -> Reason | None:
    """Why nobody needs to be reminded: a text with news says it all, or they know just now.

    Having confirmed weeks ago is no reason: it is not forgetting that a reminder helps against.
    """
    if any(text.state in _WAITING and text.kind in WHO_AND_WHEN for text in history):
        return Reason.SUPERSEDED
    heard = (moment for moment in (last and last.sent_at, visit.confirmed_at) if moment)
    return Reason.NOTHING_NEW if any(now - moment < LATELY for moment in heard) else None

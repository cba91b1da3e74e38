"""Turns the diary into dated events around a moment; pure, what they do is life's."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from appointments.statuses import Status
from fieldservice.demo.diary import TODAY, TOMORROW, YESTERDAY, Visit
from fieldservice.demo.staff import ZONE

DAY = timedelta(days=1)


class Step(StrEnum):
    BOOKED = "booked"
    ANSWERED = "answered"
    REASSIGNED = "reassigned"
    MOVED_ON = "moved on"
    THANKED = "thanked"


@dataclass(frozen=True)
class Event:
    """Something that happened to a visit; `status` is what it moved on to."""

    at: datetime
    step: Step
    visit: Visit
    day: date
    status: Status = Status.SCHEDULED


def past(now: datetime) -> list[Event]:
    """Everything that has happened by `now`, in order."""
    today = now.astimezone(ZONE).date()
    events = [
        event
        for offset, visits in ((-1, YESTERDAY), (0, TODAY), (1, TOMORROW))
        for turn, visit in enumerate(visits)
        for event in _life(visit, today + offset * DAY, turn, now)
    ]
    return sorted((event for event in events if event.at <= now), key=lambda event: event.at)


def window(visit: Visit, day: date) -> tuple[datetime, datetime]:
    """The arrival window in UTC."""
    start, end = visit.hours
    return _at(day, start), _at(day, end)


def _life(visit: Visit, day: date, turn: int, now: datetime) -> Iterator[Event]:
    # Two days ahead at least: at any hour of today, tomorrow's visits are booked already.
    booked = _at(day - (2 + turn % 3) * DAY, 9) + timedelta(minutes=turn * 37 % 450)
    yield Event(booked, Step.BOOKED, visit, day)
    if visit.answer:
        ago = timedelta(minutes=visit.answered_ago)
        answered = now - ago if ago else booked + timedelta(minutes=4 + turn % 9)
        yield Event(answered, Step.ANSWERED, visit, day)
    if visit.first:
        yield Event(_at(day - DAY, 17), Step.REASSIGNED, visit, day)
    if visit.ends == Status.CANCELED:
        yield Event(_at(day - DAY, 18), Step.MOVED_ON, visit, day, Status.CANCELED)
    elif visit.technician:
        yield from _day_of(visit, day)
    if visit.thanks:
        # Asked half an hour after the visit is done, they answer soon.
        yield Event(window(visit, day)[0] + timedelta(minutes=95), Step.THANKED, visit, day)


def _day_of(visit: Visit, day: date) -> Iterator[Event]:
    start, _ = window(visit, day)
    minutes = {Status.ON_THE_WAY: -18, Status.ARRIVED: 3, visit.ends: 42}
    for status, after in minutes.items():
        yield Event(start + timedelta(minutes=after), Step.MOVED_ON, visit, day, status)


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), ZONE).astimezone(UTC)

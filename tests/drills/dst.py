"""The two nights in which New York changes its clocks, with visits in and around them."""

import time
from datetime import UTC, datetime
from datetime import time as clock
from functools import partial
from zoneinfo import ZoneInfo

from notifications.plan import Quiet
from tests.drills.company import at_work, phones, rows, texts_sent, together
from tests.drills.counting import Result, count
from tests.office import Json, Office, until, visit
from tests.stack import Stack

NEW_YORK = "America/New_York"
Span = tuple[str, str, str]
# From, until (UTC), and the words for it in New York.
VISITS: tuple[Span, ...] = (
    ("2027-03-13T14:00Z", "2027-03-13T16:00Z", "Sat 13 Mar, 9-11am"),
    ("2027-03-14T05:00Z", "2027-03-14T06:00Z", "Sun 14 Mar, 12am-1am"),
    ("2027-03-14T06:30Z", "2027-03-14T07:30Z", "Sun 14 Mar, 1:30-3:30am"),
    ("2027-03-14T07:00Z", "2027-03-14T08:00Z", "Sun 14 Mar, 3-4am"),
    ("2027-03-14T13:00Z", "2027-03-14T15:00Z", "Sun 14 Mar, 9-11am"),
    ("2027-11-06T13:00Z", "2027-11-06T15:00Z", "Sat 6 Nov, 9-11am"),
    ("2027-11-07T04:00Z", "2027-11-07T05:00Z", "Sun 7 Nov, 12am-1am"),
    ("2027-11-07T05:00Z", "2027-11-07T06:00Z", "Sun 7 Nov, 1am"),
    ("2027-11-07T05:00Z", "2027-11-07T07:00Z", "Sun 7 Nov, 1-2am"),
    ("2027-11-07T06:00Z", "2027-11-07T08:00Z", "Sun 7 Nov, 1-3am"),
    ("2027-11-07T14:00Z", "2027-11-07T16:00Z", "Sun 7 Nov, 9-11am"),
)
# When a visit starts, and when a new face is told on the day before: at ten in the morning there.
FACES = {
    "2027-03-14T13:00Z": "2027-03-13T15:00Z",
    "2027-03-15T13:00Z": "2027-03-14T14:00Z",
    "2027-11-07T14:00Z": "2027-11-06T14:00Z",
    "2027-11-08T14:00Z": "2027-11-07T15:00Z",
}
# A moment of the night, and when it is eight in the morning there.
MORNINGS = {
    "2027-03-13T04:00Z": "2027-03-13T13:00Z",
    "2027-03-14T04:00Z": "2027-03-14T12:00Z",
    "2027-03-14T07:00Z": "2027-03-14T12:00Z",
    "2027-11-06T04:00Z": "2027-11-06T12:00Z",
    "2027-11-07T05:30Z": "2027-11-07T13:00Z",
    "2027-11-07T06:30Z": "2027-11-07T13:00Z",
}
TOLD = "SELECT count(*) FROM notifications_message WHERE state = 'delivered'"
WAITING = """
SELECT send_after, reason FROM notifications_message
WHERE appointment_id = %s AND state = 'queued'
"""


def dst(stack: Stack, texts: int) -> Result:
    """Words and the times of new faces through real processes; the end of quiet hours by itself.

    No process can be told that it is another day: what quiet hours hold is left to the function
    that rules it.
    """
    texts = max(texts, len(VISITS) + len(FACES))
    numbers = phones(texts)
    quiet = Quiet(clock(21), clock(8), ZoneInfo(NEW_YORK))
    for night, morning in MORNINGS.items():
        assert quiet.until(at(night)) == at(morning), (
            f"{night} waits until {quiet.until(at(night))}."
        )
    spans = [VISITS[number % len(VISITS)] for number in range(texts - len(FACES))]
    with at_work(stack) as office:
        told = list(zip(numbers[len(FACES) :], spans, strict=True))
        together(partial(book, office), told)
        visits = together(partial(another_face, office), zip(numbers, FACES, strict=False))
        ended_at = time.time()
        until(lambda: rows(stack, TOLD) == [(texts,)])
    for booked, due in zip(visits, FACES.values(), strict=True):
        waits = rows(stack, WAITING, booked["id"])
        assert waits == [(at(due), "day_before")], f"A new face is told at {waits}, not {due}."
    words = dict(told)
    for text in texts_sent(stack):
        said = words.get(text["to"])
        assert said is None or said[2] in text["body"], f"Not {said}: {text['body']}"
    return count(stack, "dst", texts, ended_at)


def book(office: Office, told: tuple[str, Span]) -> None:
    phone, (start, end, _words) = told
    body = visit(phone, time_zone=NEW_YORK)
    answer = office.ask(body | {"arrival_window_start": start, "arrival_window_end": end})
    assert answer.status_code == 201, answer.text


def another_face(office: Office, who_and_when: tuple[str, str]) -> Json:
    """A visit of which somebody was told that Maya comes, and then it is Ruth."""
    phone, start = who_and_when
    booked = office.book(phone, office.technician("Maya"), at(start), time_zone=NEW_YORK)
    office.told(booked["id"])
    return office.change(booked["id"], technician_id=office.technician("Ruth"))


def at(stamp: str) -> datetime:
    return datetime.fromisoformat(stamp).astimezone(UTC)

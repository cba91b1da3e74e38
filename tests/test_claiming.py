"""Who takes a text, in which order and at what pace."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from fieldservice.company.services import default_unit
from notifications import delivery
from notifications.claiming import claim
from notifications.models import Message, Sender
from notifications.providers.base import Family, NotProcessedError
from notifications.states import State, Urgency
from tests.spine import NOW, Day, book_many, default_sender, last, suppress

pytestmark = pytest.mark.django_db


def slow(per_second: float) -> Sender:
    Sender.objects.update(per_second=per_second)
    return default_sender()


def test_a_claim_is_exclusive(day: Day) -> None:
    book_many(day, 3)
    assert [len(claim(NOW, limit)) for limit in (2, 9, 9)] == [2, 1, 0]


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_claims_at_the_same_moment_share_what_is_due(day: Day) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer.")
    book_many(day, 3)

    def claimed() -> int:
        found = len(claim(NOW, 9))
        connection.close()
        return found

    with ThreadPoolExecutor(1) as other, transaction.atomic():
        assert len(claim(NOW, 2)) == 2
        assert other.submit(claimed).result(timeout=10) == 1


def test_what_is_not_due_is_not_claimed(day: Day) -> None:
    day.book()
    assert not claim(NOW - timedelta(seconds=1), 9)


def test_a_claim_that_was_taken_away_sends_nothing(day: Day) -> None:
    visit = day.book()
    claimed = claim(NOW, 9)
    day.later(seconds=31).sweep()
    assert not list(delivery.ready(claimed, day.now))
    assert last(visit).state == State.QUEUED


def moments(day: Day) -> list[float]:
    """The seconds after NOW at which each text reached the provider, in order."""
    seen: list[datetime] = []
    day.provider.meanwhile = lambda outgoing: seen.append(day.now)
    day.deliver()
    return [(moment - NOW).total_seconds() for moment in seen]


@pytest.mark.parametrize(
    ("per_second", "expected"),
    [(1, [0, 2, 4, 6]), (0.5, [0, 4, 8, 12]), (8, [0, 0, 0.5, 0.5]), (0, [0, 0, 0, 0])],
)
def test_a_sender_keeps_its_pace(day: Day, per_second: float, expected: list[float]) -> None:
    """Each of these texts has two parts, and counts twice."""
    slow(per_second)
    book_many(day, 4)
    assert moments(day) == expected


def test_only_the_run_that_moved_the_sender_waits_for_it(day: Day) -> None:
    sender = slow(1)
    book_many(day, 2)
    Sender.objects.filter(pk=sender.pk).update(next_free_at=NOW + timedelta(seconds=1))
    assert not day.deliver()
    assert day.now == NOW


def test_a_slow_sender_does_not_hold_up_another(day: Day) -> None:
    slow(1)
    north = default_unit()
    north.pk, north.name, north.is_default = None, "North", False
    north.save()
    Sender.objects.create(business_unit=north, per_second=0)
    visits = book_many(day, 3)
    Message.objects.filter(appointment=visits[2]).update(sender=north.sender)
    day.provider.meanwhile = lambda outgoing: north_left.append((outgoing.to, day.now))
    north_left: list[tuple[str, datetime]] = []
    day.deliver()
    assert (visits[2].text_to, NOW) in north_left


@pytest.mark.parametrize("per_second", [0, 8])
def test_after_a_429_no_worker_takes_anything_until_the_pause_is_over(
    day: Day, per_second: float
) -> None:
    slow(per_second)
    day.provider.answers = [NotProcessedError(Family.TEMPORARY, "20429", wait=45)]
    day.book()
    day.deliver()
    book_many(day, 3)
    assert not claim(NOW + timedelta(seconds=44), 9)
    assert claim(NOW + timedelta(seconds=45), 9)


def test_the_most_urgent_text_goes_first(day: Day) -> None:
    slow(1)
    visits = book_many(day, 3)
    urgencies = [Urgency.WHENEVER, Urgency.SOON, Urgency.NOW]
    for number, (visit, urgency) in enumerate(zip(visits, urgencies, strict=True)):
        waits_since = NOW - timedelta(minutes=9 - number)
        Message.objects.filter(appointment=visit).update(urgency=urgency, send_after=waits_since)
    assert [text.to for text in day.deliver()] == [v.text_to for v in reversed(visits)]


def test_texts_that_are_not_needed_do_not_end_the_run(day: Day) -> None:
    slow(8)  # two at a time
    visits = book_many(day, 4)
    for visit in visits[:2]:
        suppress(day, visit)
    assert len(day.deliver()) == 2

"""Days nobody wrote down: whatever happens in whatever order, the customer ends up knowing."""

from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from appointments.models import Customer
from fieldservice.company.models import BusinessUnit
from notifications import delivery
from notifications.claiming import claim
from notifications.models import Attempt, Message
from notifications.plan import Picture
from notifications.providers.base import (
    AmbiguousError,
    Family,
    NotProcessedError,
    Outgoing,
    ProviderError,
)
from notifications.receipts import LOST
from notifications.rendering import picture_of
from notifications.states import REMINDERS, State
from tests.factories import make_technician
from tests.spine import Day, fresh

# How a call ends: the answer, and whether the provider has the text whatever it answered.
ENDS: dict[str, tuple[ProviderError | None, bool]] = {
    "accepted": (None, False),
    "busy": (NotProcessedError(Family.TEMPORARY, "30001"), False),
    "answer lost": (AmbiguousError(Family.AMBIGUOUS), True),
    "call lost": (AmbiguousError(Family.AMBIGUOUS), False),
    "broken": (AmbiguousError(Family.AMBIGUOUS, "20500"), False),
    "broken, but taken": (AmbiguousError(Family.AMBIGUOUS, "20500"), True),
}


class AnyDay:
    """One visit, all that can happen to it, and what each call told its customer."""

    def __init__(self) -> None:
        self.day = Day()
        self.faces = [make_technician("Maya Lopez"), make_technician("Omar Haddad"), None]
        self.visit = self.day.book(self.faces[0], hours=40)
        # A reminder says what is known on purpose.
        Message.objects.filter(kind__in=REMINDERS).delete()
        Customer.objects.update(fewer_texts=True)
        self.told: dict[UUID, Picture] = {}
        self.ever_lost: set[UUID] = set()

    def assign(self, face: int) -> None:
        self._change(lambda: self.day.reassign(self.visit, self.faces[face]))

    def move(self, hours: int) -> None:
        self._change(lambda: self.day.move(self.visit, hours=hours))

    def cancel(self) -> None:
        self._change(lambda: self.day.cancel(self.visit))

    def _change(self, change: Callable[[], None]) -> None:
        if fresh(self.visit).is_live:
            change()

    def wait(self, seconds: int) -> None:
        self.day.later(seconds=seconds)

    def sweep(self) -> None:
        self.day.sweep()

    def deliver(self, end: str) -> None:
        answer, self.day.provider.takes_anyway = ENDS[end]
        self.day.provider.answers = [answer]
        self.day.deliver()
        self.day.provider.takes_anyway = False
        self._note()

    def die(self, moment: str) -> None:
        """A worker is killed on the way of a text."""
        claimed = claim(self.day.now, 9)
        if moment == "before the call is noted":
            return
        for leaving in delivery.ready(claimed, self.day.now):
            if moment == "after it arrived":
                self.day.provider.answers = []
                self.day.provider.send(leaving.outgoing)
        self._note()

    def report(self, which: int, state: State) -> None:
        """A receipt for one of the texts the provider has."""
        sent = self.day.provider.sent
        if not sent:
            return
        number = which % len(sent)
        attempt = attempt_of(sent[number])
        if state in LOST:
            self.ever_lost.add(attempt.pk)
        code = "30005" if state in LOST else ""
        self.day.receipt(attempt, state, code, sid=f"MEM{number + 1:05d}")

    def settle(self) -> None:
        """Nothing more happens; beat and worker go on."""
        self.day.provider.answers = []
        for seconds in (5, 35, 60, 120, 300, 60, 60, 300, 60, 60, 5):
            self.wait(seconds)
            self.day.sweep()
            self.day.deliver()
            self._note()

    def _note(self) -> None:
        for attempt in Attempt.objects.select_related("message"):
            self.told.setdefault(attempt.pk, Picture(**attempt.message.told))

    def arrived(self) -> list[Attempt]:
        """What the customer's phone got, in order."""
        attempts = [attempt_of(text) for text in self.day.provider.sent]
        return [attempt for attempt in attempts if attempt.state not in LOST]


def attempt_of(text: Outgoing) -> Attempt:
    key = text.callback_url.partition("#")[0].rpartition("/")[2]
    return Attempt.objects.get(pk=key)


SECONDS = st.sampled_from([1, 5, 31, 61, 130, 400, 3600])
STATES = st.sampled_from([State.SENT, State.DELIVERED, State.UNDELIVERED])
DEATHS = st.sampled_from(["before the call is noted", "before it arrived", "after it arrived"])
DEEDS = st.one_of(
    st.tuples(st.just("assign"), st.integers(0, 2)),
    st.tuples(st.just("move"), st.sampled_from([-1, 1])),
    st.tuples(st.just("cancel")),
    st.tuples(st.just("wait"), SECONDS),
    st.tuples(st.just("sweep")),
    st.tuples(st.just("deliver"), st.sampled_from(sorted(ENDS))),
    st.tuples(st.just("die"), DEATHS),
    st.tuples(st.just("report"), st.integers(0, 5), STATES),
)


@pytest.mark.django_db
@settings(max_examples=20, deadline=None)
@given(st.lists(DEEDS, max_size=18))
def test_whatever_happens_the_customer_ends_up_knowing(deeds: list[tuple[object, ...]]) -> None:
    with transaction.atomic():
        BusinessUnit.objects.update(quiet_from=None)
        story = AnyDay()
        for name, *details in deeds:
            getattr(story, str(name))(*details)
        story.settle()
        check_all_is_settled()
        check_the_last_text_is_true(story)
        check_nothing_was_said_twice(story)
        transaction.set_rollback(True)


def check_all_is_settled() -> None:
    open_states = {State.QUEUED, State.SENDING, State.UNSETTLED, State.HELD}
    assert not Message.objects.filter(state__in=open_states).exists()


def check_the_last_text_is_true(story: AnyDay) -> None:
    """Unless the carriers lost the very text that said it: then a person calls."""
    true = picture_of(fresh(story.visit))
    arrived = [story.told[attempt.pk] for attempt in story.arrived()]
    lost = Message.objects.filter(state__in=LOST)
    if any(Picture(**text.told).same_as(true) for text in lost):
        return
    if true.canceled and not arrived:
        return
    assert arrived
    assert arrived[-1].same_as(true)


def check_nothing_was_said_twice(story: AnyDay) -> None:
    """Where nothing ever looked lost, each text is one, and no two in a row say the same."""
    calls = [attempt for attempt in story.arrived() if attempt.pk not in story.ever_lost]
    assert max(Counter(call.message_id for call in calls).values(), default=0) <= 1
    if not story.ever_lost:
        for one, next_one in pairwise(calls):
            assert not story.told[one.pk].same_as(story.told[next_one.pk])

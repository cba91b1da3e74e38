"""The state machine of random days in the town; all is checked after every deed."""

import sys
import uuid
from datetime import datetime

from django.db import transaction
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from appointments.models import Appointment
from notifications.states import State
from tests.complaints import complaints
from tests.phone_books import Books, true_of
from tests.town import BEGINNINGS, Town
from tests.town_network import DEATHS, ENDS
from tests.town_post import ADDRESSES, open_post

WHICH = st.integers(0, 3)
FACE = st.integers(0, 3)  # the last one is nobody
HOW = st.sampled_from(["by text", "by text", "by phone", "a little later"])
AHEAD = st.sampled_from([1, 1, 3, 14, 24, 45, 70])
WORDS = st.sampled_from(
    [
        *("C", "C", "R", "R", "R", "1", "2", "3", "yes", "👍", "STOP", "START", "HELP", "WHO"),
        *("G", "N", "Please stop texting me", "Wrong number", "G so kind", "N he was rude"),
        *("STOP", "Wrong number"),
        *("Is the cat a problem?", "Liked “Acme: Hello Dana”", "thanks", "another time please"),
    ]
)
TAPS = st.sampled_from(
    [
        *(("on_the_way", "15"), ("on_the_way", "40"), ("on_the_way", ""), ("late", "20")),
        *(("arrived", ""), ("done", ""), ("no_access", "")),
    ]
)
# What comes after a deed: mostly the worker does its work before the next one, as calls then end.
THEN = st.sampled_from(["accepted"] * 12 + ["nothing"] * 4 + sorted(ENDS))
SECONDS = st.sampled_from([1, 5, 12, 31, 61, 130, 400, 1000, 3600])
PAGE = st.sampled_from(["yes", "another time", "choose", "choose", "call me", "fewer", "warn"])
LEAP = st.sampled_from([3 * 3600, 9 * 3600, 14 * 3600, 24 * 3600])
TO_LETTERS = st.sampled_from(["unsubscribed", "complaint", "start again"])
RARELY = st.sampled_from([False, False, False, True])
# Threads take turns as they like: what does not come again was wrong all the same.
FOUND = (AssertionError, FlakyFailure)
WHY_LOST = st.sampled_from(["30005", "30005", "30003", "30008", "30034"])
REPORTS = st.sampled_from([State.SENT, State.DELIVERED, State.DELIVERED, State.UNDELIVERED])


class AnyDay(RuleBasedStateMachine):
    """One example: its rows are gone when it ends."""

    steps = 0

    def __init__(self) -> None:
        super().__init__()
        self.atomic = transaction.atomic()
        self.atomic.__enter__()
        self.before: dict[uuid.UUID, Appointment] = {}
        self.seen = 0

    @initialize(
        begins=st.sampled_from(BEGINNINGS),
        is_strict=RARELY,
        addresses=st.sampled_from(sorted(ADDRESSES)),
        hours=AHEAD,
        other=st.integers(0, 2),
    )
    def begin(
        self, begins: datetime, is_strict: bool, addresses: str, hours: int, other: int
    ) -> None:
        """Maya goes to two, or twice to one."""
        self.town = Town(begins, is_strict, addresses)
        self.town.book(0, 0, hours, True)
        self.town.book(other, 0, hours + 4, True)

    @rule(customer=st.integers(0, 2), face=FACE, hours=AHEAD, on_the_phone=st.booleans(), then=THEN)
    def book(self, customer: int, face: int, hours: int, on_the_phone: bool, then: str) -> None:
        self.town.book(customer, face, hours, on_the_phone)
        self.check("book", then)

    @precondition(lambda self: self.town.visits)
    @rule(visit=WHICH, face=FACE, how=HOW, then=THEN)
    def assign(self, visit: int, face: int, how: str, then: str) -> None:
        self.town.assign(visit, face, how)
        self.check("assign", then)

    @precondition(lambda self: self.town.visits)
    @rule(visit=WHICH, hours=st.sampled_from([-1, 1, 3, 24]), how=HOW, then=THEN)
    def move(self, visit: int, hours: int, how: str, then: str) -> None:
        self.town.move(visit, hours, how)
        self.check("move", then)

    @precondition(lambda self: self.town.visits)
    @rule(visit=st.integers(0, 9), how=HOW, then=THEN)
    def cancel(self, visit: int, how: str, then: str) -> None:
        # Mostly none, as nothing comes after it.
        if visit < len(self.town.visits):
            self.town.cancel(visit, how)
        self.check("cancel", then)

    @precondition(lambda self: self.town.visits)
    @rule(visit=WHICH, face=FACE, hours=st.sampled_from([0, 1, 3]), undone=st.booleans(), then=THEN)
    def drop(self, visit: int, face: int, hours: int, undone: bool, then: str) -> None:
        self.town.drop(visit, face, hours)
        self.check("drop", then)
        if undone:
            self.town.undo_drop()
            self.check("undo")

    @precondition(lambda self: self.town.visits)
    @rule(
        visit=WHICH,
        tap=TAPS,
        rough=st.booleans(),
        undone=st.sampled_from([False, False, True]),
        then=THEN,
    )
    def tap(self, visit: int, tap: tuple[str, str], rough: bool, undone: bool, then: str) -> None:
        self.town.tap(visit, *tap, rough)
        self.check("tap", then)
        if undone:
            self.town.undo_tap()
            self.check("undo")

    @rule(face=st.integers(0, 2), after=st.sampled_from(["hand_over", "come_back", ""]), then=THEN)
    def sick(self, face: int, after: str, then: str) -> None:
        """Their visits are nobody's; then others have them, or they come after all."""
        self.town.call_in_sick(face)
        self.check("sick", then)
        if after == "hand_over":
            self.town.hand_over((face + 1) % 3)
        elif after:
            self.town.come_back()
        self.check(after or "sick", then)

    @precondition(lambda self: self.town.visits)
    @rule(visit=WHICH, minutes=st.sampled_from([10, 45]), then=THEN)
    def tell_late(self, visit: int, minutes: int, then: str) -> None:
        self.town.tell_late(visit, minutes)
        self.check("tell_late", then)

    @rule(phone=st.integers(0, 1), body=WORDS, then=THEN)
    def reply(self, phone: int, body: str, then: str) -> None:
        self.town.reply(phone, body)
        self.check("reply", then)

    @rule(phone=st.integers(0, 5))
    def stop_elsewhere(self, phone: int) -> None:
        # Mostly none of the two, as nothing comes after it.
        if phone < 2:
            self.town.stop_elsewhere(phone)
        self.check("stop_elsewhere")

    @precondition(lambda self: self.town.visits)
    @rule(visit=WHICH, deed=PAGE, choice=st.integers(1, 3), then=THEN)
    def page(self, visit: int, deed: str, choice: int, then: str) -> None:
        self.town.page(visit, deed, choice)
        self.check("page", then)

    @rule(deed=st.sampled_from(["answer", "send_now"]))
    def office(self, deed: str) -> None:
        getattr(self.town, deed)()
        self.check(deed)

    @rule(deed=st.sampled_from(["call", "call", "give_up", "try_again"]), which=st.integers(0, 2))
    def desk(self, deed: str, which: int) -> None:
        getattr(self.town, deed)(which)
        self.check(deed)

    @rule(customer=st.integers(0, 8))
    def forget(self, customer: int) -> None:
        # Mostly nobody, as nothing comes after it.
        if customer < 3:
            self.town.erase(customer)
        elif customer == 3:
            self.town.clear_up()
        self.check("forget")

    @precondition(lambda self: self.town.visits)
    @rule(visit=WHICH)
    def send_again(self, visit: int) -> None:
        self.town.send_again(visit)
        self.check("send_again")

    @rule(seconds=SECONDS)
    def wait(self, seconds: int) -> None:
        self.town.wait(seconds)
        self.check("wait")

    @rule(seconds=LEAP, at_work=st.sampled_from([True, True, False]))
    def leap(self, seconds: int, at_work: bool) -> None:
        """Hours in which the worker was at work, or wasn't."""
        for _ in range(3):
            self.town.wait(seconds // 3)
            if at_work:
                self.town.beat()
                self.town.deliver("accepted")
            self.check("wait")

    @rule(end=st.sampled_from(["accepted", "accepted", "accepted", *sorted(ENDS)]))
    def deliver(self, end: str) -> None:
        self.town.deliver(end)
        self.check("deliver")

    @rule(moment=st.sampled_from(DEATHS))
    def die(self, moment: str) -> None:
        self.town.die(moment)
        self.check("die")

    @rule(delivers=st.booleans())
    def beat(self, delivers: bool) -> None:
        self.town.beat()
        self.check("beat")
        if delivers:
            self.town.deliver("accepted")
            self.check("deliver")

    @precondition(lambda self: self.town.network.sent)
    @rule(which=st.integers(0, 4), state=REPORTS, why=WHY_LOST)
    def report(self, which: int, state: State, why: str) -> None:
        self.town.report(which, state, why)
        self.check("report")

    @precondition(lambda self: self.town.closed)
    @rule(is_mended=st.sampled_from([True, True, False]), then=THEN)
    def resume(self, is_mended: bool, then: str) -> None:
        self.town.resume(is_mended)
        self.check("resume", then)

    @precondition(lambda self: any(sent.letter for sent in self.town.network.sent))
    @rule(which=st.integers(0, 2), deed=TO_LETTERS, then=THEN)
    def answer_letter(self, which: int, deed: str, then: str) -> None:
        self.town.answer_letter(which, deed)
        self.check("answer_letter", then)

    def check(self, deed: str, then: str = "nothing") -> None:
        AnyDay.steps += 1
        books = Books(self.town, self.seen)
        wrong = list(complaints(books, deed, self.before))
        if wrong:
            raise AssertionError("\n".join([*wrong, told(books)]))
        self.seen, self.before = len(self.town.network.sent), books.visits
        if then in ENDS:
            self.town.wait(61)
            self.town.beat()
            self.town.deliver(then)
            self.check("work")

    def teardown(self) -> None:
        try:
            if hasattr(self, "town") and sys.exc_info()[0] is None:
                for _ in self.town.settle():
                    self.check("settle")
        finally:
            transaction.set_rollback(True)
            self.atomic.__exit__(None, None, None)


def told(books: Books) -> str:
    """What phones have, and what is planned, for whoever reads a failure."""
    lines = [f"now {books.now}"]
    lines += [
        f"  {one.at:%d %H:%M:%S} {one.to[-3:]} {one.message.state} {one.message.body}"
        for one in books.arrived
    ]
    lines += [
        f"  {text.kind} {text.state} {text.reason} {text.send_after:%d %H:%M:%S}"
        f" until {text.useful_until:%d %H:%M} {text.told}"
        for text in books.texts
    ]
    lines += [f"  {visit.pk} {visit.status} {true_of(visit)}" for visit in books.visits.values()]
    return "\n".join(lines)


def run(how: settings, first: int = 0) -> int:
    """The steps walked from this seed on; raises what was found."""
    AnyDay.steps = 0
    # A class of its own, as a seed stays with the class it was given to.
    machine = seed(first)(type("AnyDay", (AnyDay,), {}))
    with open_post():
        run_state_machine_as_test(machine, settings=settings(how, deadline=None, database=None))
    return AnyDay.steps

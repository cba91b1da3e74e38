"""The table of moves: closed, forward only, every state reachable and worded."""

from itertools import product

import pytest

from notifications import states
from notifications.models import Message
from notifications.states import (
    FINAL,
    IN_FLIGHT,
    MOVES,
    TOLD,
    Kind,
    Mover,
    Reason,
    State,
    sources,
)

# The way out. Going back is for delivery, with proof, and for a person.
WAY = [State.QUEUED, State.SENDING, State.ACCEPTED, State.SENT, State.DELIVERED, State.READ]
RANK = {state: number for number, state in enumerate(WAY)}
LOST = {State.UNDELIVERED, State.FAILED}


@pytest.mark.parametrize(("actor", "new"), list(product(Mover, State)))
def test_sources_and_moves_are_one_table(actor: Mover, new: State) -> None:
    allowed = {old for old in State if new in MOVES[actor].get(old, set())}
    assert sources(actor, new) == allowed


@pytest.mark.parametrize(("actor", "state"), list(product(Mover, State)))
def test_nobody_moves_a_text_to_where_it_is(actor: Mover, state: State) -> None:
    assert state not in sources(actor, state)


@pytest.mark.parametrize("actor", [Mover.PROVIDER, Mover.RECEIPT])
def test_the_provider_moves_forward_only(actor: Mover) -> None:
    for old, news in MOVES[actor].items():
        backward = {new for new in news & RANK.keys() if RANK[new] <= RANK.get(old, -1)}
        assert not backward, old


@pytest.mark.parametrize("new", list(State))
def test_every_state_but_the_first_is_reached_from_it(new: State) -> None:
    reached = {State.QUEUED}
    for _ in State:
        reached |= {n for a in Mover for old in reached for n in MOVES[a].get(old, set())}
    assert new in reached


def test_what_a_phone_has_is_never_taken_back() -> None:
    for actor in Mover:
        assert MOVES[actor].get(State.DELIVERED, set()) <= {State.READ}
        assert not MOVES[actor].get(State.READ, set())


@pytest.mark.parametrize("state", [*LOST, State.UNSETTLED])
def test_a_late_delivered_wins(state: State) -> None:
    assert state in sources(Mover.RECEIPT, State.DELIVERED)


@pytest.mark.parametrize("state", [State.READ, State.SKIPPED])
def test_what_is_over_stays_over(state: State) -> None:
    assert not any(MOVES[actor].get(state) for actor in Mover)


@pytest.mark.parametrize("actor", sorted(set(Mover) - {Mover.DELIVERY}))
def test_only_delivery_takes_a_text_out_of_the_queue_to_send_it(actor: Mover) -> None:
    assert not sources(actor, State.SENDING)


@pytest.mark.parametrize("actor", [Mover.PLANNER, Mover.PROVIDER, Mover.RECEIPT])
def test_only_delivery_and_a_person_put_a_text_back(actor: Mover) -> None:
    assert not sources(actor, State.QUEUED)


def test_what_is_on_its_way_can_be_skipped_by_delivery_alone() -> None:
    skippers = {actor for actor in Mover if sources(actor, State.SKIPPED) & IN_FLIGHT}
    assert skippers == {Mover.DELIVERY}


def test_told_in_flight_and_waiting_do_not_overlap() -> None:
    waiting = {State.QUEUED, State.HELD}
    assert not TOLD & IN_FLIGHT
    assert not (TOLD | IN_FLIGHT) & waiting
    assert not FINAL & (IN_FLIGHT | waiting)
    assert TOLD | IN_FLIGHT | waiting | FINAL == set(State)


@pytest.mark.parametrize("words", [*State, *Kind, *Reason, *states.Channel])
def test_every_word_is_said_to_people(words: State | Kind | Reason) -> None:
    assert str(words.label) not in {"", words.value}


@pytest.mark.parametrize(("field", "words"), [("state", State), ("kind", Kind), ("reason", Reason)])
def test_every_word_fits_its_column(field: str, words: type[State] | type[Kind]) -> None:
    width = getattr(Message._meta.get_field(field), "max_length", 0)
    assert max(len(word.value) for word in words) <= width

"""What must hold of senders that are stopped, and of what the office does with texts that wait."""

from collections.abc import Iterator

from notifications.states import State
from tests.phone_books import Books


def closed(books: Books) -> Iterator[str]:
    """Where no text may leave, all wait, and none is tried."""
    if books.town.closed:
        until, tried = books.town.closed
        for at in books.town.network.tried[tried:]:
            if at < until:
                yield f"tried at {at}, although closed until {until}"


def left_behind(books: Books) -> Iterator[str]:
    """Nothing is held once the sender may go on."""
    if books.town.closed is None or books.now >= books.town.closed[0]:
        held = [text for text in books.texts if text.state == State.HELD]
        yield from (f"{text.kind} is held: {text.reason}" for text in held)

"""What must hold of senders that are stopped, of what the office does, and of who is erased."""

from collections.abc import Iterator

from appointments.models import Appointment
from notifications.models import CallTask, Message, Reply
from notifications.receipts import LOST
from notifications.states import IN_FLIGHT, State
from tests.phone_books import Books

PENDING = IN_FLIGHT | {State.QUEUED}
WAITING = PENDING | {State.HELD}


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


def erased(books: Books) -> Iterator[str]:
    """Who is erased hears nothing more, is called by nobody, and has left no number."""
    gone = books.town.erased
    for one in books.new():
        customer = one.message.customer_id
        if customer in gone and one.number >= gone[customer]:
            yield f"{one.message.kind} goes to who was erased"
    for text in Message.objects.filter(customer__in=gone):
        if text.to or text.body or text.state in WAITING:
            yield f"{text.kind}, {text.state}, says {text.to} {text.body}"
    for call in CallTask.objects.filter(customer__in=gone):
        if call.number or call.done_at is None:
            yield f"a call, {call.reason}, to {call.number}"
    for reply in Reply.objects.filter(appointment__customer__in=gone).exclude(number=""):
        yield f"an answer of {reply.number}"


def given_up(books: Books) -> Iterator[str]:
    for text in books.new():
        if text.number >= books.town.given_up.get(text.message.pk, text.number + 1):
            yield f"{text.message.kind} was given up, and leaves"


def is_given_up(books: Books, visit: Appointment) -> bool:
    """Somebody in the office decided that this news is not told."""
    return any(
        text.pk in books.town.given_up and text.appointment_version == visit.version
        for text in books.texts
        if text.appointment_id == visit.pk
    )


def tried_for_nothing(books: Books) -> Iterator[str]:
    """Only what was lost, or may be, is told anew."""
    states = {text.pk: text.state for text in books.texts}
    for old, new in books.town.tried_anew.items():
        if states[new] in PENDING and states[old] not in LOST | IN_FLIGHT:
            is_news = books.now == next(text.created_at for text in books.texts if text.pk == new)
            if is_news:
                yield f"{old} is {states[old]}, and told again"

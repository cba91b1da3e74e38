"""What must hold of the way by which news comes: a text, a letter or a call, and one of them."""

from collections.abc import Iterator

from appointments.models import Appointment, Customer
from notifications.models import CallTask
from notifications.states import TOLD, Channel, Kind, Reason, State
from tests.phone_books import ANSWERS, NEWS, Arrived, Books, Known, same, true_of

WANT_NO_TEXTS = {Customer.Reach.EMAIL, Customer.Reach.CALL}
# Whoever waits for a text that may still come is called all the same.
INSTEAD = {CallTask.Reason.NOT_DELIVERED, CallTask.Reason.BY_CALL, CallTask.Reason.CHANGED}


def by_another_way(books: Books) -> Iterator[str]:
    """Who wants letters or calls gets texts only where they have texted themselves."""
    for text in books.new():
        reach = books.visits[text.message.visit_id].customer.reach
        if reach in WANT_NO_TEXTS and not text.is_letter and text.message.kind not in ANSWERS:
            yield f"{text.message.kind} by text to who wants {reach}"


def called_beside(books: Books) -> Iterator[str]:
    """Nobody calls about news that a letter brings."""
    for call in books.open_calls:
        visit = books.visits.get(call.appointment_id) if call.appointment_id else None
        about_news = call.message is not None and call.message.kind in NEWS
        if visit and about_news and call.reason in INSTEAD:
            if _letter_waits(books, visit, call):
                yield f"{call.reason}, and a letter waits"
            if letter := _letter_since(books, visit, call):
                yield f"{call.reason}, and a letter said so: {letter.message.body}"


def _letter_waits(books: Books, visit: Appointment, call: CallTask) -> bool:
    """One that was there before anybody was asked to call."""
    return any(
        text.channel == Channel.EMAIL and text.state == State.QUEUED and text.kind in NEWS
        for text in books.texts
        if text.appointment_id == visit.pk
        if text.created_at < call.made_at or text.fallback_of_id == call.message_id
    )


def _letter_since(books: Books, visit: Appointment, call: CallTask) -> Arrived | None:
    """The letter after which they know all that is so."""
    letters = [
        one
        for one in books.arrived
        if one.is_letter and one.message.appointment_id == visit.pk and one.at >= call.made_at
        if one.message.pk not in books.town.ever_lost and one.message.state in TOLD
        if one.message.kind in NEWS
    ]
    knows = same(books.known(visit), true_of(visit), visit)
    return letters[-1] if letters and knows else None


def told_again(books: Books) -> Iterator[str]:
    """What a customer knows, from whatever way, is told again only where a person asks for it,
    or nobody knows whether they have it."""
    for text in books.new():
        visit, message = books.visits[text.message.visit_id], text.message
        in_doubt = any(
            each.reason == Reason.EMAIL_IN_DOUBT and each.appointment_id == visit.pk
            for each in books.texts
        )
        is_asked_for = message.by_hand or in_doubt
        if message.kind in NEWS and not is_asked_for and message.state in TOLD:
            before = books.known(visit, text.number)
            if _stood_at_the_door(books, text):
                continue  # which was a mistake, and is set right by all that is so
            if before != Known() and _is_no_news(before, visit):
                yield f"{message.kind} by {message.channel}: {message.body}"


def _stood_at_the_door(books: Books, text: Arrived) -> bool:
    """Whether the last they heard before was that somebody is, or was, at their door."""
    visit, before = text.message.appointment_id, books.arrived[: books.arrived.index(text)]
    kinds = [one.message.kind for one in before if one.message.appointment_id == visit]
    return bool(kinds) and kinds[-1] in {Kind.ARRIVED, Kind.NO_ACCESS}


def _is_no_news(before: Known, visit: Appointment) -> bool:
    true = true_of(visit)
    # Another quarter of an hour is said anew, and who comes at a moment knows of the way.
    is_moving = true.expected is not None or before.expected is not None or true.on_the_way
    return not is_moving and same(before, true, visit)

"""Customers who want no more texts, in their own words, while texts to them are waiting."""

import time
from collections import Counter
from datetime import timedelta
from functools import partial

from tests.drills.company import at_work, phones, texts_sent, together
from tests.drills.counting import Result, settle
from tests.drills.levers import WORKERS, kill_workers
from tests.office import Office, tomorrow_at_nine
from tests.stack import Stack

TAP_BACK = "Liked “Acme Heating: Dana, somebody comes. Reply STOP to end texts, HELP for help.”"
NO_MORE = ("STOP", "please stop texting me", "ALTO", "No me manden mas mensajes", "Stop.", "baja")
WRONG = "you have the wrong number"
GO_ON = ("cancel my appointment", TAP_BACK, "Thanks!", "can you stop by earlier?")
SAID = (*NO_MORE, *GO_ON, WRONG)


def stop(stack: Stack, texts: int) -> Result:
    """Every phone has had a text, the next one waits; then they write, and it may go.

    At last all say START: who had said STOP gets texts again, who is a stranger does not.
    """
    numbers = phones(max(len(SAID), texts // 2))
    said = {phone: SAID[number % len(SAID)] for number, phone in enumerate(numbers)}
    wanted = [phone for phone in numbers if said[phone] in GO_ON]
    strangers = [phone for phone in numbers if said[phone] == WRONG]
    with at_work(stack) as office:
        together(office.book, numbers)
        settle(stack)
        kill_workers(stack)
        together(partial(book_another, office, 1), numbers)
        together(lambda phone: office.reply(phone, said[phone]), numbers)
        stack.start(*WORKERS)
        settle(stack)
        expect(stack, {phone: 2 if phone in wanted else 1 for phone in numbers}, said)
        together(lambda phone: office.reply(phone, "START"), numbers)
        ended_at = time.time()
        together(partial(book_another, office, 2), numbers)
        settle(stack)
    due = {phone: 2 + (phone in wanted) for phone in numbers} | dict.fromkeys(strangers, 1)
    expect(stack, due, said)
    last = max(text["received_at"] for text in texts_sent(stack))
    sent = len(texts_sent(stack))
    return Result("stop", sum(due.values()), sent, 0, 0, max(0.0, last - ended_at))


def book_another(office: Office, days_later: int, phone: str) -> None:
    office.book(phone, None, tomorrow_at_nine() + timedelta(days=days_later))


def expect(stack: Stack, due: dict[str, int], said: dict[str, str]) -> None:
    """So many texts on each phone, neither less nor more."""
    got = Counter(text["to"] for text in texts_sent(stack))
    wrong = {said[phone]: got[phone] for phone in due if got[phone] != due[phone]}
    assert not wrong, f"After these words came so many texts: {wrong}."

"""The same wish sent twice at the same moment, and fifty people who want the same hour."""

import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from tests.desk import Desk
from tests.drills.company import all_delivered, phones, rows, texts_sent, together, with_pages
from tests.drills.counting import Result, count
from tests.office import Office, tomorrow_at_nine, visit
from tests.stack import Stack

RUSH = [f"+1303555{number:04}" for number in range(50)]


def twice(stack: Stack, texts: int) -> Result:
    """Half of the visits by the form and half by the API, each asked for twice; then the rush."""
    numbers = phones(texts - 1)
    by_form, by_api = numbers[::2], numbers[1::2]
    with with_pages(stack) as (office, desk):
        together(partial(asked_twice, office), by_api, hands=2)
        together(partial(sent_twice, desk), by_form, hands=2)
        rush(stack, office.technician("Ines Falk"))
        ended_at = time.time()
        all_delivered(stack)
    ((visits,),) = rows(stack, "SELECT count(*) FROM appointments_appointment")
    assert visits == texts, f"{texts} wishes made {visits} visits."
    told = Counter(text["to"] in RUSH for text in texts_sent(stack))
    assert told[True] == 1, f"Of one hour {told[True]} people were told."
    return count(stack, "twice", texts, ended_at)


def sent_twice(desk: Desk, phone: str) -> None:
    """Two clicks on one form; both lead to the same visit."""
    call = desk.call(
        phone, "Boiler service", day=f"{tomorrow_at_nine():%Y-%m-%d}", window="10:00-12:00"
    )
    led_to = set(together(lambda path: desk.post(path, **call), ["book"] * 2, hands=2))
    assert len(led_to) == 1, f"One form led to {led_to}."


def asked_twice(office: Office, phone: str) -> None:
    """A client that gave up waiting too early asks again."""
    with ThreadPoolExecutor(2) as pool:
        calls = [pool.submit(office.ask, visit(phone), key=f"form-{phone}") for _ in range(2)]
    answers = [call.result() for call in calls]
    assert [answer.status_code for answer in answers] == [201, 201], answers
    first, second = (answer.json() for answer in answers)
    assert first == second, "One key got two answers."


def rush(stack: Stack, technician: str) -> None:
    with Office(stack) as office:  # with a token of its own: one may ask 50 times a second
        hour = partial(visit, technician=technician)
        answers = together(lambda phone: office.ask(hour(phone)).status_code, RUSH, hands=len(RUSH))
    assert Counter(answers) == {201: 1, 409: 49}, f"50 wishes for one hour: {Counter(answers)}."

"""A hundred thousand guesses at the addresses of customers' pages, where such pages are.

All are looked up in the real database; every hundredth is also asked of the running product.
"""

import base64
import secrets
import time
from collections import Counter

import requests

from tests.drills.company import phones, rows, together, with_pages
from tests.drills.counting import Result
from tests.office import until
from tests.stack import Stack

VISITS = 20
EVERY = 100
FOUND = "SELECT count(*) FROM notifications_visitlink WHERE token = ANY(%s)"
LINK = """
INSERT INTO notifications_visitlink (token, expires_at, appointment_id, opened)
SELECT substr(md5(id::text), 1, 16), now() + interval '1 day', id, 0
FROM appointments_appointment ON CONFLICT DO NOTHING RETURNING token
"""
KEYS = "SELECT token FROM notifications_visitlink"
CLOSED = {404, 429}  # nothing there, and after many tries: come back later


def keys(stack: Stack, tries: int) -> Result:
    """`due` guesses, `sent` those that found nothing, `lost` those that opened a page."""
    with with_pages(stack) as (office, _desk):
        together(office.book, phones(VISITS))
        rows(stack, LINK)
        (right,) = rows(stack, KEYS)[0]
        until(lambda: _asked(stack, right) == 200)
        began = time.monotonic()
        guesses = [_guess() for _ in range(tries)]
        ((found,),) = rows(stack, FOUND, guesses)
        answers = Counter(_asked(stack, guess) for guess in guesses[::EVERY])
        closed = _asked(stack, right)
    opened = found + sum(count for status, count in answers.items() if status not in CLOSED)
    note = ", ".join(f"{count} x {status}" for status, count in sorted(answers.items()))
    seconds = time.monotonic() - began
    is_slowed = len(guesses[::EVERY]) <= 60 or closed == 429
    return Result("keys", tries, tries - opened, opened, 0, seconds, None, note, is_slowed)


def _guess() -> str:
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


def _asked(stack: Stack, key: str) -> int:
    return requests.get(f"{stack.url}/v/{key}", timeout=10).status_code

"""The provider's receipts in every order: shuffled, twice, early, late, unknown and forged."""

import time
import uuid
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from typing import LiteralString
from urllib.parse import urlsplit

import requests

from notifications.simulator.courier import signature
from tests.drills.company import all_delivered, at_work, phones, rows, states, texts_sent, together
from tests.drills.counting import Result, count
from tests.drills.levers import WORKERS
from tests.office import Json, Office, until
from tests.stack import Stack

PUBLIC = "https://texts.example.com"
# Delivered before sent, and both before our call is answered; twice; seconds too late.
WAVES: tuple[Json, ...] = (
    {"callbacks": "shuffled", "latency_ms": 900},
    {"callbacks": "repeated"},
    {"callbacks": "late", "callbacks_late_seconds": 2},
)
ONWARD = ("accepted", "sent", "delivered", "read")
NOTE_MOVES: LiteralString = """
CREATE TABLE drill_move (old text, new text);
CREATE FUNCTION drill_note() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN INSERT INTO drill_move VALUES (OLD.state, NEW.state); RETURN NEW; END';
CREATE TRIGGER drill_note AFTER UPDATE OF state ON notifications_message
  FOR EACH ROW WHEN (OLD.state <> NEW.state) EXECUTE FUNCTION drill_note();
"""

FORGET_MOVES: LiteralString = """
DROP TRIGGER drill_note ON notifications_message;
DROP FUNCTION drill_note;
DROP TABLE drill_move;
"""


def receipts(stack: Stack, texts: int) -> Result:
    """The provider's own receipts in waves; then ours, signed as it does, through a TLS proxy."""
    rows(stack, NOTE_MOVES)
    wave, numbers = -(-texts // 4), phones(texts)
    with at_work(stack) as office:
        for number, switches in enumerate(WAVES):
            with office.provider(**switches):
                together(office.book, numbers[number * wave : (number + 1) * wave])
                all_delivered(stack)
        refuses_forgeries(stack, texts_sent(stack)[-1])
        with behind_proxy(stack, office), office.provider(callbacks="off"):
            together(office.book, numbers[3 * wave :])
            until(lambda: len(texts_sent(stack)) == texts)
            ended_at = time.time()
            last = texts_sent(stack)[3 * wave :]
            together(partial(in_worst_order, stack), last)
            all_delivered(stack)
            refuses_forgeries(stack, last[-1])
    moved_forward_only(stack)
    rows(stack, FORGET_MOVES)
    return count(stack, "receipts", texts, ended_at)


@contextmanager
def behind_proxy(stack: Stack, office: Office) -> Generator[None]:
    """The world knows this stack by another name meanwhile, and speaks TLS to it."""
    before, named = dict(stack.environment), ("web", *WORKERS)
    stack.environment |= {
        "PUBLIC_BASE_URL": PUBLIC,
        "ALLOWED_HOSTS": f"{urlsplit(PUBLIC).hostname},127.0.0.1",
    }
    office.http.headers["X-Forwarded-Proto"] = "https"
    for name in named:
        stack.kill(name)
    stack.start(*named)
    yield
    stack.environment |= before
    for name in named:
        stack.kill(name)  # whoever needs them next starts them by their old name


def in_worst_order(stack: Stack, text: Json) -> None:
    """Delivered and sent at the same time and twice each, and what comes too late altogether."""
    told = together(partial(receive, stack, text), ("delivered", "sent") * 2)
    told += [receive(stack, text, status) for status in ("sent", "failed", "queued")]
    assert set(told) == {200}, f"True receipts were answered {told}."


def refuses_forgeries(stack: Stack, text: Json) -> None:
    """Nobody but the provider says anything; who speaks of what we don't know changes nothing."""
    before = states(stack)
    address = str(text["form"]["StatusCallback"][0])
    stranger = address.replace(attempt_of(address), str(uuid.uuid4()))
    assert receive(stack, text, "failed", address=stranger) == 200, "An unknown text is an error."
    elsewhere = f"http://127.0.0.1:1{urlsplit(address).path}"
    forged = {
        "another token": receive(stack, text, "failed", token="guessed"),
        "another account": receive(stack, text, "failed", AccountSid="AC" + "9" * 32),
        "another text": receive(stack, text, "failed", signed_for=stranger),
        "another host": receive(stack, text, "failed", signed_for=elsewhere),
    }
    believed = [how for how, status in forged.items() if status != 403]
    assert not believed, f"A receipt signed by or for {', '.join(believed)} was believed."
    assert states(stack) == before, "A forged or unknown receipt has moved a text."


def attempt_of(address: str) -> str:
    return urlsplit(address).path.rpartition("/")[2]


def receive(
    stack: Stack,
    text: Json,
    status: str,
    *,
    address: str = "",
    signed_for: str = "",
    token: str = "",
    **more: str,
) -> int:
    """What is answered to a receipt as a proxy in front of this stack hands it on."""
    address = address or text["form"]["StatusCallback"][0]
    form = {"AccountSid": stack.environment["TWILIO_ACCOUNT_SID"]} | more
    form |= {"MessageSid": text["sid"], "MessageStatus": status, "To": text["to"]}
    form |= {"ErrorCode": "30005"} if status == "failed" else {}
    token = token or stack.environment["TWILIO_AUTH_TOKEN"]
    public = urlsplit(address)
    headers = {
        "X-Twilio-Signature": signature(signed_for or address, form, token),
        "Host": public.netloc,
        "X-Forwarded-Proto": public.scheme,
    }
    return requests.post(stack.url + public.path, data=form, headers=headers).status_code


def moved_forward_only(stack: Stack) -> None:
    moves = rows(stack, "SELECT DISTINCT old, new FROM drill_move")
    back = [
        f"{old} -> {new}"
        for old, new in moves
        if old in ONWARD and new not in ONWARD[ONWARD.index(old) + 1 :]
    ]
    assert not back, f"Texts moved back: {', '.join(back)}."

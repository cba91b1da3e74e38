"""What the phones on the screen look like: texts in, escaped HTML out."""

import re
import zlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import escape
from importlib.resources import files
from string import Template

import phonenumbers

from .calls import Call
from .emails import Email
from .faults import Faults
from .network import Network
from .texts import Text

MAX_PHONES = 24
MAX_TEXTS = 40
LINK = re.compile(r"https?://[^\s<>\"']+[^\s<>\"'.,;:!?)]")

STATES = {
    "accepted": ("clock", "Accepted"),
    "queued": ("clock", "Queued"),
    "sent": ("tick", "Sent"),
    "delivered": ("ticks", "Delivered"),
    "undelivered": ("alert", "Not delivered"),
    "failed": ("alert", "Failed"),
    "receiving": ("clock", "On its way"),
    "received": ("ticks", "Received"),
}


class Html(str):
    """Text that is markup already; everything else is escaped when it is filled in."""


def joined(pieces: list[Html]) -> Html:
    """Pieces of markup, one after the other."""
    return Html("\n".join(pieces))


def fill(part: str, **values: str) -> Html:
    """A part of the page with its values filled in, escaped unless they are markup."""
    safe = {name: v if isinstance(v, Html) else escape(v) for name, v in values.items()}
    return Html(_template(part).substitute(safe))


@cache
def _template(part: str) -> Template:
    return Template((files(__package__) / "page" / f"{part}.html").read_text())


@dataclass(frozen=True)
class View:
    """What one look at the page shows."""

    network: Network
    faults: Faults
    asked: str = ""
    board_url: str = ""

    def page(self) -> Html:
        """The whole page."""
        return fill("page", asked=self.asked, live=self.live())

    def live(self) -> Html:
        """The part that changes while people look."""
        threads = self._threads()
        boxes = [] if self.asked else self.network.mailboxes(MAX_PHONES)
        shown = [self._phone(thread) for thread in threads] + [_mailbox(box) for box in boxes]
        phones = joined(shown) or self._empty()
        return fill("live", notes=self._notes(len(threads)), phones=phones)

    def _threads(self) -> list[list[Text]]:
        digits = re.sub(r"\D", "", self.asked)
        return self.network.threads(MAX_PHONES, containing=digits)

    def _notes(self, shown: int) -> Html:
        notes = []
        switched = self.faults.on()
        if switched:
            words = ", ".join(f"{name} {value}" for name, value in switched.items())
            notes.append(_note(f"The provider misbehaves on purpose: {words}."))
        total = len(self.network.by_phone)
        if shown < total:
            notes.append(_note(f"{shown} of {total} phones are shown, those heard of last."))
        return joined([*self._rung(), *notes])

    def _rung(self) -> list[Html]:
        """Phones the company rings that have had no text."""
        calls = self.network.calls.values()
        return [
            fill("rung", name=spaced(call.phone), call=_call(call, call.phone))
            for call in calls
            if call.is_from_company and not self.network.thread(call.phone)
        ]

    def _empty(self) -> Html:
        if self.asked:
            return _note("No phone with this number has had a text.")
        link = Html(f'<a class="go" href="{escape(self.board_url)}">Go to the board</a>')
        return fill("empty", board=link if self.board_url else "")

    def _phone(self, thread: list[Text]) -> Html:
        last = thread[-1]
        stopped = self.network.is_opted_out(last.phone, last.company)
        bubbles = joined([_bubble(text) for text in thread[-MAX_TEXTS:]])
        if stopped:
            bubbles = joined([bubbles, _note("Said STOP: texts are refused until START.")])
        call = _call(self.network.calls.get(last.phone), last.phone)
        return fill(
            "phone",
            phone=last.phone,
            key=last.phone.lstrip("+"),
            name=spaced(last.phone),
            company=spaced(last.company),
            clock=f"{_local(last.received_at):%H:%M}",
            call=call,
            version=str(zlib.crc32(f"{bubbles}{call}".encode())),
            newest=f"{'You' if last.inbound else spaced(last.company)}: {last.body}",
            bubbles=bubbles,
            word="START" if stopped else "STOP",
        )


def _mailbox(box: list[Email]) -> Html:
    """Beside the phones: what came to one address, the newest last."""
    letters = joined([_letter(email) for email in box[-MAX_TEXTS:]])
    newest = box[-1]
    return fill(
        "mailbox",
        address=newest.to,
        key=f"{zlib.crc32(newest.to.encode()):x}",
        clock=f"{_local(newest.received_at):%H:%M}",
        version=str(zlib.crc32(letters.encode())),
        newest=f"{newest.sender}: {newest.subject}",
        letters=letters,
    )


def _letter(email: Email) -> Html:
    at = _local(email.received_at)
    files = joined(
        [
            Html(f'<a href="/simulator/emails/{email.id}/{n}">{escape(name)}</a>')
            for n, name in enumerate(email.files)
        ]
    )
    return fill(
        "letter",
        id=email.id,
        sender=email.sender,
        subject=email.subject,
        words=_linked(email.words),
        files=files,
        iso=at.isoformat(timespec="seconds"),
        time=f"{at:%H:%M}",
    )


def spaced(number: str) -> str:
    """A number the way people write it."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def _bubble(text: Text) -> Html:
    icon, state = STATES[text.status]
    at = _local(text.received_at)
    return fill(
        "bubble",
        side="mine" if text.inbound else "theirs",
        tone="bad" if text.reason else "",
        photos=_photos(text),
        words=_linked(text.body),
        iso=at.isoformat(timespec="seconds"),
        full=f"{at:%A %d %B %Y, %H:%M:%S}",
        time=f"{at:%H:%M}",
        icon="alert" if text.reason else icon,
        state=text.problem or ": ".join(filter(None, (state, text.reason))),
        size=_size(text),
    )


def _photos(text: Text) -> Html:
    if text.media_urls and not text.photos:
        waiting = text.status in {"accepted", "queued"}
        words = "The photo is on its way" if waiting else "No photo"
        return Html(f'<p class="nophoto">{words}</p>')
    return joined(
        [
            Html(
                f'<img src="/simulator/media/{text.sid}/{photo.sid}" alt="Photo in this text"'
                f' width="{photo.width}" height="{photo.height}">'
            )
            for photo in text.photos
        ]
    )


def _linked(body: str) -> Html:
    pieces, end = [], 0
    for link in LINK.finditer(body):
        address = escape(link[0])
        pieces.append(escape(body[end : link.start()]))
        pieces.append(f'<a href="{address}" target="_blank" rel="noopener">{address}</a>')
        end = link.end()
    words = "".join([*pieces, escape(body[end:])])
    return Html(f'<p dir="auto">{words}</p>') if body else Html()


def _size(text: Text) -> Html:
    if text.inbound:
        return Html()
    if text.media_urls:
        return Html('<span class="size">MMS</span>')
    return Html(f'<span class="size">{text.parts} part{"s" * (text.parts != 1)}</span>')


def _call(call: Call | None, phone: str) -> Html:
    """What was heard on the call, and what can be done next."""
    heard = joined([Html(f"<li>{escape(words)}</li>") for words in call.heard]) if call else Html()
    if call and call.is_from_company and not call.is_over:
        moves = _moves_when_called(call)
    elif call is None or call.is_over:
        moves = [("call", "Call")]
    elif call.now.rings:
        moves = [("pick_up", "They pick up"), ("let_ring", "Nobody does"), ("hang_up", "Hang up")]
    else:
        moves = [("leave_message", "Leave a message"), ("hang_up", "Hang up")]
    buttons = joined([Html(f'<button name="move" value="{m}">{w}</button>') for m, w in moves])
    return fill("call", phone=phone, name=spaced(phone), heard=heard, buttons=buttons)


def _moves_when_called(call: Call) -> list[tuple[str, str]]:
    if call.now.waits_for_key:
        return [("press_1", "Press 1"), ("hang_up", "Hang up")]
    return [("pick_up", "Pick up"), ("let_ring", "Let it ring")]


def _note(words: str) -> Html:
    return Html(f'<p class="note">{escape(words)}</p>')


def _local(at: float) -> datetime:
    # The reader's own clock: the simulator runs on the machine that shows it.
    return datetime.fromtimestamp(at).astimezone()

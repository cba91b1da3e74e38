"""The simulator's own addresses: the page, its live feed, replies, switches and records."""

import re
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from importlib.resources import files

from . import emails
from .calls import MOVES, Call
from .faults import Faults, Switches
from .later import Later
from .life import Life
from .network import Network
from .page import View
from .rules import E164, MAX_BODY, first
from .snapshot import snapshot
from .switchboard import Switchboard
from .texts import Photo, Text
from .web import Answer, Request, json_answer, page_answer, plain_answer

STATIC = files(__package__) / "static"
STATIC_TYPES = {
    "simulator.css": "text/css; charset=utf-8",
    "simulator.js": "text/javascript; charset=utf-8",
    "simulator.svg": "image/svg+xml",
}
PULSE_SECONDS = 15


def record(text: Text) -> dict[str, object]:
    """Everything known of one text, for tests, drills and benches; times in epoch seconds."""
    return {
        "sid": text.sid,
        "direction": text.direction,
        "from": text.sender,
        "to": text.receiver,
        "body": text.body,
        "parts": text.parts,
        "status": text.status,
        "error_code": text.error_code,
        "problem": text.problem,
        "received_at": text.received_at,
        "sent_at": text.sent_at,
        "form": text.form,
        "history": [{"status": status, "at": at} for status, at in text.history],
        "callbacks": [asdict(callback) for callback in text.callbacks],
        "media": [
            {"sid": p.sid, "content_type": p.content_type, "bytes": len(p.content)}
            for p in text.photos
        ],
    }


def call_record(call: Call) -> dict[str, object]:
    """What one call has come to."""
    return {
        "sid": call.sid,
        "heard": call.heard,
        "rings": call.now.rings,
        "takes_message": call.now.takes_message,
    }


@dataclass
class Panel:
    """The page people look at, and the switches tests throw."""

    network: Network
    switches: Switches
    life: Life
    later: Later
    switchboard: Switchboard
    board_url: str

    def answer(self, request: Request) -> Answer:
        """The answer to a request outside the provider's prefix."""
        if request.method == "POST" and not _same_origin(request):
            return plain_answer("This request came from another site.", 403)
        for method, pattern, handle in ROUTES:
            found = pattern.fullmatch(request.path)
            if found and method == request.method:
                return handle(self, request, found)
        return plain_answer("There is nothing here. The phones are at /.", 404)

    def show_page(self, request: Request, _found: re.Match[str]) -> Answer:
        """All phones."""
        return page_answer(self._view(request).page())

    def show_phones(self, request: Request, _found: re.Match[str]) -> Answer:
        """Only the part of the page that changes."""
        return page_answer(self._view(request).live())

    def show_events(self, _request: Request, _found: re.Match[str]) -> Answer:
        """A stream that says when something changed."""
        return Answer(content_type="text/event-stream", stream=self._events())

    def show_messages(self, _request: Request, _found: re.Match[str]) -> Answer:
        """Every record."""
        refused = [asdict(refused) for refused in self.network.refused]
        messages = [record(text) for text in self.network.all()]
        creates = self.network.creates
        return json_answer({"creates": creates, "refused": refused, "messages": messages})

    def show_photo(self, _request: Request, found: re.Match[str]) -> Answer:
        """The simulator's copy of a picture."""
        text = self.network.texts.get(found["sid"])
        for photo in text.photos if text else []:
            if photo.sid == found["media"]:
                return Answer(200, photo.content, photo.content_type)
        return plain_answer("This picture is gone.", 404)

    def take_email(self, request: Request, _found: re.Match[str]) -> Answer:
        """A letter, as a mail server would take it."""
        try:
            self.network.receive_email(emails.read(request.body))
        except ValueError as error:
            return plain_answer(str(error), 400)
        return Answer(204)

    def show_email(self, _request: Request, found: re.Match[str]) -> Answer:
        """The letter as it looks; nothing in it may run or fetch anything."""
        email = self.network.emails.get(found["id"])
        if email is None:
            return plain_answer("This letter is gone.", 404)
        only = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox allow-popups"
        page = page_answer(email.html)
        page.headers["Content-Security-Policy"] = only
        return page

    def show_file(self, _request: Request, found: re.Match[str]) -> Answer:
        """What lies in a letter as a file."""
        email = self.network.emails.get(found["id"])
        files = list(email.files.values()) if email else []
        if int(found["n"]) >= len(files):
            return plain_answer("This file is gone.", 404)
        return Answer(200, files[int(found["n"])], "text/calendar; charset=utf-8")

    def show_static(self, _request: Request, found: re.Match[str]) -> Answer:
        """The page's style and script."""
        name = found["name"]
        if name not in STATIC_TYPES:
            return plain_answer("There is no such file.", 404)
        return Answer(200, (STATIC / name).read_bytes(), STATIC_TYPES[name])

    def reply(self, request: Request, _found: re.Match[str]) -> Answer:
        """A text from a customer's phone."""
        try:
            phone, body, photo = _words(request)
        except ValueError as error:
            return plain_answer(str(error), 400)
        text = self.life.reply(phone, body, photo)
        if request.is_json:
            return json_answer(record(text), 201)
        return Answer(303, headers={"Location": "/"})

    def call(self, request: Request, _found: re.Match[str]) -> Answer:
        """A call from a customer's phone, or the next step of it."""
        values = request.json() if request.is_json else request.form()
        phone, wanted = (_one(values.get(name)) for name in ("phone", "move"))
        move = next((move for move in MOVES if move == wanted), None)
        if not E164.fullmatch(phone) or move is None:
            return plain_answer("Say which phone, and what it does.", 400)
        call = self.switchboard.move(phone, move)
        if request.is_json:
            return json_answer(call_record(call), 201)
        return Answer(303, headers={"Location": "/"})

    def show_faults(self, _request: Request, _found: re.Match[str]) -> Answer:
        """The switches as they stand."""
        return json_answer(asdict(self.switches.faults))

    def set_faults(self, request: Request, found: re.Match[str]) -> Answer:
        """Throw the switches; those not named are off."""
        try:
            self.switches.set(Faults.parse(request.json()))
        except ValueError as error:
            return json_answer({"error": str(error)}, 400)
        self.network.announce()
        return self.show_faults(request, found)

    def reset(self, request: Request, _found: re.Match[str]) -> Answer:
        """Forget every text and put the switches back."""
        self.later.forget()
        self.switches.reset()
        self.network.clear()
        return json_answer({}) if request.is_json else Answer(303, headers={"Location": "/"})

    def _view(self, request: Request) -> View:
        asked = first(request.query, "phone")
        return View(self.network, self.switches.faults, asked, self.board_url)

    def _events(self) -> Iterator[bytes]:
        seen = self.network.version
        yield f"retry: 1000\ndata: {seen}\n\n".encode()
        while not self.network.closing:
            now = self.network.wait_for_change(seen, PULSE_SECONDS)
            yield f"data: {now}\n\n".encode() if now != seen else b": still here\n\n"
            seen = now


def _same_origin(request: Request) -> bool:
    origin = request.headers.get("origin")
    return origin is None or origin.partition("//")[2] == request.headers.get("host")


def _words(request: Request) -> tuple[str, str, Photo | None]:
    values = request.json() if request.is_json else request.form()
    phone, body, wanted = (_one(values.get(name)) for name in ("phone", "body", "picture"))
    if not E164.fullmatch(phone):
        raise ValueError("The phone must be a number like +15550102030.")
    photo = snapshot() if wanted else None
    if not (photo or body) or len(body) > MAX_BODY:
        raise ValueError("A text has 1 to 1600 characters.")
    return phone, body, photo


def _one(value: object) -> str:
    if isinstance(value, list):
        value = value[0]
    return value.strip() if isinstance(value, str) else ""


Handler = Callable[[Panel, Request, re.Match[str]], Answer]
ROUTES: tuple[tuple[str, re.Pattern[str], Handler], ...] = (
    ("GET", re.compile("/"), Panel.show_page),
    ("GET", re.compile("/simulator/phones"), Panel.show_phones),
    ("GET", re.compile("/simulator/events"), Panel.show_events),
    ("GET", re.compile("/simulator/messages"), Panel.show_messages),
    ("GET", re.compile(r"/simulator/media/(?P<sid>\w+)/(?P<media>\w+)"), Panel.show_photo),
    ("POST", re.compile("/simulator/emails"), Panel.take_email),
    ("GET", re.compile(r"/simulator/emails/(?P<id>\w+)"), Panel.show_email),
    ("GET", re.compile(r"/simulator/emails/(?P<id>\w+)/(?P<n>\d{1,2})"), Panel.show_file),
    ("GET", re.compile(r"/static/(?P<name>[\w.]+)"), Panel.show_static),
    ("POST", re.compile("/simulator/reply"), Panel.reply),
    ("POST", re.compile("/simulator/call"), Panel.call),
    ("GET", re.compile("/simulator/faults"), Panel.show_faults),
    ("POST", re.compile("/simulator/faults"), Panel.set_faults),
    ("POST", re.compile("/simulator/reset"), Panel.reset),
)

"""A request and an answer, as the simulator's pages and its API see them, without sockets."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from .rules import Form

SAFE = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


@dataclass(frozen=True)
class Request:
    """One HTTP request, read to its end; header names are in lower case.

    A HEAD is answered like a GET, so its method is GET; `verb` keeps what was asked.
    """

    verb: str
    method: str
    path: str
    query: Form
    headers: dict[str, str]
    body: bytes

    @property
    def is_json(self) -> bool:
        """Whether the body says it is JSON."""
        return self.headers.get("content-type", "").startswith("application/json")

    def form(self) -> Form:
        """The form-encoded body."""
        return parse_qs(self.body.decode(errors="replace"), keep_blank_values=True)

    def json(self) -> dict[str, object]:
        """The JSON body; ValueError when it isn't an object."""
        value = json.loads(self.body or b"{}")
        if not isinstance(value, dict):
            raise ValueError("A JSON object is expected.")
        return value


@dataclass(frozen=True)
class Answer:
    """What goes back; `dropped` closes the connection instead, a `stream` never ends by itself."""

    status: int = 200
    body: bytes = b""
    content_type: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0
    dropped: bool = False
    stream: Iterator[bytes] | None = None


def json_answer(value: object, status: int = 200, **headers: str) -> Answer:
    """An answer in JSON; underscores in header names stand for dashes."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Answer(status, json.dumps(value).encode(), headers=named)


def page_answer(html: str) -> Answer:
    """An HTML page."""
    return Answer(200, html.encode(), "text/html; charset=utf-8")


def plain_answer(words: str, status: int) -> Answer:
    """A sentence."""
    return Answer(status, words.encode(), "text/plain; charset=utf-8")

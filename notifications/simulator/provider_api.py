"""The provider's API over the simulated network: messages, their media, calls, recordings."""

import base64
import hmac
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from . import wire
from .faults import Switches, Trouble
from .life import Life
from .listing import Wanted, media_list, message_page
from .network import Network
from .rules import Form, call_refusal, first, refusal
from .switchboard import Switchboard
from .texts import Photo, Text, new_sid
from .web import Answer, Request, json_answer

PREFIX = f"/{wire.API_VERSION}/"


def error_answer(code: int, **headers: str) -> Answer:
    """A refusal in the provider's words."""
    status, body = wire.error(code)
    return json_answer(body, status, **headers)


@dataclass
class ProviderApi:
    """One account of the provider."""

    account: str
    token: str
    network: Network
    switches: Switches
    life: Life
    switchboard: Switchboard

    def answer(self, request: Request) -> Answer:
        """The provider's answer to a request below its prefix."""
        answer = self._routed(request)
        latency = self.switches.faults.latency_ms / 1000
        headers = answer.headers | {"Twilio-Request-Id": new_sid("RQ")}
        return replace(answer, headers=headers, wait=answer.wait + latency)

    def _routed(self, request: Request) -> Answer:
        if not self._signed_in(request):
            return error_answer(20003, WWW_Authenticate='Basic realm="Twilio API"')
        for method, pattern, handle in ROUTES:
            found = pattern.fullmatch(request.path)
            if found and method == request.method and found["account"] == self.account:
                return handle(self, request, found)
        return error_answer(20404)

    def _signed_in(self, request: Request) -> bool:
        expected = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        given = request.headers.get("authorization", "")
        return hmac.compare_digest(given.encode(), f"Basic {expected}".encode())

    def show_account(self, _request: Request, _found: re.Match[str]) -> Answer:
        """The account itself: enough to check a set-up with."""
        uri = wire.account_uri(self.account)
        return json_answer(
            {
                "sid": self.account,
                "friendly_name": "Simulator",
                "status": "active",
                "type": "Full",
                "uri": f"{uri}.json",
            }
        )

    def create(self, request: Request, _found: re.Match[str]) -> Answer:
        """Take a text, or refuse it, or misbehave as the switches say."""
        self.network.count_create()
        form = request.form()
        trouble = self.switches.draw()
        if code := self._not_processed(trouble) or self._refused(form):
            self.network.refuse(code, form)
            return self._refusal(code)
        text = self.network.accept(form)
        answer = json_answer(wire.message(text, self.account), 201)
        self.life.begin(text)
        return replace(self._spoiled(trouble, answer), wait=self.switches.hang())

    def _not_processed(self, trouble: Trouble) -> int | None:
        if trouble == "busy":
            return 20429
        if trouble == "broken" and not self.switches.faults.status_500_accepts:
            return 20500
        return None

    def _refused(self, form: Form) -> int | None:
        phone = first(form, "To")
        opted_out = self.network.is_opted_out(phone, first(form, "From"))
        wanted = self.switches.faults.error_code.get(phone)
        return refusal(form) or wanted or (21610 if opted_out else None)

    def _refusal(self, code: int) -> Answer:
        if code == 20429:
            return error_answer(code, Retry_After="1")
        if code == 20500 and self.switches.faults.status_500 == "without_body":
            return Answer(500)
        return error_answer(code)

    def _spoiled(self, trouble: Trouble, answer: Answer) -> Answer:
        spoiled: dict[Trouble, Answer] = {
            "broken": self._refusal(20500),
            "dropped": Answer(dropped=True),
            "empty": Answer(201),
            "garbage": Answer(201, b'{"sid": "SM'),
        }
        return spoiled.get(trouble, answer)

    def ring(self, request: Request, _found: re.Match[str]) -> Answer:
        """Ring a phone for the company."""
        form = request.form()
        if code := call_refusal(form):
            return error_answer(code)
        return json_answer(wire.call(self.switchboard.place(form), self.account), 201)

    def show_list(self, request: Request, _found: re.Match[str]) -> Answer:
        """Messages by number and time, newest first."""
        try:
            wanted = Wanted.of(request.query)
        except ValueError:
            return error_answer(20001)
        known = self.network.thread(wanted.receiver) or self.network.all()
        horizon = time.time() - self.switches.faults.list_delay_seconds
        shown = [text for text in reversed(known) if text.received_at <= horizon]
        return json_answer(message_page(wanted.among(shown), request.query, self.account))

    def show(self, _request: Request, found: re.Match[str]) -> Answer:
        """One message as it stands now."""
        text = self.network.texts.get(found["sid"])
        return json_answer(wire.message(text, self.account)) if text else error_answer(20404)

    def show_media_list(self, _request: Request, found: re.Match[str]) -> Answer:
        """The pictures kept for one message."""
        text = self.network.texts.get(found["sid"])
        if text is None:
            return error_answer(20404)
        rows = [wire.media(text, photo, self.account) for photo in text.photos]
        return json_answer(media_list(rows, found[0]))

    def show_media(self, _request: Request, found: re.Match[str]) -> Answer:
        """What is known of one picture."""
        text, photo = self._photo(found)
        if text is None or photo is None:
            return error_answer(20404)
        return json_answer(wire.media(text, photo, self.account))

    def show_picture(self, _request: Request, found: re.Match[str]) -> Answer:
        """The picture itself."""
        _text, photo = self._photo(found)
        return Answer(200, photo.content, photo.content_type) if photo else error_answer(20404)

    def delete_media(self, _request: Request, found: re.Match[str]) -> Answer:
        """Forget one picture."""
        text, photo = self._photo(found)
        if text is None or photo is None:
            return error_answer(20404)
        self.network.delete_photo(text, photo.sid)
        return Answer(204)

    def delete(self, _request: Request, found: re.Match[str]) -> Answer:
        """Forget one message, once it is no longer on its way."""
        text = self.network.texts.get(found["sid"])
        if text is None:
            return error_answer(20404)
        if text.status in {"accepted", "queued"}:
            return error_answer(20009)
        self.network.delete_text(text)
        return Answer(204)

    def delete_call(self, _request: Request, found: re.Match[str]) -> Answer:
        """Forget one call."""
        return Answer(204) if self.network.delete_call(found["sid"]) else error_answer(20404)

    def delete_recording(self, _request: Request, found: re.Match[str]) -> Answer:
        """Forget one tape."""
        return Answer(204) if self.network.delete_recording(found["sid"]) else error_answer(20404)

    def play(self, _request: Request, found: re.Match[str]) -> Answer:
        """What was left on tape."""
        sound = self.network.recordings.get(found["sid"])
        return Answer(200, sound, "audio/x-wav") if sound else error_answer(20404)

    def _photo(self, found: re.Match[str]) -> tuple[Text | None, Photo | None]:
        text = self.network.texts.get(found["sid"])
        photos = text.photos if text else []
        return text, next((photo for photo in photos if photo.sid == found["media"]), None)


ACCOUNT = rf"/{wire.API_VERSION}/Accounts/(?P<account>AC\w+)"
MESSAGE = rf"{ACCOUNT}/Messages/(?P<sid>\w+)"

Handler = Callable[[ProviderApi, Request, re.Match[str]], Answer]
ROUTES: tuple[tuple[str, re.Pattern[str], Handler], ...] = (
    ("GET", re.compile(rf"{ACCOUNT}\.json"), ProviderApi.show_account),
    ("POST", re.compile(rf"{ACCOUNT}/Messages\.json"), ProviderApi.create),
    ("POST", re.compile(rf"{ACCOUNT}/Calls\.json"), ProviderApi.ring),
    ("GET", re.compile(rf"{ACCOUNT}/Messages\.json"), ProviderApi.show_list),
    ("GET", re.compile(rf"{MESSAGE}\.json"), ProviderApi.show),
    ("GET", re.compile(rf"{MESSAGE}/Media\.json"), ProviderApi.show_media_list),
    ("GET", re.compile(rf"{MESSAGE}/Media/(?P<media>\w+)\.json"), ProviderApi.show_media),
    ("GET", re.compile(rf"{ACCOUNT}/Recordings/(?P<sid>\w+)\.wav"), ProviderApi.play),
    ("GET", re.compile(rf"{MESSAGE}/Media/(?P<media>\w+)"), ProviderApi.show_picture),
    ("DELETE", re.compile(rf"{MESSAGE}\.json"), ProviderApi.delete),
    ("DELETE", re.compile(rf"{ACCOUNT}/Calls/(?P<sid>\w+)\.json"), ProviderApi.delete_call),
    (
        "DELETE",
        re.compile(rf"{ACCOUNT}/Recordings/(?P<sid>\w+)\.json"),
        ProviderApi.delete_recording,
    ),
    ("DELETE", re.compile(rf"{MESSAGE}/Media/(?P<media>\w+)\.json"), ProviderApi.delete_media),
)

"""What becomes of a text after the provider took it: pictures, states, callbacks, answers."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from .courier import Courier, RetryRule, UnusablePictureError
from .faults import Callbacks, Switches
from .later import Later
from .network import Network
from .rules import keyword
from .texts import Callback, Status, Text
from .twiml import UnreadableAnswerError, answers
from .wire import API_VERSION


@dataclass(frozen=True)
class Pace:
    """Seconds after acceptance until a text is sent, and then delivered; and between tries."""

    sent: float = 0.15
    delivered: float = 0.6
    retry: float = 1

    def times(self, factor: float) -> "Pace":
        """The same life, slower or faster; 0 is at once."""
        return Pace(self.sent * factor, self.delivered * factor, self.retry * factor)


@dataclass(frozen=True)
class Step:
    """A state a text reaches, so many seconds after it was taken."""

    after: float
    status: Status
    error_code: int | None = None


def steps(pace: Pace, *, opted_out: bool, later_error_code: int | None) -> list[Step]:
    """The states an accepted text goes through."""
    if opted_out:
        return [Step(pace.sent, "failed", 21610)]
    sent = Step(pace.sent, "sent")
    if later_error_code is None:
        return [sent, Step(pace.delivered, "delivered")]
    # Carriers answer with 30xxx after the text has left; everything else stops it before.
    if later_error_code >= 30000:
        return [sent, Step(pace.delivered, "undelivered", later_error_code)]
    return [Step(pace.sent, "failed", later_error_code)]


def callbacks_at(status: str, mode: Callbacks) -> tuple[str, ...]:
    """The states reported when a text reaches this one."""
    if mode == "off":
        return ()
    if mode == "repeated":
        return (status, status)
    if mode == "shuffled":
        return () if status == "sent" else (status, "sent")
    return (status,)


CONFIRMATIONS = {
    "stop": "You are unsubscribed: no more texts come from this number. Reply START to undo.",
    "start": "You are subscribed again to texts from this number. Reply STOP to end them.",
    "help": "Texts from a business you gave your number to. Reply STOP to end them.",
}


class Life:
    """Moves texts along; nothing here makes the API wait."""

    def __init__(
        self,
        network: Network,
        switches: Switches,
        courier: Courier,
        later: Later,
        *,
        account: str,
        inbound_url: str,
        pace: Pace,
    ) -> None:
        self._network = network
        self._switches = switches
        self._courier = courier
        self._later = later
        self._account = account
        self._inbound_url = inbound_url
        self._pace = pace

    def begin(self, text: Text) -> None:
        """Start the life of a text that was just taken."""
        if text.media_urls:
            self._later.after(0, partial(self._fetch, text))
        else:
            self._plan(text)

    def reply(self, phone: str, body: str) -> Text:
        """A customer writes: tell the company, show what it answers. Waits for that answer."""
        text = self._network.receive(phone, body)
        self._act_on_keyword(text)
        answer = self._courier.post(self._inbound_url, self._inbound_params(text))
        self._network.move(text, "received")
        try:
            for words in answers(answer.status, answer.content_type, answer.body):
                self._answer(text, words)
        except UnreadableAnswerError as error:
            self._network.note_problem(text, str(error))
        return text

    def _fetch(self, text: Text) -> None:
        try:
            for url in text.media_urls:
                self._network.keep_photo(text, self._courier.fetch(url))
        except UnusablePictureError as error:
            self._reach(text, Step(0, "failed", error.code))
        else:
            self._plan(text)

    def _plan(self, text: Text) -> None:
        later_error_code = self._switches.faults.later_error_code.get(text.phone)
        opted_out = self._network.is_opted_out(text.phone, text.company)
        for step in steps(self._pace, opted_out=opted_out, later_error_code=later_error_code):
            self._later.after(step.after, partial(self._reach, text, step))

    def _reach(self, text: Text, step: Step) -> None:
        self._network.move(text, step.status, step.error_code)
        if not text.callback_url:
            return
        faults = self._switches.faults
        late = faults.callbacks_late_seconds if faults.callbacks == "late" else 0
        for status in callbacks_at(step.status, faults.callbacks):
            params = self._status_params(text, status, step.error_code)
            left = RetryRule.of(text.callback_url).count
            self._later.after(late, partial(self._call_back, text, params, left))

    def _call_back(self, text: Text, params: dict[str, str], left: int) -> None:
        at = time.time()
        answer = self._courier.post(text.callback_url, params)
        self._network.note_callback(text, Callback(params["MessageStatus"], at, answer.word))
        if left and RetryRule.of(text.callback_url).covers(answer):
            self._later.after(self._pace.retry, partial(self._call_back, text, params, left - 1))

    def _status_params(self, text: Text, status: str, error_code: int | None) -> dict[str, str]:
        params = self._shared_params(text) | {"MessageStatus": status, "SmsStatus": status}
        if error_code and status in {"failed", "undelivered"}:
            params["ErrorCode"] = str(error_code)
        return params

    def _inbound_params(self, text: Text) -> dict[str, str]:
        return self._shared_params(text) | {
            "SmsMessageSid": text.sid,
            "SmsStatus": "received",
            "Body": text.body,
            "NumMedia": "0",
            "NumSegments": str(text.parts),
        }

    def _shared_params(self, text: Text) -> dict[str, str]:
        service = {"MessagingServiceSid": text.service} if text.service else {}
        return service | {
            "MessageSid": text.sid,
            "SmsSid": text.sid,
            "AccountSid": self._account,
            "ApiVersion": API_VERSION,
            "From": text.sender,
            "To": text.receiver,
        }

    def _act_on_keyword(self, text: Text) -> None:
        acts: dict[str, Callable[[str, str], bool]] = {
            "stop": self._network.opt_out,
            "start": self._network.opt_in,
            "help": lambda phone, company: not self._network.is_opted_out(phone, company),
        }
        kind = keyword(text.body)
        if kind and acts[kind](text.phone, text.company):
            self._network.answer(text, CONFIRMATIONS[kind], "delivered")

    def _answer(self, inbound: Text, words: str) -> None:
        text = self._network.answer(inbound, words, "queued")
        self._plan(text)

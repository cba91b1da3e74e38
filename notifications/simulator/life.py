"""What becomes of a text after the provider took it: pictures, states, callbacks, answers."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from .courier import Courier, RetryRule, UnusablePictureError
from .faults import Callbacks, Switches
from .later import Later
from .network import Network
from .rules import keyword
from .texts import Callback, Photo, Status, Text
from .twiml import UnreadableAnswerError, answers
from .wire import API_VERSION, account_uri


@dataclass(frozen=True)
class Pace:
    """Seconds until an accepted text is sent, a sent one delivered, a callback tried again."""

    sent: float = 0.15
    delivered: float = 0.45
    retry: float = 1

    def times(self, factor: float) -> "Pace":
        """The same life, slower or faster; 0 is at once."""
        return Pace(self.sent * factor, self.delivered * factor, self.retry * factor)


@dataclass(frozen=True)
class Step:
    """A state a text reaches, so many seconds after the one before."""

    wait: float
    status: Status
    error_code: int | None = None


EXPIRED = Step(0, "failed", 30036)


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

    def reply(self, phone: str, body: str, photo: Photo | None = None) -> Text:
        """A customer writes: tell the company, show what it answers. Waits for that answer."""
        text = self._network.receive(phone, body, photo)
        self._act_on_keyword(text)
        try:
            for words in self._told(text):
                self._plan(self._network.answer(text, words, "queued"))
        except UnreadableAnswerError as error:
            self._network.note_problem(text, str(error))
        self._network.move(text, "received")
        return text

    def _told(self, text: Text) -> list[str]:
        if not self._inbound_url:
            raise UnreadableAnswerError("Nobody hears this: no address for answers is set.")
        answer = self._courier.post(self._inbound_url, self._inbound_params(text))
        return answers(answer.status, answer.content_type, answer.body)

    def _fetch(self, text: Text) -> None:
        try:
            for url in text.media_urls:
                self._network.keep_photo(text, self._courier.fetch(url))
        except UnusablePictureError as error:
            self._reach(text, [Step(0, "failed", error.code)])
        else:
            self._plan(text)

    def _plan(self, text: Text) -> None:
        faults = self._switches.faults
        if faults.queue_seconds > text.valid_for:
            self._later.after(text.valid_for, partial(self._reach, text, [EXPIRED]))
            return
        later_error_code = faults.later_error_code.get(text.phone)
        opted_out = self._network.is_opted_out(text.phone, text.company)
        pace = replace(self._pace, sent=self._pace.sent + faults.queue_seconds)
        ahead = steps(pace, opted_out=opted_out, later_error_code=later_error_code)
        self._later.after(ahead[0].wait, partial(self._reach, text, ahead))

    def _reach(self, text: Text, ahead: list[Step]) -> None:
        step, *rest = ahead
        self._network.move(text, step.status, step.error_code)
        self._report(text, step)
        if rest:
            self._later.after(rest[0].wait, partial(self._reach, text, rest))

    def _report(self, text: Text, step: Step) -> None:
        faults = self._switches.faults
        reports = [
            self._status_params(text, status, step.error_code)
            for status in callbacks_at(step.status, faults.callbacks)
        ]
        late = faults.callbacks_late_seconds if faults.callbacks == "late" else 0
        if reports and text.callback_url:
            left = RetryRule.of(text.callback_url).count
            self._later.after(late, partial(self._call_back, text, reports, left))

    def _call_back(self, text: Text, reports: list[dict[str, str]], left: int) -> None:
        report, *rest = reports
        at, rule = time.time(), RetryRule.of(text.callback_url)
        answer = self._courier.post(text.callback_url, report)
        self._network.note_callback(text, Callback(report["MessageStatus"], at, answer.word))
        if left and rule.covers(answer):
            self._later.after(self._pace.retry, partial(self._call_back, text, reports, left - 1))
        elif rest:
            self._later.after(0, partial(self._call_back, text, rest, rule.count))

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
            "NumMedia": str(len(text.photos)),
            "NumSegments": str(text.parts),
            **self._media_params(text),
        }

    def _media_params(self, text: Text) -> dict[str, str]:
        """Named as the provider names them; whoever fetches them knows where to ask."""
        params = {}
        for number, photo in enumerate(text.photos):
            below = f"{account_uri(self._account)}/Messages/{text.sid}/Media/{photo.sid}"
            params[f"MediaUrl{number}"] = f"https://api.twilio.com{below}"
            params[f"MediaContentType{number}"] = photo.content_type
        return params

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

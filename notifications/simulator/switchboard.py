"""Puts calls through, to the company and from it, and tells it each step as the provider would."""

from collections.abc import Callable

from .calls import SECONDS, Call, Move, hum
from .courier import Courier
from .network import SERVICE_NUMBER, Network
from .rules import Form, first
from .texts import new_sid
from .twiml import Script, UnreadableAnswerError, script


class Switchboard:
    """Makes calls for the phones on the screen, and tells the company as the provider would."""

    def __init__(self, network: Network, courier: Courier, *, account: str, voice_url: str) -> None:
        self._network = network
        self._courier = courier
        self._account = account
        self._voice_url = voice_url

    def move(self, phone: str, what: Move) -> Call:
        """The call of this phone after one more step."""
        call = self._network.calls.get(phone)
        if what == "call" or call is None:
            call = self._begin(phone)
        elif not call.is_over:
            moves: dict[str, Callable[[Call], None]] = {
                "pick_up": self._pick_up,
                "press_1": self._press_1,
                "let_ring": self._let_ring,
                "leave_message": self._leave_message,
            }
            moves.get(what, self._hang_up)(call)
        self._network.announce()
        return call

    def place(self, form: Form) -> Call:
        """A call of the company: it rings until somebody at the phone does something."""
        phone, url = first(form, "To"), first(form, "Url")
        call = Call(new_sid("CA"), phone, first(form, "From"), is_from_company=True)
        call.over_url = first(form, "StatusCallback")
        call.now, call.heard = Script(rings=phone, action=url), ["(the company is calling)"]
        self._network.calls[phone] = call
        self._network.announce()
        return call

    def _begin(self, phone: str) -> Call:
        last = next(reversed(self._network.thread(phone)), None)
        call = Call(new_sid("CA"), phone, last.company if last else SERVICE_NUMBER)
        self._network.calls[phone] = call
        self._go_on(call, self._voice_url, CallStatus="ringing")
        return call

    def _pick_up(self, call: Call) -> None:
        """The person hears who it is, presses a key, and the two speak."""
        if not call.now.rings:
            return
        ringing = call.now
        if ringing.rings == call.phone:
            self._go_on(call, ringing.action, CallStatus="in-progress")
            return
        if ringing.side_url:
            asked = self._ask(call, ringing.side_url, CallSid=new_sid("CA"), To=ringing.rings)
            call.heard += [f"(to the person) {words}" for words in asked.said]
            if asked.waits_for_key:
                self._ask(call, asked.action, Digits="1")
        call.heard.append("(they speak)")
        self._go_on(call, ringing.action, DialCallStatus="completed", DialBridged="true")

    def _press_1(self, call: Call) -> None:
        if call.now.waits_for_key:
            self._go_on(call, call.now.action, Digits="1")

    def _let_ring(self, call: Call) -> None:
        if call.now.rings == call.phone:
            call.heard.append("(nobody picks up)")
            self._end(call, "no-answer")
        elif call.now.rings:
            call.heard.append("(nobody picks up)")
            self._go_on(call, call.now.action, DialCallStatus="no-answer", DialBridged="false")

    def _leave_message(self, call: Call) -> None:
        """A hum of three seconds, told of like any recording."""
        if not call.now.takes_message:
            return
        sid, waits = new_sid("RE"), call.now
        self._network.recordings[sid] = hum()
        call.heard.append("(a message is left)")
        left = {"RecordingSid": sid, "RecordingDuration": str(SECONDS)}
        self._go_on(call, waits.action, **left)
        if waits.side_url:
            self._tell(call, waits.side_url, RecordingStatus="completed", **left)

    def _hang_up(self, call: Call) -> None:
        call.heard.append("(hung up)")
        self._end(call, "completed")

    def _end(self, call: Call, status: str) -> None:
        call.now = Script()
        if call.over_url:
            self._tell(call, call.over_url, CallStatus=status)

    def _go_on(self, call: Call, url: str, **params: str) -> None:
        try:
            call.now = self._ask(call, url, **params) if url else Script()
        except UnreadableAnswerError as error:
            call.now = Script([str(error)])
        call.heard += call.now.said
        if call.now.rings:
            call.heard.append(f"(it rings at {call.now.rings})")
        if call.is_over and call.over_url:
            self._tell(call, call.over_url, CallStatus="completed")

    def _ask(self, call: Call, url: str, **params: str) -> Script:
        answer = self._courier.post(url, self._params(call, params))
        return script(answer.status, answer.content_type, answer.body)

    def _tell(self, call: Call, url: str, **params: str) -> None:
        self._courier.post(url, self._params(call, params))

    def _params(self, call: Call, params: dict[str, str]) -> dict[str, str]:
        known = {"CallSid": call.sid, "AccountSid": self._account}
        ends = {"From": call.phone, "To": call.company, "Direction": "inbound"}
        if call.is_from_company:
            ends = {"From": call.company, "To": call.phone, "Direction": "outbound-api"}
        return known | ends | params

"""Calls on the simulated phones: the company's TwiML read aloud, and what is told back."""

import io
import wave
from collections.abc import Iterator

import pytest
import requests

from notifications.simulator import Simulator
from notifications.simulator.calls import Move
from notifications.simulator.courier import signature
from notifications.simulator.twiml import UnreadableAnswerError, script
from tests.simulator_company import ACCOUNT, ACME, DANA, TOKEN, Company

RINGS = (
    '<Response><Dial action="{url}/over"><Number url="{url}/whisper">+15550100199</Number>'
    "</Dial></Response>"
)
WHISPER = (
    '<Response><Gather action="{url}/take"><Say>Dana is calling.</Say></Gather><Hangup/></Response>'
)
MESSAGE = (
    '<Response><Say>Nobody is here.</Say><Record action="{url}/left" '
    'recordingStatusCallback="{url}/recorded"/><Say>We heard nothing.</Say></Response>'
)
BYE = "<Response><Say>Goodbye.</Say><Hangup/></Response>"


@pytest.fixture
def company() -> Iterator[Company]:
    """Somebody can be rung, and a message left."""
    with Company() as company:
        said = {"voice": RINGS, "whisper": WHISPER, "over": MESSAGE, "left": BYE, "take": BYE}
        for name, words in said.items():
            company.serve(f"/{name}", words.format(url=company.url).encode(), "text/xml")
        yield company


@pytest.fixture
def phones(company: Company) -> Iterator[Simulator]:
    inbound = f"{company.url}/inbound"
    with Simulator(account_sid=ACCOUNT, auth_token=TOKEN, inbound_url=inbound) as simulator:
        simulator.accept({"To": [DANA], "From": [ACME], "Body": ["Hello"]})
        yield simulator


def play(phones: Simulator, *moves: Move) -> list[str]:
    """What was heard by the end of these moves."""
    for move in moves:
        call = phones.call(DANA, move)
    return call.heard


def test_a_call_is_told_to_the_company_signed(phones: Simulator, company: Company) -> None:
    assert play(phones, "call") == ["(it rings at +15550100199)"]
    (form,) = company.heard("/voice")
    assert (form["From"], form["To"], form["AccountSid"]) == (DANA, ACME, ACCOUNT)
    asked = next(request for request in company.requests if request.path == "/voice")
    assert asked.headers["x-twilio-signature"] == signature(f"{company.url}/voice", form, TOKEN)


def test_the_person_hears_who_it_is_and_takes_it(phones: Simulator, company: Company) -> None:
    heard = play(phones, "call", "pick_up")
    assert heard[1:3] == ["(to the person) Dana is calling.", "(they speak)"]
    assert company.heard("/take")[0]["Digits"] == "1"
    assert company.heard("/over")[0]["DialBridged"] == "true"


def test_a_message_can_be_left_and_fetched_with_the_key(
    phones: Simulator, company: Company
) -> None:
    heard = play(phones, "call", "let_ring", "leave_message")
    assert heard[1:] == [
        *("(nobody picks up)", "Nobody is here."),
        *("(a message is left)", "Goodbye."),
    ]
    (told,) = company.heard("/recorded")
    path = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{told['RecordingSid']}.wav"
    assert requests.get(phones.url + path).status_code == 401
    tape = requests.get(phones.url + path, auth=(ACCOUNT, TOKEN))
    with wave.open(io.BytesIO(tape.content)) as sound:
        assert sound.getnframes() / sound.getframerate() == int(told["RecordingDuration"])


@pytest.mark.parametrize("late", ["pick_up", "let_ring", "leave_message"])
def test_who_hung_up_hears_no_more(phones: Simulator, company: Company, late: Move) -> None:
    assert play(phones, "call", "hang_up", late)[-1] == "(hung up)"
    assert company.heard("/over") == []


def test_the_page_shows_the_call_and_its_next_steps(phones: Simulator) -> None:
    answer = requests.post(f"{phones.url}/simulator/call", data={"phone": DANA, "move": "call"})
    assert "(it rings at +15550100199)" in answer.text
    assert "They pick up" in answer.text


@pytest.mark.parametrize("form", [{"phone": DANA, "move": "sing"}, {"move": "call"}])
def test_a_strange_step_is_refused(phones: Simulator, form: dict[str, str]) -> None:
    assert requests.post(f"{phones.url}/simulator/call", data=form).status_code == 400


@pytest.mark.parametrize(
    ("status", "kind", "body"),
    [(500, "text/xml", BYE), (200, "text/html", BYE), (200, "text/xml", "<Response>")],
)
def test_an_answer_the_provider_can_not_read_is_said_so(status: int, kind: str, body: str) -> None:
    with pytest.raises(UnreadableAnswerError):
        script(status, kind, body)

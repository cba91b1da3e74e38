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


# Calls of the company

ASKS = '<Response><Gather action="{url}/key"><Say>An alarm. Press 1.</Say></Gather></Response>'
THROUGH = "<Response><Say>Thank you.</Say><Dial><Number>+15550100177</Number></Dial></Response>"
ON_CALL = "+15550100155"


@pytest.fixture
def rung(phones: Simulator, company: Company) -> Simulator:
    """The person on call, who never had a text, is being rung."""
    company.serve("/asks", ASKS.format(url=company.url).encode(), "text/xml")
    company.serve("/key", THROUGH.encode(), "text/xml")
    company.serve("/ended", b"<Response/>", "text/xml")
    form = {"From": ACME, "To": ON_CALL, "Url": f"{company.url}/asks"}
    form["StatusCallback"] = f"{company.url}/ended"
    assert place(phones, form).status_code == 201
    return phones


def place(phones: Simulator, form: dict[str, str]) -> requests.Response:
    path = f"{phones.url}/2010-04-01/Accounts/{ACCOUNT}/Calls.json"
    return requests.post(path, data=form, auth=(ACCOUNT, TOKEN), timeout=5)


def test_who_is_rung_hears_the_company_and_is_put_through(
    rung: Simulator, company: Company
) -> None:
    moves: tuple[Move, ...] = ("pick_up", "press_1", "pick_up")
    call = [rung.call(ON_CALL, move) for move in moves][-1]
    assert call.heard[1:] == [
        "An alarm. Press 1.",
        "Thank you.",
        "(it rings at +15550100177)",
        "(they speak)",
    ]
    assert [form["CallStatus"] for form in company.heard("/ended")] == ["completed"]


def test_a_call_nobody_picks_up_is_told_back(rung: Simulator, company: Company) -> None:
    assert rung.call(ON_CALL, "let_ring").is_over
    assert [form["CallStatus"] for form in company.heard("/ended")] == ["no-answer"]


def test_a_phone_without_texts_shows_that_it_rings(rung: Simulator) -> None:
    page = requests.get(f"{rung.url}/simulator/phones", timeout=5).text
    assert "Call to +1 555-010-0155" in page
    assert "Pick up" in page


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"To": "555"}, 21211),
        ({"From": "MG" + "0" * 32}, 21212),
        ({"Url": "nowhere"}, 21205),
        ({"To": "+15005550001"}, 21211),
    ],
)
def test_a_call_the_provider_would_refuse_is_refused(
    phones: Simulator, wrong: dict[str, str], code: int
) -> None:
    form = {"From": ACME, "To": ON_CALL, "Url": "https://acme.example/asks"} | wrong
    assert place(phones, form).json()["code"] == code

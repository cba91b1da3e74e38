"""What follows an accepted text: signed callbacks, fetched pictures, answers from the phone."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings
from twilio.request_validator import RequestValidator

from notifications.simulator import Simulator
from notifications.simulator.faults import Faults
from notifications.simulator.life import Pace
from notifications.simulator.rules import Form
from notifications.simulator.snapshot import snapshot
from notifications.simulator.texts import Text
from notifications.simulator.web import Answer
from tests.test_providers import twilio

from .simulator_company import ACCOUNT, ACME, DANA, OMAR, SERVICE, TOKEN, Company, jpeg


@pytest.fixture
def company() -> Iterator[Company]:
    with Company() as company:
        yield company


@pytest.fixture
def sim(company: Company) -> Iterator[Simulator]:
    with Simulator(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        inbound_url=f"{company.url}/inbound",
        pace=Pace().times(0),
    ) as sim:
        yield sim


def sent(sim: Simulator, company: Company, *, fragment: str = "", **form: str | list[str]) -> Text:
    """A text that has lived its whole life."""
    shared = {"To": DANA, "From": ACME, "Body": "Hi Dana"}
    callback = {"StatusCallback": f"{company.url}/status?attempt=7{fragment}"}
    fields = shared | callback | form
    listed: Form = {k: v if isinstance(v, list) else [v] for k, v in fields.items()}
    text = sim.accept(listed)
    sim.settle()
    return text


def test_sent_and_delivered_are_reported_but_queued_is_not(
    sim: Simulator, company: Company
) -> None:
    text = sent(sim, company)
    assert sorted(company.statuses()) == ["delivered", "sent"]
    told = company.heard("/status")[0]
    assert told["MessageSid"] == told["SmsSid"] == text.sid
    assert (told["To"], told["From"], told["AccountSid"]) == (DANA, ACME, ACCOUNT)
    assert told["SmsStatus"] == told["MessageStatus"]
    assert "ErrorCode" not in told


@pytest.mark.parametrize("fragment", ["", "#rc=3&rp=5xx"])
def test_a_callback_is_signed_over_its_address_without_the_fragment(
    sim: Simulator, company: Company, fragment: str
) -> None:
    sent(sim, company, fragment=fragment)
    request = company.requests[0]
    form = {name: values[0] for name, values in request.form().items()}
    url = f"{company.url}/status?attempt=7"
    signature = request.headers["x-twilio-signature"]
    assert RequestValidator(TOKEN).validate(url, form, signature)
    assert not RequestValidator("guess").validate(url, form, signature)


def test_a_text_without_a_callback_address_tells_nobody(sim: Simulator, company: Company) -> None:
    assert sent(sim, company, StatusCallback="").status == "delivered"
    assert company.requests == []


@pytest.mark.parametrize(
    ("valid_for", "status", "code"), [("0.01", "failed", 30036), ("0.5", "delivered", None)]
)
def test_a_text_that_waits_longer_than_it_is_valid_is_never_sent(
    sim: Simulator, company: Company, valid_for: str, status: str, code: int | None
) -> None:
    sim.faults = Faults(queue_seconds=0.1)
    text = sent(sim, company, ValidityPeriod=valid_for)
    assert (text.status, text.error_code) == (status, code)


def test_a_failing_company_is_not_called_again(sim: Simulator, company: Company) -> None:
    company.serve("/status", b"", "text/plain", status=500)
    text = sent(sim, company)
    assert [callback.answer for callback in text.callbacks] == ["500", "500"]


def test_a_failing_company_is_called_again_when_its_address_asks(
    sim: Simulator, company: Company
) -> None:
    company.serve("/status", b"", "text/plain", status=503)
    sent(sim, company, fragment="#rc=2&rp=5xx,ct,rt")
    assert sorted(company.statuses()) == ["delivered"] * 3 + ["sent"] * 3


def test_a_company_that_is_down_is_tried_twice(sim: Simulator, company: Company) -> None:
    text = sent(sim, company, StatusCallback="http://127.0.0.1:9/status")
    assert sorted(c.status for c in text.callbacks) == ["delivered"] * 2 + ["sent"] * 2
    assert {callback.answer for callback in text.callbacks} == {"ct"}


def test_a_picture_is_fetched_with_head_and_get_without_credentials(
    sim: Simulator, company: Company
) -> None:
    text = sent(sim, company, MediaUrl=[company.serve("/maya.jpg", jpeg(), "image/jpeg")])
    fetches = [request for request in company.requests if request.path == "/maya.jpg"]
    assert [fetch.verb for fetch in fetches] == ["HEAD", "GET"]
    assert not any("authorization" in fetch.headers for fetch in fetches)
    assert (text.status, text.photos[0].width, text.photos[0].height) == ("delivered", 64, 48)
    assert text.photos[0].content == jpeg()


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (Answer(200, b"<html>", "image/jpeg"), 12300),
        (Answer(200, b"<html>", "text/html"), 12300),
        (Answer(200, jpeg("PNG"), "image/jpeg"), 12300),
        (Answer(200, jpeg("WEBP"), "image/webp"), 12300),
        (Answer(404, jpeg(), "image/jpeg"), 11200),
        (Answer(302, jpeg(), "image/jpeg"), 11200),
        (Answer(200, jpeg() + b"\0" * 5 * 1024 * 1024, "image/jpeg"), 11751),
    ],
)
def test_a_picture_that_is_not_what_it_says_fails_the_text(
    sim: Simulator, company: Company, picture: Answer, code: int
) -> None:
    company.answers["/maya.jpg"] = picture
    text = sent(sim, company, MediaUrl=[f"{company.url}/maya.jpg"])
    assert (text.status, text.error_code, text.photos) == ("failed", code, [])
    assert company.statuses() == ["failed"]
    assert company.heard("/status")[0]["ErrorCode"] == str(code)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF"])
def test_jpeg_png_and_gif_are_pictures(sim: Simulator, company: Company, kind: str) -> None:
    url = company.serve("/maya", jpeg(kind), f"image/{kind.lower()}; charset=binary")
    assert sent(sim, company, MediaUrl=[url]).status == "delivered"


def test_a_picture_nobody_serves_fails_the_text(sim: Simulator, company: Company) -> None:
    text = sent(sim, company, MediaUrl=["http://127.0.0.1:9/maya.jpg"])
    assert (text.status, text.error_code) == ("failed", 11200)


def test_an_answer_reaches_the_company_signed(sim: Simulator, company: Company) -> None:
    sent(sim, company, MessagingServiceSid=SERVICE)
    text = sim.reply(DANA, "Please ring twice")
    (told,) = company.heard("/inbound")
    assert (told["From"], told["To"], told["Body"]) == (DANA, ACME, "Please ring twice")
    assert (told["NumMedia"], told["NumSegments"], told["MessageSid"]) == ("0", "1", text.sid)
    assert told["MessagingServiceSid"] == SERVICE
    signature = company.requests[-1].headers["x-twilio-signature"]
    assert RequestValidator(TOKEN).validate(f"{company.url}/inbound", told, signature)


@pytest.mark.parametrize(
    ("content_type", "body", "bubbles"),
    [
        ("text/xml", "<Response/>", []),
        ("text/xml", "<Response><Message>Thanks</Message></Response>", ["Thanks"]),
        ("text/xml", "<Response><Message><Body>Hi</Body></Message></Response>", ["Hi"]),
        ("text/plain", "ok", ["ok"]),
        ("text/xml", "", []),
    ],
)
def test_the_companys_answer_is_texted_back(
    sim: Simulator, company: Company, content_type: str, body: str, bubbles: list[str]
) -> None:
    company.serve("/inbound", body.encode(), content_type)
    question = sim.reply(DANA, "Who comes?")
    sim.settle()
    assert [text.body for text in sim.messages()[1:]] == bubbles
    assert (question.status, question.problem) == ("received", "")


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (Answer(200, b"ok", "text/html"), "web page"),
        (Answer(200, b"<Response>", "text/xml"), "cannot be read"),
        (Answer(500, b"", "text/xml"), "answered 500"),
        (Answer(302, b"", "text/xml"), "answered 302"),
        (Answer(dropped=True), "did not answer"),
    ],
)
def test_an_answer_the_provider_cannot_use_is_shown_as_trouble(
    sim: Simulator, company: Company, answer: Answer, problem: str
) -> None:
    company.answers["/inbound"] = answer
    assert problem in sim.reply(DANA, "Who comes?").problem
    assert len(sim.messages()) == 1


def test_stop_is_confirmed_once_and_help_is_answered(sim: Simulator) -> None:
    for word in ("HELP", "STOP", "stop", "START", "START"):
        sim.reply(DANA, word)
    answers = [text.body for text in sim.messages() if not text.inbound]
    assert [words.split()[0] for words in answers] == ["Texts", "You", "You"]
    assert ["unsubscribed" in words for words in answers] == [False, True, False]


def test_stop_holds_for_one_phone_only(sim: Simulator, company: Company) -> None:
    sim.reply(OMAR, "Stop")
    assert sent(sim, company).status == "delivered"
    assert sim.network.is_opted_out(OMAR, ACME)


@pytest.mark.parametrize("words", ["please stop texting me", "C", 'Liked "STOP"'])
def test_the_provider_acts_on_single_words_only(sim: Simulator, words: str) -> None:
    sim.reply(DANA, words)
    assert not sim.network.is_opted_out(DANA, ACME)


@pytest.mark.parametrize(
    ("code", "statuses"),
    [(30006, ["sent", "undelivered"]), (30034, ["sent", "undelivered"]), (21610, ["failed"])],
)
def test_a_later_error_ends_the_text_with_its_code(
    sim: Simulator, company: Company, code: int, statuses: list[str]
) -> None:
    sim.faults = Faults(later_error_code={DANA: code})
    text = sent(sim, company)
    assert (text.error_code, sorted(company.statuses())) == (code, statuses)
    told = {form["MessageStatus"]: form.get("ErrorCode") for form in company.heard("/status")}
    assert told[statuses[-1]] == str(code)
    assert sent(sim, company, To=OMAR).status == "delivered"


@pytest.mark.parametrize(
    ("mode", "statuses"),
    [
        ("off", []),
        ("repeated", ["delivered", "delivered", "sent", "sent"]),
        ("late", ["delivered", "sent"]),
    ],
)
def test_callbacks_can_be_lost_late_or_repeated(
    sim: Simulator, company: Company, mode: str, statuses: list[str]
) -> None:
    sim.faults = Faults.parse({"callbacks": mode, "callbacks_late_seconds": 0})
    assert sent(sim, company).status == "delivered"
    assert sorted(company.statuses()) == statuses


def test_shuffled_callbacks_say_delivered_before_sent(sim: Simulator, company: Company) -> None:
    sim.faults = Faults(callbacks="shuffled")
    sent(sim, company)
    assert company.statuses() == ["delivered", "sent"]


def test_a_phone_sends_a_picture_that_the_company_can_fetch(
    sim: Simulator, company: Company, settings: Settings
) -> None:
    sent(sim, company)
    sim.reply(DANA, "", snapshot())
    (told,) = company.heard("/inbound")
    assert (told["NumMedia"], told["MediaContentType0"], told["Body"]) == ("1", "image/jpeg", "")
    *_path, message, _media, name = told["MediaUrl0"].split("/")
    picture = twilio(settings, sim.url).picture(f"{message}/{name}")
    assert picture.startswith(b"\xff\xd8")

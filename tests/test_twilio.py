"""How Twilio's many answers become our few words, one by one."""

import socket
import ssl
from collections.abc import Iterator

import pytest
from pytest_django import Settings
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    NewConnectionError,
    ProtocolError,
    ProxyError,
    ReadTimeoutError,
    SSLError,
)

from notifications.providers import twilio_codes
from notifications.providers.base import (
    AmbiguousError,
    Family,
    NotProcessedError,
    ProviderError,
    RefusedError,
    SetUpError,
)
from notifications.providers.twilio import TwilioProvider, unanswered
from notifications.simulator.web import Answer, json_answer
from tests.test_providers import WORDS, outgoing, refusal, ringing, sought, twilio

from .simulator_company import ACCOUNT, DANA, Company

MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


@pytest.fixture
def stub() -> Iterator[Company]:
    """A server that answers create and list calls as told."""
    with Company() as company:
        yield company


def answering(stub: Company, settings: Settings, answer: Answer) -> TwilioProvider:
    stub.answers[MESSAGES] = answer
    return twilio(settings, stub.url)


KINDS = {
    Family.TEMPORARY: NotProcessedError,
    Family.SET_UP: SetUpError,
    Family.AMBIGUOUS: AmbiguousError,
}


def test_every_code_of_the_table_becomes_its_family(stub: Company, settings: Settings) -> None:
    provider = twilio(settings, stub.url)
    for code, family in twilio_codes.FAMILIES.items():
        stub.answers[MESSAGES] = json_answer({"code": code, "message": "no", "status": 400}, 400)
        error = refusal(provider, outgoing())
        assert (error.family, error.code) == (family, str(code))
        assert type(error) is KINDS.get(family, RefusedError)


@pytest.mark.parametrize(
    ("code", "status", "family"),
    [
        (None, 429, Family.TEMPORARY),
        (None, 500, Family.AMBIGUOUS),
        (99999, 503, Family.AMBIGUOUS),
        (None, 408, Family.AMBIGUOUS),
        (None, 401, Family.SET_UP),
        (99999, 403, Family.SET_UP),
        (99999, 400, Family.CONTENT),
        (None, 404, Family.CONTENT),
    ],
)
def test_an_unknown_code_falls_back_on_the_status(
    code: int | None, status: int, family: Family
) -> None:
    assert twilio_codes.of_answer(code, status) is family


@pytest.mark.parametrize(
    ("code", "family"),
    [
        ("30005", Family.WRONG_NUMBER),
        ("39999", Family.UNREACHABLE),
        ("", Family.UNREACHABLE),
        ("²", Family.UNREACHABLE),
        ("20500", Family.UNREACHABLE),
    ],
)
def test_a_loss_told_later_falls_back_on_unreachable(code: str, family: Family) -> None:
    assert twilio_codes.of_callback(code) is family


def test_each_code_has_one_family() -> None:
    codes = [code for codes in twilio_codes._BY_FAMILY.values() for code in codes]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("header", "wait"), [("30", 30), ("", 0), ("soon", 0), ("²", 0), ("-5", 0), ("1e9", 0)]
)
def test_a_pause_counts_if_it_is_a_number(
    stub: Company, settings: Settings, header: str, wait: float
) -> None:
    headers = {"Retry-After": header.encode().decode("latin-1")}
    provider = answering(stub, settings, Answer(429, b"{}", headers=headers))
    assert refusal(provider, outgoing()).wait == wait


@pytest.mark.parametrize(("status", "code"), [(429, "20429"), (503, ""), (404, "")])
def test_too_busy_is_told_by_the_status_alone(
    stub: Company, settings: Settings, status: int, code: str
) -> None:
    provider = answering(stub, settings, Answer(status, b"{}"))
    assert refusal(provider, outgoing()).code == code


SHAPES = [b"", b"{}", b"null", b"[]", b'"SM1"', b"7", b'{"sid": ""}', b"<html>", b"\xff\x00"]


@pytest.mark.parametrize("body", SHAPES)
def test_a_201_of_any_other_shape_is_ambiguous(
    stub: Company, settings: Settings, body: bytes
) -> None:
    provider = answering(stub, settings, Answer(201, body))
    assert type(refusal(provider, outgoing())) is AmbiguousError


@pytest.mark.parametrize(
    "body",
    [
        *(shape for shape in SHAPES[2:] if b"{" not in shape),
        b'{"messages": null}',
        b'{"messages": [7], "uri": ""}',
        b'{"meta": {"key": "texts"}}',
    ],
)
def test_a_list_of_any_other_shape_settles_nothing(
    stub: Company, settings: Settings, body: bytes
) -> None:
    provider = answering(stub, settings, Answer(200, body))
    with pytest.raises(ProviderError):
        provider.find(sought())


def test_a_trial_account_s_own_words_in_front_don_t_hide_a_text(
    stub: Company, settings: Settings
) -> None:
    row = {"sid": "SM1", "body": f"Sent from your Twilio trial account -  {WORDS}"}
    page = {"messages": [row], "uri": MESSAGES, "meta": {"key": "messages"}}
    provider = answering(stub, settings, json_answer(page))
    assert provider.find(sought()) == ["SM1"]


def test_a_refused_connection_has_surely_sent_nothing(settings: Settings) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        provider = twilio(settings, f"http://127.0.0.1:{nobody.getsockname()[1]}")
        error = refusal(provider, outgoing())
    assert (type(error), error.family) == (NotProcessedError, Family.TEMPORARY)


def test_a_name_that_is_not_resolved_has_surely_sent_nothing(settings: Settings) -> None:
    provider = twilio(settings, "http://nobody.invalid")
    assert type(refusal(provider, outgoing())) is NotProcessedError


UNREACHED = NewConnectionError(HTTPConnection("api.example"), "refused")


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (SSLError(ssl.SSLCertVerificationError("self-signed")), NotProcessedError),
        (SSLError(ssl.SSLEOFError(8, "UNEXPECTED_EOF_WHILE_READING")), AmbiguousError),
        (SSLError(ssl.SSLError(1, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC")), AmbiguousError),
        (SSLError(), AmbiguousError),
        (ConnectTimeoutError(), NotProcessedError),
        (UNREACHED, NotProcessedError),
        (ProxyError("no proxy", UNREACHED), NotProcessedError),
        (ProxyError("cut off", OSError("Tunnel connection failed")), AmbiguousError),
        (ReadTimeoutError(HTTPConnectionPool("api.example"), "/", "too slow"), AmbiguousError),
        (ProtocolError("Connection aborted."), AmbiguousError),
    ],
)
def test_only_without_a_connection_is_it_sure_that_nothing_left(
    error: HTTPError, kind: type[ProviderError]
) -> None:
    assert type(unanswered(error)) is kind


def test_calls_go_through_the_proxy_that_the_environment_names(
    monkeypatch: pytest.MonkeyPatch, stub: Company, settings: Settings
) -> None:
    monkeypatch.setenv("http_proxy", stub.url)
    monkeypatch.setenv("no_proxy", "")
    stub.answers[MESSAGES] = json_answer({"sid": "SM1"}, 201)
    assert twilio(settings, "http://api.example").send(outgoing()).sid == "SM1"


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKENS"])
def test_without_an_account_there_is_no_provider(settings: Settings, missing: str) -> None:
    setattr(settings, missing, [] if missing.endswith("S") else "")
    with pytest.raises(SetUpError):
        TwilioProvider()


PICTURE = f"MM{'3' * 32}/ME{'4' * 32}"
AT = f"/2010-04-01/Accounts/{ACCOUNT}/Messages/MM{'3' * 32}/Media/ME{'4' * 32}"


def test_a_picture_is_fetched_by_its_name(stub: Company, settings: Settings) -> None:
    stub.answers[AT] = Answer(200, b"a photo", "image/jpeg")
    assert twilio(settings, stub.url).picture(PICTURE) == b"a photo"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (Answer(404), NotProcessedError),
        (Answer(503), NotProcessedError),
        (Answer(200, b"<script>", "text/html"), RefusedError),
        (Answer(200, b"x" * 10_485_761, "image/jpeg"), RefusedError),
        (Answer(307, headers={"Location": "http://169.254.169.254/"}), RefusedError),
        (Answer(307, headers={"Location": "https://twiliocdn.com.evil.example/"}), RefusedError),
    ],
)
def test_what_is_no_picture_of_theirs_is_not_taken(
    stub: Company, settings: Settings, answer: Answer, kind: type[ProviderError]
) -> None:
    stub.answers[AT] = answer
    with pytest.raises(kind):
        twilio(settings, stub.url).picture(PICTURE)


@pytest.mark.parametrize("kind", ["whatsapp:", "rcs:"])
def test_an_address_of_another_network_reaches_twilio_as_it_is(
    stub: Company, settings: Settings, kind: str
) -> None:
    provider = answering(stub, settings, json_answer({"sid": "SM1"}, 201))
    provider.send(outgoing(kind + DANA, sender=f"{kind}+12025550100"))
    (form,) = stub.heard(MESSAGES)
    assert (form["To"], form["From"]) == (kind + DANA, f"{kind}+12025550100")
    assert "MessagingServiceSid" not in form


def test_a_name_without_a_number_cannot_call(stub: Company, settings: Settings) -> None:
    provider = twilio(settings, stub.url)
    settings.TWILIO_FROM = ""
    with pytest.raises(SetUpError) as refused:
        provider.call(ringing(sender="acme_agent"))
    assert refused.value.code == "no_voice"

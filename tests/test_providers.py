"""The contract every provider keeps, and how Twilio's many answers become our few words."""

import socket
import ssl
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
import requests
from pytest_django import Settings
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.exceptions import MaxRetryError
from urllib3.exceptions import SSLError as TransportSSLError

from notifications.providers import twilio_codes
from notifications.providers.base import (
    AmbiguousError,
    Family,
    NotProcessedError,
    Outgoing,
    Provider,
    ProviderError,
    RefusedError,
    SetUpError,
    Sought,
)
from notifications.providers.memory import MemoryProvider
from notifications.providers.twilio import TwilioProvider, unanswered
from notifications.simulator import Simulator
from notifications.simulator.faults import Faults
from notifications.simulator.life import Pace
from notifications.simulator.web import Answer, json_answer

from .simulator_company import ACCOUNT, ACME, DANA, OMAR, SERVICE, TOKEN, Company, jpeg

WORDS = "Acme Heating: Maya is coming on Tue 2 Jun, 9-11am.\n¿Dudas? 202-555-0100."
MESSAGES = f"/2010-04-01/Accounts/{ACCOUNT}/Messages.json"


def outgoing(
    to: str = DANA,
    body: str = WORDS,
    *,
    sender: str = ACME,
    media_url: str = "",
    callback_url: str = "",
) -> Outgoing:
    return Outgoing(sender, to, body, media_url=media_url, callback_url=callback_url)


def sought(to: str = DANA, body: str = WORDS, **ago: float) -> Sought:
    return Sought(to=to, body=body, since=datetime.now(UTC) - timedelta(**ago))


class ProviderContract:
    """Holds for every provider; a subclass makes one that accepts all."""

    @pytest.fixture
    def provider(self) -> Provider:
        raise NotImplementedError

    @pytest.fixture
    def settle(self) -> Callable[[], None]:
        """Waits until the provider lists what it was sent."""
        return lambda: None

    def test_an_accepted_text_has_an_id_of_its_own(self, provider: Provider) -> None:
        ids = {provider.send(outgoing()).sid, provider.send(outgoing()).sid}
        assert len(ids) == 2
        assert "" not in ids

    def test_an_accepted_text_is_found_by_number_and_words(
        self, provider: Provider, settle: Callable[[], None]
    ) -> None:
        sid = provider.send(outgoing()).sid
        provider.send(outgoing(to=OMAR))
        provider.send(outgoing(body="Something else."))
        settle()
        assert provider.find(sought(minutes=1)) == [sid]

    def test_what_was_never_sent_is_not_found(
        self, provider: Provider, settle: Callable[[], None]
    ) -> None:
        provider.send(outgoing())
        settle()
        assert provider.find(sought(to=OMAR)) == []
        assert provider.find(sought(body="Acme Heating: Omar is coming.")) == []

    def test_the_same_words_twice_are_found_twice(
        self, provider: Provider, settle: Callable[[], None]
    ) -> None:
        sids = {provider.send(outgoing()).sid for _ in range(2)}
        settle()
        assert set(provider.find(sought(minutes=1))) == sids

    def test_many_threads_may_send_at_once(self, provider: Provider) -> None:
        with ThreadPoolExecutor(16) as pool:
            sent = list(pool.map(lambda n: provider.send(outgoing(body=f"Text {n}")), range(48)))
        assert len({accepted.sid for accepted in sent}) == 48


class TestMemory(ProviderContract):
    @pytest.fixture
    def provider(self) -> Provider:
        return MemoryProvider()

    def test_it_keeps_what_it_was_handed(self) -> None:
        memory = MemoryProvider()
        memory.send(outgoing())
        assert memory.sent == [outgoing()]

    def test_it_answers_as_told_then_accepts_again(self) -> None:
        memory = MemoryProvider(answers=[AmbiguousError(Family.AMBIGUOUS)])
        with pytest.raises(AmbiguousError):
            memory.send(outgoing())
        assert memory.send(outgoing()).sid
        assert (memory.calls, len(memory.sent)) == (2, 1)


def twilio(settings: Settings, url: str) -> TwilioProvider:
    """Ours, speaking to this address."""
    settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKENS = ACCOUNT, [TOKEN]
    settings.TWILIO_API_BASE_URL = url
    return TwilioProvider()


@pytest.fixture
def sim() -> Iterator[Simulator]:
    pace = Pace().times(0)
    with Simulator(account_sid=ACCOUNT, auth_token=TOKEN, pace=pace) as sim:
        yield sim


class TestTwilio(ProviderContract):
    """Against the simulator's own HTTP."""

    @pytest.fixture
    def provider(self, sim: Simulator, settings: Settings) -> Provider:
        return twilio(settings, sim.url)

    @pytest.fixture
    def settle(self, sim: Simulator) -> Callable[[], None]:
        return sim.settle

    def test_number_words_and_picture_arrive(self, provider: Provider, sim: Simulator) -> None:
        with Company() as company:
            picture = company.serve("/maya.jpg", jpeg(), "image/jpeg")
            sid = provider.send(outgoing(media_url=picture)).sid
            sim.settle()
        (text,) = sim.messages()
        assert (text.sid, text.phone, text.body, len(text.photos)) == (sid, DANA, WORDS, 1)

    def test_a_service_may_be_the_sender(self, provider: Provider, sim: Simulator) -> None:
        provider.send(outgoing(sender=SERVICE))
        sim.settle()
        assert sim.messages()[0].phone == DANA

    def test_the_receipt_goes_where_the_text_says(self, provider: Provider, sim: Simulator) -> None:
        with Company() as company:
            sid = provider.send(outgoing(callback_url=f"{company.url}/status#rc=5")).sid
            sim.settle()
            assert [form["MessageSid"] for form in company.heard("/status")] == [sid, sid]

    def test_an_old_text_of_the_same_words_is_not_found(
        self, provider: Provider, sim: Simulator
    ) -> None:
        provider.send(outgoing())
        sim.settle()
        assert provider.find(sought(minutes=-2)) == []

    @pytest.mark.parametrize(
        ("to", "family", "code"),
        [
            ("+15005550001", Family.WRONG_NUMBER, "21211"),
            ("+15005550002", Family.WRONG_NUMBER, "21612"),
            ("+15005550003", Family.WRONG_NUMBER, "21408"),
            ("+15005550004", Family.OPTED_OUT, "21610"),
            ("+15005550009", Family.WRONG_NUMBER, "21614"),
        ],
    )
    def test_a_magic_number_is_refused_in_our_words(
        self, provider: Provider, to: str, family: Family, code: str
    ) -> None:
        error = refusal(provider, outgoing(to=to))
        assert (type(error), error.family, error.code) == (RefusedError, family, code)
        assert error.request_id.startswith("RQ")

    @pytest.mark.parametrize(
        ("faults", "kind", "code", "taken"),
        [
            (Faults(status_429_rate=1), NotProcessedError, "20429", 0),
            (Faults(status_500_rate=1), AmbiguousError, "20500", 0),
            (Faults(status_500_rate=1, status_500="without_body"), AmbiguousError, "", 0),
            (Faults(status_500_rate=1, status_500_accepts=True), AmbiguousError, "20500", 1),
            (Faults(drop_after_accept_rate=1), AmbiguousError, "", 1),
            (Faults(empty_201_rate=1), AmbiguousError, "", 1),
            (Faults(garbage_201_rate=1), AmbiguousError, "", 1),
        ],
    )
    def test_a_bad_day_is_told_apart(
        self,
        provider: Provider,
        sim: Simulator,
        *,
        faults: Faults,
        kind: type[ProviderError],
        code: str,
        taken: int,
    ) -> None:
        sim.faults = faults
        error = refusal(provider, outgoing())
        assert (type(error), error.code, len(sim.messages())) == (kind, code, taken)
        sim.settle()
        assert len(provider.find(sought(minutes=1))) == taken

    def test_a_busy_provider_says_how_long(self, provider: Provider, sim: Simulator) -> None:
        sim.faults = Faults(status_429_rate=1)
        assert refusal(provider, outgoing()).wait == 1

    def test_an_answer_that_takes_too_long_is_ambiguous(
        self, sim: Simulator, settings: Settings
    ) -> None:
        settings.TWILIO_TIMEOUT = 0.2
        sim.faults = Faults(hang_seconds=1, hang_count=1)
        assert type(refusal(twilio(settings, sim.url), outgoing())) is AmbiguousError
        assert len(sim.messages()) == 1

    def test_a_wrong_token_stops_the_sender(self, sim: Simulator, settings: Settings) -> None:
        twilio(settings, sim.url)
        settings.TWILIO_AUTH_TOKENS = ["guess"]
        error = refusal(TwilioProvider(), outgoing())
        assert (type(error), error.code) == (SetUpError, "20003")


def refusal(provider: Provider, text: Outgoing) -> ProviderError:
    """The error this text ends in."""
    with pytest.raises(ProviderError) as caught:
        provider.send(text)
    return caught.value


# Twilio, answer by answer


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


def tls_error(cause: Exception) -> requests.RequestException:
    """As requests hands over a TLS error."""
    pool = HTTPSConnectionPool("api.example")
    return requests.exceptions.SSLError(MaxRetryError(pool, "/", TransportSSLError(cause)))


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (tls_error(ssl.SSLCertVerificationError("self-signed")), NotProcessedError),
        (tls_error(ssl.SSLEOFError(8, "UNEXPECTED_EOF_WHILE_READING")), AmbiguousError),
        (tls_error(ssl.SSLError(1, "DECRYPTION_FAILED_OR_BAD_RECORD_MAC")), AmbiguousError),
        (requests.exceptions.SSLError("who knows"), AmbiguousError),
        (requests.ConnectTimeout(), NotProcessedError),
        (requests.ReadTimeout(), AmbiguousError),
        (requests.ConnectionError(), AmbiguousError),
        (requests.exceptions.ChunkedEncodingError(), AmbiguousError),
    ],
)
def test_only_without_a_connection_is_it_sure_that_nothing_left(
    error: requests.RequestException, kind: type[ProviderError]
) -> None:
    assert type(unanswered(error)) is kind


@pytest.mark.parametrize("missing", ["TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKENS"])
def test_without_an_account_there_is_no_provider(settings: Settings, missing: str) -> None:
    setattr(settings, missing, [] if missing.endswith("S") else "")
    with pytest.raises(SetUpError):
        TwilioProvider()

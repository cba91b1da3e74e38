"""The contract every provider keeps, and Twilio over the real HTTP of the simulator."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from notifications.providers.base import (
    AmbiguousError,
    Carrier,
    Copy,
    Family,
    NotProcessedError,
    Outgoing,
    Provider,
    ProviderError,
    RefusedError,
    Report,
    Ringing,
    SetUpError,
    Sought,
    Stage,
)
from notifications.providers.memory import MemoryProvider
from notifications.providers.twilio import TwilioProvider
from notifications.simulator import Simulator
from notifications.simulator.faults import Faults
from notifications.simulator.life import Pace

from .simulator_company import ACCOUNT, ACME, DANA, OMAR, SERVICE, TOKEN, Company, jpeg

WORDS = "Acme Heating: Maya is coming on Tue 2 Jun, 9-11am.\n¿Dudas? 202-555-0100."


def outgoing(
    to: str = DANA,
    body: str = WORDS,
    *,
    sender: str = ACME,
    media_url: str = "",
    callback_url: str = "",
) -> Outgoing:
    return Outgoing(sender, to, body, media_url=media_url, callback_url=callback_url)


def ringing(to: str = DANA, *, sender: str = ACME) -> Ringing:
    said = "https://acme.example/said"
    return Ringing(sender=sender, to=to, answer_url=said, over_url=f"{said}/over")


def sought(to: str = DANA, body: str = WORDS, **ago: float) -> Sought:
    return Sought(to=to, body=body, since=datetime.now(UTC) - timedelta(**ago))


class CarrierContract:
    """Holds for whatever takes texts or e-mails; a subclass makes one that accepts all."""

    @pytest.fixture
    def provider(self) -> Carrier:
        raise NotImplementedError

    @pytest.fixture
    def to(self) -> str:
        """An address it takes."""
        return DANA

    def test_what_is_accepted_has_an_id_of_its_own(self, provider: Carrier, to: str) -> None:
        ids = {provider.send(outgoing(to)).sid, provider.send(outgoing(to)).sid}
        assert len(ids) == 2
        assert "" not in ids

    def test_many_threads_may_send_at_once(self, provider: Carrier, to: str) -> None:
        texts = [outgoing(to, f"Text {n}") for n in range(48)]
        with ThreadPoolExecutor(16) as pool:
            sent = list(pool.map(provider.send, texts))
        assert len({accepted.sid for accepted in sent}) == 48


class ProviderContract(CarrierContract):
    """Holds for every provider of texts."""

    @pytest.fixture
    def provider(self) -> Provider:
        raise NotImplementedError

    @pytest.fixture
    def settle(self) -> Callable[[], None]:
        """Waits until the provider lists what it was sent."""
        return lambda: None

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

    def test_how_far_an_accepted_text_has_come_can_be_asked(
        self, provider: Provider, settle: Callable[[], None]
    ) -> None:
        sid = provider.send(outgoing()).sid
        settle()
        report = provider.report(sid)
        assert report is not None
        assert report.stage in {Stage.SENT, Stage.DELIVERED}

    @pytest.mark.parametrize("copy", list(Copy))
    def test_forgetting_twice_or_what_was_never_there_is_fine(
        self, provider: Provider, settle: Callable[[], None], copy: Copy
    ) -> None:
        sid = provider.send(outgoing()).sid
        settle()
        for each in (sid, sid, "MM" + "0" * 32):
            provider.forget(copy, each)

    def test_each_call_has_an_id_of_its_own(self, provider: Provider) -> None:
        ids = {provider.call(ringing()).sid, provider.call(ringing(to=OMAR)).sid}
        assert len(ids - {""}) == 2

    def test_nothing_is_known_of_a_text_it_never_had(self, provider: Provider) -> None:
        assert provider.report("SM" + "0" * 32) is None


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

    def test_a_forgotten_picture_is_gone_and_the_text_stays(
        self, provider: Provider, sim: Simulator
    ) -> None:
        with Company() as company:
            url = company.serve("/maya.jpg", jpeg(), "image/jpeg")
            sid = provider.send(outgoing(media_url=url)).sid
            sim.settle()
        assert sim.messages()[0].photos
        provider.forget(Copy.PICTURES, sid)
        assert not sim.messages()[0].photos
        assert provider.report(sid)

    def test_a_forgotten_text_is_gone_with_its_pictures(
        self, provider: Provider, sim: Simulator
    ) -> None:
        with Company() as company:
            url = company.serve("/maya.jpg", jpeg(), "image/jpeg")
            sid = provider.send(outgoing(media_url=url)).sid
            sim.settle()
        provider.forget(Copy.TEXT, sid)
        assert sim.messages() == []
        assert provider.report(sid) is None

    def test_a_text_on_its_way_is_not_forgotten_yet(
        self, provider: Provider, settings: Settings
    ) -> None:
        with Simulator(account_sid=ACCOUNT, auth_token=TOKEN, pace=Pace().times(1000)) as slow:
            ours = twilio(settings, slow.url)
            sid = ours.send(outgoing()).sid
            with pytest.raises(ProviderError) as refused:
                ours.forget(Copy.TEXT, sid)
        assert refused.value.code == "20009"

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

    def test_a_text_lost_later_is_reported_with_its_code(
        self, provider: Provider, sim: Simulator
    ) -> None:
        sim.faults = Faults(later_error_code={DANA: 30006})
        sid = provider.send(outgoing()).sid
        sim.settle()
        assert provider.report(sid) == Report(Stage.UNDELIVERED, Family.WRONG_NUMBER, "30006")

    def test_a_wrong_token_is_no_report(self, sim: Simulator, settings: Settings) -> None:
        twilio(settings, sim.url)
        settings.TWILIO_AUTH_TOKENS = ["guess"]
        with pytest.raises(SetUpError):
            TwilioProvider().report("SM" + "0" * 32)

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


def refusal(provider: Carrier, text: Outgoing) -> ProviderError:
    """The error this text ends in."""
    with pytest.raises(ProviderError) as caught:
        provider.send(text)
    return caught.value

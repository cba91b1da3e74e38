"""The steps to a first real text: what each finds, in words, and that the page never waits long."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from notifications import preflight, preflight_steps
from notifications.preflight_steps import Result, Subject, Verdict
from notifications.probes import SilentError
from notifications.providers.base import Family, Finding, NotProcessedError, SetUpError
from notifications.providers.memory import MemoryProvider
from notifications.sender_words import FINDINGS
from notifications.simulator.web import Answer, Request
from technicians import headshots
from technicians.imaging import Crop, Processed
from tests.headshot_company import MADE, maria, uploaded

from .simulator_company import Company, jpeg

REAL = "https://api.twilio.com"
OK, NOT_YET, FAILED = Verdict.OK, Verdict.NOT_YET, Verdict.FAILED


class Parrot(Company):
    """Answers everything alike."""

    status = 200

    def _answer(self, request: Request) -> Answer:
        return Answer(self.status)


@pytest.fixture
def company(settings: Settings) -> Iterator[Company]:
    """A stand-in for our own public address."""
    with Company() as company:
        settings.PUBLIC_BASE_URL = company.url
        yield company


def subject(
    photo_url: str = "", sender: str = "+12025550100", can_ask_itself: bool = True
) -> Subject:
    return Subject(photo_url=photo_url, sender=sender, can_ask_itself=can_ask_itself)


def asked(*findings: Finding, error: NotProcessedError | SetUpError | None = None) -> Result:
    """The sender's step when the provider says this."""
    memory = MemoryProvider(findings=error or list(findings))
    return preflight_steps.sender(Subject("", "+12025550100", True, lambda: memory))


def test_without_an_account_the_first_step_says_what_to_set(settings: Settings) -> None:
    settings.TWILIO_ACCOUNT_SID = ""
    result = preflight_steps.account(subject())
    assert result.verdict == NOT_YET
    assert "TWILIO_ACCOUNT_SID" in result.words[1]


@pytest.mark.parametrize(("address", "verdict"), [("http://127.0.0.1:1", NOT_YET), (REAL, OK)])
def test_a_simulated_provider_is_no_account_yet(
    settings: Settings, address: str, verdict: Verdict
) -> None:
    settings.TWILIO_API_BASE_URL = address
    assert preflight_steps.account(subject()).verdict == verdict


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://127.0.0.1:8000", "this machine or network only"),
        ("https://office.local", "this machine or network only"),
        ("http://acme.example", "is not safe"),
    ],
)
def test_an_address_the_provider_cannot_use_is_told_without_asking_it(
    settings: Settings, address: str, words: str
) -> None:
    settings.PUBLIC_BASE_URL = address
    result = preflight_steps.public_address(subject())
    assert result.verdict == NOT_YET
    assert words in result.words[0]


@pytest.mark.parametrize(
    ("answer", "verdict", "words"),
    [
        (Answer(200, b"ok", "text/plain"), OK, "answers."),
        (Answer(200, b"<html>parked", "text/html"), FAILED, "answers 200"),
        (
            Answer(302, headers={"Location": "https://acme.example/?a"}),
            FAILED,
            "acme.example/, and",
        ),
        (Answer(400), FAILED, "ALLOWED_HOSTS"),
        (Answer(502), FAILED, "A proxy answers 502"),
        (Answer(404), FAILED, "answers 404"),
    ],
)
def test_only_the_product_itself_counts_as_an_answer(
    company: Company, answer: Answer, verdict: Verdict, words: str
) -> None:
    company.answers["/healthz"] = answer
    result = preflight_steps.answering(company.url)
    assert result.verdict == verdict
    assert words in result.words[0]


def test_a_port_that_is_closed_is_told() -> None:
    with pytest.raises(SilentError, match="Nothing answers there"):
        preflight_steps.answering("http://127.0.0.1:9")


def test_the_photo_is_asked_for_as_the_provider_does(company: Company) -> None:
    url = company.serve("/media/maria.jpg", jpeg(), "image/jpeg")
    assert preflight_steps.photo(subject(url)).verdict == OK
    assert [request.verb for request in company.requests] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(200, b"<html>", "text/html"),
        Answer(200, b"<html>", "image/jpeg"),
        Answer(301, jpeg(), "image/jpeg", {"Location": "https://elsewhere.example"}),
        Answer(410),
    ],
)
def test_anything_but_the_photo_fails(company: Company, answer: Answer) -> None:
    company.answers["/media/maria.jpg"] = answer
    url = f"{company.url}/media/maria.jpg"
    assert preflight_steps.photo(subject(url)).verdict == FAILED


def test_without_a_photo_the_step_is_not_there_yet() -> None:
    assert preflight_steps.photo(subject()).verdict == NOT_YET


def test_without_a_token_there_is_nothing_to_sign_with(settings: Settings) -> None:
    settings.TWILIO_AUTH_TOKENS = []
    assert preflight_steps.callback(subject()).verdict == NOT_YET


@pytest.mark.parametrize("status", [200, 403, 404])
def test_a_hook_that_answers_all_reports_alike_fails(settings: Settings, status: int) -> None:
    parrot = Parrot()
    parrot.status = status
    with parrot:
        settings.PUBLIC_BASE_URL = parrot.url
        assert preflight_steps.callback(subject()).verdict == FAILED


@pytest.mark.parametrize("step", [preflight_steps.photo, preflight_steps.callback])
def test_a_server_with_one_thread_does_not_ask_itself(
    company: Company, step: Callable[[Subject], Result]
) -> None:
    alone = subject(f"{company.url}/photo.jpg", can_ask_itself=False)
    assert "one request at a time" in step(alone).words[0]
    assert company.requests == []


def a_jpeg(upload: bytes, crop: Crop | None, find_face: bool) -> Processed:
    return replace(MADE, mms=jpeg())


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_the_products_own_address_photo_and_hook_pass(
    live_server: LiveServer, settings: Settings
) -> None:
    settings.PUBLIC_BASE_URL = live_server.url
    headshots.make_ready(uploaded(maria()).pk, imaging=a_jpeg)
    looked_at = preflight.subject(can_ask_itself=True)
    assert preflight_steps.answering(live_server.url).verdict == OK
    assert preflight_steps.photo(looked_at).verdict == OK
    assert preflight_steps.callback(looked_at).verdict == OK


@pytest.mark.parametrize(
    ("findings", "verdict"),
    [
        ([Finding.FOUND], OK),
        ([Finding.FOUND, Finding.REGISTERED], OK),
        ([Finding.FOUND, Finding.IN_REVIEW], NOT_YET),
        ([Finding.TRIAL, Finding.FOUND], NOT_YET),
        ([Finding.FOUND, Finding.REGISTRATION_UNSEEN], NOT_YET),
        ([Finding.TRIAL, Finding.UNKNOWN], FAILED),
        ([Finding.FOUND, Finding.NOT_REGISTERED], FAILED),
    ],
)
def test_the_worst_finding_decides(
    settings: Settings, findings: list[Finding], verdict: Verdict
) -> None:
    settings.TWILIO_API_BASE_URL = REAL
    result = asked(*findings)
    assert (result.verdict, len(result.words)) == (verdict, len(findings))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (SetUpError(Family.SET_UP, "20003"), "TWILIO_AUTH_TOKEN"),
        (NotProcessedError(Family.TEMPORARY), "again"),
    ],
)
def test_a_provider_that_gives_no_answer_is_told(
    settings: Settings, error: NotProcessedError | SetUpError, words: str
) -> None:
    settings.TWILIO_API_BASE_URL = REAL
    result = asked(error=error)
    assert result.verdict == FAILED
    assert words in result.words[0]


def test_a_stand_in_is_not_asked_about_registration() -> None:
    assert asked(Finding.UNKNOWN).verdict == NOT_YET


def test_every_finding_has_a_sentence() -> None:
    assert set(Finding) == set(FINDINGS)


def test_a_step_that_hangs_fails_and_the_others_are_shown() -> None:
    let_go = threading.Event()

    def hang(_subject: Subject) -> Result:
        let_go.wait(20)
        return Result(OK)

    checks = (("Slow", hang), ("Photo", preflight_steps.photo))
    found = preflight.run(subject(), checks=checks, patience=1)
    let_go.set()
    assert [step.result.verdict for step in found] == [FAILED, NOT_YET]
    assert "no answer in time" in found[0].result.words[0]


def test_silence_is_a_failed_step(settings: Settings) -> None:
    settings.PUBLIC_BASE_URL = "http://127.0.0.1:9"
    found = preflight.run(subject("http://127.0.0.1:9/photo.jpg"))
    assert [step.result.verdict for step in found] == [NOT_YET, NOT_YET, FAILED, FAILED, NOT_YET]

"""A mail service through django-anymail: how letters are handed over, and what it tells later."""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace

import pytest
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from anymail.signals import AnymailTrackingEvent
from django.core.mail import get_connection
from django.test import RequestFactory
from pytest_django import Settings

from appointments.models import Customer
from notifications import no_emails
from notifications.providers import mailer
from notifications.providers.base import Accepted, Carrier, Family, Outgoing
from notifications.providers.mail_service import ServiceCarrier, refusal, report
from notifications.states import State
from notifications.views.email_hooks import hooks
from technicians.models import Technician
from tests.post import make_ada, switch_on
from tests.spine import Day, attempts, last
from tests.test_providers import CarrierContract

SECRET = "acme:long and secret"


@pytest.fixture(autouse=True)
def service(settings: Settings) -> None:
    """Anymail's own test service takes all."""
    switch_on(settings)
    settings.EMAIL_SERVICE = "postmark"
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "IGNORE_UNSUPPORTED_FEATURES": True}


class Ours(ServiceCarrier):
    """The contract's texts come from a number; services take addresses only."""

    def send(self, outgoing: Outgoing) -> Accepted:
        return super().send(replace(outgoing, sender="visits@acme.test"))


class TestMailService(CarrierContract):
    @pytest.fixture
    def provider(self) -> Carrier:
        return Ours()

    @pytest.fixture
    def to(self) -> str:
        return "dana@example.com"


def test_a_named_service_takes_e_mails(settings: Settings) -> None:
    assert isinstance(mailer(), ServiceCarrier)
    settings.EMAIL_SERVICE = ""
    assert not isinstance(mailer(), ServiceCarrier)
    assert get_connection()


def failed(code: int | None) -> AnymailError:
    error = AnymailAPIError("no")
    error.status_code = code
    return error


@pytest.mark.parametrize(
    ("error", "family"),
    [
        (failed(401), Family.SET_UP),
        (failed(422), Family.CONTENT),
        (failed(429), Family.TEMPORARY),
        (failed(503), Family.AMBIGUOUS),
        (failed(None), Family.AMBIGUOUS),
        (AnymailRecipientsRefused(), Family.WRONG_NUMBER),
    ],
)
def test_an_answer_becomes_one_of_our_errors(error: AnymailError, family: Family) -> None:
    assert refusal(error).family == family


@pytest.mark.parametrize(
    ("kind", "reason", "stage", "family"),
    [
        ("delivered", None, "delivered", None),
        ("bounced", "invalid", "failed", Family.WRONG_NUMBER),
        ("bounced", "bounced", "failed", Family.WRONG_NUMBER),
        ("bounced", "timed_out", "failed", Family.CONTENT),
        ("rejected", "blocked", "failed", Family.CONTENT),
        ("rejected", "unsubscribed", "failed", Family.OPTED_OUT),
        ("complained", None, "delivered", Family.OPTED_OUT),
        ("unsubscribed", None, "delivered", Family.OPTED_OUT),
    ],
)
def test_a_report_becomes_our_words(
    kind: str, reason: str | None, stage: str, family: Family | None
) -> None:
    told = report(AnymailTrackingEvent(event_type=kind, reject_reason=reason))
    assert told is not None
    assert (told.stage, told.family) == (stage, family)


@pytest.mark.parametrize("kind", ["opened", "clicked", "queued", "sent", "deferred", "unknown"])
def test_what_says_nothing_of_arrival_is_left(kind: str) -> None:
    assert report(AnymailTrackingEvent(event_type=kind)) is None


def post(body: Mapping[str, object], secret: str = SECRET) -> int:
    """The answer to Postmark's call."""
    (hook,) = hooks("postmark")
    login = base64.b64encode(secret.encode()).decode()
    request = RequestFactory().post(
        "/hooks/email/postmark/tracking/",
        json.dumps(body),
        content_type="application/json",
        headers={"Authorization": f"Basic {login}"},
    )
    answer: int = hook.callback(request).status_code
    return answer


@pytest.mark.django_db
def test_a_bounce_finds_its_e_mail_and_ends_those_to_the_address(
    day: Day, maya: Technician
) -> None:
    ada: Customer = make_ada()
    visit = day.book(maya, ada)
    day.deliver()
    bounce = {
        "RecordType": "Bounce",
        "Type": "HardBounce",
        "MessageID": "theirs",
        "Email": ada.email,
        "BouncedAt": "2026-06-02T14:05:00Z",
        "Metadata": {"attempt": attempts(visit)[-1].pk.hex},
    }
    assert post(bounce) == 200
    assert last(visit).state == State.FAILED
    assert no_emails.is_stopped(ada.email)


def test_without_the_secret_nobody_is_heard(settings: Settings) -> None:
    with pytest.raises(Exception, match="basic auth"):
        post({"RecordType": "Bounce"}, secret="acme:guess")
    settings.ANYMAIL = {}
    assert hooks("postmark") == []

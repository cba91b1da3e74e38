"""E-mails beside the phones: what the demo sends, as a mail program would show it."""

import urllib.request
from collections.abc import Iterator

import pytest
from pytest_django import Settings

from notifications.providers.base import AmbiguousError
from notifications.providers.email import EmailCarrier
from notifications.simulator import Simulator
from tests.servers import free_port
from tests.simulator_company import ACCOUNT, TOKEN
from tests.test_email import LETTER
from tests.test_providers import refusal


@pytest.fixture
def simulator(settings: Settings) -> Iterator[Simulator]:
    with Simulator(account_sid=ACCOUNT, auth_token=TOKEN) as simulator:
        settings.EMAIL_BACKEND = "notifications.simulated_mail.EmailBackend"
        settings.TWILIO_API_BASE_URL = simulator.url
        yield simulator


def get(url: str) -> str:
    with urllib.request.urlopen(url, timeout=5) as answer:
        return str(answer.read(), "utf-8")


def test_a_letter_stands_beside_the_phones(simulator: Simulator) -> None:
    EmailCarrier().send(LETTER)
    page = get(simulator.url)
    for words in ("dana@example.com", "Maya le visita", "Maya is coming on Tue 2 Jun", "visit.ics"):
        assert words in page


def test_it_is_shown_as_it_looks_with_the_photo_in_its_place(simulator: Simulator) -> None:
    EmailCarrier().send(LETTER)
    (key,) = simulator.network.emails
    shown = get(f"{simulator.url}/simulator/emails/{key}")
    assert "<p>Maya is coming.</p><img src='data:image/jpeg;base64," in shown
    assert "BEGIN:VCALENDAR" in get(f"{simulator.url}/simulator/emails/{key}/0")


def test_a_simulator_that_is_off_leaves_a_letter_in_doubt(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "notifications.simulated_mail.EmailBackend"
    settings.TWILIO_API_BASE_URL = f"http://127.0.0.1:{free_port()}"
    assert type(refusal(EmailCarrier(), LETTER)) is AmbiguousError

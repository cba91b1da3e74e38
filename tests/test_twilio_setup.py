"""What Twilio tells of an account and its sender, heard over HTTP and put into our words."""

import json
from collections.abc import Iterator, Mapping, Sequence

import pytest
from pytest_django import Settings

from notifications.providers.base import (
    AmbiguousError,
    Finding,
    NotProcessedError,
    ProviderError,
    SetUpError,
)
from notifications.providers.twilio import TwilioProvider
from notifications.simulator.web import json_answer

from .simulator_company import ACCOUNT, TOKEN, Company

NUMBER, TOLL_FREE, SERVICE = "+12025550100", "+18885550100", "MG" + "b" * 32
ANSWERS = "https://acme.example/hooks/twilio/inbound"
CALLS = "https://acme.example/hooks/twilio/voice"
API = f"/2010-04-01/Accounts/{ACCOUNT}"
Json = dict[str, object]


class Twilio(Company):
    """The provider's side of a set-up, told what it has."""

    def account(self, kind: str = "Full") -> None:
        self._has(f"{API}.json", {"sid": ACCOUNT, "type": kind, "status": "active"})

    def numbers(self, *numbers: Json) -> None:
        self._has(f"{API}/IncomingPhoneNumbers.json", {"incoming_phone_numbers": numbers})

    def verifications(self, *statuses: str) -> None:
        self._list("/v1/Tollfree/Verifications", [{"status": status} for status in statuses])

    def service(self, *numbers: Json, inbound: str = ANSWERS, on_number: bool = False) -> None:
        about = {"inbound_request_url": inbound, "use_inbound_webhook_on_number": on_number}
        self._has(f"/v1/Services/{SERVICE}", {"sid": SERVICE} | about)
        self._list(f"/v1/Services/{SERVICE}/PhoneNumbers", list(numbers))

    def campaigns(self, *statuses: str) -> None:
        found = [{"campaign_status": status} for status in statuses]
        self._list(f"/v1/Services/{SERVICE}/Compliance/Usa2p", found)

    def refuses(self, path: str, status: int, code: int) -> None:
        self.answers[path] = json_answer({"code": code, "message": "", "status": status}, status)

    def _list(self, path: str, items: Sequence[Mapping[str, object]]) -> None:
        self._has(path, {"meta": {"key": "items"}, "items": items})

    def _has(self, path: str, value: object) -> None:
        self.serve(path, json.dumps(value).encode(), "application/json")


@pytest.fixture
def twilio(settings: Settings) -> Iterator[Twilio]:
    twilio = Twilio()
    with twilio:
        settings.TWILIO_API_BASE_URL = twilio.url
        settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKENS = ACCOUNT, [TOKEN]
        twilio.account()
        twilio.numbers()
        yield twilio


def owned(
    number: str = NUMBER, mms: bool = True, answers: str = ANSWERS, calls: str = CALLS
) -> Json:
    """A number as the account lists it."""
    return {
        "sid": "PN1",
        "phone_number": number,
        "sms_url": answers,
        "voice_url": calls,
        "capabilities": {"sms": True, "mms": mms},
    }


def pooled(number: str = NUMBER, country: str = "US", *, mms: bool = True) -> Json:
    """A number as a messaging service lists it."""
    can = ["SMS", "MMS"] if mms else ["SMS"]
    return {"phone_number": number, "country_code": country, "capabilities": can}


def found(address: str) -> list[Finding]:
    return TwilioProvider().check_sender(address, ANSWERS, CALLS)


def test_a_number_of_the_account_is_known(twilio: Twilio) -> None:
    twilio.numbers(owned())
    assert found(NUMBER) == [Finding.FOUND, Finding.REGISTRATION_UNSEEN]


def test_a_number_of_somebody_else_is_unknown(twilio: Twilio) -> None:
    twilio.numbers()
    assert found(NUMBER) == [Finding.UNKNOWN]


def test_a_number_abroad_needs_no_us_registration(twilio: Twilio) -> None:
    twilio.numbers(owned("+447700900123"))
    assert found("+447700900123") == [Finding.FOUND]


def test_a_number_without_pictures_or_answers_is_told(twilio: Twilio) -> None:
    twilio.numbers(owned("+447700900123", mms=False, answers="https://demo.example/reply"))
    expected = [Finding.FOUND, Finding.WITHOUT_PICTURES, Finding.ANSWERS_ELSEWHERE]
    assert found("+447700900123") == expected


def test_a_trial_account_is_told(twilio: Twilio) -> None:
    twilio.account("Trial")
    twilio.numbers(owned())
    assert Finding.TRIAL in found(NUMBER)


@pytest.mark.parametrize(
    ("statuses", "finding"),
    [
        ((), Finding.NOT_REGISTERED),
        (("PENDING_REVIEW",), Finding.IN_REVIEW),
        (("TWILIO_REJECTED",), Finding.REGISTRATION_REFUSED),
        (("TWILIO_REJECTED", "TWILIO_APPROVED"), Finding.REGISTERED),
    ],
)
def test_a_toll_free_number_is_verified_on_its_own(
    twilio: Twilio, statuses: tuple[str, ...], finding: Finding
) -> None:
    twilio.numbers(owned(TOLL_FREE))
    twilio.verifications(*statuses)
    assert found(TOLL_FREE) == [Finding.FOUND, finding]


@pytest.mark.parametrize(
    ("statuses", "finding"),
    [
        ((), Finding.NOT_REGISTERED),
        (("IN_PROGRESS",), Finding.IN_REVIEW),
        (("A_NEW_WORD",), Finding.IN_REVIEW),
        (("FAILED",), Finding.REGISTRATION_REFUSED),
        (("SUSPENDED", "IN_PROGRESS"), Finding.IN_REVIEW),
        (("FAILED", "VERIFIED"), Finding.REGISTERED),
    ],
)
def test_a_service_in_the_us_needs_a_campaign(
    twilio: Twilio, statuses: tuple[str, ...], finding: Finding
) -> None:
    twilio.service(pooled())
    twilio.campaigns(*statuses)
    assert found(SERVICE) == [Finding.FOUND, finding]


@pytest.mark.parametrize("number", [pooled("+447700900123", "GB"), pooled(TOLL_FREE)])
def test_a_service_without_us_long_codes_needs_no_campaign(twilio: Twilio, number: Json) -> None:
    twilio.service(number)
    assert found(SERVICE) == [Finding.FOUND]


def test_an_unknown_service_is_told(twilio: Twilio) -> None:
    twilio.refuses(f"/v1/Services/{SERVICE}", 404, 20404)
    assert found(SERVICE) == [Finding.UNKNOWN]


def test_a_service_without_numbers_is_told(twilio: Twilio) -> None:
    twilio.service()
    assert found(SERVICE) == [Finding.FOUND, Finding.WITHOUT_NUMBERS]


def test_a_service_without_pictures_is_told(twilio: Twilio) -> None:
    twilio.service(pooled("+447700900123", "GB", mms=False))
    assert found(SERVICE) == [Finding.FOUND, Finding.WITHOUT_PICTURES]


@pytest.mark.parametrize(("on_number", "told"), [(False, [Finding.ANSWERS_ELSEWHERE]), (True, [])])
def test_answers_that_go_elsewhere_are_told_where_the_service_decides(
    twilio: Twilio, on_number: bool, told: list[Finding]
) -> None:
    number = pooled("+447700900123", "GB")
    twilio.service(number, inbound="https://demo.example", on_number=on_number)
    assert found(SERVICE) == [Finding.FOUND, *told]


@pytest.mark.parametrize("address", ["+447700900123", SERVICE])
def test_calls_that_ring_elsewhere_are_told(twilio: Twilio, address: str) -> None:
    twilio.numbers(owned("+447700900123", calls="https://demo.twilio.com/welcome"))
    twilio.service(pooled("+447700900123", "GB"))
    assert found(address) == [Finding.FOUND, Finding.CALLS_ELSEWHERE]


@pytest.mark.parametrize(
    ("status", "code", "error"),
    [
        (401, 20003, SetUpError),
        (429, 20429, NotProcessedError),
        (500, 20500, AmbiguousError),
        (404, 20404, SetUpError),
    ],
)
def test_the_providers_errors_are_ours(
    twilio: Twilio, status: int, code: int, error: type[ProviderError]
) -> None:
    twilio.refuses(f"{API}.json", status, code)
    with pytest.raises(error):
        found(NUMBER)


def test_an_answer_that_cannot_be_read_is_an_error_of_ours(twilio: Twilio) -> None:
    twilio.serve(f"{API}.json", b"<html>", "text/html")
    with pytest.raises(ProviderError):
        found(NUMBER)


def test_a_provider_that_is_away_is_an_error_of_ours(settings: Settings) -> None:
    settings.TWILIO_API_BASE_URL = "http://127.0.0.1:9"
    with pytest.raises(NotProcessedError):
        found(NUMBER)

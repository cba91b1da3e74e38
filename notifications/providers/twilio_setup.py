"""What Twilio knows of our account and sender, and what its set-up errors mean; only reads."""

from collections.abc import Collection, Iterator

from twilio.base.exceptions import TwilioRestException
from twilio.rest import Client
from twilio.rest.api.v2010.account.incoming_phone_number import IncomingPhoneNumberInstance

from notifications.providers.base import Finding, Trouble

REAL_API = "https://api.twilio.com"
SOME = 20  # numbers of a service; enough to judge it by
MANY = 1000  # numbers of an account; one page
US_TOLL_FREE = tuple(f"+1{code}" for code in (800, 833, 844, 855, 866, 877, 888))

_TROUBLES: dict[Trouble, tuple[str, ...]] = {
    Trouble.ACCOUNT: ("no_account", "20003", "20404"),
    Trouble.SUSPENDED: ("20005",),
    Trouble.SENDER: ("21606", "21212", "21603", "21659"),
    Trouble.REGISTRATION: ("30032", "30033", "30034"),
    Trouble.CALLBACK: ("21609",),
    Trouble.TRIAL: ("21608",),
}
_BY_CODE = {code: trouble for trouble, codes in _TROUBLES.items() for code in codes}
_BY_STATUS = {
    "VERIFIED": Finding.REGISTERED,
    "TWILIO_APPROVED": Finding.REGISTERED,
    "FAILED": Finding.REGISTRATION_REFUSED,
    "SUSPENDED": Finding.REGISTRATION_REFUSED,
    "TWILIO_REJECTED": Finding.REGISTRATION_REFUSED,
}


def trouble(code: str) -> Trouble:
    """What a person has to mend when this code stopped a sender."""
    return _BY_CODE.get(code, Trouble.OTHER)


def findings(client: Client, address: str, answers_url: str, calls_url: str) -> list[Finding]:
    """All that Twilio tells of this number or messaging service; raises as its client does."""
    found = [Finding.TRIAL] if client.api.account.fetch().type == "Trial" else []
    if ":" in address:
        return found  # senders of other networks are not listed among the numbers
    look = _of_service if address.startswith("MG") else _of_number
    return [*found, *look(client, address, answers_url, calls_url)]


def _of_service(client: Client, sid: str, answers_url: str, calls_url: str) -> Iterator[Finding]:
    try:
        service = client.messaging.v1.services(sid).fetch()
    except TwilioRestException as error:
        if error.status != 404:
            raise
        yield Finding.UNKNOWN
        return
    yield Finding.FOUND
    numbers = service.phone_numbers.list(limit=SOME)
    if not numbers:
        yield Finding.WITHOUT_NUMBERS
    elif not any("MMS" in (number.capabilities or ()) for number in numbers):
        yield Finding.WITHOUT_PICTURES
    if not service.use_inbound_webhook_on_number and service.inbound_request_url != answers_url:
        yield Finding.ANSWERS_ELSEWHERE
    if not _all_ring_at(client, [number.phone_number for number in numbers], calls_url):
        yield Finding.CALLS_ELSEWHERE
    if any(
        number.country_code == "US" and not number.phone_number.startswith(US_TOLL_FREE)
        for number in numbers
    ):
        campaigns = service.us_app_to_person.list(limit=SOME)
        yield _registration([campaign.campaign_status for campaign in campaigns])


def _of_number(client: Client, address: str, answers_url: str, calls_url: str) -> Iterator[Finding]:
    numbers = client.api.account.incoming_phone_numbers.list(phone_number=address, limit=1)
    if not numbers:
        yield Finding.UNKNOWN
        return
    yield Finding.FOUND
    number = numbers[0]
    if not (number.capabilities or {}).get("mms"):
        yield Finding.WITHOUT_PICTURES
    if number.sms_url != answers_url:
        yield Finding.ANSWERS_ELSEWHERE
    if number.voice_url != calls_url:
        yield Finding.CALLS_ELSEWHERE
    if address.startswith("+1"):
        yield _registration_of(client, number)


def _all_ring_at(client: Client, numbers: Collection[str], calls_url: str) -> bool:
    """Whether calls to these come to us; where they ring stands with the account's own numbers."""
    owned = client.api.account.incoming_phone_numbers.list(limit=MANY) if numbers else []
    return all(one.voice_url == calls_url for one in owned if one.phone_number in numbers)


def _registration_of(client: Client, number: IncomingPhoneNumberInstance) -> Finding:
    if not number.phone_number.startswith(US_TOLL_FREE):
        # Whether a lone number is in a campaign stands with its messaging service only.
        return Finding.REGISTRATION_UNSEEN
    verifications = client.messaging.v1.tollfree_verifications.list(
        tollfree_phone_number_sid=number.sid, limit=SOME
    )
    return _registration([verification.status for verification in verifications])


def _registration(statuses: list[str]) -> Finding:
    """The best of several; a status we don't know is one that waits for somebody."""
    if not statuses:
        return Finding.NOT_REGISTERED
    found = {_BY_STATUS.get(status, Finding.IN_REVIEW) for status in statuses}
    order = (Finding.REGISTERED, Finding.IN_REVIEW, Finding.REGISTRATION_REFUSED)
    return next(finding for finding in order if finding in found)

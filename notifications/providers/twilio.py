"""Twilio behind our own words: its client, its errors and its habits stop here."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, timedelta
from typing import NoReturn

from django.conf import settings
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.base.values import unset
from twilio.rest import Client
from urllib3.exceptions import HTTPError

from notifications.providers import twilio_codes, twilio_copies, twilio_setup
from notifications.providers.base import (
    Accepted,
    AmbiguousError,
    Copy,
    Family,
    Finding,
    NotProcessedError,
    Outgoing,
    ProviderError,
    RefusedError,
    Report,
    Ringing,
    SetUpError,
    Sought,
)
from notifications.providers.twilio_http import CallClient, never_left
from notifications.providers.twilio_media import fetched

CLOCKS_APART = timedelta(seconds=90)
NOT_FOUND = 404
CHECK_TIMEOUT = 5.0  # seconds; a person waits for the answer
PICTURES = {"image/jpeg", "image/png", "image/webp", "image/heic", "image/heif"}
LARGEST_PICTURE = 10 * 1024 * 1024  # twice what any carrier lets through
LOOK_AT = 50  # newest texts to one number; more than anybody gets in a few minutes


class TwilioProvider:
    """One per process, made after the fork: connections can't be shared between processes."""

    def __init__(self) -> None:
        self._http = CallClient(
            settings.TWILIO_API_BASE_URL,
            timeout=settings.TWILIO_TIMEOUT,
            connections=settings.CALLS_AT_ONCE,
        )
        self._client = _client(self._http)

    def send(self, outgoing: Outgoing) -> Accepted:
        by_service = outgoing.sender.startswith("MG")
        with self._translated():
            message = self._client.messages.create(
                to=outgoing.to,
                from_=unset if by_service else outgoing.sender,
                messaging_service_sid=outgoing.sender if by_service else unset,
                body=outgoing.body,
                media_url=[outgoing.media_url] if outgoing.media_url else unset,
                status_callback=outgoing.callback_url or unset,
                validity_period=outgoing.valid_for,
            )
        request_id = self._http.header("Twilio-Request-Id")
        if not message.sid:
            # An empty 201 raises nothing: the client hands over a message without an id.
            raise AmbiguousError(Family.AMBIGUOUS, request_id=request_id)
        return Accepted(sid=message.sid, request_id=request_id)

    def find(self, sought: Sought) -> list[str]:
        since = sought.since - CLOCKS_APART
        with self._translated():
            listed = self._client.messages.list(
                to=sought.to, date_sent_after=since.astimezone(UTC), limit=LOOK_AT
            )
            return [
                str(message.sid)
                for message in listed
                if message.sid
                and _same_words(sought.body, message.body or "")
                and (message.date_created is None or message.date_created >= since)
            ]

    def report(self, sid: str) -> Report | None:
        with self._translated():
            try:
                message = self._client.messages(sid).fetch()
            except TwilioRestException as error:
                if error.status == NOT_FOUND:
                    return None  # deleted there, or kept no longer
                raise
            return twilio_codes.report(str(message.status), str(message.error_code or ""))

    def forget(self, copy: Copy, sid: str) -> None:
        with self._translated():
            try:
                twilio_copies.delete(self._client, copy, sid)
            except TwilioRestException as error:
                if error.status != NOT_FOUND:
                    raise  # else it is deleted already, perhaps by us a moment ago

    def picture(self, name: str) -> bytes:
        message, media = name.split("/")
        below = f"Messages/{message}/Media/{media}"
        return fetched(below, kinds=PICTURES, largest=LARGEST_PICTURE).content

    def call(self, ringing: Ringing) -> Accepted:
        with self._translated():
            call = self._client.calls.create(
                to=ringing.to,
                from_=self._caller(ringing.sender),
                url=ringing.answer_url,
                status_callback=ringing.over_url,
                timeout=ringing.rings_for,
            )
        request_id = self._http.header("Twilio-Request-Id")
        if not call.sid:
            raise AmbiguousError(Family.AMBIGUOUS, request_id=request_id)
        return Accepted(sid=call.sid, request_id=request_id)

    def _caller(self, sender: str) -> str:
        """Only a number can call: one of a messaging service's does."""
        if sender.startswith("+"):
            return sender
        if settings.TWILIO_FROM.startswith("+"):
            return settings.TWILIO_FROM
        if not sender.startswith("MG"):
            raise SetUpError(Family.SET_UP, "no_voice")
        numbers = self._client.messaging.v1.services(sender).phone_numbers.list(limit=20)
        able = [number for number in numbers if "Voice" in (number.capabilities or ())]
        if not able:
            raise SetUpError(Family.SET_UP, "no_voice")
        return str(able[0].phone_number)

    def check_sender(self, address: str, answers_url: str, calls_url: str) -> list[Finding]:
        base_url = settings.TWILIO_API_BASE_URL
        client = _client(CallClient(base_url, timeout=CHECK_TIMEOUT, connections=1))
        with self._translated():
            return twilio_setup.findings(client, address, answers_url, calls_url)

    @contextmanager
    def _translated(self) -> Iterator[None]:
        try:
            yield
        except TwilioRestException as error:
            self._raise_answer(error)
        except HTTPError as error:
            raise unanswered(error) from error
        except (TwilioException, ValueError, TypeError, AttributeError, LookupError) as error:
            # An answer that can't be read, of any shape: the text may well have left.
            request_id = self._http.header("Twilio-Request-Id")
            raise AmbiguousError(Family.AMBIGUOUS, request_id=request_id) from error

    def _raise_answer(self, error: TwilioRestException) -> NoReturn:
        family = twilio_codes.of_answer(error.code, error.status)
        wait = self._http.header("Retry-After")
        kind = _CLASSES.get(family, RefusedError)
        # Without a code in the answer the client makes one of the status.
        without = error.code in {None, error.status}
        code = twilio_codes.BY_STATUS.get(error.status, "") if without else str(error.code)
        raise kind(
            family,
            code,
            wait=float(wait) if wait.isdecimal() else 0,
            request_id=self._http.header("Twilio-Request-Id"),
        ) from error


def _client(http: CallClient) -> Client:
    token = settings.TWILIO_AUTH_TOKENS[0] if settings.TWILIO_AUTH_TOKENS else ""
    if not settings.TWILIO_ACCOUNT_SID or not token:
        raise SetUpError(Family.SET_UP, "no_account")
    client = Client(settings.TWILIO_ACCOUNT_SID, token, http_client=http)
    client.api.base_url = settings.TWILIO_API_BASE_URL
    if settings.TWILIO_API_BASE_URL != twilio_setup.REAL_API:
        # A stand-in gets all calls: none may carry its credentials to the real service.
        client.messaging.base_url = settings.TWILIO_API_BASE_URL
    return client


_CLASSES: dict[Family, type[ProviderError]] = {
    Family.TEMPORARY: NotProcessedError,
    Family.SET_UP: SetUpError,
    Family.AMBIGUOUS: AmbiguousError,
}


def unanswered(error: HTTPError) -> ProviderError:
    """No answer came."""
    if never_left(error):
        return NotProcessedError(Family.TEMPORARY)
    return AmbiguousError(Family.AMBIGUOUS)


def _same_words(ours: str, theirs: str) -> bool:
    """Contained, not equal: a trial account puts its own words in front."""
    return " ".join(ours.split()) in " ".join(theirs.split())

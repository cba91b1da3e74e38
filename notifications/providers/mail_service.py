"""Mail services behind our own words, by django-anymail; it is imported only where one is named."""

from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason
from django.core.mail import EmailMultiAlternatives

from notifications.providers.base import (
    AmbiguousError,
    Family,
    NotProcessedError,
    ProviderError,
    RefusedError,
    Report,
    SetUpError,
    Stage,
)
from notifications.providers.email import EmailCarrier

# These say that the address is wrong; all others only that this e-mail didn't arrive.
WRONG = {RejectReason.INVALID, RejectReason.BOUNCED}
UNWANTED = {RejectReason.SPAM: "complaint", RejectReason.UNSUBSCRIBED: "unsubscribed"}
LOST = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
ASKED = {EventType.COMPLAINED: "complaint", EventType.UNSUBSCRIBED: "unsubscribed"}


class ServiceCarrier(EmailCarrier):
    """The same letter over HTTP; the id is the service's own, by which it reports later."""

    errors = (AnymailError, *EmailCarrier.errors)

    def refusal(self, error: Exception) -> ProviderError:
        """What an error of the service's API, or on the way there, means."""
        return refusal(error) if isinstance(error, AnymailError) else super().refusal(error)

    def taken(self, mail: EmailMultiAlternatives, sid: str) -> str:
        status = getattr(mail, "anymail_status", None)
        return str(status.message_id) if status and status.message_id else sid


def refusal(error: AnymailError) -> ProviderError:
    """What the service's answer means."""
    if isinstance(error, AnymailRecipientsRefused):
        return RefusedError(Family.WRONG_NUMBER)
    code = error.status_code or 0
    if not isinstance(error, AnymailAPIError):
        return RefusedError(Family.CONTENT)  # it could not be written for this service
    if code in {401, 403}:
        return SetUpError(Family.SET_UP, str(code))
    if code == 429:
        return NotProcessedError(Family.TEMPORARY, str(code))
    if 400 <= code < 500:
        return RefusedError(Family.CONTENT, str(code))
    # No answer, or one that came too late: the service may have it.
    return AmbiguousError(Family.AMBIGUOUS, str(code) if code else "")


def report(event: AnymailTrackingEvent) -> Report | None:
    """What a service tells of an e-mail; None for what says nothing of its arrival.

    Opening is not reading: many mail programs fetch what is in a letter by themselves.
    """
    kind, reason = event.event_type, event.reject_reason or ""
    if kind == EventType.DELIVERED:
        return Report(Stage.DELIVERED)
    if kind in ASKED:
        return Report(Stage.DELIVERED, Family.OPTED_OUT, ASKED[kind])
    if kind not in LOST:
        return None
    if reason in UNWANTED:
        return Report(Stage.FAILED, Family.OPTED_OUT, UNWANTED[reason])
    family = Family.WRONG_NUMBER if reason in WRONG else Family.CONTENT
    return Report(Stage.FAILED, family, reason[:10])

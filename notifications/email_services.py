"""What becomes of e-mails after they left: bounces, and customers who want no more of them."""

import uuid
from datetime import datetime
from functools import partial

from django.db import transaction

from fieldservice.company.broker import wake
from notifications import calls, no_emails
from notifications.models import Attempt, CallTask, Message
from notifications.providers.base import Family, Report, Stage
from notifications.services import take_receipt
from notifications.states import Reason, State
from notifications.suppressing import Source
from notifications.tasks import deliver


@transaction.atomic
def stop(*, message: Message, source: Source, now: datetime) -> None:
    """No more e-mails to where this one went; a person asks how to reach them instead."""
    stopped = no_emails.stop(message.to, message.sender, source, now)
    key = f"no_emails:{stopped.pk}"
    calls.ask(CallTask.Reason.NO_EMAILS, key=key, customer=message.customer, now=now)
    # What still waits finds another way.
    transaction.on_commit(partial(wake, deliver))


@transaction.atomic
def start_again(*, message: Message, now: datetime) -> None:
    """Take their wish for no e-mails back."""
    if no_emails.lift(message.to):
        asked = CallTask.objects.open().filter(customer=message.customer)
        asked.filter(reason=CallTask.Reason.NO_EMAILS).update(done_at=now)


@transaction.atomic
def take_report(*, reference: str, sid: str, report: Report, now: datetime) -> bool:
    """What a mail service tells of an e-mail; False when nobody knows the e-mail."""
    attempt = _attempt(reference, sid)
    if attempt is None:
        return False
    message, arrived = attempt.message, report.stage == Stage.DELIVERED
    take_receipt(
        attempt.pk,
        state=State(report.stage),
        sid=sid,
        now=now,
        family=None if arrived else report.family,
        code=report.code,
    )
    if report.family == Family.OPTED_OUT:
        complains = report.code == Source.COMPLAINT
        stop(
            message=message, source=Source.COMPLAINT if complains else Source.UNSUBSCRIBED, now=now
        )
    if not arrived and message.state == State.DELIVERED:
        _came_back(message, report, now)
    return True


def _attempt(reference: str, sid: str) -> Attempt | None:
    """By our own id where the service gives it back, else by its own."""
    emails = Attempt.objects.select_related("message__sender", "message__customer")
    try:
        return emails.filter(pk=uuid.UUID(reference)).first()
    except ValueError:
        return emails.filter(provider_sid=sid).first() if sid else None


def _came_back(message: Message, report: Report, now: datetime) -> None:
    """A server took it, and sent it back later: what it told must be told in another way."""
    if report.family == Family.WRONG_NUMBER:
        no_emails.stop(message.to, message.sender, Source.BOUNCED, now, report.code)
    if now < message.useful_until:
        calls.instead_of(message, Reason.EMAIL_REFUSED, now)

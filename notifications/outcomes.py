"""What a provider's word does to our rows: the answer to a call, or a callback later on."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Value
from django.db.models.functions import Coalesce

from notifications import calls
from notifications.aftermath import follow_up, pause
from notifications.models import Attempt, DetailTold, Message
from notifications.providers.base import Accepted, Family, ProviderError
from notifications.rewriting import rewrite
from notifications.states import Channel, Mover, Reason, State
from technicians.models import Line

logger = logging.getLogger(__name__)

TRIES_OF_EMAIL = 8  # within three minutes
TRIES_WHEN_LOST = 8  # each was taken, and paid for
Outcome = Attempt.Outcome


@dataclass(frozen=True)
class Consequence:
    """Where a text goes after a failure of one family."""

    state: State
    reason: Reason
    outcome: Attempt.Outcome = Outcome.REFUSED


CONSEQUENCES: dict[Family, Consequence] = {
    Family.OPTED_OUT: Consequence(State.FAILED, Reason.SUPPRESSED),
    Family.WRONG_NUMBER: Consequence(State.FAILED, Reason.WRONG_NUMBER),
    Family.CONTENT: Consequence(State.FAILED, Reason.CONTENT_REFUSED),
    Family.PICTURE: Consequence(State.FAILED, Reason.PICTURE_REFUSED),
    Family.ONCE_MORE: Consequence(State.FAILED, Reason.UNREACHABLE),
    Family.UNREACHABLE: Consequence(State.FAILED, Reason.UNREACHABLE),
    Family.EXPIRED: Consequence(State.FAILED, Reason.EXPIRED),
    Family.TEMPORARY: Consequence(State.QUEUED, Reason.TRYING_AGAIN, Outcome.NOT_PROCESSED),
    Family.DAILY_CAP: Consequence(State.HELD, Reason.DAILY_CAP),
    Family.SET_UP: Consequence(State.HELD, Reason.SENDER_STOPPED),
    Family.AMBIGUOUS: Consequence(State.UNSETTLED, Reason.NO_ANSWER, Outcome.UNKNOWN),
}


@transaction.atomic
def accepted(answers: Iterable[tuple[Attempt, Accepted]], now: datetime) -> None:
    """The provider has these texts; what a faster callback already said stays."""
    attempts = []
    for attempt, answer in answers:
        attempt.outcome, attempt.ended_at = Outcome.ACCEPTED, now
        attempt.provider_sid, attempt.request_id = answer.sid, answer.request_id
        attempts.append(attempt)
    _rewrite_kept(attempts, ["outcome", "ended_at", "provider_sid", "request_id"])
    texts = Message.objects.filter(pk__in=[attempt.message_id for attempt in attempts])
    sent_at = Coalesce("sent_at", Value(now))
    changes = {"reason": "", "error_code": "", "changed_at": now, "sent_at": sent_at}
    texts.move(Mover.PROVIDER, State.ACCEPTED, **changes)
    emails = [a.message for a in attempts if a.message.channel == Channel.EMAIL]
    if emails:
        # Its server has it; nobody will ever tell more.
        Message.objects.filter(pk__in=[email.pk for email in emails]).move(
            Mover.RECEIPT, State.SENT
        )
    for email in emails:
        calls.arrived(email, now)
    remember_details(attempts, now)
    calls.left(texts, now)
    for attempt in attempts:
        # Debug, as one line a text is too many; the rows tell it all.
        logger.debug("text %s: accepted", attempt.message_id, extra=ids(attempt))


def ids(attempt: Attempt, request_id: str = "") -> dict[str, str]:
    """The `extra` of a log line, by which it is found again: our ids, and the provider's."""
    return {
        "message_id": str(attempt.message_id),
        "attempt_id": str(attempt.pk),
        "request_id": request_id or attempt.request_id,
    }


def why_lost(message: Message, family: Family) -> Reason:
    """What is said of a text or e-mail that was lost."""
    return Reason.EMAIL_REFUSED if message.channel == Channel.EMAIL else CONSEQUENCES[family].reason


def _rewrite_kept(attempts: list[Attempt], fields: list[str]) -> None:
    """Save these, except where somebody has deleted the visit meanwhile."""
    ours = Attempt.objects.filter(pk__in=[attempt.pk for attempt in attempts])
    kept = set(ours.select_for_update().values_list("pk", flat=True))
    rewrite([attempt for attempt in attempts if attempt.pk in kept], fields)


def remember_details(attempts: Iterable[Attempt], now: datetime) -> None:
    """These customers have now heard these details; each is told once."""
    told_in = [
        (attempt.message, line)
        for attempt in attempts
        for line in (attempt.interest_id, attempt.opener_id)
        if line
    ]
    wanted = {line for _message, line in told_in}
    if not wanted:
        return
    # A technician may take a line away while it is on its way; the lock keeps it until we are done.
    lines = Line.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    kept = set(lines.values_list("pk", flat=True))
    told = [
        DetailTold(customer_id=message.customer_id, line_id=line, message=message, at=now)
        for message, line in told_in
        if line in kept and message.customer_id
    ]
    DetailTold.objects.bulk_create(told, ignore_conflicts=True)


def forget_details(attempt: Attempt) -> None:
    """What a lost text told was not heard: another one may tell it."""
    DetailTold.objects.filter(message=attempt.message_id).delete()


@transaction.atomic
def refused(attempt: Attempt, error: ProviderError, now: datetime) -> None:
    """The provider did not take this text, or may not have."""
    consequence = _consequence(attempt.message, error.family)
    open_call = Attempt.objects.filter(pk=attempt.pk, outcome__in=[Outcome.OPEN, Outcome.UNKNOWN])
    is_news = open_call.update(
        outcome=consequence.outcome,
        error_code=error.code,
        request_id=error.request_id,
        ended_at=now,
    )
    if not is_news:
        # A receipt knew better, or the call was given up: another one may be on its way.
        return
    changes: dict[str, object] = {"reason": consequence.reason, "error_code": error.code}
    if consequence.state == State.QUEUED:
        changes["send_after"] = now + pause(attempt.message.tries, error.wait)
    # The provider itself ends a text; to wait, to hold or to doubt is our own decision.
    actor = Mover.PROVIDER if consequence.state == State.FAILED else Mover.DELIVERY
    text = Message.objects.filter(pk=attempt.message_id)
    moved = text.move(actor, consequence.state, changed_at=now, **changes)
    logger.info(
        "text %s: %s, code %s, request %s",
        *(attempt.message_id, error.family, error.code or "none", error.request_id or "none"),
        extra=ids(attempt, error.request_id),
    )
    if moved:
        follow_up(attempt, error.family, error.code, now, wait=error.wait)
        _next_way(attempt, now)


def _consequence(message: Message, family: Family) -> Consequence:
    """An e-mail soon becomes a call, and says nothing of the sender of texts."""
    waits = family == Family.TEMPORARY and message.tries < TRIES_OF_EMAIL
    if message.channel != Channel.EMAIL or waits or family == Family.AMBIGUOUS:
        return CONSEQUENCES[family]
    if family == Family.SET_UP:
        logger.error("e-mails can't leave: EMAIL_URL or EMAIL_FROM is refused")
    return Consequence(State.FAILED, Reason.EMAIL_REFUSED)


@transaction.atomic
def never_known(attempt: Attempt, now: datetime) -> None:
    """Nobody can be asked about this e-mail: rather a call than the same words twice."""
    text = Message.objects.filter(pk=attempt.message_id)
    doubt = {"reason": Reason.EMAIL_IN_DOUBT, "changed_at": now}
    if text.move(Mover.DELIVERY, State.FAILED, **doubt):
        _next_way(attempt, now)


def lost_later(attempt: Attempt, family: Family, code: str, now: datetime) -> None:
    """A text the provider had taken was lost: what an answer would have held, waits here too."""
    consequence = CONSEQUENCES[family]
    is_worth_it = attempt.message.tries < TRIES_WHEN_LOST and now < attempt.message.useful_until
    if consequence.state in {State.QUEUED, State.HELD} and is_worth_it:
        text = Message.objects.filter(pk=attempt.message_id)
        send_after = now + pause(attempt.message.tries, 0)
        text.move(Mover.DELIVERY, consequence.state, send_after=send_after, changed_at=now)
    follow_up(attempt, family, code, now)
    _next_way(attempt, now)


def _next_way(attempt: Attempt, now: datetime) -> None:
    """Whom this text will not reach any more, a person calls."""
    lost = Message.objects.filter(
        pk=attempt.message_id, state__in=[State.FAILED, State.UNDELIVERED], useful_until__gt=now
    )
    for text in lost.select_related("appointment__customer", "appointment__technician"):
        calls.instead_of(text, Reason(text.reason), now)

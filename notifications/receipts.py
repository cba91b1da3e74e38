"""What the provider tells later about a text: receipts move it forward only."""

import logging
import uuid
from datetime import datetime

from django.db import transaction

from notifications import calls, outcomes
from notifications.models import Attempt, Message
from notifications.providers.base import Family
from notifications.states import Mover, State, sources

logger = logging.getLogger(__name__)

# The latest word counts only while it is about the latest attempt; arrival always counts.
ARRIVED = {State.DELIVERED, State.READ}
LOST = {State.UNDELIVERED, State.FAILED}
# Calls of which nobody heard that they were accepted.
UNPROVEN = {Attempt.Outcome.OPEN, Attempt.Outcome.UNKNOWN, Attempt.Outcome.NEVER_ARRIVED}


@transaction.atomic
def apply(
    attempt_id: uuid.UUID,
    *,
    state: State,
    sid: str,
    now: datetime,
    family: Family | None = None,
    code: str = "",
) -> bool:
    """Note one receipt, whatever came before it; False when nobody knows the attempt."""
    found = Attempt.objects.select_related("message").select_for_update(of=("self",))
    attempt = found.filter(pk=attempt_id).first()
    if attempt is None:
        return False
    was_lost = attempt.state in LOST
    is_news = _note(attempt, state, sid, code, now)
    text = Message.objects.filter(pk=attempt.message_id)
    if not is_news or (state not in ARRIVED and not _is_latest(attempt)):
        return True
    if state not in LOST:
        text.filter(sent_at=None).update(sent_at=now)
    if state in ARRIVED:
        text.filter(delivered_at=None).update(delivered_at=now)
        if attempt.message.appointment_id:
            calls.arrived(attempt.message, now)
        if was_lost:
            outcomes.remember_details([attempt], now)
    moved = text.move(Mover.RECEIPT, state, **_changes(attempt.message, family, code, now))
    if moved and state in LOST:
        outcomes.forget_details(attempt)
    if moved and family:
        outcomes.lost_later(attempt, family, code, now)
    return True


def _note(attempt: Attempt, state: State, sid: str, code: str, now: datetime) -> bool:
    """Whether this is news. Any receipt proves that the call was accepted, answered or not."""
    if attempt.outcome in UNPROVEN:
        attempt.outcome, attempt.ended_at = Attempt.Outcome.ACCEPTED, now
        outcomes.remember_details([attempt], now)
    attempt.provider_sid = attempt.provider_sid or sid
    is_news = attempt.state in sources(Mover.RECEIPT, state)
    if is_news:
        attempt.state, attempt.error_code = state, code or attempt.error_code
    attempt.save(update_fields=["outcome", "ended_at", "provider_sid", "state", "error_code"])
    return is_news


def _is_latest(attempt: Attempt) -> bool:
    later = Attempt.objects.filter(message=attempt.message_id, started_at__gt=attempt.started_at)
    return not later.exists()


def _changes(
    message: Message, family: Family | None, code: str, now: datetime
) -> dict[str, object]:
    reason = outcomes.why_lost(message, family) if family else ""
    return {"changed_at": now, "error_code": code, "reason": reason}

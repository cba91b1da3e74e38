"""Finding what was lost, stuck or left open: the database is the truth, the broker only a knock."""

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Q

from notifications import outcomes
from notifications.models import Attempt, Message, Pulse
from notifications.preparing import VALID_FOR
from notifications.providers.base import Accepted, Provider, ProviderError, SetUpError, Sought
from notifications.states import Channel, Mover, Reason, State

logger = logging.getLogger(__name__)

# A call takes ten seconds at most; a claim older than this belongs to a worker that died.
STALE = timedelta(seconds=30)
# Seconds after the call at which the provider's list is read. After the last one the text can't
# leave any more: its validity is over.
LOOKS = (5, 30, 120, VALID_FOR + 60)
# A 5xx with a body was most likely not processed: two looks are enough.
LOOKS_AFTER_ERROR = (5, 20)
# A provider that was down leaves many in doubt: they are asked for together, ten at a time.
LOOKS_PER_SWEEP = 200
LOOKS_AT_ONCE = 10
Outcome = Attempt.Outcome


def run(make_provider: Callable[[], Provider], now: datetime) -> bool:
    """Put right what is not; True when texts are due."""
    Pulse.objects.update_or_create(name="worker", defaults={"at": now})
    _free_stale_claims(now)
    _release_held(now)
    _end_doubt(now)
    _settle(make_provider, now)
    return Message.objects.due(now).exists()


@transaction.atomic
def _free_stale_claims(now: datetime) -> None:
    """Texts of a worker that died: without a call they wait again, with one they are unsettled."""
    stale = Message.objects.filter(state=State.SENDING, changed_at__lt=now - STALE)
    called = Attempt.objects.filter(message__in=stale, outcome__in=[Outcome.OPEN, Outcome.UNKNOWN])
    unsettled = list(called.values_list("message_id", flat=True))
    called.update(outcome=Outcome.UNKNOWN)
    left_open = Message.objects.filter(pk__in=unsettled)
    left_open.move(Mover.DELIVERY, State.UNSETTLED, reason=Reason.NO_ANSWER, changed_at=now)
    never_called = stale.exclude(attempts__outcome__in=[Outcome.OPEN, Outcome.UNKNOWN])
    never_called.move(Mover.DELIVERY, State.QUEUED, changed_at=now)


def _release_held(now: datetime) -> None:
    free = Q(sender__held_until=None) | Q(sender__held_until__lte=now)
    held = Message.objects.filter(free, state=State.HELD, sender__stopped_code="")
    pks = list(held.values_list("pk", flat=True)[:1000])
    if pks:
        released = Message.objects.filter(pk__in=pks)
        released.move(Mover.DELIVERY, State.QUEUED, reason="", changed_at=now)


def _end_doubt(now: datetime) -> None:
    """E-mails of which nobody knows whether they left."""
    doubtful = Attempt.objects.filter(
        outcome=Outcome.UNKNOWN, message__state=State.UNSETTLED, message__channel=Channel.EMAIL
    )
    for attempt in doubtful:
        outcomes.never_known(attempt, now)


def _settle(make_provider: Callable[[], Provider], now: datetime) -> None:
    open_calls = Attempt.objects.filter(
        outcome=Outcome.UNKNOWN, message__state=State.UNSETTLED
    ).exclude(message__channel=Channel.EMAIL)
    open_calls = open_calls.select_related("message")
    due = [call for call in open_calls.order_by("started_at") if _look_is_due(call, now)]
    if not due:
        return
    try:
        provider = make_provider()
    except SetUpError:
        return
    looked_for = due[:LOOKS_PER_SWEEP]
    with ThreadPoolExecutor(min(LOOKS_AT_ONCE, len(looked_for))) as pool:
        answers = list(pool.map(partial(_ask, provider), map(_sought, looked_for)))
    for attempt, answer in zip(looked_for, answers, strict=True):
        _conclude(attempt, answer, now)


def _sought(attempt: Attempt) -> Sought:
    message = attempt.message
    return Sought(to=message.to, body=message.body, since=attempt.started_at)


def _ask(provider: Provider, sought: Sought) -> list[str] | ProviderError:
    """What the provider lists, asked from a thread that never touches the database."""
    try:
        return provider.find(sought)
    except ProviderError as error:
        return error


def _looks(attempt: Attempt) -> tuple[int, ...]:
    return LOOKS_AFTER_ERROR if attempt.error_code else LOOKS


def _look_is_due(attempt: Attempt, now: datetime) -> bool:
    looks = _looks(attempt)
    next_look = looks[min(attempt.looks, len(looks) - 1)]
    return now >= attempt.started_at + timedelta(seconds=next_look)


def _conclude(attempt: Attempt, listed: list[str] | ProviderError, now: datetime) -> None:
    """Take what the provider's list said; only after the last look may the text be sent again."""
    if isinstance(listed, ProviderError):
        found_by = outcomes.ids(attempt, listed.request_id)
        logger.info("attempt %s: not settled, %s", attempt.pk, listed, extra=found_by)
        return
    known = set(
        Attempt.objects.filter(provider_sid__in=listed).values_list("provider_sid", flat=True)
    )
    found = [sid for sid in listed if sid not in known]
    if found:
        outcomes.accepted([(attempt, Accepted(sid=found[0]))], now)
        return
    attempt.looks += 1
    attempt.looked_at = now
    attempt.save(update_fields=["looks", "looked_at"])
    if attempt.looks >= len(_looks(attempt)):
        _give_up(attempt, now)


def _give_up(attempt: Attempt, now: datetime) -> None:
    """It never arrived and can't arrive any more: the text waits again, as if never called."""
    unknown = Attempt.objects.filter(pk=attempt.pk, outcome=Outcome.UNKNOWN)
    if unknown.update(outcome=Outcome.NEVER_ARRIVED, ended_at=now):
        text = Message.objects.filter(pk=attempt.message_id)
        text.move(
            Mover.DELIVERY,
            State.QUEUED,
            reason=Reason.TRYING_AGAIN,
            send_after=now,
            changed_at=now,
        )

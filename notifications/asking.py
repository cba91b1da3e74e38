"""Asking the provider about texts whose receipts stay away: a few times, ever more seldom."""

import logging
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from notifications import receipts
from notifications.models import Attempt
from notifications.providers.base import Provider, ProviderError, SetUpError
from notifications.states import State

logger = logging.getLogger(__name__)

# How long after the call each time; many phones never report arrival, so it has to end.
PAUSES = (timedelta(minutes=2), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
GIVEN_UP = timedelta(days=1)
MOST = 50
LONGEST = 3.0  # seconds in one sweep


def run(
    make_provider: Callable[[], Provider],
    now: datetime,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Ask for what is due to be asked for, until that is done, takes too long or fails."""
    waiting = list(_due(now))
    if not waiting:
        return
    try:
        provider = make_provider()
    except SetUpError:
        return
    ends = clock() + LONGEST
    for attempt in waiting[:MOST]:
        if clock() > ends or not _ask(provider, attempt, now):
            return


def _due(now: datetime) -> Iterator[Attempt]:
    """The freshest questions first; each look takes a few rows off one end of an index."""
    unreported = Attempt.objects.filter(
        outcome=Attempt.Outcome.ACCEPTED,
        state__in=[State.SENDING, State.ACCEPTED, State.SENT],
        started_at__gt=now - GIVEN_UP,
    )
    for asked, pause in enumerate(PAUSES):
        due = unreported.filter(asked=asked, started_at__lte=now - pause)
        yield from due.order_by("started_at")[:MOST]


def _ask(provider: Provider, attempt: Attempt, now: datetime) -> bool:
    """Whether the provider could be asked."""
    unasked = Attempt.objects.filter(pk=attempt.pk, asked=attempt.asked)
    if not unasked.update(asked=attempt.asked + 1):
        return True  # another sweep does
    try:
        report = provider.report(attempt.provider_sid)
    except ProviderError as error:
        # It counts as asked: one that can't be asked for must not keep the others waiting.
        logger.info("attempt %s: can't be asked for, %s", attempt.pk, error)
        return False
    if report:
        receipts.apply(
            attempt.pk,
            state=State(report.stage),
            sid=attempt.provider_sid,
            now=now,
            family=report.family,
            code=report.code,
        )
    return True

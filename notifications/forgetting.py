"""Having the provider delete its copies of what is not ours to keep, however often it takes."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db.models import F

from appointments.models import Customer
from notifications.models import Attempt, KeptCopy, Message
from notifications.providers.base import Copy, Provider, ProviderError
from notifications.states import Channel

logger = logging.getLogger(__name__)

MOST = 20  # of one run, each a call or two over the network
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MAY_COME = {Attempt.Outcome.OPEN, Attempt.Outcome.UNKNOWN}


def run(make_provider: Callable[[], Provider], now: datetime) -> bool:
    """Forget what is due; whether there may be more at once."""
    due = KeptCopy.objects.filter(try_at__lte=now).select_related("attempt").order_by("try_at")
    found = list(due[:MOST])
    for kept in found:
        _forget(kept, make_provider, now)
    return len(found) == MOST


def texts_to_go(texts: Iterable[Message], now: datetime, customer: Customer | None = None) -> None:
    """Note that the provider is to delete these texts of ours with their pictures."""
    attempts = Attempt.objects.filter(message__in=texts).exclude(message__channel=Channel.EMAIL)
    rows = [
        KeptCopy(what=Copy.TEXT, attempt=attempt, customer=customer, try_at=now)
        for attempt in attempts
    ]
    # Where only its pictures were to go, all of it goes now.
    KeptCopy.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["attempt"],
        update_fields=["what", "customer", "try_at"],
    )


def pictures_to_go(texts: Iterable[Message], now: datetime) -> None:
    """Note that the provider is to delete these texts' pictures; all of one may go already."""
    attempts = Attempt.objects.filter(message__in=texts)
    rows = [KeptCopy(what=Copy.PICTURES, attempt=attempt, try_at=now) for attempt in attempts]
    KeptCopy.objects.bulk_create(rows, ignore_conflicts=True)


def to_go(copy: Copy, sids: Iterable[str], now: datetime, customer: Customer | None = None) -> None:
    """Note that the provider is to delete what it keeps under these ids."""
    rows = [KeptCopy(what=copy, sid=sid, customer=customer, try_at=now) for sid in sids if sid]
    KeptCopy.objects.bulk_create(rows, ignore_conflicts=True)


def _forget(kept: KeptCopy, make_provider: Callable[[], Provider], now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(kept.tries, 10), LONGEST_PAUSE)
    mine = KeptCopy.objects.filter(pk=kept.pk, try_at=kept.try_at)
    # Put off before the call: a worker that dies over it leaves a row that comes back.
    if not mine.update(try_at=now + pause, tries=F("tries") + 1):
        return
    sid = kept.attempt.provider_sid if kept.attempt else kept.sid
    if not sid and kept.attempt and kept.attempt.outcome in MAY_COME:
        return
    try:
        if sid:
            make_provider().forget(Copy(kept.what), sid)
    except ProviderError as error:
        found_by = {"attempt_id": str(kept.attempt_id), "error": str(error)}
        logger.warning("a copy at the provider can't be deleted yet", extra=found_by)
    else:
        kept.delete()

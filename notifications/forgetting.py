"""Having the provider forget pictures of somebody who has left, however often it takes."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import F

from notifications.models import Attempt, KeptPicture
from notifications.providers.base import Provider, ProviderError

logger = logging.getLogger(__name__)

MOST = 20  # of one run, each a call or two over the network
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MAY_COME = {Attempt.Outcome.OPEN, Attempt.Outcome.UNKNOWN}


def run(make_provider: Callable[[], Provider], now: datetime) -> bool:
    """Forget what is due; whether there may be more at once."""
    due = KeptPicture.objects.filter(try_at__lte=now).select_related("attempt").order_by("try_at")
    found = list(due[:MOST])
    for kept in found:
        _forget(kept, make_provider, now)
    return len(found) == MOST


def _forget(kept: KeptPicture, make_provider: Callable[[], Provider], now: datetime) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(kept.tries, 10), LONGEST_PAUSE)
    mine = KeptPicture.objects.filter(pk=kept.pk, try_at=kept.try_at)
    # Put off before the call: a worker that dies over it leaves a row that comes back.
    if not mine.update(try_at=now + pause, tries=F("tries") + 1):
        return
    if not kept.attempt.provider_sid and kept.attempt.outcome in MAY_COME:
        return
    try:
        if kept.attempt.provider_sid:
            make_provider().forget_pictures(kept.attempt.provider_sid)
    except ProviderError as error:
        found_by = {"attempt_id": str(kept.attempt.pk), "error": str(error)}
        logger.warning("a picture can't be forgotten yet", extra=found_by)
    else:
        kept.delete()

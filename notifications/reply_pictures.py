"""Pictures customers send: fetched from the provider, made clean in the sandbox, kept."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import F

from notifications.models import ReplyPicture
from notifications.providers.base import NotProcessedError, ProviderError
from technicians.imaging import Crop, Processed, Refused, process

Fetch = Callable[[str], bytes]
Imaging = Callable[[bytes, Crop | None, bool], Processed | Refused]

AT_ONCE = 10
FIRST_PAUSE = timedelta(seconds=10)  # the provider may not have it for some seconds
MOST_TRIES = 7  # the last one after ten minutes


def run(fetch: Fetch, now: datetime, imaging: Imaging = process) -> bool:
    """Fetch what is due; whether there may be more at once."""
    waiting = ReplyPicture.objects.filter(state=ReplyPicture.State.WAITING, try_at__lte=now)
    due = list(waiting.order_by("try_at")[:AT_ONCE])
    for picture in due:
        _take(picture, fetch, imaging, now)
    return len(due) == AT_ONCE


def _take(picture: ReplyPicture, fetch: Fetch, imaging: Imaging, now: datetime) -> None:
    mine = ReplyPicture.objects.filter(pk=picture.pk, try_at=picture.try_at)
    pause = FIRST_PAUSE * 2**picture.tries
    # Put off before the call: a worker that dies over it leaves a row that comes back.
    if not mine.update(try_at=now + pause, tries=F("tries") + 1):
        return
    try:
        upload = fetch(picture.address)
    except NotProcessedError:
        if picture.tries + 1 >= MOST_TRIES:
            _end(picture, ReplyPicture.State.LOST)
    except ProviderError:
        _end(picture, ReplyPicture.State.LOST)
    else:
        _keep(picture, imaging(upload, None, False))


def _keep(picture: ReplyPicture, answer: Processed | Refused) -> None:
    if isinstance(answer, Refused):
        _end(picture, ReplyPicture.State.REFUSED)
        return
    # The whole picture as a clean JPEG: what it was taken with and where stays behind.
    stored = default_storage.save(
        f"replies/{secrets.token_hex(16)}.jpg", ContentFile(answer.master)
    )
    _end(picture, ReplyPicture.State.READY, stored=stored)


def _end(picture: ReplyPicture, state: ReplyPicture.State, stored: str = "") -> None:
    known = ReplyPicture.objects.filter(pk=picture.pk)
    known.update(state=state, stored=stored, address="")

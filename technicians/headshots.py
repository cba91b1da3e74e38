"""The work on photos: makes uploads ready, publishes them, and clears away what has ended.

Pixels are technicians.imaging's, who may upload and when is headshot_services'.
"""

import uuid
from collections.abc import Callable
from dataclasses import astuple
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from fieldservice.company.services import default_unit
from technicians import headshot_files
from technicians.imaging import Crop, Processed, Refused, process
from technicians.models import (
    CLAIM_HOLDS,
    SUPERSEDED_LIVES,
    Consent,
    Headshot,
    HeadshotQuerySet,
    Technician,
    headshot_key,
)

Imaging = Callable[[bytes, Crop | None, bool], Processed | Refused]

MAX_TRIES = 4
# What becomes of the one before: a photo that only waited was never anywhere else.
FOLLOWED_BY = {
    Headshot.State.READY: Headshot.State.SUPERSEDED,
    Headshot.State.WAITING: Headshot.State.WITHDRAWN,
}


def is_served(shot: Headshot, now: datetime) -> bool:
    """Whether anybody who knows the address may see the photo at this moment."""
    if _has_left(shot.technician, now):
        return False
    if shot.state == Headshot.State.SUPERSEDED and shot.ended_at:
        return now < shot.ended_at + SUPERSEDED_LIVES
    return shot.state == Headshot.State.READY


def can_be_fetched(key: str, now: datetime) -> bool:
    """Whether the photo under this address can still be seen there."""
    shot = Headshot.objects.select_related("technician__business_unit").filter(key=key).first()
    return shot is not None and is_served(shot, now)


def make_ready(
    headshot_id: uuid.UUID | str, *, now: datetime | None = None, imaging: Imaging = process
) -> None:
    """Turn the upload into a published photo or a refusal; run twice, it works once."""
    now = now or timezone.now()
    shot = _claimed(headshot_id, now)
    if shot is None:
        return
    with default_storage.open(shot.upload) as upload:
        crop = Crop(*shot.crop) if shot.crop else None
        answer = imaging(upload.read(), crop, settings.HEADSHOT_FIND_FACES)
    if _finished(shot, answer, now):
        _drop_upload(shot)


def stuck(now: datetime) -> list[str]:
    """Ids whose wake-up call was lost; a photo that broke its worker every time is refused."""
    idle = Headshot.objects.idle(now).filter(uploaded_at__lte=now - CLAIM_HOLDS)
    hopeless = idle.filter(tries__gte=MAX_TRIES)
    hopeless.update(state=Headshot.State.REFUSED, findings=["took_too_long"])
    return [str(pk) for pk in idle.order_by("uploaded_at").values_list("pk", flat=True)]


def tidy(now: datetime) -> None:
    """Delete the files that nobody may see any more, and uploads that have served."""
    for technician in Technician.objects.exclude(left_on=None).filter(headshots__has_files=True):
        if _has_left(technician, now):
            technician.headshots.all().withdraw(now)
    clear(Headshot.objects.all(), now)


def clear(shots: HeadshotQuerySet, now: datetime) -> None:
    """Delete what nobody may see any more of these."""
    for shot in shots.dead(now):
        headshot_files.delete(shot.key)
        # The placeholder is a picture too, if a small one.
        shot.has_files, shot.placeholder, shot.color, shot.crop = False, "", "", None
        shot.save(update_fields=["has_files", "placeholder", "color", "crop"])
    for shot in shots.exclude(state=Headshot.State.PROCESSING).exclude(upload=""):
        _drop_upload(shot)


def _claimed(headshot_id: uuid.UUID | str, now: datetime) -> Headshot | None:
    """The row under a new key, or None when it is done or in other hands.

    The key is the claim's token as well, so that two tries never share a file.
    """
    shot = Headshot.objects.idle(now).filter(pk=headshot_id).first()
    if shot is None:
        return None
    key = headshot_key()
    won = _mine(shot).update(key=key, claimed_at=now, tries=F("tries") + 1, has_files=True)
    if not won:
        return None
    headshot_files.delete(shot.key)  # a worker that was killed may have left some
    shot.key = key
    return shot


def _mine(shot: Headshot) -> HeadshotQuerySet:
    """The row, unless it was withdrawn or claimed by somebody else since it was read."""
    return Headshot.objects.filter(pk=shot.pk, key=shot.key, state=Headshot.State.PROCESSING)


def _finished(shot: Headshot, answer: Processed | Refused, now: datetime) -> bool:
    """Whether the answer counted."""
    if isinstance(answer, Refused):
        refused = Headshot.State.REFUSED
        return bool(_mine(shot).update(state=refused, findings=[answer.code], has_files=False))
    headshot_files.save(shot.key, answer)
    if _published(shot, answer, now):
        return True
    headshot_files.delete(shot.key)
    return False


@transaction.atomic
def _published(shot: Headshot, answer: Processed, now: datetime) -> bool:
    # Two photos of one technician that finish together must not both be in use.
    technician = Technician.objects.select_for_update().get(pk=shot.technician_id)
    if not _mine(shot).select_for_update():
        return False
    state = _state_of(shot, technician)
    is_ready, lives = state == Headshot.State.READY, state in FOLLOWED_BY
    if lives:
        technician.headshots.filter(state=state).update(state=FOLLOWED_BY[state], ended_at=now)
    _mine(shot).update(
        state=state,
        findings=list(dict.fromkeys([*shot.findings, *answer.hints])),
        crop=list(astuple(answer.crop)),
        placeholder=answer.placeholder,
        color=answer.color,
        published_at=now if is_ready else None,
        ended_at=None if lives else now,
    )
    return True


def _state_of(shot: Headshot, technician: Technician) -> Headshot.State:
    """What a usable photo becomes: not every one is wanted any more."""
    if Consent.Field.PHOTO not in technician.granted():
        return Headshot.State.WITHDRAWN
    ready = technician.headshots.filter(state=Headshot.State.READY)
    if ready.filter(uploaded_at__gt=shot.uploaded_at).exists():
        return Headshot.State.SUPERSEDED
    return Headshot.State.WAITING if shot.needs_approval else Headshot.State.READY


def _drop_upload(shot: Headshot) -> None:
    default_storage.delete(shot.upload)
    shot.upload = ""
    shot.save(update_fields=["upload"])


def _has_left(technician: Technician, now: datetime) -> bool:
    unit = technician.business_unit or default_unit()
    return technician.has_left(now.astimezone(ZoneInfo(unit.time_zone)).date())

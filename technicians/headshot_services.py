"""Who changes a technician's photo: uploads, new crops and removals; the work is headshots'."""

from datetime import datetime
from functools import partial
from io import BytesIO

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldservice.company.broker import wake
from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import Actor
from fieldservice.company.services import record
from technicians import services
from technicians.approval_services import photos_need_approval
from technicians.headshot_files import MASTER, stored, upload_name
from technicians.headshot_words import OLD, describe
from technicians.imaging import Crop
from technicians.models import Consent, Headshot, Technician
from technicians.tasks import process_headshot

MAX_BYTES = 30_000_000


def receive_headshot(
    *,
    by: Actor,
    technician: Technician,
    upload: UploadedFile[bytes],
    is_old: bool = False,
    now: datetime | None = None,
) -> Headshot:
    """The new photo, still being made ready; the one in use stays until this one is.

    `is_old`: the browser, which left its date behind, read that it was taken over a year ago.
    Uploading is consent, but never again once the technician has withdrawn it.
    Raises InvalidError for a file that is empty or too big.
    """
    now = now or timezone.now()
    services.check_here(technician)
    _check_size(upload.size or 0)
    with transaction.atomic():
        services.grant(by=by, technician=technician, fields=[Consent.Field.PHOTO], now=now)
        shot = Headshot(technician=technician, uploaded_at=now, findings=[OLD] if is_old else [])
        shot.needs_approval = photos_need_approval(by, technician)
        _start(by, "photo uploaded", shot)
    _hand_over(shot, upload)
    return shot


def set_crop(
    *, by: Actor, technician: Technician, crop: Crop, now: datetime | None = None
) -> Headshot:
    """The photo in use cut anew, as a new photo being made ready, under a new address.

    Raises InvalidError for a crop outside the picture, ConflictError when there is nothing to cut.
    """
    now = now or timezone.now()
    _check_crop(crop)
    with transaction.atomic():
        current = _croppable(by, technician)
        shot = Headshot(
            technician=technician,
            uploaded_at=now,
            first_uploaded_at=current.first_came_at,
            findings=[code for code in current.findings if code == OLD],
            crop=[crop.left, crop.top, crop.right, crop.bottom],
            # Another crop of an approved photo shows nothing that wasn't looked at.
            needs_approval=current.state == Headshot.State.WAITING,
        )
        _start(by, "photo cropped", shot)
    with default_storage.open(stored(current.key, MASTER)) as master:
        _hand_over(shot, File(BytesIO(master.read())))
    return shot


@transaction.atomic
def remove_headshot(*, by: Actor, technician: Technician, now: datetime | None = None) -> None:
    """Take the photo down at once; its address is dead from now on.

    A technician who does so withdraws consent: no later import brings the photo back.
    """
    now = now or timezone.now()
    if services.source_of(by, technician) == Consent.Source.SELF:
        services.withdraw(by=by, technician=technician, field=Consent.Field.PHOTO, now=now)
        return
    technician.headshots.all().withdraw(now)
    record(by=by, what="photo removed", subject=technician)


def _start(by: Actor, what: str, shot: Headshot) -> None:
    shot.upload = upload_name()
    shot.save(force_insert=True)
    record(by=by, what=what, subject=shot.technician)


def _hand_over(shot: Headshot, content: File[bytes]) -> None:
    # The row comes first: a file without a row would never be found and deleted.
    default_storage.save(shot.upload, content)
    transaction.on_commit(partial(wake, process_headshot, str(shot.pk)))


def _croppable(by: Actor, technician: Technician) -> Headshot:
    shots = technician.headshots.all()
    if shots.filter(state=Headshot.State.PROCESSING).exists():
        raise ConflictError(_("A newer photo is being made ready. Try again in a moment."))
    # One that waits for approval is still theirs alone.
    is_own = services.source_of(by, technician) == Consent.Source.SELF
    shot = technician.chosen_headshot() if is_own else technician.headshot()
    if shot is None:
        raise ConflictError(_("There is no photo to crop. Upload one first."))
    return shot


def _check_size(size: int) -> None:
    if size == 0:
        raise InvalidError(describe("empty"), field="file")
    if size > MAX_BYTES:
        raise InvalidError(describe("too_big_file"), field="file")


def _check_crop(crop: Crop) -> None:
    across = 0 <= crop.left < crop.right <= 1
    if not (across and 0 <= crop.top < crop.bottom <= 1):
        raise InvalidError(_("The crop must lie inside the picture."), field="crop")

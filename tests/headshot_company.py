"""Maria and her photos, with an imaging that answers at once; nothing here opens a picture."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile

from fieldservice.company.models import ApiToken, BusinessUnit, User
from technicians import headshots
from technicians.headshot_files import LARGE, MASTER, MMS, SMALL, stored
from technicians.headshot_services import receive_headshot
from technicians.imaging import Crop, Processed, Refused
from technicians.models import Headshot, Technician
from tests.factories import make_technician, without_approval

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)
MIDDLE = Crop(0.25, 0.25, 0.75, 0.75)
MADE = Processed(
    mms=b"an mms",
    large=b"480 px",
    small=b"160 px",
    master=b"the master",
    placeholder="data:image/webp;base64,AA==",
    color="#aa8866",
    crop=MIDDLE,
    hints=(),
)


def usable(upload: bytes, crop: Crop | None, find_face: bool) -> Processed:
    return replace(MADE, crop=crop or MIDDLE)


def damaged(upload: bytes, crop: Crop | None, find_face: bool) -> Refused:
    return Refused("damaged")


def broken(upload: bytes, crop: Crop | None, find_face: bool) -> Refused:
    raise MemoryError("The worker dies over this one.")


def maria(left_on: date | None = None, unit: BusinessUnit | None = None) -> Technician:
    """A technician with a log-in of her own, where no photo needs approval."""
    without_approval()
    technician = make_technician("Maria Gomez")
    technician.user = User.objects.create(username=f"maria-{technician.pk}")
    if unit:
        unit.refresh_from_db()
    technician.left_on, technician.business_unit = left_on, unit
    technician.save()
    return technician


def own(technician: Technician) -> User:
    """The technician as somebody who acts."""
    assert technician.user is not None
    return technician.user


def an_integration() -> ApiToken:
    return ApiToken.objects.create(name="Dispatch system", token_hash="0" * 64)


def picture(content: bytes = b"a picture") -> SimpleUploadedFile:
    return SimpleUploadedFile("maria.jpg", content, "image/jpeg")


def uploaded(technician: Technician, at: datetime = NOON) -> Headshot:
    return receive_headshot(by=own(technician), technician=technician, upload=picture(), now=at)


def published(technician: Technician, at: datetime = NOON) -> Headshot:
    """A photo uploaded and made ready at this moment."""
    shot = uploaded(technician, at)
    headshots.make_ready(shot.pk, now=at, imaging=usable)
    return again(shot)


def waiting(technician: Technician, at: datetime = NOON) -> Headshot:
    """A photo uploaded at this moment that waits for approval."""
    shot = uploaded(technician, at)
    Headshot.objects.filter(pk=shot.pk).update(needs_approval=True)
    headshots.make_ready(shot.pk, now=at, imaging=usable)
    return again(shot)


def again(shot: Headshot) -> Headshot:
    """The row as it is now."""
    return Headshot.objects.get(pk=shot.pk)


def files_of(key: str) -> list[str]:
    """What the storage holds under this key."""
    names = (stored(key, suffix) for suffix in (MMS, LARGE, SMALL, MASTER))
    return [name for name in names if default_storage.exists(name)]


def calls_for(shot: Headshot) -> list[str]:
    """The messages waiting for a worker that name this photo."""
    folder = Path(str(settings.CELERY_BROKER_TRANSPORT_OPTIONS["folder"]), "photos")
    messages = (path.read_text() for path in folder.glob("*.msg"))
    return [message for message in messages if str(shot.pk) in message]

"""Makes the file with all that is kept of one customer, and throws it away when it is over."""

import json
import logging
import secrets
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import IO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F
from django.template.loader import render_to_string

from notifications.belongings import Belongings, belongings
from notifications.exported import everything, readable
from notifications.models import CustomerExport
from notifications.models.exports import MOST_TRIES
from notifications.providers.base import ProviderError

logger = logging.getLogger(__name__)

CLAIM_HOLDS = timedelta(minutes=5)
State = CustomerExport.State
Fetch = Callable[[str], bytes]


def waiting(now: datetime) -> list[str]:
    """Those a worker may have left in the middle."""
    return [str(pk) for pk in CustomerExport.objects.free(now).values_list("pk", flat=True)]


def tidy(now: datetime) -> None:
    """Files first: what fails in between is found again by its row."""
    for export in CustomerExport.objects.over(now):
        if export.stored:
            default_storage.delete(export.stored)
        export.delete()


def make(pk: UUID, now: datetime, tape: Fetch) -> bool:
    """Whether this call made it; `tape` fetches a recording by its id."""
    mine = CustomerExport.objects.free(now).filter(pk=pk)
    if not mine.update(busy_until=now + CLAIM_HOLDS, tries=F("tries") + 1):
        return False
    export = CustomerExport.objects.select_related("customer").get(pk=pk)
    row = CustomerExport.objects.filter(pk=pk, state=State.WAITING)
    if export.tries > MOST_TRIES:
        row.update(state=State.FAILED)
        return False
    with tempfile.TemporaryFile() as file:
        _write(export, file, tape)
        file.seek(0)
        stored = default_storage.save(f"exports/{secrets.token_hex(16)}", File(file))
    if not row.update(state=State.READY, stored=stored):
        default_storage.delete(stored)  # erased meanwhile
        return False
    return True


def _write(export: CustomerExport, file: IO[bytes], tape: Fetch) -> None:
    theirs = belongings(export.customer)
    row = CustomerExport.objects.filter(pk=export.pk)
    row.update(total=2 + theirs.pictures.count() + theirs.tapes.count(), done=0)
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        missing: list[str] = []
        for name, read in _files(theirs, tape):
            try:
                archive.writestr(name, read())
            except (ProviderError, OSError):
                logger.warning("export %s: a file could not be fetched", export.pk)
                missing.append(name)
            row.update(done=F("done") + 1)
        said = everything(export.customer, theirs)
        whole = {**said, "files_not_fetched": missing}
        written = json.dumps(whole, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
        archive.writestr("customer.json", written)
        context = {"said": readable(said), "missing": missing}
        page = render_to_string("notifications/export.html", context)
        archive.writestr("customer.html", page)
        row.update(done=F("total"))


def _files(theirs: Belongings, tape: Fetch) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Names in the archive, and how each is read: one at a time is in memory."""
    for picture in theirs.pictures.exclude(stored=""):
        yield f"pictures/{picture.pk}.jpg", partial(_stored, picture.stored)
    for call in theirs.tapes:
        yield f"tapes/{call.pk}.wav", partial(tape, call.recording_sid)


def _stored(name: str) -> bytes:
    with default_storage.open(name) as kept:
        return bytes(kept.read())

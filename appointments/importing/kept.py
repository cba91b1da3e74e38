"""Where uploaded files lie while they are needed: in the storage of photos, and never served."""

import secrets
import tempfile
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage

from appointments.importing.files import read, write_lines
from appointments.models import Import


def keep(content: IO[bytes]) -> str:
    """The storage name of what was uploaded."""
    content.seek(0)
    return default_storage.save(f"imports/{secrets.token_hex(16)}", File(content))


def unfold(job: Import) -> tuple[str, int]:
    """Read the file once, into lines that can be gone on with anywhere; their name and number."""
    with default_storage.open(job.upload) as upload, tempfile.TemporaryFile() as lines:
        count = write_lines(read(upload), lines, skip=job.heading_row + 1)
        return keep(lines), count


def open_lines(job: Import) -> IO[bytes]:
    return default_storage.open(job.lines)


def throw_away(job: Import) -> None:
    """Delete whatever was kept of it."""
    for name in filter(None, (job.upload, job.lines)):
        default_storage.delete(name)
    Import.objects.filter(pk=job.pk).update(upload="", lines="")

"""Where uploaded files lie while they are needed: in the storage of photos, and never served."""

import io
import json
import secrets
import tempfile
from typing import IO

from django.core.files.base import File
from django.core.files.storage import default_storage

from appointments.importing.files import read, write_lines
from appointments.importing.rows import Seen
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


def note(seen: Seen) -> str:
    """Keep what a dry run has seen so far; the name under which it lies."""
    return keep(io.BytesIO(json.dumps(seen).encode()))


def noted(job: Import) -> Seen:
    """What it had seen when it stopped; nothing at its beginning."""
    if not job.notes:
        return {}
    with default_storage.open(job.notes) as file:
        seen: Seen = json.load(file)
        return seen


def forget(name: str) -> None:
    if name:
        default_storage.delete(name)


def throw_away(job: Import) -> None:
    """Delete whatever was kept of it."""
    for name in (job.upload, job.lines, job.notes):
        forget(name)
    Import.objects.filter(pk=job.pk).update(upload="", lines="", notes="")

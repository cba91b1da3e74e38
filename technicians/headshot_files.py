"""Where a headshot's files lie in the storage, and how they come and go; knows no rows."""

import secrets

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from technicians.imaging import Processed

MMS, LARGE, SMALL, MASTER = ".jpg", "-480.webp", "-160.webp", "-master.jpg"


def stored(key: str, suffix: str) -> str:
    """The storage name of one of a headshot's files."""
    return f"headshots/{key}{suffix}"


def upload_name() -> str:
    """A new storage name for an upload; nothing under uploads/ is ever served."""
    return f"uploads/{secrets.token_hex(16)}"


def save(key: str, photo: Processed) -> None:
    """Keep everything made of an upload; `key` must be new."""
    files = {MMS: photo.mms, LARGE: photo.large, SMALL: photo.small, MASTER: photo.master}
    for suffix, content in files.items():
        default_storage.save(stored(key, suffix), ContentFile(content))


def delete(key: str) -> None:
    """Delete whatever there is under this key."""
    for suffix in (MMS, LARGE, SMALL, MASTER):
        default_storage.delete(stored(key, suffix))

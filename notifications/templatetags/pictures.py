"""The photo of a text on our own pages, or a word where it has been taken down since."""

from collections.abc import Mapping
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django import template
from django.utils import timezone

from notifications.models import Message
from technicians.headshots import can_be_fetched

register = template.Library()


@register.inclusion_tag("notifications/_picture.html")
def picture(message: Message) -> Mapping[str, object]:
    """What went out with this text; nothing for a text without a photo."""
    # A page may be open under another name of ours.
    path = urlsplit(message.media_url).path
    is_there = bool(path) and can_be_fetched(PurePosixPath(path).stem, timezone.now())
    return {"went": path != "", "path": path if is_there else ""}

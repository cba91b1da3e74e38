"""Photos for whoever holds their address: phones, the provider, our own pages. Nobody signs in."""

import logging

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from technicians.headshot_files import MMS, stored
from technicians.headshots import is_served
from technicians.models import Headshot

logger = logging.getLogger(__name__)

# Short, so that a photo taken down is soon gone from phones too.
FRESH = "private, max-age=3600"
NEVER_SEEN = (Headshot.State.PROCESSING, Headshot.State.WAITING, Headshot.State.REFUSED)


@require_safe
def headshot(request: HttpRequest, key: str) -> HttpResponse:
    """The JPEG that picture messages carry."""
    return _answer(request, key, MMS, "image/jpeg")


@require_safe
def headshot_webp(request: HttpRequest, key: str, side: str) -> HttpResponse:
    """The smaller WebP of our own pages."""
    return _answer(request, key, f"-{side}.webp", "image/webp")


def _answer(request: HttpRequest, key: str, suffix: str, content_type: str) -> HttpResponse:
    shot = Headshot.objects.select_related("technician__business_unit").filter(key=key).first()
    if shot is None or shot.state in NEVER_SEEN:
        return _without_photo(404)
    if not is_served(shot, timezone.now()):
        return _without_photo(410)
    try:
        return _photo(request, stored(key, suffix), content_type)
    except FileNotFoundError:
        logger.exception("The files of headshot %s are not in the storage", shot.pk)
        return _without_photo(410)


def _photo(request: HttpRequest, name: str, content_type: str) -> HttpResponse:
    # Always the bytes, never a redirect to the storage: carriers don't follow one.
    with default_storage.open(name) as file:
        length = file.size
        content = b"" if request.method == "HEAD" else file.read()
    headers = {
        "Content-Length": str(length),
        "Content-Disposition": "inline",
        "Cache-Control": FRESH,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)


def _without_photo(status: int) -> HttpResponse:
    return HttpResponse(status=status, headers={"Cache-Control": "no-store"})

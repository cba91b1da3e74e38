"""Sessions that live on: a phone in use stays signed in, one that lies in a drawer does not."""

from collections.abc import Callable
from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

LIVES = timedelta(days=180)
RENEWED = "renewed_on"


def keep(request: HttpRequest) -> None:
    """Let the session live for half a year from now on, and from every day of its use."""
    # Seconds, as a timedelta would be counted from now for ever.
    request.session.set_expiry(int(LIVES.total_seconds()))
    request.session[RENEWED] = timezone.localdate().isoformat()


def renewing(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that renews a kept session once a day; others end when they would have ended."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        # Looking into a session nobody asked for would make every photo depend on the cookie.
        if request.session.accessed and _is_of_another_day(request):
            keep(request)
        return response

    return middleware


def _is_of_another_day(request: HttpRequest) -> bool:
    renewed = request.session.get(RENEWED)
    return renewed is not None and renewed != timezone.localdate().isoformat()

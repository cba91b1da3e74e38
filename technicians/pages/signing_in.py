"""Signing in without a password: asking for a link by text, and using it by one button."""

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from technicians import signing_in


@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponse:
    """One button; only pressing it uses the link up, as previews of texts fetch pages too."""
    user = signing_in.owner(token)
    if user is None:
        raise Http404
    return HttpResponse(user.first_name)

"""How long each kind of data is kept, and what the next night would take away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fieldservice.company.access import manager, signed_in
from fieldservice.company.errors import InvalidError
from notifications.retention import KINDS, counts
from notifications.retention_services import keep_for


@manager
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest) -> HttpResponse:
    """The spans, to read and to change; saving takes nothing away at once."""
    if request.method != "POST":
        return _page(request)
    given = {kind.name: request.POST.get(kind.name, "") for kind in KINDS}
    days = {name: int(said) if said.isdecimal() else 0 for name, said in given.items() if said}
    try:
        if keep_for(by=signed_in(request), days=days):
            messages.success(request, _("Saved. It counts from the next night on."))
    except InvalidError as error:
        return _page(request, error)
    return redirect("settings_retention")


def _page(request: HttpRequest, error: InvalidError | None = None) -> HttpResponse:
    context = {
        "section": "settings",
        "tab": "retention",
        "rows": [
            (count, request.POST.get(count.kind.name, count.days))
            for count in counts(timezone.now())
        ],
        "error": error,
    }
    status = 422 if error else 200
    return render(request, "notifications/settings_retention.html", context, status=status)

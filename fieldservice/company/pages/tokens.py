"""The keys other programs use: made and shown once, listed, revoked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fieldservice.company.access import manager, signed_in
from fieldservice.company.models import ApiToken
from fieldservice.company.people_forms import TokenForm
from fieldservice.company.services import create_api_token, revoke_api_token


@manager
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """All tokens; a new one in the very answer to the form, and never again."""
    form, made = TokenForm(request.POST or None), ""
    if form.is_valid():
        made = create_api_token(by=signed_in(request), **form.cleaned_data)
        form = TokenForm()
    found = ApiToken.objects.all()
    about = {
        "section": "settings",
        "tab": "tokens",
        "live": found.filter(revoked_at=None).order_by("name"),
        "revoked": found.exclude(revoked_at=None).order_by("-revoked_at"),
        "form": form,
        "made": made,
    }
    return render(request, "company/tokens.html", about)


@manager
@require_POST
def revoke(request: HttpRequest, pk: str) -> HttpResponse:
    one = get_object_or_404(ApiToken, pk=pk)
    if revoke_api_token(by=signed_in(request), token=one):
        messages.success(request, _("%(name)s is let in no more.") % {"name": one.name})
    return redirect("tokens")

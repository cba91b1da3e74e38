"""The page of ready answers: the office reads them, managers change them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fieldservice.company.access import manager, office, signed_in
from fieldservice.company.errors import StaleError
from fieldservice.company.models import User
from fieldservice.company.pages.meanwhile import show_theirs
from fieldservice.company.services import default_unit
from notifications.canned import all_answers
from notifications.canned_form import CannedForm
from notifications.canned_services import add_canned, change_canned, delete_canned
from notifications.models import CannedAnswer


@office
def canned(request: HttpRequest) -> HttpResponse:
    """All of them, and a form for one more."""
    if request.method == "POST":
        return _save(request, CannedAnswer())
    unit = default_unit()
    blank = CannedAnswer(business_unit=unit, language=unit.language)
    return _page(request, CannedForm(instance=blank))


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them."""
    one = get_object_or_404(CannedAnswer, pk=pk)
    if request.method == "POST":
        return _save(request, one)
    return _page(request, CannedForm(instance=one), one)


@manager
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    delete_canned(by=signed_in(request), canned=get_object_or_404(CannedAnswer, pk=pk))
    messages.success(request, _("Deleted."))
    return redirect("canned")


@manager
def _save(request: HttpRequest, one: CannedAnswer) -> HttpResponse:
    form = CannedForm(request.POST, instance=one)
    if not form.is_valid():
        return _page(request, form, one if one.pk else None)
    by, seen = signed_in(request), form.cleaned_data["seen"]
    try:
        if one.pk:
            change_canned(by=by, canned=one, changes=form.changes(), seen=seen)
        else:
            add_canned(by=by, canned=form.save(commit=False))
    except StaleError as refusal:
        now = CannedForm(instance=CannedAnswer.objects.get(pk=one.pk))
        show_theirs(form, now, one, refusal)
        return _page(request, form, one)
    messages.success(request, _("Saved. It stands beside every answer now."))
    return redirect("canned")


def _page(request: HttpRequest, form: CannedForm, one: CannedAnswer | None = None) -> HttpResponse:
    context = {
        "section": "settings",
        "tab": "canned",
        "form": form,
        "one": one,
        "answers": all_answers(),
        "can_edit": signed_in(request).role == User.Role.MANAGER,
    }
    return render(request, "notifications/inbox_canned.html", context)

"""The first-run guide: the company, its first technician, an introduction to one's own phone."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fieldservice.company.access import manager, signed_in
from fieldservice.company.errors import ServiceError
from fieldservice.company.models import User
from fieldservice.company.services import default_unit
from fieldservice.company.unit_form import StartForm, time_zones
from fieldservice.company.unit_services import close_guide, save_unit
from notifications.checks import sends_for_real
from notifications.first_run import progress
from notifications.forms import TestTextForm
from notifications.settings_services import send_test
from technicians.models import Technician
from technicians.pages.forms import TechnicianForm
from technicians.services import save_profile


@manager
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_run(request: HttpRequest) -> HttpResponse:
    """One step after the other; who leaves comes back to the first that is not done."""
    step = request.POST.get("step", "")
    if step == "close":
        close_guide(by=signed_in(request))
        return redirect("day")
    given = {step: _form(step, request)} if step in TAKES else {}
    for form in given.values():
        if _is_taken(step, form, signed_in(request)):
            return redirect("first_run")
    done = progress(default_unit())
    about = {
        "done": done,
        "step": step or done.next,
        "form": given.get(step) or _form(done.next, None),
        "zones": time_zones(),
        "first": Technician.objects.filter(removed_at=None).order_by("created_at").first(),
        "is_real": sends_for_real(),
        "section": "settings",
    }
    return render(request, "notifications/first_run.html", about)


def _form(step: str, request: HttpRequest | None) -> forms.BaseForm | None:
    data = request.POST if request else None
    if step == "company":
        return StartForm(data, instance=default_unit())
    if step == "technician":
        return TechnicianForm(data)
    return TestTextForm(data, today=timezone.localdate()) if step == "text" else None


def _is_taken(step: str, form: forms.BaseForm | None, by: User) -> bool:
    if form is None or not form.is_valid():
        return False
    try:
        TAKES[step](form, by)
    except ServiceError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return False
    return True


def _take_company(form: forms.BaseForm, by: User) -> None:
    if isinstance(form, StartForm):
        save_unit(by=by, unit=default_unit(), changes=form.changes())


def _take_technician(form: forms.BaseForm, by: User) -> None:
    if isinstance(form, TechnicianForm):
        save_profile(by=by, profile=form.profile())


def _take_text(form: forms.BaseForm, by: User) -> None:
    chosen = form.cleaned_data
    send_test(by=by, technician=chosen["technician"], to=chosen["phone"])


TAKES = {"company": _take_company, "technician": _take_technician, "text": _take_text}

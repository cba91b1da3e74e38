"""The kinds of work a manager offers, and how customers read them."""

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appointments.job_type_form import JobTypeForm
from appointments.job_type_services import add_job_type, change_job_type, offer_again, take_off
from appointments.models import JobType
from fieldservice.company.access import manager, signed_in
from fieldservice.company.errors import ConflictError, StaleError
from fieldservice.company.pages.meanwhile import show_theirs


@manager
@require_safe
def job_types(request: HttpRequest) -> HttpResponse:
    """All of them, the archived ones last."""
    every = JobType.objects.prefetch_related("skills", "words")
    ordered = every.order_by(F("archived_at").desc(nulls_first=True), "name")
    about = {"section": "settings", "tab": "job_types", "job_types": ordered}
    return render(request, "appointments/job_types.html", about)


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = JobTypeForm(request.POST or None, job_type=None)
    if not form.is_valid():
        return _page(request, None, form)
    made = add_job_type(by=signed_in(request), details=form.details())
    messages.success(request, _("%(name)s can be booked now.") % {"name": made.name})
    return redirect("job_types")


@manager
@require_http_methods(["GET", "HEAD", "POST"])
def job_type(request: HttpRequest, pk: int) -> HttpResponse:
    """One job type; what is booked already keeps its times."""
    one = get_object_or_404(JobType, pk=pk)
    form = JobTypeForm(request.POST or None, job_type=one)
    if not form.is_valid():
        return _page(request, one, form)
    try:
        seen = form.cleaned_data["seen"]
        change_job_type(by=signed_in(request), job_type=one, details=form.details(), seen=seen)
    except StaleError as refusal:
        show_theirs(form, JobTypeForm(job_type=JobType.objects.get(pk=pk)), one, refusal)
        return _page(request, one, form)
    messages.success(request, _("Saved. The next text has it."))
    return redirect("job_types")


@manager
@require_POST
def switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Offer it no more, or again."""
    one, by = get_object_or_404(JobType, pk=pk), signed_in(request)
    name = {"name": one.name}
    try:
        if one.archived_at:
            offer_again(by=by, job_type=one)
            messages.success(request, _("%(name)s can be booked now.") % name)
        elif take_off(by=by, job_type=one):
            messages.success(request, _("%(name)s is archived: its visits keep it.") % name)
        else:
            messages.success(request, _("%(name)s is deleted.") % name)
    except ConflictError as refusal:
        messages.error(request, refusal.message)
    return redirect("job_types")


def _page(request: HttpRequest, one: JobType | None, form: JobTypeForm) -> HttpResponse:
    about = {"section": "settings", "tab": "job_types", "job_type": one, "form": form}
    is_used = one is not None and one.appointments.exists()
    return render(request, "appointments/job_type.html", about | {"is_used": is_used})

"""Asking that the customers of imported visits are told who comes, with what that leads to."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from appointments import import_services
from appointments.models import Import
from fieldservice.company.access import manager, signed_in
from notifications.introducing import outlook


@manager
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def introduce_import(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    job = get_object_or_404(Import, pk=pk, state=Import.State.DONE)
    if request.method == "POST":
        import_services.introduce(by=signed_in(request), job=job)
        messages.success(request, _("The customers are being told."))
        return redirect("introduce_import", pk=pk)
    found = outlook(job, timezone.now())
    is_going = job.introduce_at is not None and found.visits > 0
    place = {"section": "settings", "tab": "imports"}
    context = {**place, "job": job, "outlook": found, "is_going": is_going}
    return render(request, "notifications/introduce.html", context)

"""One tap of a technician: for this visit no more than the first name; and taken back."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from appointments.hiding_services import hide_technician
from appointments.models import Appointment
from fieldservice.company.access import signed_in, technician


@technician
@require_POST
def hide_me(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Hide or show again; script gets the button anew, a form goes back to `next`."""
    own = Appointment.objects.filter(technician__user=signed_in(request))
    visit = get_object_or_404(own.select_related("technician"), pk=pk)
    hide = request.POST.get("hide") == "yes"
    hide_technician(by=signed_in(request), appointment=visit, hide=hide)
    if request.headers.get("HX-Request"):
        return render(
            request, "appointments/_hide_me.html", {"visit": visit, "next": _back(request)}
        )
    said = _("For this visit, customers read your first name only. A text already sent stays.")
    messages.success(request, said if hide else _("For this visit you are introduced as usual."))
    return redirect(_back(request))


def _back(request: HttpRequest) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if is_ours else reverse("home")

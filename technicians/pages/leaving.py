"""Removing everything about somebody who has left: a page that says what goes, and one button."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fieldservice.company.access import office, signed_in
from technicians.leaving_services import remove_everything
from technicians.pages.access import theirs


@office
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What goes, what stays, and which visits are without a technician then; a POST does it."""
    one = theirs(request, pk)
    if request.method == "POST":
        name = one.display_name
        remove_everything(by=signed_in(request), technician=one)
        messages.success(request, _("Everything about %(name)s is removed.") % {"name": name})
        return redirect("technician", pk=pk)
    about = {"technician": one, "section": "technicians"}
    return render(request, "technicians/remove.html", about)

"""One visit: who, when, what and where, what was said to the customer, and its history."""

import uuid
from collections.abc import Sequence
from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appointments.history import Event, history
from appointments.models import Appointment
from appointments.services import confirm, edit
from appointments.statuses import Status, may_follow
from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import InvalidError, ServiceError
from fieldservice.company.looking import looked
from fieldservice.company.models import Look

# As a visit goes; a cancellation is asked for once more, in a form of its own.
STEPS = [Status.SCHEDULED, Status.ON_THE_WAY, Status.ARRIVED, Status.DONE, Status.NO_ACCESS]
NEWS = ["booked", "changed"]
STILL_ON_THE_PHONE = timedelta(minutes=15)


@office
@never_cache
@require_safe
def visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The whole visit; right after booking with the words to say to the customer."""
    found = get_object_or_404(Appointment.objects.for_lists(), pk=pk)
    looked(request, Look.What.VISIT, pk)
    past = history(found)
    context = {
        "section": "day",
        "visit": found,
        "history": past,
        "news": _news(request, past),
        "may_change": found.status in {Status.SCHEDULED, Status.ON_THE_WAY, Status.ARRIVED},
        "steps": _steps(Status(found.status)),
        "may_cancel": may_follow(Status(found.status), Status.CANCELED),
        "may_confirm": found.status == Status.SCHEDULED and not found.confirmed_at,
    }
    return render(request, "appointments/visit.html", context)


@office
@require_POST
def confirm_visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The customer said yes to the time on the phone."""
    found = get_object_or_404(Appointment.objects.for_lists(), pk=pk)
    try:
        confirm(by=signed_in(request), appointment=found)
        messages.success(request, _("The time is confirmed."))
    except ServiceError as error:
        messages.error(request, error.message)
    return redirect("visit", pk=pk)


@office
@require_POST
def set_status(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Note where the visit stands, as somebody told the office."""
    found = get_object_or_404(Appointment.objects.for_lists(), pk=pk)
    wanted = request.POST.get("status", "")
    try:
        if wanted not in STEPS:
            raise InvalidError(_("Choose where the visit stands."), field="status")
        edit(by=signed_in(request), appointment=found, changes={"status": Status(wanted)})
        messages.success(request, _("Noted: %(status)s.") % {"status": Status(wanted).label})
    except ServiceError as error:
        messages.error(request, error.message)
    return redirect("visit", pk=pk)


def _news(request: HttpRequest, past: Sequence[Event]) -> str:
    """What the office has just done, as long as the customer may still be on the phone."""
    is_fresh = bool(past) and timezone.now() - past[0].at < STILL_ON_THE_PHONE
    return next((what for what in NEWS if is_fresh and what in request.GET), "")


def _steps(status: Status) -> list[Status]:
    return [step for step in STEPS if may_follow(status, step)]

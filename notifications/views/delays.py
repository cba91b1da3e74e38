"""Visits that come late: proposed to the office, and told with one click."""

import uuid
from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appointments.models import Appointment
from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import ServiceError
from notifications import delays
from notifications.visit_life_services import tell_late

AT_ONCE = 10  # no more on a page that has to be quick; the list of late ones has all


class LateForm(forms.Form):
    """When somebody will be there."""

    expected_at = forms.CharField(max_length=40)

    def clean_expected_at(self) -> datetime:
        try:
            moment = datetime.fromisoformat(self.cleaned_data["expected_at"])
        except ValueError as error:
            raise forms.ValidationError(_("Choose a time.")) from error
        if moment.tzinfo is None:
            raise forms.ValidationError(_("Choose a time."))
        return moment


@office
@never_cache
@require_safe
def late_visits(request: HttpRequest) -> HttpResponse:
    """The first visits that need a word now; nothing where there is none."""
    context = {"delays": delays.delays(timezone.now(), AT_ONCE), "with_names": True}
    return render(request, "notifications/_delays.html", context)


@office
@never_cache
@require_safe
def visit_delay(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same for one visit, on its own page."""
    visit = get_object_or_404(Appointment.objects.for_lists(), pk=pk)
    delay = delays.delay_of(visit, timezone.now())
    context = {"delays": [delay] if delay else []}
    return render(request, "notifications/_delays.html", context)


@office
@require_POST
def tell_of_delay(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Text the customer when somebody comes."""
    visit = get_object_or_404(Appointment, pk=pk)
    form = LateForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose a time."))
        return redirect("visit", pk)
    try:
        tell_late(
            by=signed_in(request), appointment=visit, expected_at=form.cleaned_data["expected_at"]
        )
    except ServiceError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The customer is told of the delay."))
    return redirect("visit", pk)

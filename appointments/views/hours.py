"""A technician's week and time off, as the office keeps them."""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from appointments.hour_forms import TimeOffForm, WeekForm, week_values
from appointments.hours_services import set_week
from appointments.models import TimeOff
from appointments.sick_services import take_time_off, visits_in, zone_of_technician
from fieldservice.company.access import office, signed_in
from technicians.models import Technician


@office
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The week as a form, and beside it what is off."""
    one = _who(pk)
    if request.method != "POST":
        return _page(request, one)
    form = WeekForm(request.POST)
    if not form.is_valid():
        return _page(request, one, week=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    set_week(by=signed_in(request), technician=one, week=form.week())
    messages.success(request, _("The hours are saved."))
    return redirect("technician_hours", pk=pk)


@office
@require_POST
def time_off(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Write down time off; visits in it are shown once before they go back on the tray."""
    one, form = _who(pk), TimeOffForm(request.POST)
    if not form.is_valid():
        return _page(request, one, off=form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    start, end = form.span(zone_of_technician(one))
    booked = list(visits_in(one, start, end).for_lists())
    if len(booked) != (form.cleaned_data["seen"] or 0):
        return _page(request, one, off=form, booked=booked, status=HTTPStatus.CONFLICT)
    taken = take_time_off(
        by=signed_in(request),
        technician=one,
        start=start,
        end=end,
        why=TimeOff.Why(form.cleaned_data["why"]),
        note=form.cleaned_data["note"],
    )
    if booked:
        return redirect("time_off_cover", pk=taken.pk)
    messages.success(request, _("The time off is saved."))
    return redirect("technician_hours", pk=pk)


def _page(
    request: HttpRequest,
    one: Technician,
    *,
    week: WeekForm | None = None,
    off: TimeOffForm | None = None,
    booked: object = (),
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    context = {
        "section": "technicians",
        "technician": one,
        "zone": zone_of_technician(one),
        "week": week or WeekForm(initial=week_values(one)),
        "is_usual": not one.shifts.exists(),
        "off": off or TimeOffForm(),
        "booked": booked,
        "times_off": one.time_off.filter(end__gt=timezone.now()).select_related("made_by"),
    }
    return render(request, "appointments/hours.html", context, status=status)


def _who(pk: uuid.UUID) -> Technician:
    here = Technician.objects.filter(removed_at=None).select_related("business_unit")
    return get_object_or_404(here, pk=pk)

"""Who got a technician's photo and when, for its owner and the office; and their mere numbers."""

import uuid

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.models import Appointment
from fieldservice.company.access import office
from notifications.leaving_services import introductions_of, with_photo
from technicians.models import Technician
from technicians.pages.access import anyone, is_office, theirs

A_PAGE = 50
MOST_AHEAD = 100


@anyone
@never_cache
@require_safe
def photo_log(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Each picture text that told of them, the newest first: to whom, when, and whether there."""
    one = theirs(request, pk)
    texts = with_photo(introductions_of(one)).order_by("-created_at")
    visits = ("customer", "location", "business_unit")
    texts = texts.select_related(*(f"appointment__{name}" for name in visits))
    about = {
        "technician": one,
        "is_own": not is_office(request),
        "page": Paginator(texts, A_PAGE).get_page(request.GET.get("page")),
        "frame": "office.html" if is_office(request) else "technicians/own.html",
        "section": "technicians",
    }
    return render(request, "notifications/photo_log.html", about)


@office
@never_cache
@require_safe
def numbers(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """What stays of somebody who leaves: visits and texts counted, and the visits ahead by name."""
    one = get_object_or_404(Technician, pk=pk)
    visits = Appointment.objects.filter(technician=one)
    ahead = visits.ahead(timezone.now()).for_lists().order_by("planned_start")
    about = {
        "technician": one,
        "visits": visits.count(),
        "texts": introductions_of(one).count(),
        "ahead": ahead[:MOST_AHEAD],
        "section": "technicians",
    }
    part = request.headers.get("HX-Request") == "true"
    template = "_technician_numbers" if part else "technician_numbers"
    return render(request, f"notifications/{template}.html", about)

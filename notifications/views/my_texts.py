"""What customers were told about a technician and what they answered, for that technician alone."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.asked import asked_day
from appointments.models import Appointment
from appointments.own_day import visits_on
from fieldservice.company.access import signed_in, technician
from notifications.own_texts import told
from technicians.models import Technician


@technician
@never_cache
@require_safe
def my_day_texts(request: HttpRequest) -> HttpResponse:
    """The texts of the visits ahead on an own day, each for its place on the page of the day."""
    own = _own(request)
    day = request.GET.get("day", "")
    visits = visits_on(own, asked_day(day) if day else None, timezone.now())
    ahead = [visit for visit in visits if visit.is_live]
    return render(request, "notifications/_my_day_texts.html", {"every": told(own, ahead)})


@technician
@never_cache
@require_safe
def my_texts(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The texts of one own visit, a page that needs no script."""
    own = _own(request)
    visit = get_object_or_404(Appointment.objects.for_lists(), technician=own, pk=pk)
    return render(request, "notifications/my_texts.html", {"told": told(own, [visit])[0]})


def _own(request: HttpRequest) -> Technician:
    return get_object_or_404(Technician, user=signed_in(request))

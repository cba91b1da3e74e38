"""The customer's page of one visit; the token in its address is the key."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.models import Appointment
from fieldservice.company.services import default_unit
from notifications.models import VisitLink
from notifications.pages import visit_card


@require_safe
@never_cache
def visit_page(request: HttpRequest, token: str) -> HttpResponse:
    """Who comes and when, as it is now; 404 with a number to call when the token is over."""
    link = VisitLink.objects.filter(token=token, expires_at__gt=timezone.now()).first()
    page = _visit(request, link) if link else _over(request)
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page


def _visit(request: HttpRequest, link: VisitLink) -> HttpResponse:
    appointment = Appointment.objects.for_texts().get(pk=link.appointment_id)
    language = appointment.customer.language
    with translation.override(language):
        page = render(request, "notifications/visit.html", {"card": visit_card(appointment)})
    page.headers["Content-Language"] = language
    return page


def _over(request: HttpRequest) -> HttpResponse:
    # A token that is unknown tells nobody's language: the browser's counts.
    return render(request, "notifications/visit_over.html", {"unit": default_unit()}, status=404)

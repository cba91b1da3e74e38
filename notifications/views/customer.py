"""The customer's page of one visit; the token in its address is the key."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.models import Appointment
from notifications.models import VisitLink
from notifications.pages import visit_card


@require_safe
@never_cache
def visit_page(request: HttpRequest, token: str) -> HttpResponse:
    """Who comes and when, as it is now; 404 for a token that is unknown or over."""
    link = VisitLink.objects.filter(token=token, expires_at__gt=timezone.now()).first()
    if link is None:
        raise Http404
    appointment = Appointment.objects.for_texts().get(pk=link.appointment_id)
    language = appointment.customer.language
    with translation.override(language):
        page = render(request, "notifications/visit.html", {"card": visit_card(appointment)})
    page.headers["Content-Language"] = language
    page.headers["X-Robots-Tag"] = "noindex, nofollow"
    page.headers["Referrer-Policy"] = "no-referrer"
    return page

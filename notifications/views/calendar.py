"""The customer's visit as a file for their calendar, behind the same token as its page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.models import Appointment
from notifications.calendar import FILE, METHOD, calendar_file
from notifications.models import VisitLink
from notifications.services import sender_of
from notifications.views.customer import visit_page


@require_safe
@never_cache
def visit_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """One event; a token that is over or unknown is answered as by the page."""
    now = timezone.now()
    link = VisitLink.objects.filter(token=token, expires_at__gt=now).first()
    if link is None:
        return visit_page(request, token)
    visit = Appointment.objects.for_texts().get(pk=link.appointment_id)
    page = settings.PUBLIC_BASE_URL + reverse("visit_page", args=[token])
    file = HttpResponse(
        calendar_file(visit, sender_of(visit), page, now),
        content_type=f"text/calendar; charset=utf-8; method={METHOD}",
    )
    # Phones open it in their calendar; where there is none it is kept under this name.
    file.headers["Content-Disposition"] = f'inline; filename="{FILE}"'
    file.headers["X-Robots-Tag"] = "noindex, nofollow"
    file.headers["Referrer-Policy"] = "no-referrer"
    return file

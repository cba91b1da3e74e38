"""The customer's visit as a file for their calendar, behind the same token as its page."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from appointments.models import Appointment
from notifications.calendar import FILE, METHOD, calendar_file
from notifications.models import VisitLink
from notifications.services import sender_of
from notifications.views.page_doors import is_unseen, keyed


@require_safe
@keyed
def visit_calendar(request: HttpRequest, link: VisitLink) -> HttpResponse:
    """One event; a program that makes a preview gets none."""
    if is_unseen(request):
        return HttpResponse(status=404)
    now = timezone.now()
    visit = Appointment.objects.for_texts().get(pk=link.appointment_id)
    page = settings.PUBLIC_BASE_URL + reverse("visit_page", args=[link.token])
    file = HttpResponse(
        calendar_file(visit, sender_of(visit), page, now),
        content_type=f"text/calendar; charset=utf-8; method={METHOD}",
    )
    # Phones open it in their calendar; where there is none it is kept under this name.
    file.headers["Content-Disposition"] = f'inline; filename="{FILE}"'
    return file

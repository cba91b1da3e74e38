"""The day: who goes where, what is not confirmed, and what has nobody yet."""

import hashlib
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.asked import asked_day, today_of_office
from appointments.availability import at_work
from appointments.models import Appointment
from appointments.pages import NOBODY, UNCONFIRMED, DayPage, day_page
from fieldservice.company.access import office

SHOWN_IDLE = 24  # faces of people without a visit; a large company has hundreds


@office
@never_cache
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """All visits of one day by technician; the same address refreshes the list alone."""
    only = request.GET.get("only", "")
    wanted = asked_day(request.GET.get("day", ""))
    context = _context(wanted, only if only in {UNCONFIRMED, NOBODY} else "")
    visits = render_to_string("appointments/_day_list.html", context, request)
    # No flicker and no lost focus where the page shows just that already.
    seen = hashlib.sha256(visits.encode()).hexdigest()[:16]
    is_refresh = request.headers.get("HX-Target") == "visits"
    if is_refresh and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    context |= {"visits": visits, "seen": seen, "is_refresh": is_refresh}
    name = "_day_now" if is_refresh else "day"
    return render(request, f"appointments/{name}.html", context)


def _context(wanted: date, only: str) -> dict[str, object]:
    page = _page(wanted, only)
    today = today_of_office()
    return {
        "section": "day",
        "day": wanted,
        "today": today,
        "before": wanted - timedelta(days=1),
        "after": wanted + timedelta(days=1),
        "book_on": max(wanted, today),
        "only": only,
        "page": page,
        "idle": page.idle[:SHOWN_IDLE],
        "more_idle": len(page.idle[SHOWN_IDLE:]),
        "now": timezone.now(),
    }


def _page(wanted: date, only: str) -> DayPage:
    near = Appointment.objects.near(wanted).for_lists().prefetch_related("messages")
    visits = [visit for visit in near if visit.day == wanted]
    return day_page(visits, at_work(wanted), only)

"""The day: who goes where, what is not confirmed, and what has nobody yet."""

import hashlib
from collections.abc import Mapping
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.asked import asked_day, today_of_office
from appointments.models import Appointment
from appointments.pages import NOBODY, UNCONFIRMED, DayPage, day_page
from fieldservice.company.access import office
from technicians.models import Technician

SHOWN_IDLE = 24  # faces of people without a visit; a large company has hundreds


@office
@never_cache
@require_safe
def day(request: HttpRequest) -> HttpResponse:
    """All visits of one day by technician; the same address refreshes the list alone."""
    only = request.GET.get("only", "")
    wanted = asked_day(request.GET.get("day", ""))
    context = _context(wanted, only if only in {UNCONFIRMED, NOBODY} else "")
    if request.headers.get("HX-Target") == "visits":
        return _refreshed(request, context)
    context["seen"] = _mark(_list(request, context))
    return render(request, "appointments/day.html", context)


def _refreshed(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """The list, or nothing when it is what the page shows already: no flicker, no lost focus."""
    mark = _mark(_list(request, context))
    if request.GET.get("seen") == mark:
        return HttpResponse(status=204)
    return HttpResponse(_list(request, context | {"seen": mark, "is_refresh": True}))


def _list(request: HttpRequest, context: Mapping[str, object]) -> str:
    return render_to_string("appointments/_day_list.html", dict(context), request)


def _mark(html: str) -> str:
    return hashlib.sha256(html.encode()).hexdigest()[:16]


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
    return day_page(visits, _working(wanted), only)


def _working(wanted: date) -> list[Technician]:
    return list(Technician.objects.working_on(wanted).prefetch_related("headshots"))

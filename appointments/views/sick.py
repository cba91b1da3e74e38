"""Somebody can't come: one action, and then who takes over each of their visits."""

import uuid
from collections.abc import Collection, Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appointments.cover import proposals
from appointments.models import TimeOff
from appointments.sick_services import (
    FOUND_WITHIN,
    Outcome,
    call_in_sick,
    come_back,
    hand_over,
    zone_of_technician,
)
from appointments.statuses import Status
from fieldservice.company.access import office, signed_in
from technicians.models import Technician


@office
@require_POST
def sick_today(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The rest of their day goes back on the tray; on to who takes it over."""
    here = Technician.objects.filter(removed_at=None)
    off = call_in_sick(by=signed_in(request), technician=get_object_or_404(here, pk=pk))
    return redirect("time_off_cover", pk=off.pk)


@office
@never_cache
@require_safe
def cover(request: HttpRequest, pk: int) -> HttpResponse:
    """Their visits: who comes instead, or who could and why."""
    off, now = _off(pk), timezone.now()
    visits = off.put_back.exclude(status=Status.CANCELED).order_by("planned_start")
    rows = list(visits.for_lists().prefetch_related("messages"))
    waiting = [visit for visit in rows if not visit.technician_id]
    told_at = off.made_at + FOUND_WITHIN
    context = {
        "section": "technicians",
        "off": off,
        "technician": off.technician,
        "zone": zone_of_technician(off.technician),
        "covered": [visit for visit in rows if visit.technician_id],
        "proposals": (offered := proposals(waiting)),
        "ready": [one for one in offered if one.best],
        "told_at": told_at if told_at > now else None,
    }
    return render(request, "appointments/cover.html", context)


@office
@require_POST
def take_over(request: HttpRequest, pk: int) -> HttpResponse:
    """One proposal with its own button, or all of them at once."""
    off = _off(pk)
    wanted = request.POST.getlist("take") or request.POST.getlist("proposal")
    takers, said = _pairs(wanted), set(request.POST.getlist("phoned"))
    phoned = {visit for visit in takers if str(visit) in said}
    outcome = hand_over(by=signed_in(request), takers=takers, time_off=off, phoned=phoned)
    _say(request, outcome, phoned)
    return redirect("time_off_cover", pk=pk)


@office
@require_POST
def there_after_all(request: HttpRequest, pk: int) -> HttpResponse:
    """The time off is gone, and what nobody took over is theirs again."""
    off = _off(pk)
    name = off.technician.first_name
    outcome = come_back(by=signed_in(request), time_off=off)
    for words in outcome.refusals:
        messages.error(request, words)
    messages.success(request, _("%(name)s is there.") % {"name": name})
    return redirect("technician_hours", pk=off.technician_id)


def _off(pk: int) -> TimeOff:
    rows = TimeOff.objects.select_related("technician__business_unit")
    return get_object_or_404(rows, pk=pk, technician__removed_at=None)


def _pairs(wanted: Iterable[str]) -> dict[uuid.UUID, uuid.UUID]:
    """Visit and technician of each, as the buttons say them; nonsense is left out."""
    found = {}
    for each in wanted:
        visit, _colon, technician = each.partition(":")
        try:
            found[uuid.UUID(visit)] = uuid.UUID(technician)
        except ValueError:
            continue
    return found


def _say(request: HttpRequest, outcome: Outcome, phoned: Collection[uuid.UUID]) -> None:
    for words in outcome.refusals:
        messages.error(request, words)
    known = sum(visit.pk in phoned for visit in outcome.changed)
    count = len(outcome.changed) - known
    if known:
        done = ngettext(
            "%(count)s visit has somebody new. It is noted that you told the customer.",
            "%(count)s visits have somebody new. It is noted that you told the customers.",
            known,
        )
        messages.success(request, done % {"count": known})
    if count:
        done = ngettext(
            "%(count)s visit has somebody new. The customer is told who comes.",
            "%(count)s visits have somebody new. Each customer is told who comes.",
            count,
        )
        messages.success(request, done % {"count": count})

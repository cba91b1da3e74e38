"""Alarms at the door, on every page of the office: who calls, and how it ended."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fieldservice.company.access import office, signed_in, technician
from notifications import door_cards, door_services
from notifications.models import Alarm


@office
@never_cache
@require_safe
def door_alarms(request: HttpRequest) -> HttpResponse:
    """The open alarms; 204 while nothing changed, so that a note being typed stays."""
    cards = door_cards.cards()
    if request.GET.get("seen") == door_cards.stamp(cards):
        return HttpResponse(status=204)
    return _strip(request)


@office
@require_POST
def calling(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody says that they call, or that they call instead of who said so before."""
    alarm = get_object_or_404(Alarm.objects.for_lists(), pk=pk)
    turn = request.POST.get("turn", "")
    took = turn.isdecimal() and door_services.take(
        by=signed_in(request), alarm=alarm, turn=int(turn), now=timezone.now()
    )
    told = "" if took else _("Somebody was faster. Look who is calling.")
    return _answered(request, alarm, told)


@office
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """A person found out how things stand."""
    alarm = get_object_or_404(Alarm.objects.for_lists(), pk=pk)
    outcome = request.POST.get("outcome", "")
    if outcome not in Alarm.Outcome.values:
        told = _("Say how it ended: all is well, or the wrong person.")
        return _answered(request, alarm, told)
    ended = door_services.end(
        by=signed_in(request),
        alarm=alarm,
        outcome=Alarm.Outcome(outcome),
        note=request.POST.get("note", ""),
        now=timezone.now(),
    )
    told = "" if ended else _("Somebody has ended this alarm already.")
    return _answered(request, alarm, told)


@technician
@never_cache
@require_safe
def my_alarms(request: HttpRequest) -> HttpResponse:
    """Where a technician's own customer is being called: wait outside."""
    mine = Alarm.objects.open().for_lists().filter(appointment__technician__user=signed_in(request))
    return render(request, "notifications/_alarms_mine.html", {"alarms": mine})


def _answered(request: HttpRequest, alarm: Alarm, told: str) -> HttpResponse:
    """The strip again where it was clicked; without script, the visit."""
    if request.headers.get("HX-Request") == "true":
        return _strip(request, told)
    if told:
        messages.info(request, told)
    return redirect("visit", pk=alarm.appointment_id)


def _strip(request: HttpRequest, told: str = "") -> HttpResponse:
    cards = door_cards.cards()
    context = {"cards": cards, "stamp": door_cards.stamp(cards), "told": told}
    return render(request, "notifications/_alarms_door.html", context)

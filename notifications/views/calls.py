"""The calls to be made: who, why, what to say, and that it is done."""

import zlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fieldservice.company.access import office, signed_in
from notifications import door_cards, presence_services, saying
from notifications.call_services import dial, finish
from notifications.models import CallTask

MOST = 100  # nobody makes more calls than that from one list


@office
@never_cache
@require_safe
def calls(request: HttpRequest) -> HttpResponse:
    """The open calls, alarms first; the live refresh gets 204 while nothing changed."""
    tasks = CallTask.objects.open().shown_to(signed_in(request))
    tasks = tasks.select_related(
        "customer",
        "message__sender",
        "phone_call__sender__business_unit",
        "assigned_to",
        "dialed_by",
    )
    cards = saying.cards(tasks[:MOST], timezone.now())
    alarms = door_cards.cards()
    seen = (
        [(card.call.pk, card.words, card.call.dialed_at) for card in cards],
        door_cards.stamp(alarms),
    )
    stamp = str(zlib.crc32(repr(seen).encode()))
    context = {"alarms": alarms, "cards": cards, "stamp": stamp, "section": "calls"}
    if request.headers.get("HX-Request") != "true":
        return render(request, "notifications/calls.html", context)
    if request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    return render(request, "notifications/_calls.html", context)


@office
@require_POST
def calling(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody dials: by one tap on the number, or by saying so."""
    task = get_object_or_404(CallTask.objects.shown_to(signed_in(request)), pk=pk)
    is_open = dial(by=signed_in(request), task=task, now=timezone.now())
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Trigger": "dialed"})
    if not is_open:
        messages.info(request, _("This call was off the list already."))
    return redirect("calls")


@office
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody called."""
    shown = CallTask.objects.shown_to(signed_in(request))
    task = get_object_or_404(shown.select_related("customer", "appointment"), pk=pk)
    if finish(by=signed_in(request), task=task):
        name = task.customer.name if task.customer else task.number
        messages.success(request, _("Called: %(name)s.") % {"name": name})
    else:
        messages.info(request, _("This call was off the list already."))
    if task.appointment_id and request.POST.get("visit"):
        return redirect("visit", pk=task.appointment_id)
    return redirect("calls")


@office
@never_cache
@require_safe
def alarms(request: HttpRequest) -> HttpResponse:
    """What every office page watches: trouble with sending, and how many calls are open."""
    presence_services.seen(by=signed_in(request))
    return render(request, "notifications/_alarms_live.html")

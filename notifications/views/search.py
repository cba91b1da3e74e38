"""The one search of the office, and what can be done about a hit at once.

By POST, although it only reads: whom somebody looked for would otherwise stand in the browser's
history and in every log of addresses.
"""

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from appointments.models import Appointment, Tap
from appointments.numbers import correct_number
from appointments.tap_services import take
from appointments.views.my_day import TapForm
from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import ConflictError, ServiceError
from fieldservice.company.models import User
from notifications import emailing, services
from notifications.deciding import why_no_texts
from notifications.models import Message
from notifications.searching import MOST, SHORTEST, hit_of, search
from notifications.sender_words import what_becomes


@office
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search_page(request: HttpRequest) -> HttpResponse:
    """Whoever fits, as it is typed; a page of its own without script."""
    words = request.POST.get("words", "").strip()
    hits = search(words, timezone.now())
    context = {
        "searched": words,
        "hits": hits,
        "is_asked": len(words) >= SHORTEST,
        "is_cut": len(hits) == MOST,
        "section": "search",
    }
    part = "_" if request.headers.get("HX-Request") == "true" else ""
    return render(request, f"notifications/{part}search.html", context)


@office
@require_POST
def tap_for(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A tap in the place of the technician, who said it on the phone."""
    visit = get_object_or_404(Appointment.objects.select_related("technician"), pk=pk)
    form, tap = TapForm(request.POST), None
    if form.is_valid() and visit.technician:
        tap = take(
            by=signed_in(request),
            technician=visit.technician,
            visit_id=pk,
            tapped=form.tapped(),
            now=timezone.now(),
        )
    if tap is None:
        return _hit(request, pk, error=_("This could not be understood. Look at the visit again."))
    undo = tap if tap.before and tap.what != Tap.What.UNDO else None
    said = "" if tap.refusal else _("Noted: %(status)s.") % {"status": tap.get_what_display()}
    return _hit(request, pk, said=said, error=tap.refusal, undo=undo)


@office
@require_POST
def send_to(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The text once more as things stand now, to a corrected number where one is given."""
    visit = get_object_or_404(Appointment.objects.for_texts(), pk=pk)
    phone = request.POST.get("phone", "").strip()
    try:
        sent = _send(signed_in(request), visit, phone, request.POST.get("key", "")[:36])
    except ServiceError as error:
        return _hit(request, pk, error=error.message, phone=phone)
    return _hit(request, pk, said=what_becomes(sent, timezone.now()))


@transaction.atomic
def _send(by: User, visit: Appointment, phone: str, key: str) -> Message:
    """A number that gets no texts is not kept either."""
    if phone:
        correct_number(by=by, appointment=visit, phone=phone)
    barred = why_no_texts(visit, services.sender_of(visit))
    if barred and not emailing.address(visit):
        raise ConflictError(f"{barred.label}. {_('Call them.')}")
    return services.send_again(by=by, appointment=visit, form_key=key)


def _hit(
    request: HttpRequest, pk: uuid.UUID, *, said: str = "", error: str = "", **more: object
) -> HttpResponse:
    """The hit as it stands now; without script the page of its visit."""
    if request.headers.get("HX-Request") != "true":
        (messages.error if error else messages.success)(request, error or said)
        return redirect("visit", pk=pk)
    hit = hit_of(pk, timezone.now())
    if hit is None:
        raise Http404
    context = {"hit": hit, "said": said, "error": error, "is_open": True, **more}
    return render(request, "notifications/_hit.html", context, status=HTTPStatus.OK)

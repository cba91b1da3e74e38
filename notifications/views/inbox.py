"""The inbox the office shares: customers' answers, who reads them, and what goes back."""

import zlib

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import ServiceError
from fieldservice.company.services import default_unit
from notifications import inbox_services
from notifications.inbox import READ_LATELY, Thread, read_lately, threads
from notifications.models import Reply


@office
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """The unread answers; the live refresh gets 204 while nothing changed."""
    person = signed_in(request)
    unread, lately = threads(person, timezone.now()), read_lately(person)[:READ_LATELY]
    stamp = _stamp(unread, list(lately))
    context = {
        "threads": unread,
        "lately": lately,
        "stamp": stamp,
        "zone": default_unit().time_zone,
        "section": "inbox",
        "person": person.first_name or person.username,
        "longest": inbox_services.LONGEST,
    }
    if request.headers.get("HX-Request") != "true":
        return render(request, "notifications/inbox.html", context)
    if request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    return render(request, "notifications/_inbox.html", context)


@office
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has read it, and nothing is to be texted."""
    reply = _reply(request, pk)
    if inbox_services.mark_read(by=signed_in(request), reply=reply):
        messages.success(request, _("Done."))
    else:
        reply.refresh_from_db()
        name = inbox_services.who_read(reply)
        messages.info(request, _("%(name)s has seen to it already.") % {"name": name})
    return redirect("inbox")


@office
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A text back from a person."""
    try:
        inbox_services.answer(
            by=signed_in(request),
            reply=_reply(request, pk),
            words=request.POST.get("words", ""),
            form_key=request.POST.get("form_key", "")[:36],
        )
    except ServiceError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your answer is on its way."))
    return redirect("inbox")


def _reply(request: HttpRequest, pk: int) -> Reply:
    shown = Reply.objects.shown_to(signed_in(request))
    return get_object_or_404(shown.select_related("appointment__customer", "sender"), pk=pk)


def _stamp(unread: list[Thread], lately: list[Reply]) -> str:
    """Changes when the page would."""
    shown = [(one.newest.pk, one.waits_in_words(), one.may_answer) for one in unread]
    return str(zlib.crc32(repr((shown, [reply.pk for reply in lately])).encode()))

"""The inbox the office shares: who wrote, the thread of one phone, and what goes back."""

import zlib
from collections.abc import Mapping

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import ServiceError
from fieldservice.company.looking import looked
from fieldservice.company.models import Look
from notifications import inbox_services, presence_services
from notifications.canned import answers_for
from notifications.inbox import PAGE, Row, named, read_before, waiting
from notifications.inbox_thread import Talk, colleagues, other_phones, talk
from notifications.models import Reply
from notifications.sender_words import what_becomes
from notifications.suggestion_services import act
from notifications.suggestions import Suggestion, suggest


@office
@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Who wrote; the live refresh gets 204 while nothing changed."""
    context = _list(request)
    if request.headers.get("HX-Request") != "true":
        return render(request, "notifications/inbox.html", context)
    return _live(request, "notifications/_inbox.html", context)


@office
@never_cache
@require_safe
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything said with one phone, and the answer; live, only what was said."""
    reply = _reply(request, pk)
    if request.headers.get("HX-Request") != "true":
        looked(request, Look.What.THREAD, pk)
        return _page(request, reply)
    found = talk(reply, signed_in(request), timezone.now())
    return _live(request, "notifications/_inbox_said.html", _said(found))


@office
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody has read it, and nothing is to be texted."""
    reply = _reply(request, pk)
    if inbox_services.mark_read(by=signed_in(request), reply=reply):
        messages.success(request, _("Done."))
    else:
        messages.info(request, _("There was nothing left to read."))
    return redirect("inbox")


@office
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A text back from a person; what can't go yet stays in its field."""
    reply, words = _reply(request, pk), request.POST.get("words", "")
    turn = request.POST.get("turn", "")
    try:
        sent = inbox_services.answer(
            by=signed_in(request),
            reply=reply,
            words=words,
            form_key=request.POST.get("form_key", "")[:36],
            turn=int(turn) if turn.isdecimal() else 0,
        )
    except ServiceError as error:
        return _page(request, reply, words=words, error=error)
    said = what_becomes(sent, timezone.now(), _("Your answer is on its way."))
    messages.success(request, said)
    return redirect("inbox_thread", pk=reply.pk)


@office
@require_POST
def suggestion(request: HttpRequest, pk: int) -> HttpResponse:
    """What an answer seems to ask for, done because somebody clicked it."""
    reply, wanted = _reply(request, pk), request.POST.get("do", "")
    if wanted not in set(Suggestion):
        raise Http404
    try:
        said = act(by=signed_in(request), reply=reply, suggestion=Suggestion(wanted))
    except ServiceError as error:
        return _page(request, reply, error=error)
    messages.success(request, said)
    return redirect("inbox_thread", pk=reply.pk)


@office
@require_POST
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague sees to it, or nobody in particular."""
    reply, chosen = _reply(request, pk), request.POST.get("person", "")
    people = {str(one.pk): one for one in colleagues()}
    inbox_services.assign(by=signed_in(request), reply=reply, person=people.get(chosen))
    return redirect("inbox_thread", pk=reply.pk)


@office
@require_POST
def writing(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody writes an answer, or has just stopped to."""
    reply, person = _reply(request, pk), signed_in(request)
    if request.POST.get("leave"):
        presence_services.leave(by=person)
    else:
        presence_services.write(by=person, reply=reply)
    return HttpResponse(status=204)


def _page(
    request: HttpRequest, reply: Reply, *, words: str = "", error: ServiceError | None = None
) -> HttpResponse:
    person, until = signed_in(request), parse_datetime(request.GET.get("until", ""))
    found = talk(reply, person, timezone.now(), until)
    context = {
        **_list(request, reply),
        **_said(found),
        "person": named(person),
        "longest": inbox_services.LONGEST,
        "colleagues": colleagues(),
        "other_phones": other_phones(found, person),
        "suggestions": _suggestions(found),
        "ready": answers_for(found.phone),
        "is_past": until is not None,
        "words": words,
        "error": error,
    }
    status = 422 if error else 200
    return render(request, "notifications/inbox.html", context, status=status)


def _list(request: HttpRequest, current: Reply | None = None) -> dict[str, object]:
    person, now = signed_in(request), timezone.now()
    before, shown = request.GET.get("before", ""), request.GET.get("open", "")
    if current is None and shown.isdecimal():
        current = Reply.objects.shown_to(person).filter(pk=int(shown)).first()
    page = int(before) if before.isdecimal() else None
    unread = waiting(person, now) if page is None else []
    read = read_before(person, now, page)
    return {
        "waiting": unread,
        "read": read[:PAGE],
        "next_page": read[PAGE - 1].newest.pk if len(read) > PAGE else None,
        "before": before if page else "",
        "current": (current.number, current.sender_id) if current else None,
        "open": current.pk if current else "",
        "stamp": _stamp(*map(_looks, unread + read)),
        "section": "inbox",
    }


def _said(found: Talk) -> Mapping[str, object]:
    looks = [(one.at, one.message and one.message.state) for one in found.entries]
    replies = (one.reply for one in found.entries if one.reply)
    pictures = [each.state for reply in replies for each in reply.pictures.all()]
    calls = [(call.pk, call.dialed_at) for call in found.calls]
    last = found.unread[-1] if found.unread else found.reply
    stamp = _stamp(looks, pictures, found.writers, calls, last.pk, found.turn)
    return {"talk": found, "last": last, "said_stamp": stamp}


def _suggestions(found: Talk) -> list[tuple[Suggestion, str]]:
    """Only for words that wait for somebody."""
    words = {
        Suggestion.OFFER_TIMES: _("Offer three times"),
        Suggestion.SAY_WHO: _("Send the introduction again"),
        Suggestion.CALL_THEM: _("Note a call"),
    }
    if not found.unread:
        return []
    seen = suggest(found.unread[-1].body)
    # What is told by text goes only where texts may go.
    may = [one for one in seen if found.phone.may_answer or one == Suggestion.CALL_THEM]
    return [(one, words[one]) for one in may]


def _live(request: HttpRequest, part: str, context: Mapping[str, object]) -> HttpResponse:
    """The part anew, or 204 when the page shows it already."""
    stamp = context["said_stamp"] if "said_stamp" in context else context["stamp"]
    if request.GET.get("seen") == stamp:
        return HttpResponse(status=204)
    return render(request, part, context)


def _reply(request: HttpRequest, pk: int) -> Reply:
    """The answer in the address, or the newest one of its phone that the page shows by now."""
    shown = Reply.objects.shown_to(signed_in(request))
    shown = shown.select_related("appointment__customer", "sender")
    reply, upto = get_object_or_404(shown, pk=pk), request.POST.get("upto", "")
    newer = shown.of_phone(reply).filter(pk=int(upto)) if upto.isdecimal() else None
    return (newer.first() if newer is not None else None) or reply


def _looks(row: Row) -> tuple[object, ...]:
    waits = row.waits_in_words() if row.unread else ""
    return row.newest.pk, waits, row.phone.may_answer, row.assigned_to, row.writers


def _stamp(*looks: object) -> str:
    """Changes when the page would."""
    return str(zlib.crc32(repr(looks).encode()))

"""The thread of a phone that never wrote: what it was told, and a first word."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from appointments.models import Appointment, Customer
from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import ServiceError
from notifications import inbox_services
from notifications.canned import answers_for
from notifications.inbox import named
from notifications.inbox_thread import talk
from notifications.models import Reply
from notifications.sender_words import what_becomes


@office
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_customer(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The thread of a customer's own phone."""
    customer = get_object_or_404(Customer, pk=pk)
    return _thread(request, customer, inbox_services.unwritten(customer))


@office
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def of_visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The thread of whoever gets the texts of one visit: somebody else may be at home."""
    found = Appointment.objects.select_related("customer", "business_unit")
    visit = get_object_or_404(found, pk=pk)
    return _thread(request, visit.customer, inbox_services.unwritten_about(visit))


def _thread(request: HttpRequest, customer: Customer, unwritten: Reply) -> HttpResponse:
    """Who has written is in the inbox; to all others this page writes first."""
    wrote = Reply.objects.shown_to(signed_in(request)).of_phone(unwritten).first()
    if wrote:
        return redirect("inbox_thread", pk=wrote.pk)
    if request.method == "POST":
        return _written(request, customer, unwritten)
    return _page(request, customer, unwritten)


def _written(request: HttpRequest, customer: Customer, unwritten: Reply) -> HttpResponse:
    words, turn = request.POST.get("words", ""), request.POST.get("turn", "")
    try:
        sent = inbox_services.answer(
            by=signed_in(request),
            reply=unwritten,
            words=words,
            form_key=request.POST.get("form_key", "")[:36],
            turn=int(turn) if turn.isdecimal() else 0,
        )
    except ServiceError as error:
        return _page(request, customer, unwritten, words=words, error=error)
    messages.success(request, what_becomes(sent, timezone.now()))
    return redirect(request.path)


def _page(
    request: HttpRequest,
    customer: Customer,
    unwritten: Reply,
    *,
    words: str = "",
    error: ServiceError | None = None,
) -> HttpResponse:
    person = signed_in(request)
    found = talk(unwritten, person, timezone.now())
    context = {
        "customer": customer,
        "talk": found,
        "ready": answers_for(found.phone),
        "person": named(person),
        "longest": inbox_services.LONGEST,
        "words": words,
        "error": error,
        "section": "customers",
    }
    status = 422 if error else 200
    return render(request, "notifications/inbox_first.html", context, status=status)

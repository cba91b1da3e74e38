"""What was said to whom about a visit, and what a dispatcher can do about it."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from appointments.models import Appointment
from appointments.numbers import correct_number
from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import InvalidError
from fieldservice.company.models import User
from notifications import saying, services, timeline
from notifications.models import CallTask, Message, VisitLink
from notifications.rendering import sender_address
from notifications.sender_words import what_becomes


@office
@never_cache
@require_safe
def visit_texts(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The thread of one visit, word for word; a page of its own without script."""
    appointment = _visit(pk)
    context = {
        "visit": appointment,
        "entries": timeline.entries(appointment, signed_in(request)),
        "link": _link(appointment, signed_in(request)),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, f"notifications/{'_thread' if part else 'thread'}.html", context)


@office
@never_cache
@require_safe
def visit_ticks(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The moment after booking: the face, how far the text is, and the words to say."""
    appointment = _visit(pk)
    message = timeline.newest(appointment)
    by_phone = timeline.told_by_phone(appointment, message)
    message = None if by_phone else message
    call = _call(appointment)
    context = {
        "visit": appointment,
        "message": message,
        "call": call,
        "by_phone": by_phone,
        "passed_over": None if message or call or by_phone else timeline.passed_over(appointment),
        "is_moving": timeline.is_moving(message) if message else not (call or by_phone),
        "is_trouble": message is not None and message.state in timeline.TROUBLE,
        "sender": _sender_number(message),
        "form_key": uuid.uuid4(),
    }
    return render(request, "notifications/_ticks.html", context)


@office
@require_POST
def send_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The text once more, to a corrected number when one is given."""
    appointment = _visit(pk)
    by = signed_in(request)
    phone = request.POST.get("phone", "").strip()
    try:
        if phone:
            correct_number(by=by, appointment=appointment, phone=phone)
    except InvalidError as error:
        messages.error(request, error.message)
        return redirect("visit", pk=pk)
    key = request.POST.get("form_key", "")[:36]
    plain = bool(request.POST.get("plain"))
    message = services.send_again(
        by=by, appointment=appointment, form_key=key, without_picture=plain
    )
    messages.success(request, what_becomes(message, timezone.now()))
    return redirect("visit", pk=pk)


@office
@require_POST
def send_now(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """A text that waits for the morning, at once."""
    message = get_object_or_404(Message.objects.select_related("appointment"), pk=pk)
    if services.send_now(by=signed_in(request), message=message):
        messages.success(request, what_becomes(message, timezone.now()))
    else:
        messages.info(request, _("This text does not wait any more."))
    return redirect("visit", pk=message.appointment_id)


def _link(appointment: Appointment, person: User) -> VisitLink | None:
    """How often the customer's page was opened, which managers may know."""
    links = VisitLink.objects.filter(appointment=appointment)
    return links.first() if person.role == User.Role.MANAGER else None


def _visit(pk: uuid.UUID) -> Appointment:
    return get_object_or_404(Appointment.objects.for_texts(), pk=pk)


def _call(appointment: Appointment) -> saying.Card | None:
    """The call that tells what no text may."""
    tasks = CallTask.objects.open().telling().filter(appointment=appointment)
    return next(
        iter(saying.cards(tasks.select_related("customer", "message__sender"), timezone.now())),
        None,
    )


def _sender_number(message: Message | None) -> str:
    """The number on the customer's screen, "" where a service picks it."""
    address = sender_address(message.sender) if message else settings.TWILIO_FROM
    return address if address.startswith("+") else ""

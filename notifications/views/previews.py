"""The live preview of a booking: the very text, made by the renderer that sends."""

import uuid
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from appointments.customers import guess_greeting
from appointments.models import Appointment, Customer, JobType
from fieldservice.company.access import office
from fieldservice.company.errors import InvalidError
from fieldservice.company.models import BusinessUnit
from fieldservice.company.phones import dialable
from fieldservice.company.services import default_unit
from notifications import emailing
from notifications.arrival import number_is_refused
from notifications.deciding import why_no_texts
from notifications.previewing import (
    SAMPLE_NUMBER,
    Preview,
    any_job,
    preview_visit,
)
from notifications.rendering import address_of
from notifications.services import sender_of
from notifications.states import Reason
from technicians.models import Technician

Form = Mapping[str, str]


@office
@require_POST
def booking_preview(request: HttpRequest) -> HttpResponse:
    """The text this booking would send, from a form that may be half filled."""
    form = {name: request.POST.get(name, "").strip() for name in request.POST}
    appointment, missing = _draft(form)
    way = _other_way(form, appointment)
    preview = preview_visit(
        appointment, by_email=bool(way["by_email"]), aloud=bool(way["by_call"] or way["no_texts"])
    )
    context = described(preview) | way | {"missing": missing}
    return render(request, "notifications/_preview.html", context)


def described(preview: Preview) -> dict[str, object]:
    """What the template of one text shows."""
    rendered = preview.rendered
    return {
        "body": rendered.body,
        "photo": rendered.media_url,
        "is_mms": rendered.channel == "mms",
        "parts": rendered.words.parts,
        "sender": preview.sender,
    }


def _other_way(form: Form, appointment: Appointment) -> dict[str, object]:
    """What becomes of these words where no text may go."""
    # Without a number the sample's stands in, and nobody has asked anything.
    is_real = appointment.contact_phone or _number(form.get("phone", ""))
    barred = why_no_texts(appointment, sender_of(appointment)) if is_real else None
    by_email = emailing.address(appointment) if barred else ""
    refused = (
        bool(is_real)
        and barred is None
        and number_is_refused(address_of(appointment, sender_of(appointment)))
    )
    to_call = barred if not by_email else None
    return {
        "by_email": by_email,
        "by_call": to_call == Reason.BY_CALL,
        "no_texts": to_call == Reason.SUPPRESSED,
        "cannot_text": refused,
    }


def _draft(form: Form) -> tuple[Appointment, list[str]]:
    """An unsaved visit as far as the form goes, and what it still needs."""
    job = form.get("job_type", "")
    job_type = JobType.objects.filter(pk=job).first() if job.isdigit() else None
    customer = _customer(form)
    appointment = Appointment(
        business_unit=_unit(form.get("business_unit", "")),
        customer=customer,
        technician=_technician(form.get("technician", "")),
        job_type=job_type or any_job(customer.language),
        contact_name=form.get("contact_name", ""),
        recall=bool(form.get("recall")),
    )
    contact = _number(form.get("contact_phone", ""))
    appointment.contact_phone = contact or ""
    window = _window(form, appointment)
    start, end = window or _tomorrow(appointment)
    appointment.arrival_window_start, appointment.arrival_window_end = start, end
    wanted = {
        _("a name"): form.get("name"),
        _("a phone number"): _number(form.get("phone", "")),
        _("a kind of job"): job_type,
        _("a time"): window,
    }
    return appointment, [words for words, value in wanted.items() if not value]


def _customer(form: Form) -> Customer:
    pk = form.get("customer", "")
    known = Customer.objects.filter(pk=pk).first() if _is_id(pk) else None
    customer = known or Customer()
    name = form.get("name", "")
    customer.name = name
    customer.greeting = form.get("greeting") or guess_greeting(name)
    customer.language = form.get("language") or customer.language
    customer.reach = form.get("reach") or customer.reach
    customer.phone = _number(form.get("phone", "")) or SAMPLE_NUMBER
    return customer


def _unit(pk: str) -> BusinessUnit:
    chosen = BusinessUnit.objects.filter(pk=pk).first() if pk.isdecimal() else None
    return chosen or default_unit()


def _technician(pk: str) -> Technician | None:
    return Technician.objects.for_introduction().filter(pk=pk).first() if _is_id(pk) else None


def _is_id(text: str) -> bool:
    try:
        uuid.UUID(text)
    except ValueError:
        return False
    return True


def _number(text: str) -> str:
    try:
        return dialable(text)
    except InvalidError:
        return ""


def _window(form: Form, appointment: Appointment) -> tuple[datetime, datetime] | None:
    try:
        day = date.fromisoformat(form.get("day", ""))
        hours = [time.fromisoformat(form.get(name, "")) for name in ("window_start", "window_end")]
    except ValueError:
        return None
    start, end = (datetime.combine(day, hour, tzinfo=appointment.zone) for hour in hours)
    return (start, end) if start < end else None


def _tomorrow(appointment: Appointment) -> tuple[datetime, datetime]:
    day = timezone.now().astimezone(appointment.zone).date() + timedelta(days=1)
    start = datetime.combine(day, time(9), tzinfo=appointment.zone)
    return start, start + timedelta(hours=2)

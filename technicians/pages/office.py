"""The office's pages: all technicians, one of them, adding, details, log-in and leaving."""

import uuid

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from fieldservice.company.access import manager, office, signed_in
from fieldservice.company.errors import ConflictError
from technicians.models import Technician
from technicians.pages import shown
from technicians.pages.access import theirs, wants_part
from technicians.pages.answers import context
from technicians.pages.forms import LeavingForm, NewTechnicianForm, TechnicianForm, taken
from technicians.profile_services import set_leaving, update_details
from technicians.services import save_profile
from technicians.signing_in_services import invite as invite_by_text
from technicians.signing_in_services import sign_out_everywhere

A_PAGE = 24


@office
@require_safe
@vary_on_headers("HX-Request")  # else the browser's back button shows a part as a page
def technicians(request: HttpRequest) -> HttpResponse:
    """Everybody who works here, or has left, found by name."""
    asked = request.GET.get("q", "").strip()
    has_left = request.GET.get("left") == "yes"
    working = Technician.objects.working_on(timezone.localdate())
    found = Technician.objects.exclude(pk__in=working) if has_left else working
    named = found.filter(display_name__icontains=asked)
    page = Paginator(named.for_introduction(), A_PAGE).get_page(request.GET.get("page"))
    template = "_technician_cards.html" if wants_part(request) else "technicians.html"
    about: dict[str, object] = {"page": page, "cards": list(map(shown.card, page)), "asked": asked}
    about |= {"has_left": has_left, "section": "technicians"}
    return render(request, f"technicians/{template}", about)


@office
@require_safe
def technician(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One technician: what customers are told, who agreed to it, and what has changed."""
    if Technician.objects.filter(pk=pk).exclude(removed_at=None):
        about = {"technician": Technician.objects.get(pk=pk), "section": "technicians"}
        return render(request, "technicians/removed.html", about)
    return render(request, "technicians/technician.html", context(request, theirs(request, pk)))


@office
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form, by = NewTechnicianForm(request.POST or None), signed_in(request)
    made = taken(form, lambda _data: save_profile(by=by, profile=form.profile()))
    if made is None:
        return _details_page(request, form, None)
    one = made[0]
    messages.success(request, _("%(name)s is here. A photo comes next.") % {"name": one})
    if one.phone and form.cleaned_data["invite"]:
        _invite(request, one)
    return redirect("technician", pk=one.pk)


@office
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Change what the office knows: name, dates, phone, languages and skills."""
    one, by = theirs(request, pk), signed_in(request)
    form = TechnicianForm(request.POST or None, technician=one)
    if taken(form, lambda _data: update_details(by=by, technician=one, profile=form.profile())):
        messages.success(request, _("Saved."))
        return redirect("technician", pk=one.pk)
    return _details_page(request, form, one)


@office
@require_POST
def leaving(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Set the first day away, or take it back by leaving it empty."""
    one, form, by = theirs(request, pk), LeavingForm(request.POST), signed_in(request)
    if taken(form, lambda data: set_leaving(by=by, technician=one, left_on=data["left_on"])):
        messages.success(request, _("Saved."))
        return redirect("technician", pk=one.pk)
    about = context(request, one) | {"leaving_form": form}
    return render(request, "technicians/technician.html", about)


@office
@require_POST
def invite(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Text them a link to their own page."""
    one = theirs(request, pk)
    _invite(request, one)
    return redirect("technician", pk=one.pk)


@manager
@require_POST
def sign_out(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """End every session and every link of theirs."""
    one = theirs(request, pk)
    try:
        sign_out_everywhere(by=signed_in(request), technician=one)
        done = _("%(name)s is signed out everywhere.") % {"name": one.first_name}
        messages.success(request, done)
    except ConflictError as refusal:
        messages.error(request, refusal.message)
    return redirect("technician", pk=one.pk)


def _invite(request: HttpRequest, one: Technician) -> None:
    try:
        invite_by_text(by=signed_in(request), technician=one)
        done = _("%(name)s gets an invitation by text.") % {"name": one.first_name}
        messages.success(request, done)
    except ConflictError as refusal:
        not_sent = _("No invitation was sent.")
        messages.error(request, f"{not_sent} {refusal.message}")


def _details_page(
    request: HttpRequest, form: TechnicianForm, one: Technician | None
) -> HttpResponse:
    about = {"form": form, "technician": one, "section": "technicians"}
    return render(request, "technicians/details.html", about)

"""How a technician is introduced: texts and page as customers get them, line by line as typed."""

import uuid
from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from appointments.models import Customer
from fieldservice.company.access import only_for, signed_in
from fieldservice.company.errors import InvalidError, ServiceError
from fieldservice.company.models import Language, User
from fieldservice.company.names import tidy
from notifications.pages import visit_card
from notifications.previewing import (
    LinePreview,
    as_published,
    preview_line,
    preview_technician,
    sample_visit,
)
from notifications.sample_services import send_sample
from notifications.views.previews import described
from technicians.gentle import hints
from technicians.models import Headshot, Line, Technician

LONGEST = max(Line.LIMITS.values())


@only_for(*User.Role.values)
@require_safe
def technician_preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How one technician is introduced in one language: picture text, plain text and page.

    With `publishing` it is as if the fields named by `tell` were published.
    """
    technician = _theirs(request, pk)
    language = _language(request.GET.get("language", "en"))
    if "publishing" not in request.GET:
        return _introduced(request, technician, language)
    shots = technician.headshots.filter(state=Headshot.State.WAITING)
    # Nobody else may fetch it yet, so it has an address of its own.
    photo = reverse("waiting_photo", args=[pk]) if shots.exists() else ""
    with as_published(technician, request.GET.getlist("tell")) as published:
        return _introduced(request, published, language, photo)


@only_for(*User.Role.values)
@require_POST
def line_preview(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One line of own words as the customer reads it, its price, and what to think over."""
    technician = _theirs(request, pk)
    named = request.GET.get("field", "")
    language, _dash, name = named.partition("-")
    kind = name.partition("_")[0]
    if kind not in Line.Kind.values:
        raise Http404
    text = tidy(request.POST.get(named, ""))[:LONGEST]
    line = _line(technician, Line.Kind(kind), _language(language), text)
    is_own = technician.user_id == signed_in(request).pk
    noticed = hints(text, language, technician.display_name) if is_own else []
    about = {"line": line, "language": language, "hints": noticed, "text": text, "named": named}
    return render(request, "notifications/_line_preview.html", about)


@only_for(User.Role.TECHNICIAN)
@require_POST
def text_to_me(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Send technicians their own introduction, to their own phone, once a minute."""
    technician = _theirs(request, pk)
    language = _language(request.POST.get("language", "en"))
    try:
        send_sample(by=signed_in(request), technician=technician, language=language)
        messages.success(request, _("On its way to your phone."))
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    if request.headers.get("HX-Request") == "true":
        return render(request, "technicians/_news.html")
    return redirect("profile")


def _introduced(
    request: HttpRequest, technician: Technician, language: str, photo: str = ""
) -> HttpResponse:
    """Texts and page; `photo` is where this viewer finds the picture, if not where customers do."""
    picture = preview_technician(technician, language, Customer.Reach.PICTURE)
    plain = preview_technician(technician, language, Customer.Reach.PLAIN)
    # Without a photo both are the same words.
    previews = [picture, plain] if picture.rendered.media_url else [plain]
    visit = sample_visit(technician, language, Customer.Reach.PICTURE)
    face = visit_card(visit).face
    if face and face.photo_url and photo:
        face = replace(face, photo_url=photo)
    with translation.override(language):
        page = render_to_string("notifications/_visit_face.html", {"face": face})
    texts = [
        described(each) | ({"photo": photo} if photo and each.rendered.media_url else {})
        for each in previews
    ]
    about = {"previews": texts, "page": page, "language": language}
    return render(request, "notifications/_technician_preview.html", about)


def _line(technician: Technician, kind: Line.Kind, language: str, text: str) -> LinePreview | None:
    """None where there is nothing to show: no words yet, or more of them than may be saved."""
    if not text:
        return None
    try:
        return preview_line(technician, kind, language, text)
    except InvalidError:
        return None


def _theirs(request: HttpRequest, pk: uuid.UUID) -> Technician:
    """A technician the office may look at, or the own profile; any other one is a 404."""
    technician = get_object_or_404(Technician.objects.for_introduction(), pk=pk)
    user = signed_in(request)
    if user.role == User.Role.TECHNICIAN and technician.user_id != user.pk:
        raise Http404
    return technician


def _language(code: str) -> str:
    if code not in Language.values:
        raise Http404
    return code

"""Changing a visit: a small form each, a page of its own or a dialog on the page of the visit."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from appointments.asked import asked_row
from appointments.change_forms import (
    CancelForm,
    MoveForm,
    NotesForm,
    TechnicianForm,
    Values,
    VersionForm,
    usual_telling,
    window_values,
)
from appointments.cover import wish_of_visit
from appointments.models import Appointment
from appointments.services import edit
from appointments.views.choosing import choice
from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import ServiceError, StaleError
from technicians.models import Technician

methods = require_http_methods(["GET", "HEAD", "POST"])


def _nothing(visit: Appointment) -> Values:
    return {}


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One way to change a visit: its form, what it changes, and its words."""

    form: type[VersionForm]
    fields: str  # the template of its inputs
    title: Promise
    verb: Promise
    done: Promise
    tone: str = "main"
    news: str = ""  # by which word its text is previewed; "" where the customer needs none
    initial: Callable[[Appointment], Values] = field(default=_nothing)


REASSIGN = Kind(
    form=TechnicianForm,
    fields="appointments/_technicians.html",
    title=_("Who comes?"),
    verb=_("Send them"),
    done=_("Saved."),
    news="technician",
)
MOVE = Kind(
    form=MoveForm,
    fields="appointments/_window.html",
    title=_("New time"),
    verb=_("Move the visit"),
    done=_("The visit is moved."),
    news="time",
    initial=lambda visit: dict(window_values(visit)),
)
CANCEL = Kind(
    form=CancelForm,
    fields="appointments/_cancel.html",
    title=_("Cancel this visit?"),
    verb=_("Cancel the visit"),
    done=_("The visit is canceled."),
    tone="bad",
    news="cancel",
)
NOTES = Kind(
    form=NotesForm,
    fields="appointments/_notes.html",
    title=_("Notes"),
    verb=_("Save the notes"),
    done=_("The notes are saved."),
    initial=lambda visit: {"notes": visit.notes},
)


@office
@never_cache
@methods
def reassign_visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Choose who comes instead, or nobody for now."""
    return _change(request, pk, REASSIGN)


@office
@never_cache
@methods
def move_visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Another day or window."""
    return _change(request, pk, MOVE)


@office
@never_cache
@methods
def cancel_visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once more, then call the visit off."""
    return _change(request, pk, CANCEL)


@office
@never_cache
@methods
def note_visit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Words for the technician."""
    return _change(request, pk, NOTES)


def _change(request: HttpRequest, pk: uuid.UUID, kind: Kind) -> HttpResponse:
    if request.method != "POST":
        return _page(request, _visit(pk), kind)
    form = kind.form(request.POST)
    try:
        if not form.is_valid():
            return _page(request, _visit(pk), kind, form)
        _save(request, _visit(pk), kind, form)
    except StaleError as error:
        # A new form: what was typed was meant for a visit that is another one now.
        return _page(request, _visit(pk), kind, refused=error.message)
    except ServiceError as error:
        form.refuse(error)
        return _page(request, _visit(pk), kind, form)
    messages.success(request, str(kind.done))
    if not kind.news:
        return redirect("visit", pk=pk)
    return redirect(reverse("visit", args=[pk], query={"changed": "yes"}))


def _save(request: HttpRequest, visit: Appointment, kind: Kind, form: VersionForm) -> None:
    edit(
        by=signed_in(request),
        appointment=visit,
        changes=form.changes(visit),
        expected_version=form.cleaned_data["version"],
        telling=form.telling(),
    )


def _page(
    request: HttpRequest,
    visit: Appointment,
    kind: Kind,
    form: VersionForm | None = None,
    refused: str = "",
) -> HttpResponse:
    """The form, alone when the page of the visit asks for it."""
    initial = {"version": visit.version, "notify": usual_telling(visit), **kind.initial(visit)}
    shown = form or kind.form(initial=initial)
    context = {"section": "day", "visit": visit, "kind": kind, "form": shown, "refused": refused}
    if kind is REASSIGN:
        asked = request.GET
        chosen = asked_row(Technician.objects.all(), asked.get("technician", ""))
        named = asked.get("named", "")
        context |= choice(wish_of_visit(visit), chosen or visit.technician, named=named)
    part = "_" if request.headers.get("HX-Request") else ""
    status = HTTPStatus.OK
    if form or refused:
        status = HTTPStatus.CONFLICT if refused else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, f"appointments/{part}visit_change.html", context, status=status)


def _visit(pk: uuid.UUID) -> Appointment:
    return get_object_or_404(Appointment.objects.for_lists(), pk=pk)

"""Dropping a visit on the board, ten seconds to undo it, and what is said when it is refused."""

import uuid
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from appointments.board import BoardDay
from appointments.board_rows import RowKey, full_rows
from appointments.board_services import UNDO, drop, told, undo
from appointments.history import history
from appointments.models import Appointment
from appointments.telling import is_phoned
from appointments.views.board import FIRST_IN_TRAY, parts
from appointments.views.board_asked import MOST_IN_TRAY, Asked, asked
from fieldservice.company.access import office, signed_in
from fieldservice.company.errors import ServiceError, StaleError
from technicians.models import Technician

SALT = "appointments.board.undo"
MOMENTS = ("arrival_window_start", "arrival_window_end", "planned_start", "planned_end",
           "confirmed_at", "expected_at", "status_at")  # fmt: skip
WORDS = ("status", "apprentice", "door_words")


class DropForm(forms.Form):
    """Where a card was dropped: whose row, none for the tray, and its quarter of the day."""

    technician = forms.ModelChoiceField(Technician.objects.all(), required=False)
    at = forms.IntegerField(min_value=0, max_value=100, required=False)
    version = forms.IntegerField()


@office
@require_POST
def board_drop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Both rows as they are now, and a toast that undoes it; or why it can't be."""
    wanted, form, visit = asked(request), DropForm(request.POST), _visit(pk)
    if not form.is_valid():
        return _toast(request, _("That place is not on the board. Nothing was changed."))
    before, was_in = _kept(visit), visit.technician_id
    try:
        _drop(request, wanted, form, visit)
    except StaleError:
        return _stale(request, wanted, form, pk)
    except ServiceError as error:
        return _toast(request, error.message)
    token = signing.dumps({"version": visit.version, "before": before}, salt=SALT, compress=True)
    seconds = int(UNDO.total_seconds())
    done = {"visit": visit, "token": token, "seconds": seconds, "is_phoned": is_phoned(visit)}
    return _answer(request, wanted, {was_in, visit.technician_id}, done)


@office
@require_POST
def board_undo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The visit where it was, if it isn't too late and nobody touched it."""
    wanted, visit = asked(request), _visit(pk)
    now_in = visit.technician_id
    try:
        kept = signing.loads(request.POST.get("token", ""), salt=SALT, max_age=UNDO)
        undo(
            by=signed_in(request),
            appointment=visit,
            before=_restored(kept["before"]),
            expected_version=kept["version"],
        )
    except signing.BadSignature:
        return _toast(
            request, _("The ten seconds are over, and the text may have left. Move the visit back.")
        )
    except ServiceError as error:
        return _toast(request, error.message)
    return _answer(request, wanted, {now_in, visit.technician_id}, {"undone": visit})


@office
@require_POST
def board_told(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """They know of it already: no text goes out."""
    visit = _visit(pk)
    told(by=signed_in(request), appointment=visit)
    return render(request, "appointments/_board_toast.html", {"told": visit})


def _drop(request: HttpRequest, wanted: Asked, form: DropForm, visit: Appointment) -> None:
    drop(
        by=signed_in(request),
        appointment=visit,
        technician=form.cleaned_data["technician"],
        start=_new_start(wanted.board, form, visit),
        expected_version=form.cleaned_data["version"],
    )


def _new_start(board: BoardDay, form: DropForm, visit: Appointment) -> datetime | None:
    """None leaves the time: on the tray, and at ten past where only the row is another one."""
    at = form.cleaned_data["at"]
    is_same = at == board.place(visit.planned_start, visit.planned_end)[0]
    if at is None or is_same or form.cleaned_data["technician"] is None:
        return None
    return board.moment(at)


def _visit(pk: uuid.UUID) -> Appointment:
    return get_object_or_404(Appointment.objects.for_lists(), pk=pk)


def _answer(
    request: HttpRequest, wanted: Asked, keys: set[RowKey], said: dict[str, object]
) -> HttpResponse:
    shown = request.POST.get("tray", "")
    few = min(int(shown), MOST_IN_TRAY) if shown.isdecimal() else FIRST_IN_TRAY
    tray = few if None in keys else 0
    rows = full_rows(wanted.board, wanted.narrowed, [key for key in keys if key], tray)
    return render(request, "appointments/_board_answer.html", parts(wanted, rows) | said)


def _toast(request: HttpRequest, why: str) -> HttpResponse:
    """The reason alone: the card lies where it was."""
    context = {"refused": why}
    return render(request, "appointments/_board_toast.html", context, status=HTTPStatus.CONFLICT)


def _stale(request: HttpRequest, wanted: Asked, form: DropForm, pk: uuid.UUID) -> HttpResponse:
    """Theirs as it is saved, with who did it, beside what this dispatcher meant."""
    theirs, start = _visit(pk), form.cleaned_data["at"]
    context = {
        "theirs": theirs,
        "mine": form.cleaned_data,
        "mine_start": None if start is None else wanted.board.moment(start),
        "event": next(iter(history(theirs)), None),
    }
    return render(request, "appointments/_board_stale.html", context, status=HTTPStatus.CONFLICT)


def _kept(visit: Appointment) -> dict[str, str | None]:
    """What a drop may change or clear, as text."""
    moments = {name: getattr(visit, name) for name in MOMENTS}
    technician = str(visit.technician_id) if visit.technician_id else None
    return {
        **{name: moment and moment.isoformat() for name, moment in moments.items()},
        **{name: str(getattr(visit, name)) for name in WORDS},
        "technician": technician,
    }


def _restored(kept: Mapping[str, str | None]) -> dict[str, object]:
    moments = {
        name: datetime.fromisoformat(text) if (text := kept[name]) else None for name in MOMENTS
    }
    known = kept["technician"]
    technician = Technician.objects.filter(pk=known).first() if known else None
    return {**moments, **{name: kept[name] or "" for name in WORDS}, "technician": technician}

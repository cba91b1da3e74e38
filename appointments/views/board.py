"""The dispatch board: the page, the rows somebody looks at, and who may not do a visit."""

import uuid
from collections.abc import Iterable
from datetime import timedelta
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.availability import untrained
from appointments.board_rows import Row, everybody, full_rows, stamps
from appointments.models import Appointment
from appointments.statuses import Status
from appointments.views.board_asked import Asked, asked, seen_rows
from fieldservice.company.access import office
from technicians.models import Skill

FIRST_ROWS, FIRST_IN_TRAY = 14, 24  # a full-HD screen; the script asks for more
DAY = timedelta(days=1)


@office
@never_cache
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """The day with everybody's name and the cards of the first rows."""
    wanted = asked(request)
    people, shown = everybody(wanted.board, wanted.narrowed)
    keys = [row.key for row in people[:FIRST_ROWS] if row.key]
    full = {row.key: row for row in full_rows(wanted.board, wanted.narrowed, keys, FIRST_IN_TRAY)}
    context = {
        **_frame(wanted),
        "rows": [full.get(row.key, row) for row in people],
        "tray": full[None],
        **_hours(wanted, shown),
    }
    return render(request, "appointments/board.html", context)


@office
@never_cache
@require_safe
def board_rows(request: HttpRequest) -> HttpResponse:
    """The rows that are not as they were seen; nothing, and cheaply, when all are."""
    wanted = asked(request)
    seen, tray = seen_rows(request.GET)
    now = stamps(wanted.board, wanted.narrowed, [key for key in seen if key], tray)
    changed = [key for key, stamp in seen.items() if now[key] != stamp]
    if not changed:
        return HttpResponse(status=HTTPStatus.NO_CONTENT)
    people = [key for key in changed if key]
    rows = full_rows(wanted.board, wanted.narrowed, people, tray if None in changed else 0)
    return render(request, "appointments/_board_rows.html", parts(wanted, rows))


@office
@never_cache
@require_safe
def board_skills(request: HttpRequest) -> HttpResponse:
    """The choices of the filter for skills."""
    context = {"skills": Skill.objects.all(), "chosen": request.GET.get("skill", "")}
    return render(request, "appointments/_board_skills.html", context)


@office
@never_cache
@require_safe
def board_fit(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Who lacks a skill for this visit, with the words that say so; for rows while it is moved."""
    visit = get_object_or_404(Appointment.objects.select_related("job_type"), pk=pk)
    return JsonResponse({str(key): why for key, why in untrained(visit.job_type).items()})


def parts(wanted: Asked, rows: Iterable[Row]) -> dict[str, object]:
    """Rows and tray as answers bring them, each to its place on the page."""
    found = list(rows)
    return {
        "asked": wanted,
        "rows": [row for row in found if row.key],
        "tray": next((row for row in found if row.key is None), None),
        "is_part": True,
    }


def _frame(wanted: Asked) -> dict[str, object]:
    day = wanted.board.day
    return {
        "section": "board",
        "counts_later": True,
        "asked": wanted,
        "day": day,
        "today": wanted.today,
        "book_on": max(day, wanted.today),
        "here": wanted.query(),
        "before": wanted.query(day=day - DAY),
        "after": wanted.query(day=day + DAY),
        "now_day": wanted.query(day=None),
        "other_hours": wanted.query(hours="" if wanted.is_whole_day else "all"),
        "statuses": Status.choices,
    }


def _hours(wanted: Asked, shown: range) -> dict[str, object]:
    if wanted.is_whole_day:
        shown = range(wanted.board.length)
    clocks = list(wanted.board.clocks(shown))
    names = [moment.hour for _at, moment in clocks]
    return {
        "shown": shown,
        "clocks": clocks,
        # On the night the clock is put back an hour comes twice.
        "has_twins": len(set(names)) < len(names),
        "now_at": wanted.board.quarter(timezone.now()) if wanted.today == wanted.board.day else "",
    }

"""Today at a glance, and the lists behind its numbers."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from appointments.asked import asked_day
from fieldservice.company.access import manager, office, signed_in
from fieldservice.company.models import BusinessUnit, User
from notifications import plots
from notifications import today as glance
from notifications.senders import worker_pulse
from notifications.states import Reason
from notifications.today import OUTCOMES, THUMBS, Today

PER_PAGE = 50
TITLES: Mapping[str, Promise] = {
    "late": gettext_lazy("Late"),
    "unconfirmed": gettext_lazy("Not confirmed, today and tomorrow"),
    "nobody": gettext_lazy("Nobody comes yet, today and tomorrow"),
}
OUTCOME_WORDS: Mapping[str, Promise] = {
    "arrived": pgettext_lazy("texts", "Arrived"),
    "sent": gettext_lazy("Sent, no receipt"),
    "waiting": gettext_lazy("Waiting"),
    "lost": gettext_lazy("Lost"),
}
THUMB_WORDS: Mapping[str, Promise] = {
    "up": gettext_lazy("Thumbs up"),
    "down": gettext_lazy("Thumbs down"),
}


@dataclass(frozen=True)
class Cell:
    """A number, and the list behind it where there is one to see."""

    number: int
    url: str


@dataclass(frozen=True)
class Chart:
    """A plot, and the same as a table."""

    plot: plots.Plot
    parts: Sequence[Promise]
    table: Sequence[tuple[str, Sequence[Cell]]]
    total: int


@office
@never_cache
@require_safe
def today(request: HttpRequest) -> HttpResponse:
    """What needs a look, how the texts fare, what customers say."""
    day, units = _asked(request)
    pulse, last_sign = worker_pulse(day.now)
    only = {"unit": str(day.unit.pk)} if day.is_narrowed else {}
    is_manager = signed_in(request).role == User.Role.MANAGER
    context = {
        "section": "today",
        "units": units,
        "day": day,
        "only": f"?{urlencode(only)}" if only else "",
        "counts_later": True,  # the frame counts by itself, after the page
        "counts": glance.counts(day),
        "reasons": [(reason, _why(reason), number) for reason, number in glance.reasons(day)],
        "profiles": day.incomplete().count(),
        "pulse": pulse,
        "last_sign": last_sign,
        "texts": _chart(
            glance.texts_by_day(day), OUTCOMES, OUTCOME_WORDS, partial(_texts_url, only)
        ),
        "thumbs": _chart(
            glance.thumbs_by_week(day),
            THUMBS,
            THUMB_WORDS,
            partial(_thumbs_url, only) if is_manager else _no_url,
        ),
    }
    return render(request, "notifications/today.html", context)


@office
@never_cache
@require_safe
def visits(request: HttpRequest, what: str) -> HttpResponse:
    """The visits behind a number."""
    if what not in TITLES:
        raise Http404
    day, _units = _asked(request)
    found = glance.visits_in(what, day).for_lists().prefetch_related("messages")
    page = _page(request, found.order_by("arrival_window_end", "pk"))
    return _list(request, "visits", str(TITLES[what]), page)


@office
@never_cache
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """Texts lost today, for one reason where it is asked; or those of one day and outcome."""
    (day, _units), reason = _asked(request), request.GET.get("reason", "")
    outcome = request.GET.get("outcome", "lost")
    if outcome not in OUTCOMES:
        raise Http404
    if "day" in request.GET:
        on = asked_day(request.GET["day"])
        found = day.texts_on(on, outcome)
        title = f"{OUTCOME_WORDS[outcome]}, {date_format(on, _('D j M'))}"
    else:
        found, title = day.lost(), _("Texts lost today")
    if "reason" in request.GET:
        found, title = found.filter(reason=reason), f"{title}: {_why(reason)}"
    rows = found.select_related(
        *(f"appointment__{name}" for name in ("customer", "location", "business_unit"))
    )
    return _list(request, "texts", title, _page(request, rows.order_by("-changed_at", "pk")))


@manager
@never_cache
@require_safe
def thumbs(request: HttpRequest) -> HttpResponse:
    """What customers said in one week; only managers read what was wrong."""
    thumb, week = request.GET.get("thumb", "up"), asked_day(request.GET.get("week", ""))
    if thumb not in THUMB_WORDS:
        raise Http404
    found = _asked(request)[0].thumbs_in(week, thumb).for_lists()
    title = f"{THUMB_WORDS[thumb]}, {_week(week)}"
    return _list(request, "thumbs", title, _page(request, found.order_by("-at", "pk")))


@office
@never_cache
@require_safe
def profiles(request: HttpRequest) -> HttpResponse:
    """Who lacks what in their profile."""
    people = (
        _asked(request)[0].incomplete().prefetch_related("headshots").order_by("display_name", "pk")
    )
    return _list(request, "profiles", _("Incomplete profiles"), _page(request, people))


def _asked(request: HttpRequest) -> tuple[Today, list[BusinessUnit]]:
    """This day on the clock of the chosen unit, else of the default one; and all units."""
    units = list(BusinessUnit.objects.order_by("-is_default", "name"))
    chosen = next((one for one in units if str(one.pk) == request.GET.get("unit")), None)
    return Today(chosen or units[0], timezone.now(), is_narrowed=chosen is not None), units


def _list(request: HttpRequest, what: str, title: str, page: Page[Model]) -> HttpResponse:
    only = urlencode({"unit": request.GET["unit"]}) if request.GET.get("unit") else ""
    context = {"section": "today", "what": what, "title": title, "page": page, "only": only}
    return render(request, "notifications/today_list.html", context)


def _page(request: HttpRequest, rows: QuerySet[Model]) -> Page[Model]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))


def _why(reason: str) -> str:
    return str(Reason(reason).label) if reason in Reason else _("No reason was given")


def _chart(
    rows: Mapping[date, Sequence[int]],
    parts: Iterable[str],
    words: Mapping[str, Promise],
    url: Callable[[date, str], str],
) -> Chart:
    parts = list(parts)
    labels = [date_format(day, _("j M")) for day in rows]
    table = [
        (label, [Cell(n, url(day, part) if n else "") for n, part in zip(row, parts, strict=True)])
        for label, (day, row) in zip(labels, rows.items(), strict=True)
    ]
    plot = plots.stacked(labels, list(rows.values()))
    return Chart(plot, [words[part] for part in parts], table, sum(map(sum, rows.values())))


def _texts_url(only: Mapping[str, str], day: date, outcome: str) -> str:
    return reverse("today_texts", query={"day": day.isoformat(), "outcome": outcome, **only})


def _thumbs_url(only: Mapping[str, str], week: date, thumb: str) -> str:
    return reverse("today_thumbs", query={"week": week.isoformat(), "thumb": thumb, **only})


def _no_url(week: date, thumb: str) -> str:
    return ""


def _week(day: date) -> str:
    return _("week of %(day)s") % {"day": date_format(day, _("D j M"))}

"""The way into a customer's page: one key, and one answer to all that open nothing."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from appointments.models import Appointment
from fieldservice.company.models import Language
from fieldservice.company.services import default_unit
from fieldservice.company.visitors import visitor
from notifications import page_keys
from notifications.onlookers import is_program

PERSON = "person"  # the cookie of who has pressed a button here
DAY = 24 * 3600
Page = Callable[..., HttpResponse]


def keyed(view: Page) -> Page:
    """Hand the view the link its token opens; else the page of links that are over, with 404."""

    @wraps(view)
    def door(request: HttpRequest, token: str, **more: str) -> HttpResponse:
        answer = _answer(view, request, token, **more)
        add_never_cache_headers(answer)
        answer.headers["X-Robots-Tag"] = "noindex, nofollow"
        answer.headers["Referrer-Policy"] = "no-referrer"
        return answer

    return door


def is_unseen(request: HttpRequest) -> bool:
    """Whether a program asks; one in which somebody has pressed a button is a person's."""
    return is_program(request) and PERSON not in request.COOKIES


def let_in(answer: HttpResponse) -> None:
    """Remember that a person looks, however the browser calls itself."""
    answer.set_cookie(
        PERSON,
        "1",
        max_age=DAY,
        path="/v/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def language_of(request: HttpRequest, visit: Appointment) -> str:
    """The language they switched to, else the customer's."""
    wanted = request.POST.get("in") or request.GET.get("in")
    known = visit.customer.language[:2]
    return wanted if wanted in Language.values else known


def _answer(view: Page, request: HttpRequest, token: str, **more: str) -> HttpResponse:
    now, address = timezone.now(), visitor(request) or ""
    if page_keys.is_barred(address, now):
        return _closed(request, "visit_slow", 429)
    link = page_keys.opened_by(token, address, now)
    if link is None:
        page_keys.count(token, None, "unknown", now)
        # A token that is unknown tells nobody's language: the browser's counts.
        return _closed(request, "visit_over", 404)
    return view(request, link, **more)


def _closed(request: HttpRequest, page: str, status: int) -> HttpResponse:
    about = {"unit": default_unit()}
    return render(request, f"notifications/{page}.html", about, status=status)

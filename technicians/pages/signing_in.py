"""Signing in without a password: asking for a link by text, and using it by one button."""

from datetime import timedelta

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fieldservice.company import limits, sessions
from fieldservice.company.forms import NumberForm
from fieldservice.company.limits import Limit
from fieldservice.company.views import slow_down
from fieldservice.company.visitors import visitor
from technicians import signing_in
from technicians.models import Technician
from technicians.signing_in_services import ask_link, use_link

NUMBERS = Limit("numbers of an address", 20, timedelta(hours=1))
DEAD_LINKS = Limit("dead links of an address", 60, timedelta(hours=1))


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def by_text(request: HttpRequest) -> HttpResponse:
    """Ask for a link; the answer is the same whoever has the number."""
    form = NumberForm(request.POST or None)
    if not form.is_valid():
        return render(request, "technicians/sign_in_by_text.html", {"form": form})
    if not limits.take(NUMBERS, visitor(request) or ""):
        return slow_down(request)
    ask_link(phone=form.cleaned_data["phone"])
    return redirect("sign_in_sent")


@require_safe
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    return render(request, "technicians/sign_in_sent.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def link(request: HttpRequest, token: str) -> HttpResponse:
    """One button; only pressing it uses the link up, as previews of texts fetch pages too."""
    address = visitor(request) or ""
    if limits.is_spent(DEAD_LINKS, address):
        return slow_down(request)
    used = request.method == "POST"
    answer = _let_in(request, token) if used else _button(request, signing_in.owner(token))
    if answer is None and request.user.is_authenticated:
        return redirect("home")  # the link was theirs, most likely, and is tapped again
    if answer is None:
        limits.take(DEAD_LINKS, address)
        answer = render(request, "technicians/sign_in_over.html", status=410)
    # Not “no-referrer”: browsers would then hide where the form comes from, and it is refused.
    answer.headers["Referrer-Policy"] = "strict-origin"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    return answer


def _button(request: HttpRequest, technician: Technician | None) -> HttpResponse | None:
    about = {"technician": technician}
    return render(request, "technicians/sign_in_link.html", about) if technician else None


def _let_in(request: HttpRequest, token: str) -> HttpResponse | None:
    user = use_link(token=token, now=timezone.now())
    if user is None:
        return None
    login(request, user, backend="technicians.backends.People")
    sessions.keep(request)
    return redirect("home")

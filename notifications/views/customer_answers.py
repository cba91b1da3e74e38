"""What a customer presses on the page of their visit: each button one small change.

No CSRF token: those keep other sites from using a person's cookies, and here no cookie counts.
Who knows the address may do all of this anyway; who doesn't can't aim a form at it.
"""

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from appointments.models import Appointment
from fieldservice.company import limits
from fieldservice.company.errors import InvalidError
from fieldservice.company.limits import Limit
from notifications import page_keys, page_services
from notifications.models import Question, VisitLink
from notifications.page_forms import WishesForm
from notifications.page_services import Wishes
from notifications.preparing import visit_links
from notifications.views.customer import whole_page
from notifications.views.page_doors import keyed, language_of, let_in

LONGEST = 1000  # letters
PRESSES = Limit("presses on a page", 60, timedelta(hours=1))


@csrf_exempt
@require_POST
@keyed
def visit_answer(request: HttpRequest, link: VisitLink, what: str) -> HttpResponse:
    """Do what the button says, and show the page again."""
    press = _PRESSES.get(what)
    now = timezone.now()
    if press is None:
        return HttpResponse(status=404)
    if not limits.take(PRESSES, link.token, now):
        return _shown(request, link.token, "much")
    answer = press(request, link, page_keys.visit_of(link), now)
    let_in(answer)
    return answer


def _open(request: HttpRequest, link: VisitLink, visit: Appointment, now: datetime) -> HttpResponse:
    """A person, in a browser that looks like a program."""
    return _shown(request, link.token)


def _confirm(
    request: HttpRequest, link: VisitLink, visit: Appointment, now: datetime
) -> HttpResponse:
    window = request.POST.get("window", "")
    is_done = page_services.say_yes(visit=visit, window=window, now=now)
    return _shown(request, link.token, "confirmed" if is_done else "changed")


def _another(
    request: HttpRequest, link: VisitLink, visit: Appointment, now: datetime
) -> HttpResponse:
    asked = page_services.ask_another_time(visit=visit, now=now)
    return _shown(request, link.token, "windows" if asked else "call")


def _call(request: HttpRequest, link: VisitLink, visit: Appointment, now: datetime) -> HttpResponse:
    page_services.want_a_call(visit=visit, now=now)
    return _shown(request, link.token, "call")


def _choose(
    request: HttpRequest, link: VisitLink, visit: Appointment, now: datetime
) -> HttpResponse:
    became = page_services.choose_window(
        visit=visit, asked=_number(request, "offer"), choice=_number(request, "choice"), now=now
    )
    if became is None:
        return _shown(request, link.token, "call")
    if isinstance(became, Question):
        return _shown(request, link.token, "gone")
    # After nobody was at home it is another visit, with a page of its own; each lives longer now.
    token = visit_links([became])[became.pk].rpartition("/")[2]
    return _shown(request, token, "moved")


def _tell(request: HttpRequest, link: VisitLink, visit: Appointment, now: datetime) -> HttpResponse:
    words = request.POST.get("words", "").strip()[:LONGEST]
    if not words:
        return _shown(request, link.token, "empty")
    page_services.tell_office(visit=visit, words=words, form_key=_key(request), now=now)
    return _shown(request, link.token, "sent")


def _wish(request: HttpRequest, link: VisitLink, visit: Appointment, now: datetime) -> HttpResponse:
    form = WishesForm.of(visit, request.POST)
    if not form.is_valid():
        return whole_page(request, link, form, status=422)
    try:
        page_services.save_wishes(customer=visit.customer, wishes=Wishes(**form.cleaned_data))
    except InvalidError as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return whole_page(request, link, form, status=422)
    return _shown(request, link.token, "saved")


def _detail(
    request: HttpRequest, link: VisitLink, visit: Appointment, now: datetime
) -> HttpResponse:
    language = language_of(request, visit)
    page_services.tell_detail(link=link, visit=visit, language=language, now=now)
    return _shown(request, link.token)


def _warn(request: HttpRequest, link: VisitLink, visit: Appointment, now: datetime) -> HttpResponse:
    is_heard = page_services.warn(visit=visit, now=now)
    return _shown(request, link.token, "warned" if is_heard else "changed")


def _shown(request: HttpRequest, token: str, said: str = "") -> HttpResponse:
    """The page again; its address says what was done, and nothing of anybody."""
    asked = {"in": request.POST.get("in", ""), "said": said}
    query = urlencode({name: value for name, value in asked.items() if value})
    page = reverse("visit_page", args=[token])
    return redirect(f"{page}?{query}" if query else page)


def _number(request: HttpRequest, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else 0


def _key(request: HttpRequest) -> str:
    """What makes a form sent twice one; a made-up one is as good as none."""
    try:
        return uuid.UUID(request.POST.get("key", "")).hex
    except ValueError:
        return uuid.uuid4().hex


Press = Callable[[HttpRequest, VisitLink, Appointment, datetime], HttpResponse]
_PRESSES: dict[str, Press] = {
    "open": _open,
    "confirm": _confirm,
    "another-time": _another,
    "choose": _choose,
    "call-me": _call,
    "tell": _tell,
    "wishes": _wish,
    "detail": _detail,
    "warn": _warn,
}

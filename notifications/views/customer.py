"""The customer's page of one visit; the token in its address is the key. It only shows."""

import hashlib
import uuid

from django.core.files.storage import default_storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_safe

from appointments.models import Appointment
from fieldservice.company.colours import HEX, text_on
from notifications import page_keys
from notifications.live import live
from notifications.models import VisitLink
from notifications.page_forms import WishesForm
from notifications.pages import photo_name, shown_photo, visit_card
from notifications.views.page_doors import is_unseen, keyed, language_of
from technicians.headshot_files import LARGE, stored


@require_safe
@keyed
def visit_page(request: HttpRequest, link: VisitLink) -> HttpResponse:
    """Who comes and when, as it is now; a program that makes a preview sees no visit."""
    unseen = is_unseen(request)
    page_keys.count(link.token, link, "program" if unseen else "person", timezone.now())
    if unseen:
        return render(request, "notifications/visit_preview.html", {"token": link.token})
    return whole_page(request, link)


@require_safe
@keyed
def visit_now(request: HttpRequest, link: VisitLink) -> HttpResponse:
    """The part of the page that changes by itself; 304 while it reads the same."""
    if is_unseen(request):
        return HttpResponse(status=404)
    visit = page_keys.visit_of(link)
    moment = _moment(link, visit, language_of(request, visit))
    same = request.headers.get("If-None-Match") == moment["tag"]
    answer = HttpResponseNotModified() if same else HttpResponse(str(moment["part"]))
    answer.headers["ETag"] = str(moment["tag"])
    return answer


@require_safe
@keyed
def visit_photo(request: HttpRequest, link: VisitLink, name: str) -> HttpResponse:
    """The photo of the one who comes, for as long as the page lives and shows it."""
    headshot = shown_photo(page_keys.visit_of(link))
    if headshot is None or photo_name(headshot) != name or is_unseen(request):
        return HttpResponse(status=404)
    try:
        with default_storage.open(stored(headshot.key, LARGE)) as file:
            return HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError:
        return HttpResponse(status=404)


@require_safe
def brand(request: HttpRequest, colour: str) -> HttpResponse:
    """A company's colour as a style sheet: our policy lets no page carry a style of its own."""
    if not HEX.fullmatch(f"#{colour}"):
        return HttpResponse(status=404)
    style = f":root{{--brand:#{colour};--on-brand:{text_on(f'#{colour}')}}}"
    kept = {"Cache-Control": "public, max-age=86400"}
    return HttpResponse(style, content_type="text/css", headers=kept)


def whole_page(
    request: HttpRequest, link: VisitLink, wishes: WishesForm | None = None, status: int = 200
) -> HttpResponse:
    """The page as this person sees it; `wishes` is a form that was sent with a mistake."""
    visit = page_keys.visit_of(link)
    language = language_of(request, visit)
    with translation.override(language):
        context = _moment(link, visit, language) | {
            "said": request.GET.get("said", ""),
            "wishes": wishes or WishesForm.of(visit),
            "form_key": uuid.uuid4(),
        }
        page = render(request, "notifications/visit.html", context, status=status)
    page.headers["Content-Language"] = language
    return page


def _moment(link: VisitLink, visit: Appointment, language: str) -> dict[str, object]:
    """The part that changes by itself, by which tag it is known, and what it is made of."""
    made_of = {
        "token": link.token,
        "language": language,
        "card": visit_card(visit, language, link.token),
        "live": live(visit, link, language, timezone.now()),
    }
    with translation.override(language):
        part = render_to_string("notifications/_visit_now.html", made_of)
    tag = f'"{hashlib.sha256(part.encode()).hexdigest()[:16]}"'
    return made_of | {"part": part, "tag": tag}

"""How the pages answer: the changed part for htmx, else the whole page; and what pages are told."""

from collections.abc import Mapping
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django_htmx.http import trigger_client_event

from fieldservice.company.access import signed_in
from fieldservice.company.models import Language
from technicians import history
from technicians.models import Technician
from technicians.pages import shown
from technicians.pages.about_form import AboutForm
from technicians.pages.access import is_office, theirs, wants_part
from technicians.pages.forms import LeavingForm, PhotoForm
from technicians.pages.shown import Spoken
from technicians.signing_in import log_in
from technicians.signing_in_services import why_not

SAVED = "profile-saved"  # what the previews on a page wait for


def done(request: HttpRequest, one: Technician, part: str, field: str = "") -> HttpResponse:
    """After a change: the part of the page as it is now, or back to the page."""
    if not wants_part(request):
        language = request.POST.get("language", "")
        here = f"?language={language}" if language in Language.values else ""
        return redirect(address(request, one) + here)
    response = answer(request, theirs(request, one.pk), part, field=field)
    return trigger_client_event(response, SAVED)


def answer(
    request: HttpRequest,
    one: Technician,
    part: str,
    said: Mapping[str, Spoken] | None = None,
    *,
    field: str = "",
    **more: object,
) -> HttpResponse:
    """The part alone for htmx, else the whole page with it."""
    about = context(request, one, said) | more
    if wants_part(request):
        about |= {"switch": shown.switches(one, signed_in(request)).get(field)}
        about |= {"part": f"technicians/_{part}.html"}
        return render(request, "technicians/_answer.html", about)
    page = "technicians/technician.html" if is_office(request) else "technicians/profile.html"
    return render(request, page, about)


def address(request: HttpRequest, one: Technician) -> str:
    """The page on which this person edits this technician."""
    return reverse("technician", args=[one.pk]) if is_office(request) else reverse("profile")


def context(
    request: HttpRequest, one: Technician, said: Mapping[str, Spoken] | None = None
) -> dict[str, object]:
    said = said or shown.spoken(one)
    asked = request.POST.get("language") or request.GET.get("language", "")
    return {
        "technician": one,
        "is_own": not is_office(request),
        "photo": shown.photo(one),
        "photo_form": PhotoForm(),
        "about_form": AboutForm(one),
        "switches": shown.switches(one, signed_in(request)),
        "spoken": said,
        "is_wrong": any(each.is_wrong for each in said.values()),
        "open": shown.open_language(one, asked, said.values()),
        "has_left": one.has_left(timezone.localdate()),
        "languages": list(map(shown.language_name, one.languages)),
        "leaving_form": LeavingForm(initial={"left_on": one.left_on}),
        "history": partial(history.entries, one),
        "log_in": partial(log_in, one),
        "no_link": partial(why_not, one, timezone.now()),
        "section": "technicians",
    }

"""The photo on our pages: sending one, watching it get ready, and moving its crop."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from functools import partial

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import reswap, retarget

from fieldservice.company.access import signed_in
from technicians.headshot_files import MASTER, stored
from technicians.headshot_services import receive_headshot, set_crop
from technicians.imaging import Crop
from technicians.models import Headshot, Technician
from technicians.pages import shown
from technicians.pages.access import anyone, is_office, theirs, wants_part
from technicians.pages.answers import address, answer, context, done
from technicians.pages.forms import CropForm, PhotoForm, taken
from technicians.sliders import Sliders, aspect


@anyone
@require_POST
def upload(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a photo; the page then watches it get ready."""
    one = theirs(request, pk)
    form = PhotoForm(request.POST, request.FILES)
    receive = partial(receive_headshot, by=signed_in(request), technician=one)
    if taken(form, lambda data: receive(upload=data["file"], is_old=data["old"])):
        return done(request, one, "photo")
    return answer(request, one, "photo", photo_form=form)


@anyone
@require_safe
def state(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """How the latest photo is doing, asked again and again while it is made ready."""
    one = theirs(request, pk)
    if not wants_part(request):
        return redirect(address(request, one))
    photo, is_known_late = shown.photo(one), request.GET.get("late") == "yes"
    # Nothing new is no answer: else a reader would say the same every second.
    if photo.is_processing and photo.is_late == is_known_late:
        return HttpResponse(status=204)
    if photo.is_processing:
        return render(request, "technicians/_photo_state.html", context(request, one))
    if photo.state == Headshot.State.READY:
        messages.success(request, _("The photo is ready."))
    elif photo.state == Headshot.State.WAITING:
        messages.success(request, _("The photo is ready. The office looks at it first."))
    elif photo.state == Headshot.State.REFUSED:
        messages.error(request, _("This photo can't be used. The reason is beside it."))
    response = done(request, one, "photo")
    return reswap(retarget(response, "#photo"), "outerHTML")


@anyone
@require_http_methods(["GET", "HEAD", "POST"])
def crop(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Move and zoom the square that customers see."""
    one = theirs(request, pk)
    current, by = _crop_of(_chosen(request, one)), signed_in(request)
    form = CropForm(request.POST or None, initial=asdict(Sliders.of(current)))

    def cut(data: Mapping[str, float]) -> Headshot:
        wanted = Sliders(**data).crop(aspect(current))
        return set_crop(by=by, technician=one, crop=wanted)

    if taken(form, cut):
        return redirect(address(request, one))
    about = {"technician": one, "form": form, "back": address(request, one)}
    about |= {"frame": "office.html" if is_office(request) else "technicians/own.html"}
    return render(request, "technicians/crop.html", about | {"section": "technicians"})


@anyone
@require_safe
def master(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The whole picture behind the photo, for those who may crop it."""
    shot = _chosen(request, theirs(request, pk))
    with default_storage.open(stored(shot.key, MASTER)) as file:
        content = file.read()
    headers = {"Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="image/jpeg", headers=headers)


def _chosen(request: HttpRequest, one: Technician) -> Headshot:
    """The photo in use; for its owner the one that waits for approval, if there is one."""
    shot = one.headshot() if is_office(request) else one.chosen_headshot()
    if shot is None:
        raise Http404
    return shot


def _crop_of(shot: Headshot) -> Crop:
    edges = shot.crop
    if edges is None:
        raise Http404
    return Crop(*edges)

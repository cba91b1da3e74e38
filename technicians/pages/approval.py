"""What waits for a manager: each new photo and new words beside those in use, and the answer."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fieldservice.company.access import manager, signed_in
from fieldservice.company.errors import ServiceError
from fieldservice.company.models import User
from technicians import approval_services, approvals
from technicians.headshot_files import LARGE, stored
from technicians.models import Headshot
from technicians.pages.access import anyone, is_office, theirs


@manager
@never_cache
@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """Everything that waits, the longest waiting first."""
    about = {
        "section": "technicians",
        "photos": approvals.photos(),
        "words": [approvals.difference(draft) for draft in approvals.words()],
    }
    return render(request, "technicians/approvals.html", about)


@manager
@require_POST
def words(request: HttpRequest, pk: int) -> HttpResponse:
    """Yes to these words, or a sentence."""
    draft = get_object_or_404(approvals.words(), pk=pk)
    seen = request.POST.get("seen", "")

    def decide(by: User, answer: str | None) -> None:
        if answer is None:
            approval_services.approve_words(by=by, draft=draft, seen=seen)
        else:
            approval_services.answer_words(by=by, draft=draft, seen=seen, answer=answer)

    return _decided(request, draft.technician.first_name, decide)


@manager
@require_POST
def photo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Yes to this photo, or a sentence."""
    shot = get_object_or_404(approvals.photos(), pk=pk)

    def decide(by: User, answer: str | None) -> None:
        if answer is None:
            approval_services.approve_photo(by=by, shot=shot)
        else:
            approval_services.answer_photo(by=by, shot=shot, answer=answer)

    return _decided(request, shot.technician.first_name, decide)


@anyone
@never_cache
@require_safe
def waiting_photo(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The photo that waits, for its owner and whoever decides; it has no public address yet."""
    one = theirs(request, pk)
    if is_office(request) and signed_in(request).role != User.Role.MANAGER:
        raise Http404
    shot = one.headshots.filter(state=Headshot.State.WAITING).first()
    if shot is None:
        raise Http404
    with default_storage.open(stored(shot.key, LARGE)) as file:
        return HttpResponse(file.read(), content_type="image/webp")


def _decided(
    request: HttpRequest, name: str, decide: Callable[[User, str | None], None]
) -> HttpResponse:
    approves = request.POST.get("verdict") == "approve"
    try:
        decide(signed_in(request), None if approves else request.POST.get("answer", ""))
    except ServiceError as refusal:
        messages.error(request, refusal.message)
    else:
        told = _("Approved. Customers are told from the next text on.")
        sent = _("%(name)s reads your answer on the profile.") % {"name": name}
        messages.success(request, told if approves else sent)
    return redirect("approvals")

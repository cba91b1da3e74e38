"""What technicians say about name and trade, and one tap for a line that is still true."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_htmx.http import trigger_client_event

from fieldservice.company.access import signed_in
from technicians.models import Consent
from technicians.own_services import renew, save_about
from technicians.pages.about_form import AboutForm
from technicians.pages.access import anyone, theirs, wants_part
from technicians.pages.answers import SAVED, address, answer, done


@anyone
@require_POST
def about(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Save how the name is said, pronouns, years and certificates, or show what is wrong."""
    one = theirs(request, pk)
    form = AboutForm(one, request.POST)
    if not form.is_valid():
        messages.error(request, _("Not saved yet. Look at the marked fields."))
        return answer(request, one, "about", about_form=form)
    changed = save_about(by=signed_in(request), technician=one, about=form.about())
    messages.success(request, _what_changed(changed, one.agreed()))
    return done(request, one, "about")


@anyone
@require_POST
def still_true(request: HttpRequest, pk: uuid.UUID, line: int) -> HttpResponse:
    """Keep one line for another half year."""
    one = theirs(request, pk)
    renew(by=signed_in(request), line=get_object_or_404(one.lines, pk=line))
    messages.success(request, _("Kept for another half year."))
    if wants_part(request):
        # The question goes, and what was typed beside it stays.
        return trigger_client_event(render(request, "technicians/_news.html"), SAVED)
    return redirect(address(request, one))


def _what_changed(changed: list[str], told: set[str]) -> str:
    if not changed:
        return _("Saved. Everything is as it was.")
    fields = ", ".join(str(Consent.Field(field).label) for field in changed)
    sentence = _("Saved. Changed: %(fields)s.") % {"fields": fields}
    if told.issuperset(changed):
        return sentence
    return f"{sentence} {_('Customers are told what is switched on.')}"

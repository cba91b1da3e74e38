"""A technician's profile: the own page, words and switches; the office changes the same parts."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fieldservice.company.access import signed_in, technician
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Language
from technicians.models import Consent, Line, Technician
from technicians.pages import shown
from technicians.pages.access import anyone, is_office, theirs, within_reach
from technicians.pages.answers import answer, context, done
from technicians.pages.welcome import is_set_up
from technicians.profile_services import save_words, tell
from technicians.services import FIELD_OF_LINE


@technician
@require_safe
def profile(request: HttpRequest) -> HttpResponse:
    """The technician's own page."""
    own = within_reach(request).first()
    if own is None:
        return render(request, "technicians/no_profile.html", status=404)
    about = context(request, own) | {"is_set_up": is_set_up(own)}
    return render(request, "technicians/profile.html", about)


@anyone
@require_POST
def words(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Save the words of all languages, or show what is wrong with them."""
    one = theirs(request, pk)
    forms = {code: shown.words_form(one, code, request.POST) for code in Language.values}
    if any(form.errors for form in forms.values()):
        messages.error(request, _("Not saved yet. Look at the marked fields."))
        return answer(request, one, "words", shown.spoken(one, forms))
    asked = [form.asks(one.display_name) for form in forms.values()]
    if any(asked) and not is_office(request):
        messages.info(request, _("Not saved yet. Think over what is marked, or keep it."))
        return answer(request, one, "words", shown.spoken(one, forms))
    said = {code: form.words() for code, form in forms.items()}
    changed = save_words(by=signed_in(request), technician=one, words=said)
    messages.success(request, _what_changed(one, changed))
    return done(request, one, "words")


@anyone
@require_POST
def switch(request: HttpRequest, pk: uuid.UUID, field: str) -> HttpResponse:
    """Tell customers a field, or stop telling them."""
    one = theirs(request, pk)
    if field not in Consent.Field.values:
        raise Http404
    on = request.POST.get("tell") == "yes"
    try:
        tell(by=signed_in(request), technician=one, field=field, on=on)
        messages.success(request, _what_is_told(Consent.Field(field), on))
    except ConflictError as refusal:
        messages.error(request, refusal.message)
    return done(request, one, "photo" if field == Consent.Field.PHOTO else "switch", field)


def _what_changed(one: Technician, changed: list[Line.Kind]) -> str:
    if not changed:
        return _("Saved. Everything is as it was.")
    fields = ", ".join(str(FIELD_OF_LINE[kind].label) for kind in changed)
    sentence = _("Saved. Changed: %(fields)s.") % {"fields": fields}
    if one.drafts.filter(kind__in=changed, answer="").exists():
        return f"{sentence} {_('A manager reads new words before customers do.')}"
    is_told = {FIELD_OF_LINE[kind] for kind in changed} <= one.agreed()
    return sentence if is_told else f"{sentence} {_('Customers are told what is switched on.')}"


def _what_is_told(field: Consent.Field, on: bool) -> str:
    if on:
        return _("%(field)s: customers are told from now on.") % {"field": field.label}
    if field == Consent.Field.PHOTO:
        return _("The photo is down. A photo already sent stays on the customer's phone.")
    return _("%(field)s: customers are no longer told.") % {"field": field.label}

"""What technicians alone choose on their page: where a field is told, and a pause."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fieldservice.company.access import signed_in, technician
from technicians import consent_services
from technicians.models import Consent
from technicians.pages.access import theirs
from technicians.pages.answers import done

PLACES = {"both": (True, True), "texts": (True, False), "page": (False, True)}


@technician
@require_POST
def where(request: HttpRequest, pk: uuid.UUID, field: str) -> HttpResponse:
    """Tell this field in texts, on the customer's page, or in both."""
    one, asked = theirs(request, pk), request.POST.get("where", "")
    if field not in set(Consent.Field) - Consent.ONLY_IN.keys() or asked not in PLACES:
        raise Http404
    texts, page = PLACES[asked]
    consent_services.tell_where(
        by=signed_in(request), technician=one, field=field, texts=texts, page=page
    )
    messages.success(request, _what_is_told(Consent.Field(field), asked))
    return done(request, one, "photo" if field == Consent.Field.PHOTO else "switch", field)


@technician
@require_POST
def pause(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The first name only, everywhere; or as before."""
    one, on = theirs(request, pk), request.POST.get("pause") == "yes"
    consent_services.pause(by=signed_in(request), technician=one, on=on)
    messages.success(
        request,
        _("Paused. From the next text on, customers read your first name only.")
        if on
        else _("Customers are told again what is switched on."),
    )
    return done(request, one, "pause")


def _what_is_told(field: Consent.Field, where: str) -> str:
    said = {
        "both": _("%(field)s: told in texts and on the customer's page."),
        "texts": _("%(field)s: told in texts only, from the next one on."),
        "page": _("%(field)s: shown on the customer's page only. The next text is without it."),
    }
    return said[where] % {"field": field.label}

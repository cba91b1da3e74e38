"""The texts that don't get on: the office sees why, a manager tries again or gives up."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fieldservice.company.access import manager, office, signed_in
from fieldservice.company.models import User
from fieldservice.company.services import default_unit
from notifications import settings_services
from notifications.models import Message
from notifications.sender_words import what_becomes
from notifications.stuck import MOST, stuck_texts


@office
@never_cache
@require_safe
def stuck(request: HttpRequest) -> HttpResponse:
    """What doesn't get on, and what can be done about it."""
    unit = default_unit()
    found = stuck_texts(unit, timezone.now())
    context = {
        "section": "settings",
        "tab": "stuck",
        "can_edit": signed_in(request).role == User.Role.MANAGER,
        "found": found,
        "is_full": len(found) == MOST,
        "zone": unit.time_zone,
    }
    return render(request, "notifications/settings_stuck.html", context)


@manager
@require_POST
def try_again(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The same news in a fresh text."""
    message = _message(pk)
    if settings_services.try_again(by=signed_in(request), message=message):
        messages.success(request, what_becomes(message, timezone.now()))
    else:
        messages.info(request, _("Another text would not help here any more."))
    return redirect("settings_stuck")


@manager
@require_POST
def give_up(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The text is never sent."""
    if settings_services.give_up(by=signed_in(request), message=_message(pk)):
        messages.success(request, _("Given up. Call the customer if they should know."))
    else:
        messages.info(request, _("This text does not wait any more."))
    return redirect("settings_stuck")


def _message(pk: uuid.UUID) -> Message:
    return get_object_or_404(Message.objects.select_related("appointment__customer"), pk=pk)

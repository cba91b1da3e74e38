"""Sends technicians their own introduction, so that they hold in their hand what customers get."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import Actor
from notifications.providers import provider
from notifications.providers.base import Provider
from notifications.settings_services import send_test
from technicians.models import Technician

PAUSE = timedelta(minutes=1)


def send_sample(
    *,
    by: Actor,
    technician: Technician,
    language: str,
    now: datetime | None = None,
    make_provider: Callable[[], Provider] = provider,
) -> None:
    """Text the introduction in this language to the technician's own phone.

    Raises InvalidError without a phone or when the provider refuses, ConflictError within a minute.
    """
    now = now or timezone.now()
    if not technician.phone:
        raise InvalidError(_("The office doesn't know your mobile number yet."), field="phone")
    rested = Q(sample_sent_at=None) | Q(sample_sent_at__lte=now - PAUSE)
    if not Technician.objects.filter(rested, pk=technician.pk).update(sample_sent_at=now):
        raise ConflictError(_("A text left just now. Try again in a minute."))
    to = technician.phone.as_e164
    send_test(by=by, technician=technician, to=to, language=language, make_provider=make_provider)

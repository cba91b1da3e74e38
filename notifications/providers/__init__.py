"""Providers: each takes an address and words, and returns Accepted or raises."""

from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from notifications.providers.base import Carrier, Provider
from notifications.providers.email import EmailCarrier


@cache
def provider() -> Provider:
    """The one provider of this process, named by SEND_PROVIDER."""
    made: Provider = import_string(settings.SEND_PROVIDER)()
    return made


def mailer() -> Carrier:
    """Who takes e-mails; Django's mail settings say where they go."""
    if not settings.EMAIL_SERVICE:
        return EmailCarrier()
    service: Carrier = import_string("notifications.providers.mail_service.ServiceCarrier")()
    return service

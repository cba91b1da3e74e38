"""What a mail service calls; included only where one is named, as only then its code is there."""

import logging

from anymail.signals import AnymailTrackingEvent, tracking
from anymail.urls import urlpatterns as every_service
from django.conf import settings
from django.dispatch import receiver
from django.urls import URLPattern
from django.utils import timezone

from notifications import email_services
from notifications.providers.mail_service import report

logger = logging.getLogger(__name__)


def hooks(service: str) -> list[URLPattern]:
    """The address of this service's reports; none without the secret that guards it."""
    if not settings.ANYMAIL.get("WEBHOOK_SECRET"):
        return []
    return [hook for hook in every_service if hook.name == f"{service}_tracking_webhook"]


@receiver(tracking)
def hear(event: AnymailTrackingEvent, **_kwargs: object) -> None:
    """One report; what is nobody's e-mail is answered as well, or it would come again."""
    told = report(event)
    if told is None:
        return
    reference = str((event.metadata or {}).get("attempt", ""))
    sid = str(event.message_id or "")[:200]
    now = timezone.now()
    if not email_services.take_report(reference=reference, sid=sid, report=told, now=now):
        logger.info("a report of an e-mail nobody knows was ignored")


urlpatterns = hooks(settings.EMAIL_SERVICE)

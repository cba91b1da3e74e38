"""The company's housekeeping by the clock."""

from datetime import datetime, timedelta

from axes.models import AccessAttempt
from celery import shared_task
from django.utils import timezone

from fieldservice.company import idempotency, limits

ATTEMPTS_KEPT = timedelta(days=1)


@shared_task
def tidy_keys() -> None:
    """Forget the callers' keys, the tries and the failed sign-ins that are older than a day."""
    idempotency.tidy()
    limits.tidy()
    _tidy_attempts(timezone.now())


def _tidy_attempts(now: datetime) -> None:
    AccessAttempt.objects.filter(attempt_time__lt=now - ATTEMPTS_KEPT).delete()

"""The company's housekeeping by the clock."""

from celery import shared_task

from fieldservice.company import idempotency


@shared_task
def tidy_keys() -> None:
    """Forget the callers' keys that are older than a day."""
    idempotency.tidy()

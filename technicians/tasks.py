"""What workers and the timetable run for photos; the work itself stands in headshots.py."""

from celery import shared_task
from django.utils import timezone

from fieldservice.company.broker import wake
from technicians import headshots


# Calls expire because tidy_headshots repeats them: else they would pile up without a worker.
@shared_task(acks_late=True, expires=600)
def process_headshot(headshot_id: str) -> None:
    headshots.make_ready(headshot_id)


@shared_task(expires=60)
def tidy_headshots() -> None:
    now = timezone.now()
    for headshot_id in headshots.stuck(now):
        wake(process_headshot, headshot_id)
    headshots.tidy(now)

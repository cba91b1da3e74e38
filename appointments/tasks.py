"""What workers and the timetable run for imports; the work itself stands in importing/."""

from uuid import UUID

from celery import shared_task
from django.utils import timezone

from appointments.importing import introducing, tidying, working
from fieldservice.company.broker import wake


@shared_task(expires=600)
def run_import(import_id: str) -> None:
    """A few seconds of it; what is left calls again, and the timetable where that was lost."""
    if working.work(UUID(import_id)):
        wake(run_import, import_id)


@shared_task(expires=600)
def introduce_import(import_id: str) -> None:
    if introducing.introduce(UUID(import_id)):
        wake(introduce_import, import_id)


@shared_task(expires=30)
def resume_imports() -> None:
    """Go on with what nobody works on, and throw away what is over."""
    now = timezone.now()
    for import_id in tidying.stalled(now):
        wake(run_import, import_id)
    for import_id in tidying.to_introduce(now):
        wake(introduce_import, import_id)
    tidying.tidy(now)

"""What a person does with the calls to be made."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fieldservice.company.models import User
from fieldservice.company.services import record
from notifications.models import CallTask


def dial(*, by: User, task: CallTask, now: datetime) -> bool:
    """Let the others see that `by` calls now; False where the call is off the list."""
    waiting = CallTask.objects.filter(pk=task.pk, done_at=None)
    return waiting.update(dialed_by=by, dialed_at=now) > 0


@transaction.atomic
def finish(*, by: User, task: CallTask, now: datetime | None = None) -> bool:
    """Note that the call was made; False when somebody had done so, or it was not needed."""
    waiting = CallTask.objects.filter(pk=task.pk, done_at=None)
    if not waiting.update(done_at=now or timezone.now(), done_by=by):
        return False
    subject = task.appointment or task.customer or task
    record(by=by, what="called", subject=subject, details={"reason": task.reason})
    return True

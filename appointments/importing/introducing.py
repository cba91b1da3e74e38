"""Imported visits that somebody asked to introduce: announced one after the other, in batches."""

import time
import uuid
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from appointments.models import Appointment, Import
from appointments.signals import appointment_changed
from appointments.telling import TELL
from fieldservice.company.models import Actor, Robot

AT_ONCE = 50
SLICE = 3.0  # seconds


def introduce(
    pk: uuid.UUID, clock: Callable[[], datetime] = timezone.now, seconds: float = SLICE
) -> bool:
    """Announce some of the visits of this import; True when there are more."""
    job = Import.objects.select_related("introduce_by").filter(pk=pk).first()
    if job is None or job.introduce_at is None:
        return False
    until = time.monotonic() + seconds
    while _some(job, clock()):
        if time.monotonic() > until:
            return True
    return False


@transaction.atomic
def _some(job: Import, now: datetime) -> bool:
    """The next visits, each by a conditional update: two workers announce none of them twice."""
    waiting = job.visits.to_introduce(now)
    pks = list(
        waiting.order_by("arrival_window_start", "pk").values_list("pk", flat=True)[:AT_ONCE]
    )
    by: Actor = job.introduce_by or Robot.SYSTEM
    for visit in (
        Appointment.objects.for_texts().filter(pk__in=pks).order_by("arrival_window_start")
    ):
        if Appointment.objects.filter(pk=visit.pk, introduce_later=True).update(
            introduce_later=False
        ):
            visit.introduce_later = False
            appointment_changed.send(Appointment, appointment=visit, by=by, now=now, telling=TELL)
    return bool(pks)

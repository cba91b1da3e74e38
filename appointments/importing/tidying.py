"""Imports nobody works on, to be gone on with; and files nobody came back to, to be deleted."""

from datetime import datetime

from django.db.models import Exists, OuterRef

from appointments.importing.kept import throw_away
from appointments.models import Appointment, Import
from appointments.models.imports import KEPT_FOR


def stalled(now: datetime) -> list[str]:
    return [str(pk) for pk in Import.objects.stalled(now).values_list("pk", flat=True)]


def to_introduce(now: datetime) -> list[str]:
    """Those with visits that somebody asked to introduce."""
    waiting = Appointment.objects.to_introduce(now).filter(imported=OuterRef("pk"))
    asked = Import.objects.filter(Exists(waiting), introduce_at__isnull=False)
    return [str(pk) for pk in asked.values_list("pk", flat=True)]


def tidy(now: datetime) -> None:
    """After 30 days nothing of what a file said is kept, but for the rows it brought in."""
    old = Import.objects.filter(created_at__lt=now - KEPT_FOR)
    for job in old.exclude(state=Import.State.DONE):
        throw_away(job)
        job.delete()
    for job in old.exclude(sample=[]):
        job.problems.all().delete()
        Import.objects.filter(pk=job.pk).update(sample=[])

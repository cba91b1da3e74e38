"""Copies of all that is kept of one customer, made for whoever asked for them."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models

from appointments.models import Customer

KEPT_FOR = timedelta(days=3)
MOST_TRIES = 5


class ExportQuerySet(models.QuerySet["CustomerExport"]):
    def free(self, now: datetime) -> "ExportQuerySet":
        """Those to be made that no living worker is at."""
        idle = models.Q(busy_until=None) | models.Q(busy_until__lt=now)
        return self.filter(idle, state=CustomerExport.State.WAITING)

    def over(self, now: datetime) -> "ExportQuerySet":
        """Those nobody may fetch any more."""
        return self.filter(expires_at__lte=now)


class CustomerExport(models.Model):
    """One export: asked for by a person, made by a worker, gone after a few days."""

    class State(models.TextChoices):
        WAITING = "waiting", "Being made"
        READY = "ready", "Ready"
        FAILED = "failed", "Could not be made"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="exports")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # The storage name; nothing under exports/ is ever served by itself.
    stored = models.CharField(max_length=100, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    busy_until = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    objects = ExportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"CustomerExport {self.pk}"

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0

"""What technicians said of their visits with one tap."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models.visits import Appointment
from appointments.statuses import Status
from technicians.models import Technician


class TapQuerySet(models.QuerySet["Tap"]):
    def applied(self) -> "TapQuerySet":
        """Those that changed something and were not taken back."""
        return self.filter(refusal="", taken_back=False).exclude(what=Tap.What.UNDO)


class Tap(models.Model):
    """What a technician said of a visit with one tap, as the phone sent it; each counts once."""

    class What(models.TextChoices):
        ON_THE_WAY = Status.ON_THE_WAY.value, Status.ON_THE_WAY.label
        ARRIVED = Status.ARRIVED.value, Status.ARRIVED.label
        DONE = Status.DONE.value, Status.DONE.label
        NO_ACCESS = Status.NO_ACCESS.value, Status.NO_ACCESS.label
        LATE = "late", _("Running late")
        APPRENTICE = "apprentice", _("With an apprentice")
        UNDO = "undo", _("Taken back")

    key = models.UUIDField(primary_key=True, editable=False)
    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="taps")
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="taps")
    what = models.CharField(max_length=12, choices=What.choices)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    # Why it changed nothing, in the words the technician read.
    refusal = models.CharField(max_length=300, blank=True)
    # What it changed, as it was before, and the visit's version after it.
    before: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, blank=True
    )
    version = models.PositiveIntegerField(default=0)
    taken_back = models.BooleanField(default=False)

    objects = TapQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["technician", "at"])]

    def __str__(self) -> str:
        return f"{self.what} {self.key}"

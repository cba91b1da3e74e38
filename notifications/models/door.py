"""Alarms at a customer's door, and the calls that tell the person on call of them."""

import uuid
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from appointments.models import Appointment
from fieldservice.company.models import User


class AlarmQuerySet(models.QuerySet["Alarm"]):
    def open(self) -> "AlarmQuerySet":
        """What nobody has ended yet, the oldest first."""
        return self.filter(ended_at=None).order_by("opened_at")

    def untaken(self) -> "AlarmQuerySet":
        """What nobody deals with yet."""
        return self.open().filter(taken_at=None)

    def for_lists(self) -> "AlarmQuerySet":
        """With everything the office sees of them."""
        visit = ("customer", "location", "business_unit", "technician", "job_type")
        named = self.select_related("taken_by", *(f"appointment__{name}" for name in visit))
        return named.prefetch_related("appointment__technician__headshots")


class Alarm(models.Model):
    """A customer near their visit who is not sure of the person at the door."""

    class Source(models.TextChoices):
        HELP = "help", _("They ask for help")
        WHO = "who", _("They ask who that is")
        NOT_THEM = "not_them", _("They say it is somebody else")
        PAGE = "page", _("They say on their page that it is not the person in the picture")

    class Outcome(models.TextChoices):
        WELL = "well", _("All is well")
        WRONG_PERSON = "wrong_person", _("Wrong person")

    appointment = models.ForeignKey(Appointment, on_delete=models.CASCADE, related_name="alarms")
    source = models.CharField(max_length=8, choices=Source.choices)
    number = models.CharField(max_length=30, blank=True)
    opened_at = models.DateTimeField()
    # A person of the office, or the number of whoever is on call.
    taken_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    taken_on = models.CharField(max_length=30, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    # Moves on with each who takes it: who clicks on an older page is told first.
    turn = models.PositiveSmallIntegerField(default=0, db_default=0)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    outcome = models.CharField(max_length=12, choices=Outcome.choices, blank=True)
    note = models.CharField(max_length=500, blank=True)

    objects = AlarmQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["appointment"], condition=Q(ended_at=None), name="one_open_alarm"
            )
        ]
        indexes = [
            # Every page of the office asks for those that are open.
            models.Index(fields=["opened_at"], condition=Q(ended_at=None), name="alarm_open"),
        ]

    def __str__(self) -> str:
        return f"Alarm {self.pk}"

    def seconds_until(self, moment: datetime) -> int:
        """How long the customer had waited by then."""
        return max(0, int((moment - self.opened_at).total_seconds()))


class AlarmCall(models.Model):
    """One try to reach the person on call, committed before the phone rings."""

    class Outcome(models.TextChoices):
        RINGING = "ringing", _("It rings")
        TAKEN = "taken", _("Taken")
        MISSED = "missed", _("Nobody took it")
        FAILED = "failed", _("The call could not be made")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    alarm = models.ForeignKey(Alarm, on_delete=models.CASCADE, related_name="calls")
    turn = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=30)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.RINGING)
    provider_sid = models.CharField(max_length=40, blank=True)
    started_at = models.DateTimeField()

    class Meta:
        ordering = ["turn"]
        constraints = [models.UniqueConstraint(fields=["alarm", "turn"], name="one_call_a_turn")]

    def __str__(self) -> str:
        return f"AlarmCall {self.pk}"

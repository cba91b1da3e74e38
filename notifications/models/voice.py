"""Calls to the number that texts: who called, whether somebody answered, what was left on tape."""

from datetime import datetime, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models import Appointment, Customer
from notifications.models.senders import Sender

NEAR = timedelta(hours=2)  # before the window; a call then is about the door
RINGS_FOR = timedelta(minutes=2)
SHOWN_FOR = timedelta(minutes=10)


class PhoneCallQuerySet(models.QuerySet["PhoneCall"]):
    def near_the_door(self, now: datetime) -> "PhoneCallQuerySet":
        """Who rings now, or just rang in vain, around the window of their visit."""
        visit = ("customer", "location", "business_unit")
        return (
            self.filter(
                started_at__gt=now - SHOWN_FOR,
                is_near=True,
                outcome__in=[PhoneCall.Outcome.RINGING, PhoneCall.Outcome.MISSED],
                # Nobody needs to be told of who was called back.
            )
            .exclude(call_tasks__done_by__isnull=False)
            .select_related("customer", "appointment", *(f"appointment__{name}" for name in visit))
        )


class PhoneCall(models.Model):
    """One call of a customer, as the provider tells of it."""

    class Outcome(models.TextChoices):
        RINGING = "ringing", _("It rings")
        ANSWERED = "answered", _("Answered")
        MISSED = "missed", _("Nobody answered")

    provider_sid = models.CharField(max_length=40, unique=True)
    number = models.CharField(max_length=30)
    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="phone_calls")
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.SET_NULL, related_name="phone_calls"
    )
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.SET_NULL, related_name="phone_calls"
    )
    # Around the window of this visit: the office is told at once.
    is_near = models.BooleanField(default=False)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.RINGING)
    started_at = models.DateTimeField(db_index=True)
    # What was left on tape: the provider keeps it, we only know its name and length.
    recording_sid = models.CharField(max_length=40, blank=True)
    seconds = models.PositiveSmallIntegerField(default=0)

    objects = PhoneCallQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at"]

    def __str__(self) -> str:
        return f"PhoneCall {self.pk}"

    def still_rings(self, now: datetime) -> bool:
        """A call nobody told us the end of has ended all the same."""
        return self.outcome == self.Outcome.RINGING and now - self.started_at < RINGS_FOR

    @property
    def length(self) -> str:
        """“0:42”"""
        return f"{self.seconds // 60}:{self.seconds % 60:02}"

"""Texts, their calls to the provider, and what they told."""

import base64
import secrets
import uuid
from datetime import datetime
from typing import Any

from django.db import models

from appointments.models import Appointment, Customer
from fieldservice.company.models import User
from notifications.models.senders import Sender
from notifications.states import (
    REMINDERS,
    WHO_AND_WHEN,
    Channel,
    CrewKind,
    Kind,
    Mover,
    Reason,
    State,
    Urgency,
    sources,
)
from technicians.models import Line, Technician

ASKED_ENOUGH = 4  # times, for a text without a receipt


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> "MessageQuerySet":
        """What may go now, the most urgent first."""
        return self.filter(state=State.QUEUED, send_after__lte=now).order_by(
            "urgency", "send_after", "created_at"
        )

    def telling(self, appointment_id: uuid.UUID) -> "MessageQuerySet":
        """The texts that bring news of who comes and when, the newest first."""
        return self._of(appointment_id).filter(kind__in=WHO_AND_WHEN)

    def heard(self, appointment_id: uuid.UUID) -> "MessageQuerySet":
        """The texts from which who comes and when is known, the newest first."""
        return self._of(appointment_id).filter(kind__in=WHO_AND_WHEN | REMINDERS)

    def _of(self, appointment_id: uuid.UUID) -> "MessageQuerySet":
        texts = self.filter(appointment_id=appointment_id)
        return texts.order_by("-appointment_version", "-created_at")

    def shown_to(self, person: User) -> "MessageQuerySet":
        """Those this person may read."""
        return self if person.role == User.Role.MANAGER else self.filter(for_managers=False)

    def move(self, actor: Mover, new: State, **values: object) -> int:
        """Move those of these texts that `actor` may move; how many were moved."""
        return self.filter(state__in=sources(actor, new)).update(state=new, **values)


class Message(models.Model):
    """One thing told to one person: a customer, about a visit, or one of our technicians."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    dedupe_key = models.CharField(max_length=80, unique=True)
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    appointment_version = models.PositiveIntegerField(default=0)
    customer = models.ForeignKey(
        Customer, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    technician = models.ForeignKey(
        Technician, null=True, blank=True, on_delete=models.CASCADE, related_name="texts"
    )
    sender = models.ForeignKey(Sender, on_delete=models.PROTECT, related_name="messages")
    kind = models.CharField(max_length=14, choices=[*Kind.choices, *CrewKind.choices])
    urgency = models.PositiveSmallIntegerField(choices=Urgency.choices, default=Urgency.NOW)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.SMS)
    state = models.CharField(max_length=12, choices=State.choices, default=State.QUEUED)
    reason = models.CharField(max_length=16, choices=Reason.choices, blank=True)
    error_code = models.CharField(max_length=10, blank=True)
    send_after = models.DateTimeField()
    useful_until = models.DateTimeField()
    claim = models.UUIDField(null=True, blank=True, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)
    without_picture = models.BooleanField(default=False)
    # A person asked for this text: it is sent even if the customer should know it all.
    by_hand = models.BooleanField(default=False)
    # A person let it go in spite of quiet hours.
    at_any_hour = models.BooleanField(default=False)
    # It answers what only managers read.
    for_managers = models.BooleanField(default=False, db_default=False)
    # As it was last rendered; written with the attempt, before anything leaves.
    to = models.CharField(max_length=254, blank=True)
    body = models.TextField(blank=True)
    media_url = models.CharField(max_length=300, blank=True)
    told: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(
        default=dict, blank=True
    )
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    fallback_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="fallbacks"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        indexes = [
            models.Index(
                fields=["urgency", "send_after"],
                condition=models.Q(state="queued"),
                name="message_due",
            ),
            models.Index(
                fields=["urgency", "send_after"],
                condition=models.Q(state="queued", channel="email"),
                name="message_email_due",
            ),
            models.Index(
                fields=["changed_at"],
                condition=models.Q(state__in=["sending", "unsettled", "held"]),
                name="message_open",
            ),
            models.Index(
                fields=["changed_at"],
                condition=models.Q(state__in=["undelivered", "failed"]),
                name="message_lost",
            ),
            # Who watches asks what ended lately: that must not cost a look at all texts ever.
            models.Index(fields=["changed_at"], name="message_changed"),
            # What was kept long enough is looked up among those that still say something.
            models.Index(
                fields=["created_at"], condition=~models.Q(body=""), name="message_with_words"
            ),
            models.Index(
                fields=["created_at"],
                condition=~models.Q(media_url=""),
                name="message_with_picture",
            ),
            models.Index(fields=["appointment", "appointment_version"]),
            models.Index(fields=["to", "created_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(appointment__isnull=False, customer__isnull=False)
                | models.Q(technician__isnull=False),
                name="for_somebody",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def visit(self) -> Appointment:
        """The visit it is about; never ask a text to one of our own for it."""
        if self.appointment is None:
            raise Appointment.DoesNotExist
        return self.appointment

    @property
    def visit_id(self) -> uuid.UUID:
        """The id of `visit`."""
        if self.appointment_id is None:
            raise Appointment.DoesNotExist
        return self.appointment_id


class Attempt(models.Model):
    """One create call at the provider; committed before the call leaves."""

    class Outcome(models.TextChoices):
        OPEN = "open", "Open"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        NOT_PROCESSED = "not_processed", "Provably not processed"
        UNKNOWN = "unknown", "Unknown"
        NEVER_ARRIVED = "never_arrived", "Never arrived"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts")
    outcome = models.CharField(max_length=14, choices=Outcome.choices, default=Outcome.OPEN)
    state = models.CharField(max_length=12, choices=State.choices, default=State.SENDING)
    provider_sid = models.CharField(max_length=200, blank=True, db_index=True)
    error_code = models.CharField(max_length=10, blank=True)
    request_id = models.CharField(max_length=60, blank=True)
    interest = models.ForeignKey(
        Line, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    opener = models.ForeignKey(
        Line, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    looks = models.PositiveSmallIntegerField(default=0)
    # A default of the database's own: workers of the release before don't name this column.
    asked = models.PositiveSmallIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ["-started_at"]
        indexes = [
            models.Index(fields=["started_at"], name="attempt_started"),
            # Texts that ever arrived, or were asked for often enough, are not in it.
            models.Index(
                fields=["asked", "started_at"],
                condition=models.Q(
                    outcome="accepted",
                    state__in=["sending", "accepted", "sent"],
                    asked__lt=ASKED_ENOUGH,
                ),
                name="attempt_unreported",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.pk}"


class DetailTold(models.Model):
    """A personal detail this customer has heard; it is told once, ever."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="details_told")
    line = models.ForeignKey(Line, on_delete=models.CASCADE, related_name="told_to")
    message = models.ForeignKey(Message, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "details told"
        constraints = [models.UniqueConstraint(fields=["customer", "line"], name="told_once")]

    def __str__(self) -> str:
        return f"DetailTold {self.pk}"


def link_token() -> str:
    """80 random bits, short enough for a text."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


class VisitLink(models.Model):
    """The key to the customer's page of one visit."""

    appointment = models.OneToOneField(
        Appointment, on_delete=models.CASCADE, related_name="visit_link"
    )
    token = models.CharField(max_length=16, unique=True, default=link_token)
    expires_at = models.DateTimeField()
    # What was told there of the one who comes, beside what texts have told.
    detail = models.ForeignKey(
        Line, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # By people; what robots fetch for a preview is no visit.
    opened = models.PositiveIntegerField(default=0, db_default=0)
    opened_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="visit_link_over")]

    def __str__(self) -> str:
        return f"VisitLink {self.pk}"

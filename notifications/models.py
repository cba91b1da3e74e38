"""Texts and their attempts, who sends them, who wants none, and what customers answered."""

import base64
import secrets
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.models import Appointment, Customer
from fieldservice.company.models import BusinessUnit, Language, User
from notifications.states import (
    AFTERWARDS,
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


class Sender(models.Model):
    """A number or service texts leave from. Secrets stay in the environment."""

    business_unit = models.OneToOneField(
        BusinessUnit, on_delete=models.CASCADE, related_name="sender"
    )
    address = models.CharField(max_length=60, blank=True, help_text="Number or messaging service.")
    per_second = models.FloatField(default=1, help_text="Texts per second; 0 is no limit.")
    # Moved with every claim, so that all workers on all hosts share one rate.
    next_free_at = models.DateTimeField(null=True, blank=True)
    held_until = models.DateTimeField(null=True, blank=True)
    stopped_code = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return f"Sender of {self.business_unit}"


class MessageQuerySet(models.QuerySet["Message"]):
    def due(self, now: datetime) -> "MessageQuerySet":
        """What may go now, the most urgent first."""
        return self.filter(state=State.QUEUED, send_after__lte=now).order_by(
            "urgency", "send_after", "created_at"
        )

    def telling(self, appointment_id: uuid.UUID) -> "MessageQuerySet":
        """The texts that say who comes and when, the newest first."""
        texts = self.filter(appointment_id=appointment_id).exclude(kind__in=AFTERWARDS)
        return texts.order_by("-appointment_version", "-created_at")

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
    provider_sid = models.CharField(max_length=40, blank=True, db_index=True)
    error_code = models.CharField(max_length=10, blank=True)
    request_id = models.CharField(max_length=60, blank=True)
    interest = models.ForeignKey(
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


class KeptPicture(models.Model):
    """A call whose picture the provider is to forget; the row goes with the picture."""

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, related_name="kept_picture")
    tries = models.PositiveSmallIntegerField(default=0)
    try_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"KeptPicture {self.pk}"


class Suppression(models.Model):
    """A number that wants no texts from a sender: the only truth about opt-outs."""

    number = models.CharField(max_length=30)
    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="suppressions")
    source = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "sender"], name="suppressed_once")]

    def __str__(self) -> str:
        return f"Suppression {self.pk}"


class ReplyQuerySet(models.QuerySet["Reply"]):
    def shown_to(self, person: User) -> "ReplyQuerySet":
        """Those this person may read."""
        return self if person.role == User.Role.MANAGER else self.filter(for_managers=False)

    def unread(self) -> "ReplyQuerySet":
        """Those nobody has read, and of which nothing was understood."""
        return self.filter(read_at=None)

    def said_until(self, reply: "Reply") -> "ReplyQuerySet":
        """What came from the same phone, up to this one."""
        return self.filter(number=reply.number, sender=reply.sender_id, pk__lte=reply.pk)


class Reply(models.Model):
    """What a customer answered, as the provider handed it over."""

    provider_sid = models.CharField(max_length=40, unique=True)
    number = models.CharField(max_length=30, db_index=True)
    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="replies")
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.SET_NULL, related_name="replies"
    )
    body = models.TextField(blank=True)
    # Nobody but a manager reads what was wrong with a colleague's visit.
    for_managers = models.BooleanField(default=False, db_default=False)
    received_at = models.DateTimeField()
    # By nobody, when it was understood and done.
    read_at = models.DateTimeField(null=True, blank=True)
    read_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = ReplyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "replies"
        ordering = ["-received_at"]
        indexes = [
            # Every page of the office counts them.
            models.Index(
                fields=["received_at"], condition=models.Q(read_at=None), name="reply_unread"
            ),
            # What people read is few among all that was understood at once.
            models.Index(
                fields=["-read_at"], condition=models.Q(read_by__isnull=False), name="reply_read"
            ),
        ]

    def __str__(self) -> str:
        return f"Reply {self.pk}"


class ThanksQuerySet(models.QuerySet["Thanks"]):
    def of(self, person: User) -> "ThanksQuerySet":
        """What was said of this person's own visits."""
        return self.filter(technician__user=person)

    def kind(self) -> "ThanksQuerySet":
        """What reaches the technician."""
        return self.filter(thumb=Thanks.Thumb.UP)

    def with_thumb(self) -> "ThanksQuerySet":
        return self.exclude(thumb=Thanks.Thumb.OPEN)

    def to_be_read(self) -> "ThanksQuerySet":
        """Words without a thumb of which nobody has decided who reads them."""
        return self.filter(thumb=Thanks.Thumb.OPEN, kept_at=None)

    def for_lists(self) -> "ThanksQuerySet":
        """With everything a list says of them."""
        visit = ("customer", "location", "business_unit", "job_type")
        return self.select_related("technician", *(f"appointment__{name}" for name in visit))


class Thanks(models.Model):
    """What a customer says of a visit that is done; only kind words reach the technician."""

    class Thumb(models.TextChoices):
        UP = "up", _("Thumbs up")
        DOWN = "down", _("Thumbs down")
        OPEN = "", _("To be read")

    appointment = models.OneToOneField(Appointment, on_delete=models.CASCADE, related_name="thanks")
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="thanks")
    thumb = models.CharField(max_length=4, choices=Thumb.choices, blank=True)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    # When a manager read words without a thumb and kept them in the office.
    kept_at = models.DateTimeField(null=True, blank=True)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "thanks"
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"Thanks {self.pk}"


class CallTaskQuerySet(models.QuerySet["CallTask"]):
    def open(self) -> "CallTaskQuerySet":
        """What is still to be done, the most urgent first."""
        return self.filter(done_at=None).order_by("-urgent", "made_at")

    def shown_to(self, person: User) -> "CallTaskQuerySet":
        """Those this person may know of."""
        if person.role == User.Role.MANAGER:
            return self
        return self.exclude(reason=CallTask.Reason.NOT_HAPPY)


class CallTask(models.Model):
    """A customer a person has to call, as no text can do it."""

    class Reason(models.TextChoices):
        MEANT_THE_VISIT = "meant_the_visit", _("Did they mean the visit? Call.")
        CHANGED = "changed", _("They get no texts, and the visit has changed. Call.")
        WRONG_NUMBER = "wrong_number", _("Somebody else has this number. Find the right one.")
        NOT_DELIVERED = "not_delivered", _("The text could not be delivered. Call.")
        BY_CALL = "by_call", _("They get no texts: read it out to them.")
        QUIET_HOURS = (
            "quiet_hours",
            _("The text waits for the morning and may come too late. Call."),
        )
        HELD_UP = "held_up", _("The text is held up and may come too late. Call.")
        NOT_HAPPY = "not_happy", _("They were not happy with the visit. Call.")
        ANSWER = "answer", _("Your answer could not be texted. Call.")

    # Somebody has to be told how things stand; any later telling makes these idle.
    TELLING = (
        *(Reason.CHANGED, Reason.NOT_DELIVERED, Reason.BY_CALL),
        *(Reason.QUIET_HOURS, Reason.HELD_UP),
    )

    dedupe_key = models.CharField(max_length=80, unique=True)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="call_tasks")
    appointment = models.ForeignKey(
        Appointment, null=True, blank=True, on_delete=models.CASCADE, related_name="call_tasks"
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="call_tasks"
    )
    number = models.CharField(max_length=30)
    reason = models.CharField(max_length=16, choices=Reason.choices)
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    # Nobody, when the call was no longer needed.
    done_by = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CallTaskQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]
        indexes = [
            models.Index(
                fields=["urgent", "made_at"], condition=models.Q(done_at=None), name="call_open"
            )
        ]

    def __str__(self) -> str:
        return f"CallTask {self.pk}"


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


class WordingVersion(models.Model):
    """A company's own words for one kind of text; the newest one overrides the file."""

    kind = models.CharField(max_length=14, choices=Kind.choices)
    language = models.CharField(max_length=5, choices=Language.choices)
    business_unit = models.ForeignKey(
        BusinessUnit, null=True, blank=True, on_delete=models.CASCADE, related_name="wordings"
    )
    text = models.TextField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


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

    def __str__(self) -> str:
        return f"VisitLink {self.pk}"


class Pulse(models.Model):
    """The last sign of life of a part of the product, e.g. the worker."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

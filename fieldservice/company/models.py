"""People who sign in, integrations with a token, business units, and who changed what."""

import uuid
from datetime import date, time
from typing import Any, TypeAlias
from zoneinfo import available_timezones

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy, pgettext_lazy
from phonenumber_field.modelfields import PhoneNumberField

from fieldservice.company.colours import text_on

SATURDAY = 5  # as Python counts weekdays


def validate_time_zone(value: str) -> None:
    """Accept any IANA name, Etc/GMT+5 too."""
    if value not in available_timezones():
        raise ValidationError(f"“{value}” is not a time zone. Example: America/New_York.")


class Language(models.TextChoices):
    ENGLISH = "en", "English"
    SPANISH = "es", "Español"


class User(AbstractUser):
    """A person with a log-in."""

    class Role(models.TextChoices):
        MANAGER = "manager", "Manager"
        DISPATCHER = "dispatcher", "Dispatcher"
        TECHNICIAN = "technician", "Technician"

    role = models.CharField(max_length=12, choices=Role.choices, default=Role.DISPATCHER)


class ApiToken(models.Model):
    """An integration's key; only its hash is kept."""

    class Role(models.TextChoices):
        INTEGRATION = "integration", "Integration"
        READ = "read", "Read only"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100)
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.INTEGRATION)
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Robot(models.TextChoices):
    """Those who act without a log-in or a token."""

    CUSTOMER = "customer", gettext_lazy("Customer")
    SYSTEM = "system", gettext_lazy("System")


# Every service takes one of these as `by`.
Actor: TypeAlias = User | ApiToken | Robot


class BusinessUnit(models.Model):
    """A division: its name in texts, its zone, its hours and its person on the phone."""

    name = models.CharField(max_length=100, unique=True)
    text_name = models.CharField(max_length=30, help_text="The company's name in every text.")
    language = models.CharField(max_length=5, choices=Language.choices, default=Language.ENGLISH)
    time_zone = models.CharField(max_length=64, default="UTC", validators=[validate_time_zone])
    person_phone = PhoneNumberField(blank=True, help_text="Where a person answers.")
    on_call_phone = PhoneNumberField(
        blank=True, default="", db_default="", help_text="Rung when a customer raises an alarm."
    )
    confirm_unassigned = models.BooleanField(
        default=True, help_text="Text a confirmation when nobody is assigned yet."
    )
    approve_photos = models.BooleanField(
        default=True, db_default=True, help_text="A manager looks at technicians' own photos first."
    )
    approve_words = models.BooleanField(
        default=True, db_default=True, help_text="A manager reads technicians' own words first."
    )
    quiet_from = models.TimeField(null=True, blank=True, default=time(21))
    quiet_until = models.TimeField(null=True, blank=True, default=time(8))
    quiet_for_all = models.BooleanField(
        default=False, db_default=False, help_text="Urgent news too waits: somebody calls."
    )
    calls_about_changes = models.BooleanField(
        default=False, db_default=False, help_text="The office phones its customers about changes."
    )
    late_warning = models.PositiveSmallIntegerField(
        default=15,
        db_default=15,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text="Minutes before a window ends at which a text about the delay is proposed.",
    )
    # When a person answers; both empty: whenever it is not quiet.
    office_from = models.TimeField(null=True, blank=True)
    office_until = models.TimeField(null=True, blank=True)
    office_at_weekends = models.BooleanField(default=False, db_default=False)
    is_default = models.BooleanField(default=False)
    colour = models.CharField(max_length=7, blank=True, default="", db_default="")  # "#0f766e"
    logo_key = models.CharField(
        max_length=16, blank=True, default="", db_default="", editable=False
    )
    # When a manager was through with the first-run guide; of the default unit alone it counts.
    guided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="one_default_unit",
                violation_error_message="Another unit is the default already.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def works_on(self, day: date) -> bool:
        """Whether people of whom no hours are known are thought at work; weekends must be said."""
        says_weekends = self.office_from is not None and self.office_at_weekends
        return says_weekends or day.weekday() < SATURDAY

    @property
    def logo_url(self) -> str:
        """The path of the logo, "" without one; the key in it is new with every logo."""
        return reverse("logo", args=[self.logo_key]) if self.logo_key else ""

    @property
    def on_colour(self) -> str:
        """The letters that can be read on `colour`: white or dark, "" without a colour."""
        return text_on(self.colour) if self.colour else ""


class ChangeQuerySet(models.QuerySet["Change"]):
    def about(self, subject: models.Model) -> "ChangeQuerySet":
        """The history of one thing, the newest line first."""
        return self.filter(subject_type=subject._meta.label_lower, subject_id=str(subject.pk))


class Change(models.Model):
    """One line of history: who did what to which thing, and when."""

    at = models.DateTimeField(auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    token = models.ForeignKey(
        ApiToken, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    robot = models.CharField(max_length=10, choices=Robot.choices, blank=True)
    what = models.CharField(max_length=40)
    subject_type = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=40)
    details: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id", "at"])]

    def __str__(self) -> str:
        return f"{self.what} {self.subject_type}"


class Look(models.Model):
    """Somebody of the office opened something about a customer; ids only."""

    class What(models.TextChoices):
        CUSTOMER = "customer", pgettext_lazy("looked at", "Customer")
        VISIT = "visit", gettext_lazy("Visit")
        THREAD = "thread", gettext_lazy("Conversation")
        VOICEMAIL = "voicemail", gettext_lazy("Message on tape")
        EXPORT = "export", gettext_lazy("Export")

    at = models.DateTimeField(db_index=True)
    user = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="looks")
    what = models.CharField(max_length=10, choices=What.choices)
    subject_id = models.CharField(max_length=40)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["user", "at"], name="look_of_person"),
            models.Index(fields=["subject_id", "at"], name="look_at_subject"),
        ]

    def __str__(self) -> str:
        return f"Look {self.pk}"


class IdempotencyKey(models.Model):
    """A request an integration may send twice, and the answer it then gets again."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="idempotency_keys")
    key = models.CharField(max_length=255)
    body_hash = models.CharField(max_length=64)
    answer: "models.JSONField[dict[str, Any], dict[str, Any]]" = models.JSONField(default=dict)
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key")]

    def __str__(self) -> str:
        return f"IdempotencyKey {self.pk}"


class Tally(models.Model):
    """How often somebody tried something since `started_at`; the key is a hash of who."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"Tally {self.key[:8]}"

"""Who sends, who wants no texts, what a company says in its own words, and signs of life."""

from datetime import datetime

from django.conf import settings
from django.db import models

from appointments.models import JobType
from fieldservice.company.models import BusinessUnit, Language
from notifications.states import CrewKind, Kind, Reason


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

    def why_closed(self, now: datetime) -> Reason | None:
        """Why no text leaves from here now, however long it waits."""
        if self.stopped_code:
            return Reason.SENDER_STOPPED
        is_held = self.held_until is not None and self.held_until > now
        return Reason.DAILY_CAP if is_held else None


class Suppression(models.Model):
    """A number that wants no texts from a sender: the only truth about opt-outs.

    Or an e-mail address that gets no e-mails, from whatever sender.
    """

    number = models.CharField(max_length=254)
    sender = models.ForeignKey(Sender, on_delete=models.CASCADE, related_name="suppressions")
    source = models.CharField(max_length=20)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["number", "sender"], name="suppressed_once")]

    def __str__(self) -> str:
        return f"Suppression {self.pk}"


class Landline(models.Model):
    """An address that could take no text, remembered when the texts that showed it are gone."""

    number = models.CharField(max_length=40, unique=True)

    def __str__(self) -> str:
        return f"Landline {self.pk}"


class WordingVersion(models.Model):
    """A company's own words for one kind of text; the newest one overrides the file.

    Without a text it gave its own words up. With a unit it counts for that unit alone.
    """

    kind = models.CharField(max_length=14, choices=[*Kind.choices, *CrewKind.choices])
    language = models.CharField(max_length=5, choices=Language.choices)
    business_unit = models.ForeignKey(
        BusinessUnit, null=True, blank=True, on_delete=models.CASCADE, related_name="wordings"
    )
    text = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["kind", "language", "created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class TextSwitch(models.Model):
    """Whether a unit sends one kind of text, for all its visits or for one kind of work."""

    business_unit = models.ForeignKey(
        BusinessUnit, on_delete=models.CASCADE, related_name="text_switches"
    )
    job_type = models.ForeignKey(
        JobType, null=True, blank=True, on_delete=models.CASCADE, related_name="text_switches"
    )
    kind = models.CharField(max_length=14, choices=Kind.choices)
    is_on = models.BooleanField()

    class Meta:
        verbose_name_plural = "text switches"
        constraints = [
            models.UniqueConstraint(
                fields=["business_unit", "job_type", "kind"], name="one_switch_for_a_job"
            ),
            models.UniqueConstraint(
                fields=["business_unit", "kind"],
                condition=models.Q(job_type=None),
                name="one_switch_for_all",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {'on' if self.is_on else 'off'}"


class Pulse(models.Model):
    """The last sign of life of a part of the product, e.g. the worker."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name

"""Technicians, what they are good at, and their photos."""

import base64
import secrets
import uuid
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from fieldservice.company.models import BusinessUnit, Language
from fieldservice.company.names import validate_line, validate_name

MOST_YEARS = 60  # in a trade, before joining
PHOTO_AGES_AFTER = timedelta(days=365)
SUPERSEDED_LIVES = timedelta(hours=24)  # a text on its way may still fetch the former photo
CLAIM_HOLDS = timedelta(seconds=60)  # twice the longest that one picture may take


class Skill(models.Model):
    """Something a technician can do and a job can ask for."""

    name = models.CharField(max_length=60, unique=True, validators=[validate_line])

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class SkillWords(models.Model):
    """How a skill is said to a customer, after “Good at:”."""

    skill = models.ForeignKey(Skill, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=5, choices=Language.choices)
    text = models.CharField(max_length=60, validators=[validate_line])

    class Meta:
        verbose_name_plural = "skill words"
        constraints = [
            models.UniqueConstraint(fields=["skill", "language"], name="skill_words_once")
        ]

    def __str__(self) -> str:
        return self.text


class TechnicianQuerySet(models.QuerySet["Technician"]):
    def working_on(self, day: date) -> "TechnicianQuerySet":
        """Technicians who have not left by `day`."""
        return self.filter(models.Q(left_on=None) | models.Q(left_on__gt=day))

    def with_skills(self, skills: models.QuerySet[Skill]) -> "TechnicianQuerySet":
        """Technicians who have every one of `skills`."""
        technicians = self
        for skill in skills:
            technicians = technicians.filter(skills=skill)
        return technicians

    def for_introduction(self) -> "TechnicianQuerySet":
        """With everything an introduction says, in a handful of queries."""
        return self.prefetch_related(
            "skills__words", "lines", "drafts", "consents", "headshots", "certifications"
        )


class Technician(models.Model):
    """Someone who visits customers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="technician",
    )
    business_unit = models.ForeignKey(
        BusinessUnit, null=True, blank=True, on_delete=models.SET_NULL, related_name="technicians"
    )
    display_name = models.CharField(max_length=60, validators=[validate_name])
    hired_on = models.DateField()
    left_on = models.DateField(null=True, blank=True)
    phone = PhoneNumberField(blank=True)
    languages: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    skills = models.ManyToManyField(Skill, blank=True, related_name="technicians")
    say_it_like = models.CharField(
        max_length=40, blank=True, default="", db_default="", validators=[validate_line]
    )
    pronouns = models.CharField(
        max_length=30, blank=True, default="", db_default="", validators=[validate_line]
    )
    # In the trade before they joined, as they say themselves.
    years_before = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MaxValueValidator(MOST_YEARS)]
    )
    # What customers look out for, in the language of the company: “white Acme van”.
    van = models.CharField(
        max_length=40, blank=True, default="", db_default="", validators=[validate_line]
    )
    # The same in the company's other language, for customers who speak that.
    van_translated = models.CharField(
        max_length=40, blank=True, default="", db_default="", validators=[validate_line]
    )
    external_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Texts and pages say the first name only, until they switch it off again.
    paused_at = models.DateTimeField(null=True, blank=True, editable=False)
    # They have left, and what was here about them is gone.
    removed_at = models.DateTimeField(null=True, blank=True, editable=False)
    words_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    photo_asked_at = models.DateTimeField(null=True, blank=True, editable=False)
    sample_sent_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TechnicianQuerySet.as_manager()

    class Meta:
        ordering = ["display_name"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def first_name(self) -> str:
        """What customers call them: the first word of the display name."""
        return self.display_name.split()[0] if self.display_name.split() else ""

    def has_left(self, day: date) -> bool:
        return self.left_on is not None and self.left_on <= day

    def granted(self) -> set[str]:
        """The fields they agreed to, wherever it is; while they pause none is told all the same."""
        return {consent.field for consent in self.consents.all() if consent.is_granted}

    def agreed(self, channel: str | None = None) -> set[str]:
        """The fields that customers may be told at this moment: there, or anywhere for None."""
        if self.paused_at:
            return set()
        return {each.field for each in self.consents.all() if each.covers(channel)}

    def headshot(self) -> "Headshot | None":
        """The photo customers get now, or None."""
        return next((shot for shot in self.headshots.all() if shot.is_published), None)

    def chosen_headshot(self) -> "Headshot | None":
        """The photo they want: one that waits for approval, else the one customers get."""
        waiting = (shot for shot in self.headshots.all() if shot.state == Headshot.State.WAITING)
        return next(waiting, self.headshot())


class Certification(models.Model):
    """A paper that says what they may do; its name is the same in every language."""

    technician = models.ForeignKey(
        Technician, on_delete=models.CASCADE, related_name="certifications"
    )
    name = models.CharField(max_length=60, validators=[validate_line])
    year = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1950), MaxValueValidator(2100)]
    )

    class Meta:
        ordering = ["pk"]  # as they wrote them

    def __str__(self) -> str:
        return f"{self.name}, {self.year}" if self.year else self.name


def headshot_key() -> str:
    """A new unguessable address: 80 random bits, short enough for any carrier."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


class HeadshotQuerySet(models.QuerySet["Headshot"]):
    def dead(self, now: datetime) -> "HeadshotQuerySet":
        """Those whose files may be there still but are not served any more."""
        ended = models.Q(state__in=[Headshot.State.WITHDRAWN, Headshot.State.REFUSED])
        superseded = models.Q(state=Headshot.State.SUPERSEDED)
        over = superseded & models.Q(ended_at__lte=now - SUPERSEDED_LIVES)
        return self.filter(ended | over, has_files=True)

    def idle(self, now: datetime) -> "HeadshotQuerySet":
        """Those waiting for a worker, or left behind by one that died."""
        unclaimed = models.Q(claimed_at=None) | models.Q(claimed_at__lte=now - CLAIM_HOLDS)
        return self.filter(unclaimed, state=Headshot.State.PROCESSING)

    def withdraw(self, now: datetime) -> None:
        """Take down what customers see, what they may see still, and what they would see soon."""
        alive = set(Headshot.State) - {Headshot.State.REFUSED, Headshot.State.WITHDRAWN}
        self.filter(state__in=alive).update(state=Headshot.State.WITHDRAWN, ended_at=now)


class Headshot(models.Model):
    """One uploaded photo and what became of it; files are named by `key`."""

    class State(models.TextChoices):
        PROCESSING = "processing", _("Being made ready")
        WAITING = "waiting", _("Waits for approval")
        READY = "ready", _("Ready")
        REFUSED = "refused", _("Not usable")
        SUPERSEDED = "superseded", _("Replaced")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="headshots")
    state = models.CharField(max_length=12, choices=State.choices, default=State.PROCESSING)
    key = models.CharField(max_length=16, unique=True, default=headshot_key)
    findings: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list, blank=True)
    crop: "models.JSONField[list[float] | None, list[float] | None]" = models.JSONField(
        null=True, blank=True
    )
    placeholder = models.TextField(blank=True)
    color = models.CharField(max_length=7, blank=True)
    upload = models.CharField(max_length=60, blank=True)  # storage name, until it is deleted
    has_files = models.BooleanField(default=False)
    tries = models.PositiveSmallIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)
    uploaded_at = models.DateTimeField()
    # A new crop is the same picture and as old as that.
    first_uploaded_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    needs_approval = models.BooleanField(default=False, db_default=False)
    # What the manager said instead of a yes.
    answer = models.CharField(max_length=300, blank=True, default="", db_default="")

    objects = HeadshotQuerySet.as_manager()

    class Meta:
        ordering = ["-uploaded_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["technician"],
                condition=models.Q(state="ready"),
                name="one_headshot_in_use",
            )
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.pk}"

    @property
    def is_published(self) -> bool:
        return self.state == self.State.READY

    @property
    def first_came_at(self) -> datetime:
        """When the picture came to us, however often it was cropped since."""
        return self.first_uploaded_at or self.uploaded_at

    def is_old(self, now: datetime) -> bool:
        """Whether it is time to ask for a new one."""
        return now - self.first_came_at >= PHOTO_AGES_AFTER

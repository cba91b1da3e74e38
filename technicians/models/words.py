"""What technicians say of themselves, what waits for approval, and what they agreed to."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from fieldservice.company.models import Language
from fieldservice.company.names import validate_line
from technicians.models.people import Technician

LINE_SLEEPS_AFTER = timedelta(days=180)


class Line(models.Model):
    """A technician's own words, in one language."""

    class Kind(models.TextChoices):
        INTEREST = "interest", _("Off duty")
        OPENER = "opener", _("In their own voice")
        BIO = "bio", _("About me")

    LIMITS = {Kind.INTEREST: 60, Kind.OPENER: 160, Kind.BIO: 600}

    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="lines")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    language = models.CharField(max_length=5, choices=Language.choices)
    text = models.CharField(max_length=600)
    position = models.PositiveSmallIntegerField(default=0)
    renewed_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "position", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.position}"

    def clean(self) -> None:
        limit = self.LIMITS[self.Kind(self.kind)]
        if len(self.text) > limit:
            message = _("At most %(limit)d characters; this has %(count)d.")
            raise ValidationError(message, params={"limit": limit, "count": len(self.text)})
        if self.kind != self.Kind.BIO:
            validate_line(self.text)

    def is_awake(self, now: datetime) -> bool:
        """Lines sleep after half a year until their owner says “still true”."""
        return now < self.sleeps_at

    @property
    def sleeps_at(self) -> datetime:
        return self.renewed_at + LINE_SLEEPS_AFTER


class Draft(models.Model):
    """Own words of one kind and language that wait for approval; lines hold approved words only."""

    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="drafts")
    kind = models.CharField(max_length=10, choices=Line.Kind.choices)
    language = models.CharField(max_length=5, choices=Language.choices)
    texts: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    written_at = models.DateTimeField()
    # What the manager said instead of a yes.
    answer = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["written_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["technician", "kind", "language"], name="one_draft_per_kind"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language}"


class Consent(models.Model):
    """What a technician says of one field: may customers be told, and where?"""

    class Channel(models.TextChoices):
        TEXTS = "texts", _("In texts")
        PAGE = "page", _("On the customer's page")

    class Field(models.TextChoices):
        PHOTO = "photo", _("Photo")
        TENURE = "tenure", _("Years with the company")
        SKILLS = "skills", _("What I am good at")
        INTEREST = "interest", _("Off duty")
        OPENER = "opener", _("In my own voice")
        BIO = "bio", _("About me")
        TRADE = "trade", _("Years in the trade")
        SAY_LIKE = "say_like", _("How to say my name")
        PRONOUNS = "pronouns", _("Pronouns")
        CERTIFIED = "certified", _("Certificates")
        LANGUAGES = "languages", _("Languages I speak")

    class Source(models.TextChoices):
        SELF = "self", _("The technician")
        COMPANY = "company", _("The office")
        API = "api", _("An integration")

    # What one place alone says anyhow; of all other fields they choose the places.
    ONLY_IN = {
        Field.OPENER: Channel.TEXTS,
        Field.BIO: Channel.PAGE,
        Field.SAY_LIKE: Channel.PAGE,
        Field.PRONOUNS: Channel.PAGE,
        Field.CERTIFIED: Channel.PAGE,
        Field.LANGUAGES: Channel.PAGE,
    }

    technician = models.ForeignKey(Technician, on_delete=models.CASCADE, related_name="consents")
    field = models.CharField(max_length=10, choices=Field.choices)
    source = models.CharField(max_length=10, choices=Source.choices)
    granted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    in_texts = models.BooleanField(default=True, db_default=True)
    on_page = models.BooleanField(default=True, db_default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["technician", "field"], name="consent_once_per_field")
        ]

    def __str__(self) -> str:
        return self.field

    @property
    def is_granted(self) -> bool:
        return self.withdrawn_at is None

    def covers(self, channel: str | None) -> bool:
        """Whether customers may be told there; for None, anywhere at all."""
        places: dict[str | None, bool] = {
            None: True,
            self.Channel.TEXTS: self.in_texts,
            self.Channel.PAGE: self.on_page,
        }
        return self.is_granted and places[channel]

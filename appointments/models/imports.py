"""Files that were brought in: how far each has come, and what was wrong with its rows."""

import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from appointments.columns import Field, Kind
from fieldservice.company.models import BusinessUnit

KEPT_FOR = timedelta(days=30)  # a file that was not brought in, with its problems
CLAIM_HOLDS = timedelta(seconds=60)
MOST_TRIES = 5


class ImportQuerySet(models.QuerySet["Import"]):
    def active(self) -> "ImportQuerySet":
        """Those a worker has something to do for."""
        return self.filter(state__in=[Import.State.CHECKING, Import.State.RUNNING])

    def free(self, now: datetime) -> "ImportQuerySet":
        """Those no worker is at, or none that is still alive."""
        return self.filter(models.Q(busy_until=None) | models.Q(busy_until__lt=now))

    def stalled(self, now: datetime) -> "ImportQuerySet":
        """Those that nobody works on although something is to be done."""
        return self.active().free(now)

    def half_in(self) -> "ImportQuerySet":
        """Those of which only some rows are here; the others need the file."""
        stopped = models.Q(state=Import.State.FAILED, position__gt=0)
        return self.filter(models.Q(state=Import.State.RUNNING) | stopped)

    def put_aside(self) -> "ImportQuerySet":
        """Those of which nothing was brought in."""
        begun = models.Q(pk__in=self.half_in()) | models.Q(state=Import.State.DONE)
        return self.exclude(begun)


class Import(models.Model):
    """One uploaded file, from its headings to the rows it brought in."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Columns to be told")
        CHECKING = "checking", _("Being checked")
        CHECKED = "checked", _("Checked")
        RUNNING = "running", _("Being brought in")
        DONE = "done", _("Brought in")
        FAILED = "failed", _("Stopped")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    # Where the file and its rows lie in the storage; nothing under imports/ is ever served.
    upload = models.CharField(max_length=100, blank=True)
    lines = models.CharField(max_length=100, blank=True)
    # The first rows as they were read, and which of them holds the headings.
    sample: "models.JSONField[list[list[str]], list[list[str]]]" = models.JSONField(default=list)
    heading_row = models.PositiveSmallIntegerField(default=0)
    # Column number to field, as JSON has it: with text as key.
    columns: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    month_first = models.BooleanField(default=True)
    # Where and since when its customers agreed to texts; no source: they didn't.
    consent_source = models.CharField(max_length=60, blank=True)
    consent_on = models.DateField(null=True, blank=True)
    # Whom names in the file stand for that no technician here has: name to id, "" for nobody.
    names: "models.JSONField[dict[str, str] | None, dict[str, str] | None]" = models.JSONField(
        null=True
    )
    # Set where all visits are of one kind of work; all of it of another unit than the default one.
    job_type = models.ForeignKey(
        "appointments.JobType", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    business_unit = models.ForeignKey(
        BusinessUnit, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Where a dry run keeps what it has seen so far, beside the file.
    notes = models.CharField(max_length=100, blank=True, default="", db_default="")
    # How far it has come, in bytes and in rows; written with the rows themselves.
    position = models.PositiveBigIntegerField(default=0)
    row = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    made = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    left_out = models.PositiveIntegerField(default=0)
    past = models.PositiveIntegerField(default=0)
    new_words: "models.JSONField[dict[str, list[str]], dict[str, list[str]]]" = models.JSONField(
        default=dict
    )
    failure = models.CharField(max_length=300, blank=True)
    claim = models.UUIDField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)
    tries = models.PositiveSmallIntegerField(default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    introduce_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    introduce_at = models.DateTimeField(null=True, blank=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"Import {self.pk}"

    @property
    def headings(self) -> list[str]:
        return self.sample[self.heading_row] if self.sample else []

    @property
    def percent(self) -> int:
        return min(100, self.row * 100 // self.total) if self.total else 0

    @property
    def is_active(self) -> bool:
        """Whether a worker has something to do for it."""
        return self.state in {self.State.CHECKING, self.State.RUNNING}

    @property
    def may_be_told(self) -> bool:
        """Whether what its columns say may still be changed."""
        return self.state in {self.State.UPLOADED, self.State.CHECKED, self.State.FAILED}

    def fields(self) -> dict[int, Field]:
        return {int(column): Field(field) for column, field in self.columns.items()}


class ImportProblem(models.Model):
    """What is wrong with one cell; some leave the whole row out, most only that cell."""

    class What(models.TextChoices):
        NO_NAME = "no_name", _("There is no name.")
        BAD_NAME = "bad_name", _("This can't be a name.")
        NO_PHONE = "no_phone", _("There is no phone number.")
        BAD_PHONE = "bad_phone", _("This is not a mobile number that can get texts.")
        NO_DAY = "no_day", _("There is no day.")
        BAD_DAY = "bad_day", _("This can't be read as a day.")
        BAD_TIME = "bad_time", _("This can't be read as a time.")
        ENDS_FIRST = "ends_first", _("It ends before it starts.")
        TWICE = "twice", _("The same stands in an earlier row.")
        NO_CUSTOMER = "no_customer", _("No customer is known by this. Bring in customers first.")
        MANY_CUSTOMERS = "many", _("Several customers have this name. Add their numbers.")
        TOO_LONG = "too_long", _("This is too long.")
        NO_HIRED_ON = "no_hired_on", _("There is no day they started with you.")
        # These leave the row in.
        LEFT_AWAY = "left_away", _("This is no number that can get texts. It is left away.")
        BAD_EMAIL = "bad_email", _("This is not an e-mail address. It is left away.")
        BAD_LANGUAGE = "bad_language", _("We write English and Spanish. Texts are in your own.")
        UNKNOWN_TECHNICIAN = "unknown_tech", _("No technician has this name. Nobody is assigned.")
        SEVERAL = "several", _("Several technicians. The first one we know is assigned.")
        BUSY = "busy", _("They have another visit at that time. Nobody is assigned.")
        CANT = "cant", _("They have left by then, or lack a skill. Nobody is assigned.")
        NO_TIME = "no_time", _("No time is given: any time from 8 to 5.")
        NO_JOB = "no_job", _("No kind of work is given. It is called “Visit”.")
        BAD_POINT = "bad_point", _("This is no point on the map. It is left away.")
        CUT = "cut", _("This is too long and was cut.")
        OFF = "off", _("They are off then. Nobody is assigned.")
        TURNED = "turned", _("Day and month stand the other way round here. It was read so.")

    LEAVE_OUT = frozenset(What.values[: What.values.index("no_hired_on") + 1])

    file = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField()
    field = models.CharField(max_length=20, choices=Field.choices)
    heading = models.CharField(max_length=100, blank=True)
    what = models.CharField(max_length=12, choices=What.choices)
    value = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["row", "pk"]
        indexes = [models.Index(fields=["file", "row"])]

    def __str__(self) -> str:
        return f"{self.what}, row {self.row}"

    @property
    def leaves_out(self) -> bool:
        return self.what in self.LEAVE_OUT

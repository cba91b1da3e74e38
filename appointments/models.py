"""Customers and what they agreed to, places, kinds of work, and the visits themselves."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber

from appointments.statuses import LIVE, Status
from fieldservice.company.models import BusinessUnit, Language, validate_time_zone
from fieldservice.company.names import validate_line, validate_name
from technicians.models import Consent, Skill, Technician

WIDEST = timedelta(hours=15)  # no zone is farther from UTC


class Customer(models.Model):
    """Who is visited. A phone number is not unique: households share one."""

    class Reach(models.TextChoices):
        PICTURE = "picture", _("Texts with pictures")
        PLAIN = "plain", _("Plain texts")
        CALL = "call", _("Phone calls")
        EMAIL = "email", _("E-mail")

    class VisitStyle(models.TextChoices):
        ANY = "", _("No preference")
        CHATTY = "chatty", _("Happy to chat")
        QUIET = "quiet", _("Rather quiet")
        EXPLAIN = "explain", _("Explain as you go")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=100, validators=[validate_name])
    greeting = models.CharField(max_length=60, blank=True, validators=[validate_name])
    say_it_like = models.CharField(max_length=60, blank=True, validators=[validate_line])
    phone = PhoneNumberField(db_index=True)
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=5, choices=Language.choices, default=Language.ENGLISH)
    time_zone = models.CharField(max_length=64, blank=True, validators=[validate_time_zone])
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.PICTURE)
    visit_style = models.CharField(max_length=10, choices=VisitStyle.choices, blank=True)
    external_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ConsentEvent(models.Model):
    """A customer gave or took back the agreement to be texted; rows are only ever added."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consent_events")
    granted = models.BooleanField(default=True)
    source = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{'yes' if self.granted else 'no'}, {self.source}"


class Location(models.Model):
    """Where a visit happens."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="locations")
    address = models.CharField(max_length=300)
    time_zone = models.CharField(max_length=64, blank=True, validators=[validate_time_zone])
    access_notes = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "address"], name="one_address_per_customer")
        ]

    def __str__(self) -> str:
        return f"Location {self.pk}"


class JobType(models.Model):
    """A kind of work, how long it takes and what it asks of a technician."""

    name = models.CharField(max_length=60, unique=True, validators=[validate_line])
    minutes = models.PositiveSmallIntegerField(default=60)
    skills = models.ManyToManyField(Skill, blank=True, related_name="job_types")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def duration(self) -> timedelta:
        return timedelta(minutes=self.minutes)


class JobTypeWords(models.Model):
    """How a kind of work is said to a customer: “your boiler service”."""

    job_type = models.ForeignKey(JobType, on_delete=models.CASCADE, related_name="words")
    language = models.CharField(max_length=5, choices=Language.choices)
    text = models.CharField(max_length=60, validators=[validate_line])

    class Meta:
        verbose_name_plural = "job type words"
        constraints = [
            models.UniqueConstraint(fields=["job_type", "language"], name="job_type_words_once")
        ]

    def __str__(self) -> str:
        return self.text


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def live(self) -> "AppointmentQuerySet":
        """Visits that still take a technician's time."""
        return self.filter(status__in=LIVE)

    def overlapping(self, start: datetime, end: datetime) -> "AppointmentQuerySet":
        return self.filter(planned_start__lt=end, planned_end__gt=start)

    def ahead(self, now: datetime) -> "AppointmentQuerySet":
        """Visits that have not begun and whose window is not over."""
        return self.filter(status=Status.SCHEDULED, arrival_window_end__gt=now)

    def near(self, day: date, until: date | None = None) -> "AppointmentQuerySet":
        """Visits that may be on these days where they are; `Appointment.day` has the last word."""
        first, last = (datetime.combine(each, time(), UTC) for each in (day, until or day))
        return self.filter(
            planned_start__gte=first - WIDEST,
            planned_start__lt=last + timedelta(days=1) + WIDEST,
        )

    def for_lists(self) -> "AppointmentQuerySet":
        """With everything a list of visits shows of them, except their texts."""
        return self.select_related(
            "customer", "location", "business_unit", "technician", "job_type"
        ).prefetch_related("technician__headshots")

    def for_texts(self) -> "AppointmentQuerySet":
        """With everything a text about them says."""
        # What many visits share is fetched apart: they then share one object, and what hangs on it.
        return self.select_related("customer", "location").prefetch_related(
            "business_unit",
            "job_type__words",
            "technician__skills__words",
            "technician__lines",
            "technician__consents",
            "technician__headshots",
        )


class Appointment(models.Model):
    """One planned visit."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    business_unit = models.ForeignKey(
        BusinessUnit, on_delete=models.PROTECT, related_name="appointments"
    )
    customer = models.ForeignKey(Customer, on_delete=models.PROTECT, related_name="appointments")
    location = models.ForeignKey(Location, null=True, blank=True, on_delete=models.SET_NULL)
    technician = models.ForeignKey(
        Technician, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    job_type = models.ForeignKey(JobType, on_delete=models.PROTECT, related_name="appointments")
    # The father at home, when the daughter books.
    contact_name = models.CharField(max_length=60, blank=True, validators=[validate_name])
    contact_phone = PhoneNumberField(blank=True)
    arrival_window_start = models.DateTimeField()
    arrival_window_end = models.DateTimeField()
    planned_start = models.DateTimeField()
    planned_end = models.DateTimeField()
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SCHEDULED)
    status_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # When the technician, running late, thinks to be there.
    expected_at = models.DateTimeField(null=True, blank=True)
    # The first name of the one who comes along.
    apprentice = models.CharField(
        max_length=30, blank=True, default="", db_default="", validators=[validate_name]
    )
    # Who wants to be introduced here by the first name only; for anybody else it doesn't count.
    hidden_technician = models.ForeignKey(
        Technician, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    notes = models.TextField(blank=True)
    on_the_phone = models.BooleanField(
        default=False, help_text="Booked while the customer was on the phone: no quiet hours."
    )
    external_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    # Made with the booking form: the same form sent twice is one visit.
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["planned_start"]
        indexes = [models.Index(fields=["technician", "planned_start"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(arrival_window_end__gt=models.F("arrival_window_start")),
                name="window_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(planned_end__gt=models.F("planned_start")),
                name="plan_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"Appointment {self.pk}"

    @property
    def zone(self) -> ZoneInfo:
        """The zone that rules words, quiet hours and days of this visit."""
        place = self.location.time_zone if self.location else ""
        return ZoneInfo(place or self.customer.time_zone or self.business_unit.time_zone)

    @property
    def day(self) -> date:
        """The day of the visit where it is."""
        return self.planned_start.astimezone(self.zone).date()

    @property
    def introduce_plainly(self) -> bool:
        """Whether the one who comes wants nothing but the first name told for this visit."""
        return self.technician_id is not None and self.technician_id == self.hidden_technician_id

    def tellable(self, channel: Consent.Channel) -> set[str]:
        """What this customer may be told there of the one who comes, apart from the first name."""
        if self.technician is None or self.introduce_plainly:
            return set()
        return self.technician.agreed(channel)

    @property
    def text_to(self) -> str:
        """The number that gets the texts, as E.164."""
        return str(self.text_phone.as_e164)

    @property
    def text_phone(self) -> PhoneNumber:
        """The number that gets the texts."""
        return self.contact_phone or self.customer.phone

    @property
    def is_live(self) -> bool:
        return self.status in LIVE


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

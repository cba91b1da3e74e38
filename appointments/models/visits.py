"""Kinds of work, and the visits themselves."""

import uuid
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField
from phonenumber_field.phonenumber import PhoneNumber

from appointments.models.customers import Customer, Location
from appointments.models.imports import Import
from appointments.models.search import Findable, FindableQuerySet, SearchWord
from appointments.search_words import number_words, words_of
from appointments.statuses import LIVE, Status
from fieldservice.company.models import BusinessUnit, Language
from fieldservice.company.names import validate_line, validate_name
from technicians.models import Consent, Skill, Technician

WIDEST = timedelta(hours=15)  # no zone is farther from UTC


class JobTypeQuerySet(models.QuerySet["JobType"]):
    def offered(self) -> "JobTypeQuerySet":
        """What may be booked; visits of old keep what was archived since."""
        return self.filter(archived_at=None)


class JobType(models.Model):
    """A kind of work, how long it takes and what it asks of a technician."""

    class Tone(models.TextChoices):
        NORMAL = "normal", _("Friendly")
        SOBER = "sober", _("Sober")

    name = models.CharField(max_length=60, unique=True, validators=[validate_line])
    minutes = models.PositiveSmallIntegerField(default=60)
    skills = models.ManyToManyField(Skill, blank=True, related_name="job_types")
    # Sober where the customer is in trouble, or would not want a neighbor to read it.
    tone = models.CharField(
        max_length=6, choices=Tone.choices, default=Tone.NORMAL, db_default=Tone.NORMAL
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = JobTypeQuerySet.as_manager()

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


class AppointmentQuerySet(FindableQuerySet["Appointment"]):
    def live(self) -> "AppointmentQuerySet":
        """Visits that still take a technician's time."""
        return self.filter(status__in=LIVE)

    def overlapping(self, start: datetime, end: datetime) -> "AppointmentQuerySet":
        return self.filter(planned_start__lt=end, planned_end__gt=start)

    def ahead(self, now: datetime) -> "AppointmentQuerySet":
        """Visits that have not begun and whose window is not over."""
        return self.filter(status=Status.SCHEDULED, arrival_window_end__gt=now)

    def to_introduce(self, now: datetime) -> "AppointmentQuerySet":
        """Imported visits ahead of which nobody was told yet."""
        return self.ahead(now).filter(introduce_later=True)

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


class Appointment(Findable):
    """One planned visit."""

    FOUND_BY = frozenset({"contact_name", "contact_phone"})

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
    # Our own work is to be put right.
    recall = models.BooleanField(default=False, db_default=False)
    # When the technician, on the way or running late, thinks to be there.
    expected_at = models.DateTimeField(null=True, blank=True)
    # The first name of the one who comes along.
    apprentice = models.CharField(
        max_length=30, blank=True, default="", db_default="", validators=[validate_name]
    )
    # Who wants to be introduced here by the first name only; for anybody else it doesn't count.
    hidden_technician = models.ForeignKey(
        Technician, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # The customer asks for them at the door; each face has its own.
    door_words = models.CharField(max_length=40, blank=True, default="", db_default="")
    # As the technician says of a visit that did not go well.
    rough = models.BooleanField(default=False, db_default=False)
    notes = models.TextField(blank=True)
    on_the_phone = models.BooleanField(
        default=False, help_text="Booked while the customer was on the phone: no quiet hours."
    )
    external_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    # Booked in another program: the customer knows of the visit, though nothing of us.
    imported = models.ForeignKey(
        Import, null=True, blank=True, on_delete=models.SET_NULL, related_name="visits"
    )
    # Nothing is told of it by itself, until somebody asks for that or changes who comes or when.
    introduce_later = models.BooleanField(default=False, db_default=False, editable=False)
    # Made with the booking form: the same form sent twice is one visit.
    form_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["planned_start"]
        indexes = [
            models.Index(fields=["technician", "planned_start"]),
            models.Index(fields=["planned_start"], name="visit_start"),
            models.Index(
                fields=["imported"],
                condition=models.Q(introduce_later=True),
                name="visit_to_introduce",
            ),
        ]
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

    def own_words(self) -> models.QuerySet[SearchWord]:
        return self.words.all()

    def search_words(self) -> list[SearchWord]:
        """Of whoever is at home in the customer's place."""
        words = words_of(self.contact_name)
        if phone := self.contact_phone:
            words |= number_words(str(phone), str(phone.national_number))
        return [SearchWord(customer_id=self.customer_id, visit=self, word=word) for word in words]

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
    def is_sober(self) -> bool:
        """Whether this is no occasion for cheer or anything personal."""
        return self.recall or self.job_type.tone == JobType.Tone.SOBER

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
        """The number that gets the texts, as E.164; "" of an erased customer."""
        phone = self.text_phone
        return str(phone.as_e164) if phone.country_code else ""

    @property
    def text_phone(self) -> PhoneNumber:
        """The number that gets the texts."""
        # Not by `or`: a number counts as true once it is found to be one that could exist.
        numbers = (self.contact_phone, self.customer.phone)
        return next((one for one in numbers if isinstance(one, PhoneNumber)), PhoneNumber())

    @property
    def is_unconfirmed(self) -> bool:
        """Whether its time still waits for the customer's yes."""
        return self.status == Status.SCHEDULED and self.confirmed_at is None

    @property
    def is_live(self) -> bool:
        return self.status in LIVE

"""Customers, what they agreed to, and where they are visited."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from appointments.models.search import Findable, FindableQuerySet, SearchWord
from appointments.search_words import number_words, words_of
from fieldservice.company.models import Language, validate_time_zone
from fieldservice.company.names import validate_line, validate_name


class CustomerQuerySet(FindableQuerySet["Customer"]):
    def kept(self) -> "CustomerQuerySet":
        """Those who can be found and booked for; of the others only numbers are left."""
        return self.filter(erased_at=None)


class Customer(Findable):
    """Who is visited. A phone number is not unique: households share one."""

    FOUND_BY = frozenset({"name", "phone", "external_id"})

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
    fewer_texts = models.BooleanField(default=False, db_default=False)
    # Who comes and when, and nothing of what they are like.
    no_personal_texts = models.BooleanField(default=False, db_default=False)
    visit_style = models.CharField(max_length=10, choices=VisitStyle.choices, blank=True)
    external_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # Everything personal is gone; the row stays for the visits that are counted.
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = CustomerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def own_words(self) -> models.QuerySet[SearchWord]:
        return self.words.filter(place=None, visit=None)

    def search_words(self) -> list[SearchWord]:
        words = words_of(self.name) | words_of(self.external_id or "")
        words |= number_words(str(self.phone), str(self.phone.national_number))
        return [SearchWord(customer=self, word=word) for word in words]


class ConsentEvent(models.Model):
    """A customer gave or took back the agreement to be texted; rows are only ever added."""

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="consent_events")
    granted = models.BooleanField(default=True)
    source = models.CharField(max_length=60)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{'yes' if self.granted else 'no'}, {self.source}"


class Location(Findable):
    """Where a visit happens."""

    FOUND_BY = frozenset({"address"})

    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="locations")
    address = models.CharField(max_length=300)
    time_zone = models.CharField(max_length=64, blank=True, validators=[validate_time_zone])
    access_notes = models.TextField(blank=True)
    # In degrees; the way there can be estimated where both are known.
    latitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-90), MaxValueValidator(90)]
    )
    longitude = models.FloatField(
        null=True, blank=True, validators=[MinValueValidator(-180), MaxValueValidator(180)]
    )

    objects = FindableQuerySet["Location"].as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "address"], name="one_address_per_customer")
        ]

    def __str__(self) -> str:
        return f"Location {self.pk}"

    def own_words(self) -> models.QuerySet[SearchWord]:
        return self.words.all()

    def search_words(self) -> list[SearchWord]:
        words = words_of(self.address)
        return [SearchWord(customer_id=self.customer_id, place=self, word=word) for word in words]

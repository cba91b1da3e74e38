"""Customers, what they agreed to, and where they are visited."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from fieldservice.company.models import Language, validate_time_zone
from fieldservice.company.names import validate_line, validate_name


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

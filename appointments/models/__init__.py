"""The rows of customers, visits and taps: everything of them is imported from here."""

from appointments.models.customers import ConsentEvent, Customer, Location
from appointments.models.taps import Tap, TapQuerySet
from appointments.models.visits import (
    Appointment,
    AppointmentQuerySet,
    JobType,
    JobTypeWords,
)

__all__ = [
    "Appointment",
    "AppointmentQuerySet",
    "ConsentEvent",
    "Customer",
    "JobType",
    "JobTypeWords",
    "Location",
    "Tap",
    "TapQuerySet",
]

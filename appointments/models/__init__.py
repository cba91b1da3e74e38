"""The rows of customers, visits, taps and hours: everything of them is imported from here."""

from appointments.models.customers import ConsentEvent, Customer, Location
from appointments.models.hours import Shift, TimeOff, TimeOffQuerySet, WindowHold
from appointments.models.search import SearchWord
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
    "SearchWord",
    "Shift",
    "Tap",
    "TapQuerySet",
    "TimeOff",
    "TimeOffQuerySet",
    "WindowHold",
]

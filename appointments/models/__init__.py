"""The rows of customers, visits, taps, hours and imports; all are imported from here."""

from appointments.models.customers import ConsentEvent, Customer, CustomerQuerySet, Location
from appointments.models.hours import Shift, TimeOff, TimeOffQuerySet, WindowHold
from appointments.models.imports import Import, ImportProblem, ImportQuerySet
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
    "CustomerQuerySet",
    "Import",
    "ImportProblem",
    "ImportQuerySet",
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

"""Taking a call: the customer as they are now and their visit, saved together and only once."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from appointments.customers import (
    BY_TEXT,
    ConsentGiven,
    CustomerDetails,
    change_customer,
    save_customer,
)
from appointments.models import Appointment, Customer, JobType
from appointments.places import place_at
from appointments.services import Booking, book, unit_for
from appointments.spans import Hours, span
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import BusinessUnit, User
from fieldservice.company.names import tidy
from fieldservice.company.phones import textable
from technicians.models import Technician

SAID_YES = "On the phone"


@dataclass(frozen=True, kw_only=True)
class Call:
    """What a dispatcher wrote down: without `customer` of somebody new; `hours` at the door."""

    form_key: UUID
    details: CustomerDetails
    job_type: JobType
    day: date
    hours: Hours
    customer: Customer | None = None
    technician: Technician | None = None
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    notes: str = ""
    recall: bool = False
    on_the_phone: bool = True
    business_unit: BusinessUnit | None = None


def take(*, by: User, call: Call, now: datetime | None = None) -> Appointment:
    """The visit of this call; the same form sent again gets the same visit.

    Raises InvalidError or ConflictError, and then nothing is saved, the customer neither.
    """
    now = now or timezone.now()
    try:
        with transaction.atomic():
            return booked_by(call.form_key) or _book(by, call, now)
    except (IntegrityError, ConflictError):
        # Two clicks at the same moment: the other one may have booked this very visit.
        visit = booked_by(call.form_key)
        if visit is None:
            raise
        return visit


def booked_by(form_key: UUID) -> Appointment | None:
    """The visit this form has made already."""
    return Appointment.objects.filter(form_key=form_key).first()


def _book(by: User, call: Call, now: datetime) -> Appointment:
    customer = _customer(by, call, now)
    place = place_at(customer, call.address)
    # Only now it is known whose visit it is, and so in which zone.
    unit = call.business_unit or unit_for(call.technician)
    zone = Appointment(customer=customer, location=place, business_unit=unit).zone
    start, end = span(call.day, call.hours, zone)
    booking = Booking(
        customer=customer,
        job_type=call.job_type,
        technician=call.technician,
        arrival_window_start=start,
        arrival_window_end=end,
        location=place,
        business_unit=unit,
        contact_name=tidy(call.contact_name),
        contact_phone=call.contact_phone and textable(call.contact_phone, field="contact_phone"),
        notes=call.notes,
        recall=call.recall,
        on_the_phone=call.on_the_phone,
        form_key=call.form_key,
    )
    return book(by=by, booking=booking, now=now)


def _customer(by: User, call: Call, now: datetime) -> Customer:
    details = call.details
    if details.reach in BY_TEXT and _was_never_asked(call.customer):
        details = replace(details, consent=ConsentGiven(source=SAID_YES, at=now))
    if call.customer is None:
        return save_customer(by=by, details=details)[0]
    return change_customer(by=by, customer=call.customer, details=details)


def _was_never_asked(customer: Customer | None) -> bool:
    return customer is None or not customer.consent_events.exists()

"""What integrations send and get about customers and visits: shapes only, no decisions."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from appointments.customers import ConsentGiven, CustomerDetails
from appointments.models import Appointment, Customer
from appointments.statuses import Status
from fieldservice.company.models import Language
from fieldservice.company.paging import Paging
from fieldservice.company.schemas import UNSENT, Answer, Body, Day, ExternalId, Moment, Words


class ConsentBody(Body):
    source: Annotated[Words, Field(min_length=1, max_length=60)]
    at: Moment


class CustomerBody(Body):
    name: Annotated[Words, Field(min_length=1, max_length=100)]
    phone: Annotated[Words, Field(min_length=1, max_length=30)]
    greeting: Annotated[Words, Field(max_length=60)] | None = None
    language: Language | None = None
    time_zone: Annotated[Words, Field(max_length=64)] | None = None
    email: Annotated[Words, Field(max_length=254)] | None = None
    # True: no reminders and no thanks; None leaves it as it is.
    fewer_texts: bool | None = None
    consent: ConsentBody
    external_id: ExternalId | None = None

    def details(self) -> CustomerDetails:
        consent = ConsentGiven(source=self.consent.source, at=self.consent.at)
        return CustomerDetails(**{**dict(self), "consent": consent})


class CustomerAnswer(Answer):
    id: UUID
    name: str
    greeting: str
    phone: str
    email: str | None
    language: Language
    time_zone: str | None
    fewer_texts: bool
    external_id: str | None


class AppointmentBody(Body):
    customer_id: UUID | None = None
    customer: CustomerBody | None = None
    technician_id: UUID | None = None
    job_type: Annotated[Words, Field(min_length=1, max_length=60)]
    arrival_window_start: Moment
    arrival_window_end: Moment
    planned_start: Moment | None = None
    planned_end: Moment | None = None
    address: Annotated[Words, Field(max_length=300)] | None = None
    # Of the address, in degrees: from both of them the way there is reckoned.
    latitude: Annotated[float, Field(ge=-90, le=90)] | None = None
    longitude: Annotated[float, Field(ge=-180, le=180)] | None = None
    # Work that puts right our own: its texts are sober, and nobody is asked for thanks.
    recall: bool = False
    notes: Annotated[Words, Field(max_length=2000)] | None = None
    external_id: ExternalId | None = None
    # By its name; without one it is the technician's unit, else the default one.
    business_unit: Annotated[Words, Field(max_length=100)] | None = None


class AppointmentChanges(Body):
    """Only what is there is changed; null is for the technician alone."""

    technician_id: UUID | None = None
    arrival_window_start: Moment = UNSENT
    arrival_window_end: Moment = UNSENT
    planned_start: Moment = UNSENT
    planned_end: Moment = UNSENT
    status: Status = UNSENT


class AppointmentAnswer(Answer):
    id: UUID
    customer_id: UUID
    technician_id: UUID | None
    job_type: str
    status: Status
    confirmed_at: datetime | None
    planned_start: datetime
    planned_end: datetime
    arrival_window_start: datetime
    arrival_window_end: datetime
    version: int


class AppointmentList(Answer):
    items: list[AppointmentAnswer]
    next: str | None


class AppointmentFilter(Paging):
    day: Day | None = None
    technician: UUID | None = None


def appointment_answer(appointment: Appointment) -> AppointmentAnswer:
    zone = appointment.zone
    confirmed_at = appointment.confirmed_at
    return AppointmentAnswer(
        id=appointment.pk,
        customer_id=appointment.customer_id,
        technician_id=appointment.technician_id,
        job_type=appointment.job_type.name,
        status=Status(appointment.status),
        confirmed_at=confirmed_at and confirmed_at.astimezone(zone),
        planned_start=appointment.planned_start.astimezone(zone),
        planned_end=appointment.planned_end.astimezone(zone),
        arrival_window_start=appointment.arrival_window_start.astimezone(zone),
        arrival_window_end=appointment.arrival_window_end.astimezone(zone),
        version=appointment.version,
    )


def customer_answer(customer: Customer) -> CustomerAnswer:
    return CustomerAnswer(
        id=customer.pk,
        name=customer.name,
        greeting=customer.greeting,
        phone=str(customer.phone),
        email=customer.email or None,
        language=Language(customer.language),
        time_zone=customer.time_zone or None,
        fewer_texts=customer.fewer_texts,
        external_id=customer.external_id,
    )

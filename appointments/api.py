"""Customers and visits for integrations; services decide what may be booked."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Annotated, Any, TypeAlias, TypeVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Header, Query, Router, Status

from appointments.customers import save_customer
from appointments.estimating import Place
from appointments.job_types import job_type_named
from appointments.models import Appointment, AppointmentQuerySet, Customer, JobType
from appointments.places import place_at
from appointments.schemas import (
    AppointmentAnswer,
    AppointmentBody,
    AppointmentChanges,
    AppointmentFilter,
    AppointmentList,
    CustomerAnswer,
    CustomerBody,
    appointment_answer,
    customer_answer,
)
from appointments.services import Booking, book, edit
from fieldservice.company.auth import ApiRequest
from fieldservice.company.errors import InvalidError
from fieldservice.company.idempotency import once
from fieldservice.company.models import ApiToken, BusinessUnit
from fieldservice.company.names import tidy
from fieldservice.company.paging import behind, cut
from fieldservice.company.services import default_unit
from technicians.models import Technician

router = Router(tags=["appointments"])
Row = TypeVar("Row", Customer, Technician)
IdempotencyKey: TypeAlias = Annotated[
    str | None, Header(alias="Idempotency-Key", min_length=1, max_length=255)
]
IfMatch: TypeAlias = Annotated[
    str | None, Header(alias="If-Match", pattern=r'^(\*|(W/)?"?[0-9]{1,9}"?)$')
]


@router.post("/customers", response={201: CustomerAnswer})
def post_customer(request: ApiRequest, body: CustomerBody) -> Status[CustomerAnswer]:
    """Find the customer again or make a new one, and note their consent."""
    customer, _ = save_customer(by=request.auth, details=body.details())
    return Status(201, customer_answer(customer))


@router.get("/customers/{uuid:customer_id}", response=CustomerAnswer)
def get_customer(request: ApiRequest, customer_id: UUID) -> CustomerAnswer:
    return customer_answer(get_object_or_404(Customer, pk=customer_id))


@router.post("/appointments", response={201: AppointmentAnswer})
def post_appointment(
    request: ApiRequest,
    body: AppointmentBody,
    idempotency_key: IdempotencyKey = None,
) -> Status[AppointmentAnswer]:
    """Book a visit; the customer is told at once. The same key and body book once."""
    answer = once(
        by=request.auth,
        key=idempotency_key,
        body=request.body,
        act=partial(_book, request.auth, body),
    )
    return Status(201, AppointmentAnswer.model_validate(answer))


@router.patch("/appointments/{uuid:appointment_id}", response=AppointmentAnswer)
@transaction.atomic
def patch_appointment(
    request: ApiRequest,
    appointment_id: UUID,
    body: AppointmentChanges,
    if_match: IfMatch = None,
) -> AppointmentAnswer:
    """Change a visit; the customer is told what is new for them."""
    locked = _appointments().select_for_update(of=("self",))
    appointment = get_object_or_404(locked, pk=appointment_id)
    edit(
        by=request.auth,
        appointment=appointment,
        changes=_changes(body),
        expected_version=_version(if_match),
    )
    return appointment_answer(appointment)


@router.get("/appointments/{uuid:appointment_id}", response=AppointmentAnswer)
def get_appointment(request: ApiRequest, appointment_id: UUID) -> AppointmentAnswer:
    return appointment_answer(get_object_or_404(_appointments(), pk=appointment_id))


@router.get("/appointments", response=AppointmentList)
def list_appointments(
    request: ApiRequest, wanted: Annotated[AppointmentFilter, Query()]
) -> AppointmentList:
    """Visits by their planned start; `day` is the day where the visit is."""
    rows = _appointments()
    if wanted.technician:
        rows = rows.filter(technician_id=wanted.technician)
    if wanted.day:
        rows = rows.near(wanted.day)
    ordered = behind(rows, "planned_start", wanted.after).iterator(chunk_size=wanted.limit + 1)
    on_day = (row for row in ordered if wanted.day in {None, row.day})
    page, following = cut(on_day, "planned_start", wanted.limit)
    return AppointmentList(items=[appointment_answer(row) for row in page], next=following)


def _book(by: ApiToken, body: AppointmentBody) -> dict[str, Any]:
    customer = _customer(by, body)
    booking = Booking(
        customer=customer,
        job_type=_job_type(body.job_type),
        technician=_technician(body.technician_id),
        arrival_window_start=body.arrival_window_start,
        arrival_window_end=body.arrival_window_end,
        planned_start=body.planned_start,
        planned_end=body.planned_end,
        location=place_at(customer, body.address or "", _point(body)),
        recall=body.recall,
        notes=body.notes or "",
        external_id=body.external_id,
        business_unit=_unit(body.business_unit),
    )
    return appointment_answer(book(by=by, booking=booking)).model_dump(mode="json")


def _customer(by: ApiToken, body: AppointmentBody) -> Customer:
    match body.customer_id, body.customer:
        case UUID() as customer_id, None:
            return _found(Customer.objects.kept().filter(pk=customer_id), "customer_id")
        case None, CustomerBody() as given:
            with _inside("customer"):
                return save_customer(by=by, details=given.details())[0]
    raise InvalidError("Give either customer_id or customer.", field="customer_id")


@contextmanager
def _inside(name: str) -> Iterator[None]:
    """Name the fields of a part as the caller sees them."""
    try:
        yield
    except InvalidError as error:
        raise InvalidError(error.message, field=f"{name}.{error.field}") from error


def _technician(technician_id: UUID | None) -> Technician | None:
    if technician_id is None:
        return None
    return _found(Technician.objects.filter(pk=technician_id), "technician_id")


def _job_type(name: str) -> JobType:
    """What was archived is read on old visits, but no new one is made of it."""
    job_type = job_type_named(name, language=default_unit().language)
    if job_type.archived_at:
        raise InvalidError("This job type is archived. Choose another.", field="job_type")
    return job_type


def _unit(name: str | None) -> BusinessUnit | None:
    if name is None:
        return None
    unit = BusinessUnit.objects.filter(name__iexact=tidy(name)).first()
    if unit is None:
        raise InvalidError("There is no business unit of this name.", field="business_unit")
    return unit


def _found(rows: QuerySet[Row], field: str) -> Row:
    row = rows.first()
    if row is None:
        raise InvalidError("There is nothing with this id.", field=field)
    return row


def _point(body: AppointmentBody) -> Place | None:
    """Where on the map the address is; half a point is a mistake."""
    if body.latitude is None and body.longitude is None:
        return None
    for name, other in (("latitude", body.latitude), ("longitude", body.longitude)):
        if other is None:
            raise InvalidError("Give both latitude and longitude.", field=name)
    if not body.address:
        raise InvalidError("Give the address they belong to.", field="address")
    return Place(body.latitude or 0.0, body.longitude or 0.0)


def _changes(body: AppointmentChanges) -> dict[str, object]:
    changes: dict[str, object] = {name: getattr(body, name) for name in body.model_fields_set}
    if "technician_id" in changes:
        del changes["technician_id"]
        changes["technician"] = _technician(body.technician_id)
    return changes


def _version(if_match: str | None) -> int | None:
    return int(if_match.strip('W/"')) if if_match and if_match != "*" else None


def _appointments() -> AppointmentQuerySet:
    return Appointment.objects.select_related(
        "customer", "location", "business_unit", "technician", "job_type"
    )

"""A company of any size and one full day of it, written at once; for counting and measuring."""

from datetime import datetime, timedelta

from appointments.models import Appointment, Customer, JobType
from fieldservice.company.models import BusinessUnit
from fieldservice.company.services import default_unit
from technicians.models import Technician
from tests.factories import make_job_type

HOUR = timedelta(hours=1)


def full_day(
    start: datetime, *, technicians: int, visits_each: int = 8, in_tray: int = 30
) -> list[Appointment]:
    """From `start` on an hour's visit every hour for everybody, and some that have nobody."""
    people = Technician.objects.bulk_create(
        Technician(display_name=f"Technician {number:04}", hired_on=start.date())
        for number in range(technicians)
    )
    job_type, unit = make_job_type(), default_unit()
    planned = [(one, start + hour * HOUR) for one in people for hour in range(visits_each)]
    nobody = [(None, start + number % 8 * HOUR) for number in range(in_tray)]
    customers = Customer.objects.bulk_create(
        Customer(name=f"Customer {number:04}", phone=f"+1202{number:07}")
        for number in range(len(planned) + in_tray)
    )
    return Appointment.objects.bulk_create(
        _visit(customer, one, at, job_type, unit)
        for customer, (one, at) in zip(customers, [*planned, *nobody], strict=True)
    )


def _visit(
    customer: Customer,
    technician: Technician | None,
    start: datetime,
    job_type: JobType,
    unit: BusinessUnit,
) -> Appointment:
    return Appointment(
        business_unit=unit,
        customer=customer,
        technician=technician,
        job_type=job_type,
        arrival_window_start=start,
        arrival_window_end=start + 2 * HOUR,
        planned_start=start,
        planned_end=start + HOUR,
        status_at=start,
    )

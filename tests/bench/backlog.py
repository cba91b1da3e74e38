"""Texts that are all due at once, written without the way that leads to them."""

from datetime import timedelta

from django.utils import timezone

from appointments.models import Appointment, Customer
from fieldservice.company.services import default_unit
from notifications.models import Message, Sender
from notifications.rendering import picture_of
from notifications.services import sender_of
from notifications.states import Kind
from tests.factories import make_job_type, make_technician

NAMES = ("Maya Lopez", "Omar Haddad", "Ruth Cole", "Ines Falk", "Ada Quist")


def fill(texts: int) -> None:
    """So many introductions, each to a phone of its own."""
    visits = _visits(texts)
    Customer.objects.bulk_create([visit.customer for visit in visits])
    Appointment.objects.bulk_create(visits)
    sender = sender_of(visits[0])
    Message.objects.bulk_create([_introduction(visit, sender) for visit in visits])


def _visits(count: int) -> list[Appointment]:
    """Visits that don't overlap: one technician's after the other, in windows of ten minutes."""
    unit, job_type, now = default_unit(), make_job_type(), timezone.now()
    technicians = [
        make_technician(name, skills=["old boilers"], interests=["plays football on Sundays"])
        for name in NAMES
    ]
    visits = []
    for number in range(count):
        start = now + timedelta(days=1, minutes=10 * (number // len(NAMES)))
        customer = Customer(name="Dana Webb", greeting="Dana", phone=f"+1202{number:07}")
        visits.append(
            Appointment(
                business_unit=unit,
                customer=customer,
                technician=technicians[number % len(NAMES)],
                job_type=job_type,
                arrival_window_start=start,
                arrival_window_end=start + timedelta(hours=2),
                planned_start=start,
                planned_end=start + timedelta(minutes=10),
                status_at=now,
                on_the_phone=True,
            )
        )
    return visits


def _introduction(visit: Appointment, sender: Sender) -> Message:
    now = timezone.now()
    return Message(
        dedupe_key=f"visit:{visit.pk}:1",
        appointment=visit,
        appointment_version=1,
        customer=visit.customer,
        sender=sender,
        kind=Kind.INTRODUCTION,
        told=picture_of(visit).as_dict(),
        send_after=now,
        useful_until=visit.arrival_window_end,
        created_at=now,
        changed_at=now,
    )

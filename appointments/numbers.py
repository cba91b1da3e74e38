"""Putting a wrong phone number right, where it is wrong: at the customer or at one visit."""

from django.db import transaction

from appointments.models import Appointment
from fieldservice.company.models import Actor
from fieldservice.company.phones import textable
from fieldservice.company.services import record


@transaction.atomic
def correct_number(*, by: Actor, appointment: Appointment, phone: str) -> str:
    """The new number as E.164. Raises InvalidError (field "phone"), and then nothing is saved."""
    number = textable(phone)
    if appointment.contact_phone:
        appointment.contact_phone = number
        appointment.save(update_fields=["contact_phone"])
    else:
        appointment.customer.phone = number
        appointment.customer.save(update_fields=["phone"])
    record(by=by, what="number corrected", subject=appointment)
    return number

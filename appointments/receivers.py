"""Listens to what technicians announces."""

from datetime import datetime

from django.dispatch import receiver

from appointments.models import Appointment, Shift, Tap, TimeOff
from appointments.services import reassign
from fieldservice.company.models import Actor
from technicians.models import Technician
from technicians.signals import left_for_good


@receiver(left_for_good)
def put_back_on_the_tray(
    sender: type[Technician], technician: Technician, by: Actor, now: datetime, **kwargs: object
) -> None:
    """The visits ahead need somebody else; of those that were, only that they were stays."""
    for rows in (Tap.objects, Shift.objects, TimeOff.objects):
        rows.filter(technician=technician).delete()
    for visit in Appointment.objects.filter(technician=technician).ahead(now):
        reassign(by=by, appointment=visit, technician=None, now=now)

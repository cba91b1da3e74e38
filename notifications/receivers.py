"""Listens to what the lower apps announce."""

from datetime import datetime

from django.dispatch import receiver

from appointments.models import Appointment
from appointments.signals import appointment_changed
from notifications.services import notify


@receiver(appointment_changed)
def tell_the_customer(
    sender: type[Appointment], appointment: Appointment, now: datetime, **kwargs: object
) -> None:
    notify(appointment=appointment, now=now)

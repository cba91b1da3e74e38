"""Fills the day that the board is measured on, in a process that knows the models."""

from django.utils import timezone

from notifications.models import Message
from notifications.services import sender_of
from notifications.states import Kind, State
from tests.bench.board import start
from tests.full_days import full_day


def fill(technicians: int, visits_each: int, in_tray: int) -> None:
    """The full day, with a delivered text for its first visit."""
    visits = full_day(start(), technicians=technicians, visits_each=visits_each, in_tray=in_tray)
    now = timezone.now()
    Message.objects.create(
        dedupe_key="one",
        appointment=visits[0],
        appointment_version=1,
        customer=visits[0].customer,
        sender=sender_of(visits[0]),
        kind=Kind.INTRODUCTION,
        state=State.DELIVERED,
        send_after=now,
        useful_until=now,
        created_at=now,
        changed_at=now,
    )

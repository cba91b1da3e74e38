"""What a technician may read of the texts of own visits: what was told of them, and the answers."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from appointments.models import Appointment
from notifications.door_meanings import cry
from notifications.masking import masked, rejects_somebody
from notifications.meanings import meant
from notifications.models import CallTask, Message, Reply
from notifications.optouts import Heard
from notifications.states import State
from technicians.models import Technician


@dataclass
class Told:
    """One visit: the texts that named this technician and the answers, the oldest first."""

    visit: Appointment
    texts: list[Message] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    confirmed: bool = False
    was_called: bool = False


def told(technician: Technician, visits: Iterable[Appointment]) -> list[Told]:
    """What was said about these visits, in three queries however many they are."""
    found: dict[uuid.UUID | None, Told] = {visit.pk: Told(visit) for visit in visits}
    texts = Message.objects.filter(appointment__in=found, told__technician=str(technician.pk))
    for text in texts.exclude(state=State.SKIPPED).order_by("created_at"):
        text.appointment = found[text.appointment_id].visit
        found[text.appointment_id].texts.append(text)
    replies = Reply.objects.filter(appointment__in=found, for_managers=False)
    for reply in replies.order_by("received_at"):
        _hear(found[reply.appointment_id], reply)
    calls = CallTask.objects.telling().filter(appointment__in=found)
    for pk in calls.exclude(done_by=None).values_list("appointment_id", flat=True):
        if pk in found:
            found[pk].was_called = True
    return list(found.values())


def _hear(told_there: Told, reply: Reply) -> None:
    understood = meant(reply.body)
    if understood in {Heard.CONFIRM, Heard.YES}:
        told_there.confirmed = True
    # What they want of our texts, or of our colleagues, is the office's business.
    is_ours = rejects_somebody(reply.body) or cry(reply.body)
    if understood == Heard.OTHER and reply.body and not is_ours:
        reply.body = masked(reply.body)
        told_there.replies.append(reply)

"""A technician who wants to be no more than a first name for one visit."""

from django.db import transaction

from appointments.models import Appointment
from fieldservice.company.models import Actor
from fieldservice.company.services import record


@transaction.atomic
def hide_technician(*, by: Actor, appointment: Appointment, hide: bool) -> Appointment:
    """The visit, its texts from the very next one on and its page without more than the name.

    It is theirs: when somebody else is sent, they are introduced as they want to be.
    """
    wanted = appointment.technician if hide else None
    if appointment.introduce_plainly == hide or appointment.technician is None:
        return appointment
    # No new version and no announcement: nothing about the visit itself is another thing now.
    appointment.hidden_technician = wanted
    appointment.save(update_fields=["hidden_technician"])
    record(by=by, what="hidden" if hide else "shown again", subject=appointment)
    return appointment

"""What technicians were at customers for before: a face that comes back is greeted as one."""

import uuid
from collections.abc import Iterable
from typing import TypeAlias

from appointments.models import Appointment, JobType
from appointments.statuses import Status

# By customer and technician: the kind of work of the last visit that was done.
Past: TypeAlias = dict[tuple[uuid.UUID, uuid.UUID | None], JobType]


def past_of(visits: Iterable[Appointment]) -> Past:
    """For all of `visits` in one go."""
    visits = list(visits)
    done = Appointment.objects.filter(
        status=Status.DONE,
        customer__in={visit.customer_id for visit in visits},
        technician__in={visit.technician_id for visit in visits if visit.technician_id},
    )
    in_order = done.order_by("planned_start").prefetch_related("job_type__words")
    return {(visit.customer_id, visit.technician_id): visit.job_type for visit in in_order}

"""How often technicians were at customers' doors, and what those said of it."""

from collections import Counter
from collections.abc import Collection
from typing import TypeAlias
from uuid import UUID

from appointments.models import Appointment
from appointments.reasons import Past
from appointments.signals import thumbs_asked
from appointments.statuses import Status

Pair: TypeAlias = tuple[UUID, UUID]  # customer, technician
Thumbs: TypeAlias = dict[Pair, tuple[int, int]]  # up, down


def pasts(customers: Collection[UUID]) -> dict[Pair, Past]:
    """The past of these customers with everybody who was there; nothing is not among it."""
    done = Appointment.objects.filter(customer__in=customers, status=Status.DONE)
    pairs = done.exclude(technician=None).order_by().values_list("customer", "technician")
    visits = Counter(pairs)
    answers = thumbs_asked.send(sender=Appointment, customers=customers)
    thumbs: Thumbs = {}
    for _listener, said in answers:
        thumbs |= said if isinstance(said, dict) else {}
    return {pair: Past(count, *thumbs.get(pair, (0, 0))) for pair, count in visits.items()}

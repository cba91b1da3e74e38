"""Owns what the one who changes a visit wants the customer told; others decide how."""

from dataclasses import dataclass
from datetime import timedelta

from appointments.models import Appointment, Customer


@dataclass(frozen=True, kw_only=True)
class Telling:
    """Told by a text, not before `wait` is over; or, without `tell`, already told by phone."""

    tell: bool = True
    wait: timedelta = timedelta()


TELL = Telling()
BY_PHONE = Telling(tell=False)


def is_phoned(visit: Appointment) -> bool:
    """Whether the office usually phones about its changes; who wants e-mail gets that."""
    wants_mail = visit.customer.reach == Customer.Reach.EMAIL
    return visit.business_unit.calls_about_changes and not wants_mail

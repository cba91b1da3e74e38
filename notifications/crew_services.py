"""Deciding that one of our own technicians is to be texted."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from django.db import transaction

from appointments.models import Appointment
from appointments.statuses import Status
from fieldservice.company.broker import wake
from notifications.crew_queue import queue
from notifications.models import Message
from notifications.states import CrewKind
from notifications.tasks import deliver
from technicians import signing_in_services
from technicians.models import Consent, Technician

SOON_AFTER = timedelta(minutes=5)


def tell(
    *,
    technician: Technician,
    kind: CrewKind,
    key: str,
    now: datetime,
    facts: Mapping[str, str] | None = None,
    not_before: datetime | None = None,
) -> Message | None:
    """The text, queued once for each `key`; None where no number is known.

    `facts` are what its wording says beside name, company and link.
    """
    message, is_new = queue(technician, kind, key, now, facts=facts, not_before=not_before)
    if is_new:
        transaction.on_commit(partial(wake, deliver))
    return message


def tell_link(*, technician: Technician, purpose: str, now: datetime) -> Message | None:
    """A link to sign in, a fresh one each time somebody asks for it."""
    key = f"{now:%Y%m%d%H%M%S%f}"
    return tell(technician=technician, kind=CrewKind(purpose), key=key, now=now)


def tell_of_publication(*, appointment: Appointment, now: datetime) -> Message | None:
    """Before the first visit of somebody whose words others published: that, and where to look."""
    technician = appointment.technician
    if technician is None or not technician.phone or appointment.status != Status.SCHEDULED:
        return None
    agreed = technician.consents.filter(withdrawn_at=None)
    if not agreed.exists() or agreed.filter(source=Consent.Source.SELF).exists():
        return None
    signing_in_services.make_log_in(technician=technician)
    return tell(technician=technician, kind=CrewKind.PUBLISHED, key="first", now=now)


def tell_of_answer(*, technician: Technician, now: datetime) -> Message | None:
    """The office has approved or answered something; what is answered soon after joins in."""
    return tell(
        technician=technician,
        kind=CrewKind.LOOKED_AT,
        key=f"{now:%Y%m%d%H}",
        now=now,
        not_before=now + SOON_AFTER,
    )

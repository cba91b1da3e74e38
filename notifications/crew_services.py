"""Deciding that one of our own technicians is to be texted: rows, as for customers."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction

from appointments.models import Appointment
from appointments.statuses import Status
from fieldservice.company.broker import wake
from fieldservice.company.models import BusinessUnit
from fieldservice.company.services import default_unit
from notifications.models import Message, Sender
from notifications.plan import Quiet
from notifications.states import CrewKind, Urgency
from notifications.tasks import deliver
from technicians.models import Consent, Technician

USEFUL_FOR = {CrewKind.SIGN_IN: timedelta(minutes=10)}
FOR_DAYS = timedelta(days=3)


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

    `facts` are what its wording says beside name, company and link. Only a link to sign in is
    sent in quiet hours: somebody waits for it.
    """
    if not technician.phone:
        return None
    unit = technician.business_unit or default_unit()
    asked_for = kind == CrewKind.SIGN_IN
    send_after = now if asked_for else _awake(unit, max(now, not_before or now))
    message, is_new = Message.objects.get_or_create(
        dedupe_key=f"crew:{technician.pk}:{kind}:{key}",
        defaults={
            "technician": technician,
            "sender": _sender_of(unit),
            "kind": kind,
            "urgency": Urgency.NOW if asked_for else Urgency.SOON,
            "told": dict(facts or {}),
            "send_after": send_after,
            "useful_until": send_after + USEFUL_FOR.get(kind, FOR_DAYS),
            "created_at": now,
            "changed_at": now,
        },
    )
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
    return tell(technician=technician, kind=CrewKind.PUBLISHED, key="first", now=now)


def _awake(unit: BusinessUnit, moment: datetime) -> datetime:
    if unit.quiet_from is None or unit.quiet_until is None:
        return moment
    return Quiet(unit.quiet_from, unit.quiet_until, ZoneInfo(unit.time_zone)).until(moment)


def _sender_of(unit: BusinessUnit) -> Sender:
    senders = Sender.objects.filter(business_unit=unit)
    return senders.first() or Sender.objects.get(business_unit__is_default=True)

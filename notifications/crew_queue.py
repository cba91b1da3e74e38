"""The rows of texts to our own technicians, and whom to remind of their own profile."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from fieldservice.company.models import BusinessUnit
from fieldservice.company.services import default_unit
from notifications.models import Message, Sender
from notifications.plan import Quiet
from notifications.states import CrewKind, Urgency
from technicians import reminders
from technicians.models import Technician

USEFUL_FOR = {CrewKind.SIGN_IN: timedelta(minutes=10)}
FOR_DAYS = timedelta(days=3)


def queue(
    technician: Technician,
    kind: CrewKind,
    key: str,
    now: datetime,
    *,
    facts: Mapping[str, str] | None = None,
    not_before: datetime | None = None,
) -> tuple[Message | None, bool]:
    """The text, once for each `key`, and whether it is new; None where no number is known.

    Only a link to sign in is sent in quiet hours: somebody waits for it.
    """
    if not technician.phone:
        return None, False
    unit = technician.business_unit or default_unit()
    asked_for = kind == CrewKind.SIGN_IN
    send_after = now if asked_for else _awake(unit, max(now, not_before or now))
    return Message.objects.get_or_create(
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


def remind(now: datetime) -> int:
    """Ask whether words are still true and photos still them; how many texts that makes."""
    made = 0
    for technician in reminders.to_ask(now):
        with transaction.atomic():
            if reminders.words_asked(technician, now):
                made += queue(technician, CrewKind.STILL_TRUE, f"{now:%Y%m%d}", now)[1]
    for technician in reminders.photos_to_renew(now):
        with transaction.atomic():
            if reminders.photo_asked(technician, now):
                made += queue(technician, CrewKind.NEW_PHOTO, f"{now:%Y%m%d}", now)[1]
    return made


def _awake(unit: BusinessUnit, moment: datetime) -> datetime:
    if unit.quiet_from is None or unit.quiet_until is None:
        return moment
    return Quiet(unit.quiet_from, unit.quiet_until, ZoneInfo(unit.time_zone)).until(moment)


def _sender_of(unit: BusinessUnit) -> Sender:
    senders = Sender.objects.filter(business_unit=unit)
    return senders.first() or Sender.objects.get(business_unit__is_default=True)

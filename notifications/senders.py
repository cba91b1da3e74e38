"""How the senders of texts fare, and whether a worker lives; changes are settings_services'."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Q

from fieldservice.company.models import BusinessUnit
from notifications.models import Message, Pulse, Sender
from notifications.rendering import sender_address
from notifications.states import State

# A worker gives a sign of life with every sweep, so every few seconds.
LATE, GONE = timedelta(seconds=30), timedelta(minutes=2)


@dataclass(frozen=True)
class Overview:
    """One sender and its texts at this moment."""

    sender: Sender
    address: str
    is_held: bool
    waiting: int
    held: int
    failed_today: int
    unsettled: int

    @property
    def is_service(self) -> bool:
        return self.address.startswith("MG")

    @property
    def is_stopped(self) -> bool:
        return bool(self.sender.stopped_code)


def overviews(now: datetime) -> list[Overview]:
    """Every sender, the default one first."""
    senders = Sender.objects.select_related("business_unit")
    ordered = senders.order_by("-business_unit__is_default", "business_unit__name")
    return [_overview(sender, now) for sender in ordered]


def worker_pulse(now: datetime) -> tuple[str, datetime | None]:
    """`ok`, `late` or `down`, and when a worker gave its last sign of life."""
    pulse = Pulse.objects.filter(name="worker").first()
    if pulse is None:
        return "down", None
    silent = now - pulse.at
    return "down" if silent >= GONE else "late" if silent >= LATE else "ok", pulse.at


def _overview(sender: Sender, now: datetime) -> Overview:
    today = midnight(sender.business_unit, now)
    failed = Q(state__in=[State.FAILED, State.UNDELIVERED], changed_at__gte=today)
    counts = Message.objects.filter(sender=sender).aggregate(
        waiting=Count("pk", Q(state=State.QUEUED)),
        held=Count("pk", Q(state=State.HELD)),
        failed_today=Count("pk", failed),
        unsettled=Count("pk", Q(state=State.UNSETTLED)),
    )
    is_held = sender.held_until is not None and sender.held_until > now
    return Overview(sender, sender_address(sender), is_held, **counts)


def midnight(unit: BusinessUnit, now: datetime) -> datetime:
    """When this day began where the unit is."""
    zone = ZoneInfo(unit.time_zone)
    return datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)

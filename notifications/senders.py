"""How the senders of texts fare, and whether a worker lives; changes are settings_services'."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count

from fieldservice.company.models import BusinessUnit
from notifications.models import Message, Pulse, Sender
from notifications.rendering import sender_address
from notifications.states import State

# A worker gives a sign of life with every sweep, so every few seconds. An open page asks again
# every 30 s and is to say within two minutes that there is none.
LATE, GONE = timedelta(seconds=30), timedelta(seconds=80)


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
    # Two questions, as each has an index of its own; all texts ever are in neither.
    counts = _counts([State.QUEUED]) | _counts([State.HELD, State.UNSETTLED])
    return [_overview(sender, counts, now) for sender in ordered]


def worker_pulse(now: datetime) -> tuple[str, datetime | None]:
    """`ok`, `late` or `down`, and when a worker gave its last sign of life."""
    pulse = Pulse.objects.filter(name="worker").first()
    if pulse is None:
        return "down", None
    silent = now - pulse.at
    return "down" if silent >= GONE else "late" if silent >= LATE else "ok", pulse.at


def _counts(states: list[State]) -> Counter[tuple[int, str]]:
    """How many texts of each sender are in each of these states now."""
    texts = Message.objects.filter(state__in=states).order_by()
    rows = texts.values_list("sender_id", "state").annotate(Count("pk"))
    return Counter({(sender, state): count for sender, state, count in rows})


def _overview(sender: Sender, counts: Counter[tuple[int, str]], now: datetime) -> Overview:
    today = midnight(sender.business_unit, now)
    lost = Message.objects.filter(state__in=[State.FAILED, State.UNDELIVERED])
    return Overview(
        sender,
        sender_address(sender),
        is_held=sender.held_until is not None and sender.held_until > now,
        waiting=counts[sender.pk, State.QUEUED],
        held=counts[sender.pk, State.HELD],
        failed_today=lost.filter(sender=sender, changed_at__gte=today).count(),
        unsettled=counts[sender.pk, State.UNSETTLED],
    )


def midnight(unit: BusinessUnit, now: datetime) -> datetime:
    """When this day began where the unit is."""
    zone = ZoneInfo(unit.time_zone)
    return datetime.combine(now.astimezone(zone).date(), time(), tzinfo=zone)

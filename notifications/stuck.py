"""Texts that don't get on, and why; what a manager does about them is settings_services'."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fieldservice.company.models import BusinessUnit
from notifications.models import CallTask, Message
from notifications.senders import midnight, worker_pulse
from notifications.states import WHO_AND_WHEN, Mover, Reason, State, sources
from notifications.timing import TELLABLE

MOST = 100
DUE_FOR = timedelta(minutes=1)
SETTLED_WITHIN = timedelta(minutes=10)  # six, and some patience
LOST = (State.FAILED, State.UNDELIVERED)
NO_WORKER = _("No worker is running")
ITS_TURN = _("Others go first, as fast as the sender may send")
UNKNOWN_WHY = _("The provider gave no reason we know")


@dataclass(frozen=True)
class Stuck:
    """One text that doesn't get on, since when, and what would help."""

    message: Message
    since: datetime
    why: str | Promise
    may_try_again: bool
    may_give_up: bool
    to_be_called: bool


def stuck_texts(unit: BusinessUnit, now: datetime) -> list[Stuck]:
    """The newest 100; of those lost today, as the unit counts days, what nobody has told since."""
    newer = Message.objects.filter(
        appointment=OuterRef("appointment"), created_at__gt=OuterRef("created_at")
    )
    told_anew = Exists(newer.exclude(state=State.SKIPPED))
    told_by_call = Exists(CallTask.objects.filter(message=OuterRef("pk"), done_by__isnull=False))
    texts = Message.objects.filter(
        Q(state__in=[State.UNSETTLED, State.HELD])
        | Q(state=State.QUEUED, send_after__lt=now - DUE_FOR)
        # In this order: what is told anew is asked of the few lost ones only.
        | Q(state__in=LOST, changed_at__gte=midnight(unit, now)) & ~Q(told_anew) & ~Q(told_by_call)
    )
    visit = (f"appointment__{name}" for name in ("customer", "location", "business_unit"))
    rows = texts.select_related(*visit, "sender", "technician")
    newest = list(rows.order_by("-changed_at")[:MOST])
    calls = CallTask.objects.open().filter(message__in=newest)
    called = set(calls.values_list("message_id", flat=True))
    worker, _last_sign = worker_pulse(now)
    return [_stuck(text, worker, now, to_be_called=text.pk in called) for text in newest]


def may_try_again(message: Message, now: datetime) -> bool:
    """Whether another text would help.

    What still waits goes by itself once its reason is gone; another one would wait too. Who wants
    no texts gets none.
    """
    if message.state == State.UNSETTLED:
        # While the provider is still being asked, another text may be the second one.
        is_lost = now - message.changed_at >= SETTLED_WITHIN
    else:
        is_lost = message.state in LOST
    if not is_lost or message.reason == Reason.SUPPRESSED:
        return False
    if message.appointment is None or message.kind not in WHO_AND_WHEN:
        return False
    return now < message.useful_until and message.appointment.status in TELLABLE


def _stuck(message: Message, worker: str, now: datetime, *, to_be_called: bool) -> Stuck:
    return Stuck(
        message=message,
        since=message.send_after if message.state == State.QUEUED else message.changed_at,
        why=_why(message, worker, now),
        may_try_again=may_try_again(message, now),
        may_give_up=message.state in sources(Mover.PERSON, State.SKIPPED),
        to_be_called=to_be_called,
    )


def _why(message: Message, worker: str, now: datetime) -> str | Promise:
    if message.state != State.QUEUED:
        return message.get_reason_display() or UNKNOWN_WHY
    if closed := message.sender.why_closed(now):
        return closed.label
    return ITS_TURN if worker == "ok" else NO_WORKER

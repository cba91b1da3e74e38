"""Plans what is told in the life of a visit beside its news: reminders, arrival, a closed door."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.models import Appointment
from appointments.services import edit
from appointments.statuses import Status
from appointments.telling import TELL, Telling
from fieldservice.company.broker import wake
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Actor
from notifications import calls, emailing
from notifications.deciding import why_no_texts
from notifications.models import Message
from notifications.moments import MOMENT_OF, USEFUL_FOR, due
from notifications.rendering import picture_of
from notifications.services import sender_of
from notifications.states import REMINDERS, Channel, Kind, Mover, Reason, State, Urgency
from notifications.switches import wanted
from notifications.tasks import deliver

COMING = {Status.SCHEDULED, Status.ON_THE_WAY}
BEHIND = timedelta(microseconds=1)


def follow(*, appointment: Appointment, now: datetime, telling: Telling = TELL) -> None:
    """Plan the texts this moment asks for, and drop those of moments that are over or moved.

    What is said at the door waits as long as `telling` says: a tap may be taken back until then.
    """
    waiting = _still_right(appointment, now)
    for kind, status in MOMENT_OF.items():
        if appointment.status != status or kind in waiting:
            continue
        moment = _moment(kind, appointment, now, telling)
        if moment and wanted(kind, appointment):
            _queue(appointment, kind, now, moment)


def tell_late(
    *, by: Actor, appointment: Appointment, expected_at: datetime, now: datetime | None = None
) -> None:
    """Text the customer, at once, that somebody comes at `expected_at`."""
    now = now or timezone.now()
    if appointment.status not in COMING or expected_at <= now:
        raise ConflictError(_("This visit has changed meanwhile. Look at it again."))
    if expected_at < appointment.arrival_window_start:
        raise ConflictError(_("That is before the time they expect. Move the visit instead."))
    edit(by=by, appointment=appointment, changes={"expected_at": expected_at}, now=now)


def _moment(kind: Kind, visit: Appointment, now: datetime, telling: Telling) -> datetime | None:
    if kind in REMINDERS:
        return due(kind, visit, now)
    return now + telling.wait if telling.tell else None


def _still_right(visit: Appointment, now: datetime) -> set[str]:
    """The kinds that wait already; what waits for a moment that does not come is dropped."""
    true, right = picture_of(visit), set()
    waiting = Message.objects.filter(
        appointment=visit, kind__in=MOMENT_OF, state__in=[State.QUEUED, State.HELD]
    )
    for text in waiting:
        same_time = (text.told["start"], text.told["end"]) == (true.start, true.end)
        if visit.status == MOMENT_OF[Kind(text.kind)] and same_time:
            right.add(text.kind)
        else:
            idle = Message.objects.filter(pk=text.pk)
            idle.move(Mover.PLANNER, State.SKIPPED, reason=Reason.SUPERSEDED, changed_at=now)
    return right


def _queue(visit: Appointment, kind: Kind, now: datetime, moment: datetime) -> None:
    barred = why_no_texts(visit, sender_of(visit))
    by_email = barred and emailing.address(visit)
    if barred and not by_email and kind != Kind.NO_ACCESS:
        return  # nobody calls to repeat what is known
    row = _row(visit, kind, now, moment) | {"channel": Channel.EMAIL if by_email else Channel.SMS}
    if barred and not by_email:
        row |= {"state": State.SKIPPED, "reason": barred}
    message, is_new = Message.objects.get_or_create(
        dedupe_key=f"{kind}:{visit.pk}:{visit.version}", defaults=row
    )
    if is_new and barred and not by_email:
        calls.instead_of(message, barred, now)
    transaction.on_commit(partial(wake, deliver))


def _row(visit: Appointment, kind: Kind, now: datetime, moment: datetime) -> dict[str, object]:
    is_reminder = kind in REMINDERS
    return {
        "appointment": visit,
        "appointment_version": visit.version,
        "customer": visit.customer,
        "sender": sender_of(visit),
        "kind": kind,
        "urgency": Urgency.WHENEVER if is_reminder else Urgency.NOW,
        "told": picture_of(visit).as_dict(),
        "send_after": moment,
        "reason": Reason.DAY_BEFORE if kind == Kind.REMINDER else "",
        "useful_until": visit.arrival_window_start if is_reminder else moment + USEFUL_FOR[kind],
        # In any list of texts the news comes first.
        "created_at": now + BEHIND,
        "changed_at": now,
    }

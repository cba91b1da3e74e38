"""Three windows kept for one customer: offered, taken or let go, whichever way they answer.

How an offer is said is for those who offer: `question_services` by text, `page_services` on a page.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from appointments.models import Appointment, WindowHold
from appointments.openings import FreeWindow
from appointments.services import Booking, book, confirm, edit
from appointments.statuses import Status
from fieldservice.company.models import Robot
from notifications import calls
from notifications.models import Message, Question, QuestionQuerySet, Sender
from notifications.rendering import address_of
from notifications.states import Channel, State
from technicians.models import Technician

HELD_FOR = timedelta(minutes=30)
MOVABLE = {Status.SCHEDULED, Status.NO_ACCESS}


def offers(visit: Appointment) -> QuestionQuerySet:
    """What was offered of this visit, the last first."""
    return Question.objects.filter(appointment=visit, kind=Question.Kind.ANOTHER_TIME)


@transaction.atomic
def offer(
    *,
    visit: Appointment,
    sender: Sender,
    windows: Sequence[FreeWindow],
    message: Message | None,
    now: datetime,
) -> Question:
    """These windows as one question to the visit's phone; nobody else is offered them meanwhile."""
    options = [_option(visit, window) for window in windows]
    _hold(visit, options, now)
    return Question.objects.create(
        number=address_of(visit, sender),
        sender=sender,
        appointment=visit,
        about_start=visit.arrival_window_start,
        kind=Question.Kind.ANOTHER_TIME,
        options=options,
        message=message,
        expires_at=now + HELD_FOR,
    )


def take(*, visit: Appointment, option: dict[str, str], now: datetime) -> tuple[Appointment, bool]:
    """The visit at the time they chose, and whether a text tells of that; nothing is open any more.

    Raises ServiceError where it can't be booked, and then nothing has changed but the question.
    """
    close_all(visit=visit, now=now)
    start, end = (datetime.fromisoformat(option[name]) for name in ("start", "end"))
    wanted = Technician.objects.filter(pk=option["technician"]) if option["technician"] else None
    technician = wanted.first() if wanted else None
    # On its own: where it can't be booked, the answer is kept all the same.
    with transaction.atomic():
        booked = _booked(visit, start, end, technician, now)
    return booked, _let_go(booked, now)


def close_all(*, visit: Appointment, now: datetime) -> None:
    """Nothing is open about this visit any more, and nothing is kept for it."""
    Question.objects.filter(appointment=visit, answered_at=None).update(answered_at=now)
    WindowHold.objects.filter(appointment=visit).delete()


def close_outdated(*, appointment: Appointment, now: datetime) -> None:
    """Times offered for a visit that was moved or ended meanwhile are not to be had any more."""
    asked = offers(appointment).open(now)
    if appointment.status in MOVABLE:
        asked = asked.exclude(about_start=appointment.arrival_window_start)
    if asked.update(expires_at=now):
        WindowHold.objects.filter(appointment=appointment).delete()


def locked(visit: Appointment) -> Appointment:
    """The visit as it is now, which nobody else changes meanwhile."""
    rows = Appointment.objects.select_for_update(no_key=True, of=("self",))
    named = rows.select_related("customer", "location", "business_unit", "job_type", "technician")
    return named.get(pk=visit.pk)


def _option(visit: Appointment, window: FreeWindow) -> dict[str, str]:
    """A visit on the tray stays there; else whoever comes now, where they can."""
    somebody = str(window.technician_ids[0])
    if visit.technician_id in window.technician_ids:
        somebody = str(visit.technician_id)
    return {
        "start": window.start.isoformat(),
        "end": window.end.isoformat(),
        "technician": somebody if visit.technician_id else "",
    }


def _hold(visit: Appointment, options: Sequence[dict[str, str]], now: datetime) -> None:
    for option in options:
        start = datetime.fromisoformat(option["start"])
        WindowHold.objects.create(
            appointment=visit,
            technician_id=option["technician"] or None,
            start=start,
            end=start + visit.job_type.duration,
            until=now + HELD_FOR,
        )


def _booked(
    visit: Appointment,
    start: datetime,
    end: datetime,
    technician: Technician | None,
    now: datetime,
) -> Appointment:
    """The visit at its new time, which they have said yes to; after no access, another visit."""
    if visit.status == Status.NO_ACCESS:
        visit = book(by=Robot.CUSTOMER, booking=_again(visit, start, end, technician), now=now)
    else:
        changes = {
            "arrival_window_start": start,
            "arrival_window_end": end,
            "technician": technician,
        }
        visit = edit(by=Robot.CUSTOMER, appointment=visit, changes=changes, now=now)
    return confirm(by=Robot.CUSTOMER, appointment=visit, now=now)


def _again(
    visit: Appointment, start: datetime, end: datetime, technician: Technician | None
) -> Booking:
    return Booking(
        customer=visit.customer,
        job_type=visit.job_type,
        arrival_window_start=start,
        arrival_window_end=end,
        technician=technician,
        location=visit.location,
        business_unit=visit.business_unit,
        contact_name=visit.contact_name,
        contact_phone=str(visit.contact_phone),
        notes=visit.notes,
    )


def _let_go(visit: Appointment, now: datetime) -> bool:
    """Whether a text tells of the new time; it goes at once, as somebody waits for it."""
    telling = Message.objects.telling(visit.pk).filter(state=State.QUEUED)
    texts = telling.exclude(channel=Channel.EMAIL)
    went = texts.update(send_after=now, at_any_hour=True, reason="", changed_at=now)
    calls.left(texts, now)
    return went > 0

"""What becomes of a call to the number that texts: who it is, who answers, what is left on tape."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from appointments.models import Appointment, Customer
from appointments.statuses import Status
from appointments.windows import day_words, hours_words
from fieldservice.company.models import BusinessUnit
from notifications import missed
from notifications.models import CallTask, PhoneCall, Sender
from notifications.models.voice import NEAR
from notifications.reach import closed_until
from notifications.suppressing import visits_of
from notifications.voice import Lines

RECORDING = re.compile(r"RE[0-9a-f]{32}")
OPEN = {Status.SCHEDULED, Status.ON_THE_WAY, Status.ARRIVED}


@dataclass(frozen=True)
class Caller:
    """Who calls, as far as we know: for the office, and for the person who is called."""

    call: PhoneCall
    unit: BusinessUnit

    @property
    def name(self) -> str:
        visit = self.call.appointment
        if visit and str(visit.contact_phone) == self.call.number and visit.contact_name:
            return visit.contact_name
        return self.call.customer.name if self.call.customer else ""

    @property
    def lines(self) -> Lines:
        """In the caller's language, else the company's."""
        customer = self.call.customer
        language = customer.language if customer else self.unit.language
        return Lines(self.unit.text_name, language)

    @property
    def person_lines(self) -> Lines:
        return Lines(self.unit.text_name, self.unit.language)

    def visit_words(self, language: str) -> str:
        """“Tue 14 May, 9-11am”; "" without a visit near by."""
        visit = self.call.appointment
        if visit is None or not self.call.is_near:
            return ""
        window = (visit.arrival_window_start, visit.arrival_window_end)
        start, end = (moment.astimezone(visit.zone) for moment in window)
        return f"{day_words(start, language)}, {hours_words(start, end, language)}"


@transaction.atomic
def ring(*, sid: str, number: str, sender: Sender, now: datetime) -> Caller:
    """The call as kept; the same one told twice is one."""
    visit = _visit(number, now)
    known = {
        "number": number,
        "sender": sender,
        "appointment": visit,
        "customer": visit.customer if visit else Customer.objects.filter(phone=number).first(),
        "is_near": visit is not None and visit.arrival_window_start - now <= NEAR,
        "started_at": now,
    }
    call, _new = PhoneCall.objects.get_or_create(provider_sid=sid, defaults=known)
    return caller_of(call)


def caller_of(call: PhoneCall) -> Caller:
    """The unit of the visit answers, else the one whose number was called."""
    visit = call.appointment
    return Caller(call, visit.business_unit if visit else call.sender.business_unit)


def person_to_ring(*, caller: Caller, dialed: str, now: datetime) -> str:
    """The number of the unit's person; "" out of hours, or where nobody is named."""
    person = str(caller.unit.person_phone)
    # The texting number itself would ring for ever.
    is_free = person not in {"", dialed, caller.call.number}
    return person if is_free and closed_until(caller.unit, now) is None else ""


@transaction.atomic
def end(*, call: PhoneCall, answered: bool, now: datetime) -> None:
    """Whether somebody took it; the first word of it counts."""
    missed.end(call, now, answered=answered)


@transaction.atomic
def keep_message(
    *, call: PhoneCall, recording: str, seconds: int, now: datetime
) -> CallTask | None:
    """The call to make because of what was left on tape; None where there is nothing to hear."""
    if not RECORDING.fullmatch(recording) or seconds < 1:
        return None
    call.recording_sid, call.seconds = recording, min(seconds, 32_000)
    call.save(update_fields=["recording_sid", "seconds"])
    return missed.left_message(call, now)


def opening_words(*, caller: Caller, now: datetime) -> tuple[bool, str]:
    """Whether the office is closed, and when it opens again, as it is spoken."""
    opens = closed_until(caller.unit, now)
    if opens is None:
        return False, ""
    language = caller.lines.language
    return True, f"{day_words(opens, language)}, {hours_words(opens, opens, language)}"


def _visit(number: str, now: datetime) -> Appointment | None:
    """The visit they most likely call about: the one that is on, else the next one."""
    coming = visits_of(number).filter(status__in=OPEN, arrival_window_end__gt=now - NEAR)
    visits = coming.select_related("customer", "location", "business_unit")
    return visits.order_by("arrival_window_start").first()

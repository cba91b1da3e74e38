"""Writing down, before anything leaves, what is about to leave: rendered text and attempt."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.urls import reverse

from appointments.models import Appointment
from notifications.deciding import Go
from notifications.models import Attempt, Message, VisitLink, WordingVersion
from notifications.providers.base import Outgoing
from notifications.rendering import Rendered, picture_of, render, sender_address
from notifications.wording import Template, WordingError, parse, spoken

VALID_FOR = 300  # seconds; short, so that an unanswered call is settled within minutes
LINK_OUTLIVES = timedelta(hours=24)
# Twilio's own switches: try a callback again on 5xx and timeouts.
CALLBACK_RETRIES = "#rc=5&rp=5xx,ct,rt"
RENDERED = ["kind", "channel", "to", "body", "media_url", "told", "tries"]


@dataclass(frozen=True)
class Prepared:
    attempt: Attempt
    outgoing: Outgoing


def prepare(going: list[tuple[Message, Go]], now: datetime) -> list[Prepared]:
    """One saved attempt for each text, and the text as it leaves. Call it in a transaction."""
    if not going:
        return []
    links = visit_links([go.appointment for _, go in going])
    prepared = []
    for message, go in going:
        rendered = _render(message, go, links[go.appointment.pk], now)
        _write(message, go, rendered)
        attempt = Attempt(message=message, interest=rendered.interest, started_at=now)
        prepared.append(Prepared(attempt, _outgoing(message, attempt, now)))
    Message.objects.bulk_update([message for message, _ in going], RENDERED)
    Attempt.objects.bulk_create([item.attempt for item in prepared])
    return prepared


def visit_links(appointments: Iterable[Appointment]) -> dict[uuid.UUID, str]:
    """The address of each visit's page, made where there was none."""
    visits = {appointment.pk: appointment for appointment in appointments}
    links = VisitLink.objects.filter(appointment__in=visits)
    missing = visits.keys() - set(links.values_list("appointment_id", flat=True))
    VisitLink.objects.bulk_create(
        [
            VisitLink(appointment_id=pk, expires_at=visits[pk].arrival_window_end + LINK_OUTLIVES)
            for pk in missing
        ],
        ignore_conflicts=True,
    )
    return {
        link.appointment_id: settings.PUBLIC_BASE_URL + reverse("visit_page", args=[link.token])
        for link in links.all()
    }


def _render(message: Message, go: Go, link: str, now: datetime) -> Rendered:
    return render(
        go.kind,
        go.appointment,
        message.sender,
        go.known,
        now=now,
        link=link,
        without_picture=message.without_picture,
        template=company_wording(go.kind, go.appointment),
    )


def company_wording(kind: str, appointment: Appointment) -> Template | None:
    """The company's own words of this kind, if it has any that can be read."""
    versions = WordingVersion.objects.filter(
        kind=kind, language=spoken(appointment.customer.language)
    )
    unit = appointment.business_unit_id
    newest = (
        versions.filter(business_unit=unit).first() or versions.filter(business_unit=None).first()
    )
    return _parsed(newest.text) if newest else None


@cache
def _parsed(text: str) -> Template | None:
    try:
        return parse(text)
    except WordingError:
        # A text is worth more than its wording: the file's words go out instead.
        return None


def _write(message: Message, go: Go, rendered: Rendered) -> None:
    message.kind = go.kind
    message.channel = rendered.channel
    message.to = go.appointment.text_to
    message.body = rendered.body
    message.media_url = rendered.media_url
    message.told = picture_of(go.appointment).as_dict()
    message.tries += 1


def _outgoing(message: Message, attempt: Attempt, now: datetime) -> Outgoing:
    callback = reverse("twilio_status", args=[attempt.pk])
    return Outgoing(
        sender=sender_address(message.sender),
        to=message.to,
        body=message.body,
        media_url=message.media_url,
        callback_url=f"{settings.PUBLIC_BASE_URL}{callback}{CALLBACK_RETRIES}",
        valid_for=max(20, min(VALID_FOR, int((message.useful_until - now).total_seconds()))),
    )

"""Writing down, before anything leaves, what is about to leave: rendered text and attempt."""

import logging
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.urls import reverse

from appointments.models import Appointment
from notifications import calls, emailing, plan
from notifications.deciding import Go
from notifications.models import ASKED_ENOUGH, Attempt, Message, VisitLink
from notifications.own_wording import own_wording
from notifications.providers.base import Outgoing
from notifications.rendering import (
    OwnWords,
    Rendered,
    address_of,
    picture_of,
    render,
    sender_address,
)
from notifications.rewriting import rewrite
from notifications.states import TALK, Channel, Kind
from notifications.wording import Template

logger = logging.getLogger(__name__)

VALID_FOR = 300  # seconds; short, so that an unanswered call is settled within minutes
LINK_OUTLIVES = timedelta(hours=24)
# Twilio's own switches: try a callback again on 5xx and timeouts.
CALLBACK_RETRIES = "#rc=5&rp=5xx,ct,rt"
RENDERED = ["kind", "channel", "to", "body", "media_url", "told", "tries", "changed_at"]


@dataclass(frozen=True)
class Prepared:
    attempt: Attempt
    outgoing: Outgoing


@dataclass(frozen=True)
class _Batch:
    """What texts that leave together share; `heard`: the details told just now, by customer."""

    now: datetime
    links: dict[uuid.UUID, str]
    heard: defaultdict[uuid.UUID | None, set[int]] = field(default_factory=lambda: defaultdict(set))
    # Asked once for all; not for longer, as a new version counts at once.
    wording: Callable[[str, str, int], Template | None] = field(
        default_factory=lambda: cache(own_wording)
    )


def prepare(going: list[tuple[Message, Go]], now: datetime) -> list[Prepared]:
    """One saved attempt for each text, and the text as it leaves. Call it in a transaction."""
    if not going:
        return []
    batch = _Batch(now, visit_links([go.appointment for _, go in going]))
    tried = (_prepare(message, go, batch) for message, go in going)
    prepared = [item for item in tried if item]
    rewrite([item.attempt.message for item in prepared], RENDERED)
    Attempt.objects.bulk_create([item.attempt for item in prepared])
    return prepared


def _prepare(message: Message, go: Go, batch: _Batch) -> Prepared | None:
    try:
        rendered = _render(message, go, batch)
        _write(message, go, rendered)
        message.changed_at = batch.now
        details = {"interest": rendered.interest, "opener": rendered.opener}
        attempt = Attempt(message=message, started_at=batch.now, **details)
        leaving = _leaving(message, attempt, go, batch)
    except Exception:
        # A text that can't be written must not hold up the others; the sweep brings it back.
        found_by = {"message_id": str(message.pk)}
        logger.exception("text %s can't be written", message.pk, extra=found_by)
        return None
    batch.heard[message.customer_id].update(line.pk for line in details.values() if line)
    return Prepared(attempt, leaving)


def _leaving(message: Message, attempt: Attempt, go: Go, batch: _Batch) -> Outgoing:
    if message.channel != Channel.EMAIL:
        return outgoing(message, attempt, batch.now)
    attempt.asked = ASKED_ENOUGH  # nobody can be asked what became of an e-mail
    return emailing.outgoing(attempt, go.appointment, batch.links[go.appointment.pk], batch.now)


def visit_links(appointments: Iterable[Appointment]) -> dict[uuid.UUID, str]:
    """The address of each visit's page, made where there was none."""
    ends = {visit.pk: visit.arrival_window_end + LINK_OUTLIVES for visit in appointments}
    links = VisitLink.objects.filter(appointment__in=ends)
    expires = dict(links.values_list("appointment_id", "expires_at"))
    VisitLink.objects.bulk_create(
        [VisitLink(appointment_id=pk, expires_at=ends[pk]) for pk in ends.keys() - expires.keys()],
        ignore_conflicts=True,
    )
    for pk, expires_at in expires.items():
        if expires_at < ends[pk]:
            # The visit was put off: its page lives as long.
            links.filter(appointment=pk).update(expires_at=ends[pk])
    return {
        link.appointment_id: _address("visit_page", "x" * 16, link.token) for link in links.all()
    }


def _address(name: str, stand_in: object, actual: object) -> str:
    """A public address; looking the path up for each text costs as much as a query for each."""
    return settings.PUBLIC_BASE_URL + _path(name, stand_in).replace(str(stand_in), str(actual))


@cache
def _path(name: str, stand_in: object) -> str:
    return reverse(name, args=[stand_in])


def _render(message: Message, go: Go, batch: _Batch) -> Rendered:
    visit = go.appointment
    return render(
        go.kind,
        visit,
        message.sender,
        replace(go.known, lines=go.known.lines | batch.heard[message.customer_id]),
        now=batch.now,
        link=batch.links[visit.pk],
        by_email=message.channel == Channel.EMAIL,
        without_picture=message.without_picture,
        template=batch.wording(go.kind, visit.customer.language, visit.business_unit_id),
        own=_own(message, go),
    )


def _own(message: Message, go: Go) -> OwnWords | None:
    if go.kind == Kind.SORRY:
        person = calls.who_promised(go.appointment)
        return OwnWords(person=person, unnamed="" if person else "yes")
    return OwnWords(**message.told) if go.kind in TALK else None


def company_wording(kind: str, appointment: Appointment) -> Template | None:
    """The company's own words of this kind, if it has any that can be read."""
    return own_wording(kind, appointment.customer.language, appointment.business_unit_id)


def _write(message: Message, go: Go, rendered: Rendered) -> None:
    message.kind = go.kind
    message.channel = rendered.channel
    is_email = rendered.channel == Channel.EMAIL
    message.to = (
        emailing.address(go.appointment) if is_email else address_of(go.appointment, message.sender)
    )
    message.body = rendered.body
    message.media_url = rendered.media_url
    if go.kind not in TALK:  # what an answer says stands there
        true = picture_of(go.appointment)
        # What is sent again by a click repeats what they know.
        known = true if message.by_hand else go.known.picture
        message.told = plan.as_told_by(go.kind, true, known).as_dict()
    message.tries += 1


def outgoing(message: Message, attempt: Attempt, now: datetime) -> Outgoing:
    """The written text in the provider's terms."""
    return Outgoing(
        sender=sender_address(message.sender),
        to=message.to,
        body=message.body,
        media_url=message.media_url,
        callback_url=_address("twilio_status", uuid.UUID(int=0), attempt.pk) + CALLBACK_RETRIES,
        valid_for=max(20, min(VALID_FOR, int((message.useful_until - now).total_seconds()))),
    )

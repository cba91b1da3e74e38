"""What stands around texts that are due, read in one go for all of them."""

import uuid
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from appointments.models import Appointment
from notifications import calls
from notifications.addresses import all_of
from notifications.models import Attempt, DetailTold, Message, Suppression
from notifications.states import REMINDERS, TOLD, WHO_AND_WHEN
from notifications.switches import Switches, switches_of
from notifications.visits_before import Past, past_of


@dataclass(frozen=True)
class World:
    """What several texts must be checked against, read in one go."""

    appointments: dict[uuid.UUID, Appointment]
    histories: dict[uuid.UUID, list[Message]]
    suppressed: set[tuple[str, int]]
    texted: set[tuple[str, int]]
    lines: dict[uuid.UUID, set[int]]
    called: set[uuid.UUID]
    switches: Switches
    past: Past


def look(messages: Iterable[Message]) -> World:
    """The state of the world around `messages`, as committed at this moment."""
    visits = Appointment.objects.for_texts().in_bulk({m.visit_id for m in messages})
    numbers = {each for visit in visits.values() for each in all_of(visit.text_to)}
    told = Message.objects.filter(to__in=numbers, state__in=TOLD)
    return World(
        appointments=visits,
        histories=_histories(visits),
        suppressed=set(
            Suppression.objects.filter(number__in=numbers).values_list("number", "sender_id")
        ),
        texted=set(told.values_list("to", "sender_id").distinct()),
        lines=lines_told({visit.customer_id for visit in visits.values()}),
        called=calls.told_by_call(visits),
        switches=switches_of(visit.business_unit_id for visit in visits.values()),
        past=past_of(visits.values()),
    )


def _histories(visits: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[Message]]:
    found: dict[uuid.UUID, list[Message]] = defaultdict(list)
    texts = Message.objects.filter(appointment__in=list(visits)).filter(
        kind__in=WHO_AND_WHEN | REMINDERS
    )
    for message in texts.order_by("-appointment_version", "-created_at"):
        found[message.visit_id].append(message)
    return found


def lines_told(customers: set[uuid.UUID]) -> dict[uuid.UUID, set[int]]:
    """The details these customers have heard, or are about to hear."""
    told = DetailTold.objects.filter(customer__in=customers)
    leaving = Attempt.objects.filter(
        message__customer__in=customers,
        outcome__in=[Attempt.Outcome.OPEN, Attempt.Outcome.UNKNOWN],
    ).exclude(interest=None, opener=None)
    found: dict[uuid.UUID, set[int]] = defaultdict(set)
    for customer, line in (
        *told.values_list("customer_id", "line_id"),
        *leaving.values_list("message__customer_id", "interest_id"),
        *leaving.values_list("message__customer_id", "opener_id"),
    ):
        if line:
            found[customer].add(line)
    return found

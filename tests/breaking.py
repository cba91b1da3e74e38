"""Breaking the product on purpose on a written day, and what `complaints` says of that day."""

import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from unittest.mock import patch

from django.db import transaction

from appointments.models import Appointment
from notifications import aftermath
from notifications.models import Message
from notifications.providers.base import Family
from notifications.world import World, look
from tests.complaints import complaints
from tests.phone_books import Books
from tests.town import BEGINNINGS, Town
from tests.town_post import open_post


@dataclass(frozen=True)
class Breakage:
    """On this day `rule` must complain while `broken` stands in the place of what is there.

    Each deed of the day is one of the town's, and what it is told.
    """

    rule: str
    place: str
    broken: object
    day: Sequence[tuple[object, ...]]
    is_strict: bool = False
    addresses: str = "none"


def nothing(*_args: object, **_more: object) -> None:
    """It is forgotten."""


def always(*_args: object, **_more: object) -> bool:
    return True


def never(*_args: object, **_more: object) -> bool:
    return False


def as_first_seen(messages: Iterable[Message]) -> World:
    """Each visit as it was when it was looked at first."""
    world = LOOK(messages)
    seen = {pk: SEEN.setdefault(pk, visit) for pk, visit in world.appointments.items()}
    return replace(world, appointments=seen)


def but(family: Family) -> Mapping[Family, object]:
    """What follows from a failure, except from this one."""
    return {known: step for known, step in STEPS.items() if known != family}


# What is there.
LOOK, STEPS = look, aftermath._NEXT_STEPS
SEEN: dict[uuid.UUID, Appointment] = {}
OFFER = (("book", 0, 0, 24, True), ("book", 1, 0, 28, True), ("deliver", "accepted"))
WORK = (("wait", 61), ("beat",), ("deliver", "accepted"))
HOUR = 3600


def noticed(breakage: Breakage) -> list[str]:
    """What its rule says of the day on which the product is broken."""
    with patch(breakage.place, breakage.broken):
        return [wrong for wrong in said_of(breakage) if wrong.startswith(breakage.rule)]


def said_of(breakage: Breakage) -> list[str]:
    """All that is wrong on that day, looked for after every deed."""
    with open_post(), transaction.atomic():
        found = list(_lived(breakage))
        transaction.set_rollback(True)
    return found


def _lived(breakage: Breakage) -> Iterator[str]:
    town = Town(BEGINNINGS[0], breakage.is_strict, breakage.addresses)
    seen, before = 0, dict[uuid.UUID, Appointment]()
    for name, *arguments in breakage.day:
        getattr(town, str(name))(*arguments)
        books = Books(town, seen)
        yield from complaints(books, str(name), before)
        seen, before = len(town.network.sent), books.visits

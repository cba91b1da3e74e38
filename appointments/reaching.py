"""Which way stands chosen at booking, where no text can arrive at the number."""

from dataclasses import dataclass

from appointments.customers import BY_TEXT
from appointments.models import Customer
from appointments.signals import way_asked
from fieldservice.company.errors import InvalidError
from fieldservice.company.phones import dialable


@dataclass(frozen=True)
class Way:
    """How to reach them; `before` is what was chosen until the number turned out to be deaf."""

    reach: str
    before: str = ""


def way_at(text: str, customer: Customer | None, way: Way) -> Way:
    """Another way where this number, as it was typed, gets no texts; else what was chosen."""
    other = _other_way(text, customer)
    if not other:
        return Way(way.before or way.reach)
    if way.reach in BY_TEXT and not way.before:
        return Way(other, before=way.reach)
    return way


def _other_way(text: str, customer: Customer | None) -> str:
    try:
        number = dialable(text)
    except InvalidError:
        return ""
    answers = way_asked.send(sender=Customer, number=number, customer=customer)
    return next((str(way) for _listener, way in answers if way), "")

"""Ready answers: what may stand in them, and how one reads for a visit; rows are a service's."""

from dataclasses import dataclass

from django.db.models import QuerySet

from appointments.models import Appointment
from appointments.windows import day_words, hours_words
from notifications.inbox_people import Phone
from notifications.models import CannedAnswer
from notifications.wording import parse, render

PLACEHOLDERS = {
    "greeting": "how the customer likes to be greeted",
    "technician": "first name of who is coming",
    "window": "the day and hours of the visit",
}


@dataclass(frozen=True)
class Ready:
    """One answer as it would go into the field."""

    title: str
    words: str


def answers_for(phone: Phone) -> list[Ready]:
    """The unit's answers in the customer's language."""
    visit = phone.visit
    if visit is None:
        return []
    rows = CannedAnswer.objects.filter(
        business_unit=visit.business_unit, language=visit.customer.language
    )
    values = _values(visit)
    return [Ready(row.title, render(parse(row.text, PLACEHOLDERS), values)) for row in rows]


def all_answers() -> QuerySet[CannedAnswer]:
    """As the page that manages them lists them."""
    rows = CannedAnswer.objects.select_related("business_unit")
    return rows.order_by("business_unit__name", "language", "title")


def _values(visit: Appointment) -> dict[str, str]:
    language = visit.customer.language
    window = (visit.arrival_window_start, visit.arrival_window_end)
    start, end = (moment.astimezone(visit.zone) for moment in window)
    greeting = visit.customer.greeting
    if visit.contact_phone:
        greeting = visit.contact_name.split(" ")[0]
    return {
        "greeting": greeting,
        "technician": visit.technician.first_name if visit.technician else "",
        "window": f"{day_words(start, language)}, {hours_words(start, end, language)}",
    }

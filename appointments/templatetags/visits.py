"""How pages show a visit's time, status and customer's number."""

import uuid
from datetime import date, datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from phonenumber_field.phonenumber import PhoneNumber, to_python
from phonenumbers import country_code_for_region

from appointments.models import Appointment
from appointments.spoken import full_day, spoken_day
from appointments.statuses import Status
from appointments.whereabouts import standing
from appointments.windows import hours_words
from fieldservice.company.templatetags.parts import chip

register = template.Library()

LOOKS: dict[Status, tuple[str, str]] = {
    Status.SCHEDULED: ("calendar", ""),
    Status.ON_THE_WAY: ("truck", "accent"),
    Status.ARRIVED: ("house", "accent"),
    Status.DONE: ("circle-check", "good"),
    Status.CANCELED: ("ban", ""),
    Status.NO_ACCESS: ("door-closed", "bad"),
}


@register.simple_tag
def when(visit: Appointment) -> str:
    """Day and window as people say them, the full date on hover."""
    start, end = window_of(visit)
    today = timezone.now().astimezone(visit.zone).date()
    words = f"{spoken_day(start.date(), today)} {_hours(start, end)}"
    return _time(words, start, end, visit.zone)


@register.simple_tag
def standing_now(visit: Appointment) -> str:
    """Where it stands at this minute."""
    return standing(visit, timezone.now())


@register.simple_tag
def hours(visit: Appointment) -> str:
    """The window alone, for a page that names the day."""
    start, end = window_of(visit)
    return _time(_hours(start, end), start, end, visit.zone)


@register.simple_tag
def window_words(visit: Appointment) -> str:
    """The same as words alone, for cards by the hundred."""
    return _hours(*window_of(visit))


@register.simple_tag
def window_start(visit: Appointment) -> str:
    """“3pm”: what a card of less than an hour has room for."""
    start, _end = window_of(visit)
    return _hours(start, start)


@register.simple_tag
def day_of(visit: Appointment) -> str:
    """The day alone, as people say it."""
    start, end = window_of(visit)
    today = timezone.now().astimezone(visit.zone).date()
    return _time(spoken_day(start.date(), today), start, end, visit.zone)


@register.simple_tag
def planned(visit: Appointment) -> str:
    """From when until when the technician is taken."""
    zone = visit.zone
    return _hours(visit.planned_start.astimezone(zone), visit.planned_end.astimezone(zone))


@register.filter
def zone_words(zone: ZoneInfo) -> str:
    """“New York”; names without a city stay as they are."""
    region, _slash, city = zone.key.partition("/")
    return city.rpartition("/")[2].replace("_", " ") if city and region != "Etc" else zone.key


@register.simple_tag
def status_chip(visit: Appointment) -> str:
    """Where a visit stands, by its status alone."""
    status = Status(visit.status)
    return chip(status.label, *LOOKS[status])


@register.simple_tag
def confirmed_chip(visit: Appointment) -> str:
    """Whether the customer said yes to the time."""
    if visit.confirmed_at:
        return chip(_("Confirmed"), "circle-check", "good")
    return chip(_("Not confirmed"), "circle-dashed")


@register.simple_tag
def visit_chip(visit: Appointment) -> str:
    """One word for a list: the status, and before the visit whether its time is confirmed."""
    if visit.status == Status.SCHEDULED:
        return confirmed_chip(visit)
    return status_chip(visit)


@register.filter
def dialed(number: PhoneNumber | str) -> str:
    """A number as the office dials it: “(202) 555-0117”, from abroad with the country."""
    if isinstance(number, str):
        known = to_python(number)
        if not known or not known.country_code:
            return number  # a company's name may stand in a number's place
        number = known
    home = country_code_for_region(settings.PHONENUMBER_DEFAULT_REGION)
    return str(number.as_national if number.country_code == home else number.as_international)


@register.simple_tag
def fresh_key() -> str:
    """A key for one form: sent twice, it counts once."""
    return str(uuid.uuid4())


@register.filter
def map_link(address: str) -> str:
    """Where a phone opens its map; the address leaves the page with a tap only."""
    return f"https://www.google.com/maps/search/?{urlencode({'api': 1, 'query': address})}"


@register.simple_tag
def clock(moment: datetime, visit: Appointment) -> str:
    """The hour of a moment where the visit is."""
    local = moment.astimezone(visit.zone)
    words = date_format(local, "TIME_FORMAT")
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), words)


@register.filter
def spoken(day: date, today: date) -> str:
    return spoken_day(day, today)


@register.filter
def hour_words(moment: datetime) -> str:
    """“9am”, “noon”, “9h”: an hour as short as a text says it."""
    return _hours(moment, moment)


@register.filter
def in_full(day: date) -> str:
    return full_day(day)


def window_of(visit: Appointment) -> tuple[datetime, datetime]:
    """The arrival window where the visit is."""
    zone = visit.zone
    return visit.arrival_window_start.astimezone(zone), visit.arrival_window_end.astimezone(zone)


def _hours(start: datetime, end: datetime) -> str:
    return hours_words(start, end, get_language() or "en")


def _time(words: str, start: datetime, end: datetime, zone: ZoneInfo) -> str:
    title = f"{full_day(start.date())}, {_hours(start, end)}, {zone_words(zone)}"
    return format_html(
        '<time datetime="{}" title="{}">{}</time>',
        start.isoformat(timespec="minutes"),
        title,
        words,
    )

"""How pages say a technician's week and time off."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from appointments.models import TimeOff
from appointments.openings import USUAL_HOURS, Weekly
from appointments.sick_services import zone_of_technician
from appointments.spans import Hours, span
from appointments.spoken import spoken_day
from appointments.templatetags.visits import zone_words
from appointments.windows import hours_words
from technicians.models import Technician

register = template.Library()
SOME_MONDAY = date(2024, 1, 1)
DAY = timedelta(days=1)


@register.inclusion_tag("appointments/_technician_hours.html", takes_context=True)
def hours_of(context: template.Context, technician: Technician) -> Mapping[str, object]:
    """A technician's week in a few words, and what is off next, with what the office does."""
    return {**own_hours(technician), "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("appointments/_my_hours.html")
def own_hours(technician: Technician) -> Mapping[str, object]:
    """The same to be read by themselves."""
    shifts = [(each.weekday, each.starts, each.ends) for each in technician.shifts.all()]
    ahead = technician.time_off.filter(end__gt=timezone.now())
    return {
        "technician": technician,
        "zone": zone_of_technician(technician),
        "week": week_words(shifts or USUAL_HOURS),
        "is_usual": not shifts,
        "times_off": ahead[:3],
    }


@register.filter
def zone_name(zone: ZoneInfo) -> str:
    """“New York”."""
    return zone_words(zone)


@register.simple_tag
def off_words(off: TimeOff, zone: ZoneInfo) -> str:
    """“today until midnight” by its days and hours: “tomorrow”, “Mon 23 Nov - Fri 27 Nov”."""
    start, end = off.start.astimezone(zone), off.end.astimezone(zone)
    today = timezone.now().astimezone(zone).date()
    is_whole = start.time() == end.time() == time.min
    last = (end - DAY if end.time() == time.min else end).date()
    first_words, last_words = spoken_day(start.date(), today), spoken_day(last, today)
    if is_whole:
        return first_words if start.date() == last else f"{first_words} - {last_words}"
    if start.date() == last:
        return f"{first_words} {hours_words(start, end, get_language() or 'en')}"
    return f"{first_words} {_clock(start)} - {last_words} {_clock(end)}"


def week_words(shifts: tuple[Weekly, ...] | list[Weekly]) -> list[str]:
    """“Mon-Fri 8am-5pm”, “Sat 9am-1pm”."""
    by_day = [(day, [(a, b) for each, a, b in shifts if each == day]) for day in range(7)]
    runs = groupby(by_day, key=lambda row: row[1])
    return [_run([day for day, _hours in run], hours) for hours, run in runs if hours]


def _run(days: list[int], hours: list[Hours]) -> str:
    first, last = (date_format(SOME_MONDAY + day * DAY, "D") for day in (days[0], days[-1]))
    named = first if len(days) == 1 else f"{first}-{last}"
    return f"{named} {', '.join(_spoken(hours))}"


def _spoken(hours: list[Hours]) -> Iterator[str]:
    for each in hours:
        start, end = span(SOME_MONDAY, each, ZoneInfo("UTC"))
        yield hours_words(start, end, get_language() or "en")


def _clock(moment: datetime) -> str:
    return hours_words(moment, moment, get_language() or "en")

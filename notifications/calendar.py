"""The visit as one event for the customer's own calendar; who may have it, its callers decide."""

from datetime import UTC, datetime
from uuid import uuid5

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override
from icalendar import Calendar, Event, vCalAddress

from appointments.models import Appointment
from appointments.statuses import Status
from appointments.windows import day_words, hours_words
from notifications.models import Sender
from notifications.rendering import person_phone

FILE = "visit.ics"
METHOD = "PUBLISH"


def calendar_file(visit: Appointment, sender: Sender, link: str, now: datetime) -> bytes:
    """The file, in the customer's language; a later one of the same visit takes its place.

    `visit` comes from `for_texts()`, `link` leads to its page.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Field service//Visits//EN")
    calendar.add("version", "2.0")
    # Not REQUEST: nobody reads the "declined" that a calendar would answer it with.
    calendar.add("method", METHOD)
    with override(visit.customer.language):
        calendar.add_component(_event(visit, sender, link, now))
    return bytes(calendar.to_ical())


def _event(visit: Appointment, sender: Sender, link: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", str(uuid5(visit.pk, "calendar")))
    # Each change of a visit counts its version up; a calendar takes the highest.
    event.add("sequence", visit.version)
    event.add("dtstamp", now.astimezone(UTC))
    # In UTC no calendar has to know the zone, and none can know it wrongly.
    event.add("dtstart", visit.arrival_window_start.astimezone(UTC))
    event.add("dtend", visit.arrival_window_end.astimezone(UTC))
    event.add("organizer", _organizer(visit))
    event.add("summary", _summary(visit))
    event.add("description", _description(visit, person_phone(visit, sender), link))
    event.add("url", link)
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if visit.status == Status.CANCELED else "CONFIRMED")
    if visit.location:
        event.add("location", visit.location.address)
    return event


def _organizer(visit: Appointment) -> vCalAddress:
    """Published events must name one; without e-mails it is one that leads nowhere."""
    address = f"mailto:{settings.EMAIL_REPLY_TO}" if settings.EMAIL_URL else "invalid:nomail"
    organizer = vCalAddress(address)
    organizer.params["CN"] = visit.business_unit.text_name
    return organizer


def _summary(visit: Appointment) -> str:
    company = visit.business_unit.text_name
    if visit.status == Status.CANCELED:
        return _("Called off: visit from %(company)s") % {"company": company}
    if visit.technician is None:
        return _("Visit from %(company)s") % {"company": company}
    told = {"name": visit.technician.first_name, "company": company}
    return _("%(name)s from %(company)s comes") % told


def _description(visit: Appointment, phone: str, link: str) -> str:
    start = visit.arrival_window_start.astimezone(visit.zone)
    end = visit.arrival_window_end.astimezone(visit.zone)
    language = visit.customer.language
    hours = f"{day_words(start, language)}, {hours_words(start, end, language)}"
    lines = [_("Arrival: %(hours)s.") % {"hours": hours}]
    if phone:
        lines.append(_("Questions? Call %(phone)s.") % {"phone": phone})
    lines.append(_("Your visit as it is now: %(link)s") % {"link": link})
    return "\n".join(lines)

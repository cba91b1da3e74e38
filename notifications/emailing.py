"""E-mails about a visit: who may get one, and what stands around the words of the text."""

from datetime import datetime
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from appointments.models import Appointment, Customer
from appointments.windows import day_words, hours_words
from notifications import no_emails
from notifications.calendar import FILE, calendar_file
from notifications.models import Attempt, Message
from notifications.providers.base import Letter, Outgoing
from notifications.rendering import picture_of
from notifications.states import MOMENTS, Channel, Kind
from notifications.timing import useful_until
from technicians.headshot_files import MMS, stored

SUBJECTS: dict[Kind, str | Promise] = {
    Kind.INTRODUCTION: _("%(company)s: %(name)s is coming, %(day)s, %(hours)s"),
    Kind.NEW_FACE: _("%(company)s: %(name)s is coming, %(day)s, %(hours)s"),
    Kind.CONFIRMATION: _("%(company)s: your visit, %(day)s, %(hours)s"),
    Kind.RESCHEDULE: _("%(company)s: your new time, %(day)s, %(hours)s"),
    Kind.CANCEL: _("%(company)s: called off, %(day)s, %(hours)s"),
    Kind.REMINDER: _("%(company)s: your visit, %(day)s, %(hours)s"),
    Kind.MORNING: _("%(company)s: your visit, %(day)s, %(hours)s"),
    Kind.ON_MY_WAY: _("%(company)s: %(name)s is on the way, %(day)s, %(hours)s"),
    Kind.LATE: _("%(company)s: running late, %(day)s"),
    Kind.AS_PLANNED: _("%(company)s: as planned, %(day)s, %(hours)s"),
    Kind.ARRIVED: _("%(company)s: %(name)s is at your door, %(day)s"),
    Kind.NO_ACCESS: _("%(company)s: we missed you, %(day)s"),
    Kind.THANKS: _("%(company)s: how was it with %(name)s?"),
}
# What a calendar shows has changed.
WITH_CALENDAR = frozenset(
    {Kind.INTRODUCTION, Kind.CONFIRMATION, Kind.NEW_FACE, Kind.RESCHEDULE, Kind.CANCEL}
)
# A text asks for a letter as answer; here the page does.
ASKS = frozenset({Kind.INTRODUCTION, Kind.CONFIRMATION, Kind.RESCHEDULE, Kind.REMINDER})
OFFERS = ASKS | {Kind.LATE, Kind.NO_ACCESS}


def address(visit: Appointment) -> str:
    """Where this visit may be told by e-mail, or "" where it can't."""
    # Whoever is at home in the customer's place reads other letters than the customer.
    if not settings.EMAIL_URL or visit.contact_phone or visit.customer.reach == Customer.Reach.CALL:
        return ""
    email = visit.customer.email
    return "" if not email or no_emails.is_stopped(email) else email


def instead_of(text: Message, kind: Kind, now: datetime) -> Message | None:
    """The e-mail in the place of a text, queued only once; None where no e-mail may go."""
    visit, is_moment = text.visit, kind in MOMENTS
    if text.channel == Channel.EMAIL or not address(visit):
        return None
    return Message.objects.get_or_create(
        dedupe_key=f"email:{text.pk}",
        defaults={
            "appointment": visit,
            "appointment_version": visit.version,
            "customer": visit.customer,
            "sender_id": text.sender_id,
            "kind": kind,
            "channel": Channel.EMAIL,
            "urgency": text.urgency,
            "by_hand": text.by_hand,
            "told": picture_of(visit).as_dict(),
            "send_after": max(now, text.send_after) if is_moment else now,
            "useful_until": text.useful_until if is_moment else useful_until(visit, now),
            "created_at": now,
            "changed_at": now,
            "fallback_of": text,
        },
    )[0]


def outgoing(attempt: Attempt, visit: Appointment, link: str, now: datetime) -> Outgoing:
    """The written text as an e-mail; `visit` comes from `for_texts()`, `link` leads to its page."""
    message, kind = attempt.message, Kind(attempt.message.kind)
    photo = _photo(visit) if message.media_url else b""
    with override(visit.customer.language):
        around = _around(message, visit, link) | {"photo": bool(photo)}
        calendar = calendar_file(visit, message.sender, link, now) if kind in WITH_CALENDAR else b""
        return Outgoing(
            sender=_from(visit),
            to=message.to,
            body=render_to_string("notifications/email.txt", around),
            letter=Letter(
                subject=str(around["subject"]),
                html=render_to_string("notifications/email.html", around),
                photo=photo,
                calendar=calendar,
                reply_to=settings.EMAIL_REPLY_TO,
                stop_url=str(around["stop_url"]),
                reference=attempt.pk.hex,
            ),
        )


def _around(message: Message, visit: Appointment, link: str) -> dict[str, object]:
    """What stands around the words."""
    kind, unit = Kind(message.kind), visit.business_unit
    key = no_emails.key_of(message)
    return {
        "words": message.body,
        "subject": _subject(kind, visit),
        "unit": unit,
        "name": visit.technician.first_name if visit.technician else "",
        # After the visit its page has nothing more to tell.
        "link": "" if kind == Kind.THANKS else link,
        "asks": kind in ASKS and visit.is_unconfirmed,
        "offers": kind in OFFERS,
        "calendar_url": f"{link}/{FILE}" if kind in WITH_CALENDAR else "",
        "stop_url": settings.PUBLIC_BASE_URL + reverse("stop_emails", args=[key]),
    }


def _subject(kind: Kind, visit: Appointment) -> str:
    """Who, who comes and when: what a list of letters shows."""
    kind = Kind.CONFIRMATION if kind == Kind.INTRODUCTION and not visit.technician else kind
    language, zone = visit.customer.language, visit.zone
    start, end = visit.arrival_window_start, visit.arrival_window_end
    said = SUBJECTS[kind] % {
        "company": visit.business_unit.text_name,
        "name": visit.technician.first_name if visit.technician else "",
        "day": day_words(start.astimezone(zone), language),
        "hours": hours_words(start.astimezone(zone), end.astimezone(zone), language),
    }
    return " ".join(said.split())


def _from(visit: Appointment) -> str:
    return formataddr((visit.business_unit.text_name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def _photo(visit: Appointment) -> bytes:
    """The bytes, as many mail programs fetch nothing from outside."""
    headshot = visit.technician.headshot() if visit.technician else None
    if headshot is None:
        return b""
    with default_storage.open(stored(headshot.key, MMS)) as file:
        return bytes(file.read())

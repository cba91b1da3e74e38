"""From a visit's rows to the very text a customer gets: consent, language and reach decide here."""

from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache

import phonenumbers
from django.conf import settings
from django.urls import reverse

from appointments.models import Appointment, Customer, JobType
from appointments.statuses import Status
from appointments.windows import day_words, hours_words
from notifications import own_facts, way_facts
from notifications.addresses import reached_from
from notifications.introductions import Facts, Words, compose
from notifications.models import Sender
from notifications.picture_reach import carries_pictures
from notifications.plan import Picture
from notifications.states import Channel, Kind
from notifications.switches import wanted
from notifications.wording import Template, spoken
from technicians.models import Consent, Headshot, Line, Technician

# The face shows at the door, however often it was seen.
FACE_AGAIN = {Kind.ON_MY_WAY, Kind.ARRIVED}
WITH_FACE = {Kind.INTRODUCTION, Kind.NEW_FACE, Kind.RESCHEDULE} | FACE_AGAIN
Field = Consent.Field


@dataclass(frozen=True)
class Known:
    """What this customer knows already: the visit as told, the details heard, any text at all.

    `past` is what the same technician was here for before.
    """

    picture: Picture | None = None
    lines: Set[int] = frozenset()
    first_text: bool = True
    past: JobType | None = None


@dataclass(frozen=True)
class OwnWords:
    """What an answer says beside the visit: a person's words and name, or what can be chosen."""

    words: str = ""
    person: str = ""
    options: str = ""
    opens: str = ""
    by: str = ""
    unnamed: str = ""
    first_offer: str = ""
    gone: str = ""
    ran_out: str = ""
    emergency: str = ""


@dataclass(frozen=True)
class Rendered:
    """A text ready to leave, and what it tells of the technician in their own words."""

    channel: Channel
    words: Words
    media_url: str
    interest: Line | None
    opener: Line | None

    @property
    def body(self) -> str:
        return self.words.body


def picture_of(appointment: Appointment) -> Picture:
    """The visit as it is now, in the form in which it is remembered as told."""
    technician = appointment.technician
    return Picture(
        technician=str(technician.pk) if technician else "",
        name=technician.first_name if technician else "",
        start=_stamp(appointment.arrival_window_start),
        end=_stamp(appointment.arrival_window_end),
        canceled=appointment.status == Status.CANCELED,
        on_the_way=(is_told_of := _is_told_of_the_way(appointment)),
        expected=_expected(appointment, is_told_of),
    )


def _is_told_of_the_way(visit: Appointment) -> bool:
    is_coming = visit.status == Status.ON_THE_WAY and visit.technician_id is not None
    return is_coming and wanted(Kind.ON_MY_WAY, visit)


def _expected(visit: Appointment, is_told_of_the_way: bool) -> str:
    """When they think to be there, where that is news: late, or told with the way itself."""
    is_news = is_told_of_the_way or visit.status == Status.SCHEDULED
    if visit.expected_at is None or not (is_news or way_facts.is_overdue(visit)):
        return ""
    return _stamp(visit.expected_at)


def render(
    kind: Kind,
    appointment: Appointment,
    sender: Sender,
    known: Known,
    *,
    now: datetime,
    link: str,
    by_email: bool = False,
    aloud: bool = False,
    without_picture: bool = False,
    template: Template | None = None,
    own: OwnWords | None = None,
) -> Rendered:
    """The text of this kind as it reads at this moment. `appointment` comes from `for_texts()`.

    `aloud` leaves out what only makes sense in a text.
    Raises ValueError when the number can't be read.
    """
    if appointment.text_phone.country_code is None:
        raise ValueError("no phone number")
    headshot = None if without_picture else _headshot(kind, appointment, known)
    has_picture = headshot is not None and (by_email or takes_pictures(appointment, sender))
    by_text = Channel.MMS if has_picture else Channel.SMS
    channel = Channel.EMAIL if by_email else by_text
    interest = own_facts.interest(appointment, known.lines, now)
    # Who was here before has said it then.
    opener = None if known.past else own_facts.opener(appointment, known.lines, now)
    facts = replace(
        _facts(appointment, sender, known, now),
        door_words=way_facts.door_words(kind, appointment),
        interest=interest.text if interest else "",
        opener=opener.text if opener else "",
        photo=has_picture,
        link=link if _has_photo_page(kind, appointment) and not by_email else "",
        first_text=known.first_text and not (by_email or aloud),
        **vars(own or OwnWords()),
    )
    language = appointment.customer.language
    said_as = "call" if aloud else channel
    words = compose(kind, language, facts, channel=said_as, template=template)
    return Rendered(
        channel=channel,
        words=words,
        media_url=headshot_url(headshot) if headshot and has_picture else "",
        interest=interest if words.interest_told else None,
        opener=opener if words.opener_told else None,
    )


def takes_pictures(appointment: Appointment, sender: Sender) -> bool:
    """Picture texts work between few countries, and not on every phone."""
    if appointment.customer.reach != Customer.Reach.PICTURE:
        return False
    return carries_pictures(sender_address(sender), appointment.text_phone)


def address_of(appointment: Appointment, sender: Sender) -> str:
    """Where this sender's texts about a visit go: its number, in the network of the sender."""
    return reached_from(sender_address(sender), appointment.text_to)


def headshot_url(headshot: Headshot) -> str:
    """The public address of the photo, as the provider fetches it."""
    return settings.PUBLIC_BASE_URL + reverse("headshot", args=[headshot.key])


def sender_address(sender: Sender) -> str:
    """The number or messaging service texts leave from; the environment names the default."""
    return sender.address or settings.TWILIO_MESSAGING_SERVICE_SID or settings.TWILIO_FROM


def _facts(appointment: Appointment, sender: Sender, known: Known, now: datetime) -> Facts:
    language = spoken(appointment.customer.language)
    technician = appointment.technician
    before = known.picture if known.picture and _face_is_new(appointment, known) else None
    times, old_times = _times(appointment, known, language)
    return Facts(
        company=appointment.business_unit.text_name,
        person_phone=person_phone(appointment, sender),
        greeting=_greeting(appointment),
        technician=technician.first_name if technician else "",
        previous=before.name if before else "",
        job=own_facts.job_words(appointment.job_type, language),
        day=times[0],
        hours=times[1],
        old_day=old_times[0],
        old_hours=old_times[1],
        tenure=own_facts.tenure(appointment, language),
        trade=own_facts.trade(appointment, language),
        skills=own_facts.skills(appointment, language),
        past=own_facts.past(appointment, known.past, language),
        returns=known.past is not None and own_facts.is_told(appointment),
        minutes=way_facts.minutes(appointment, now),
        expected=way_facts.expected(appointment, language),
        overdue=way_facts.is_overdue(appointment),
        van=way_facts.van(appointment, language),
        confirmed=appointment.confirmed_at is not None,
        sober=appointment.is_sober,
        first_text=known.first_text,
    )


def _times(
    appointment: Appointment, known: Known, language: str
) -> tuple[tuple[str, str], tuple[str, str]]:
    """Day and hours as they are, and as they were told if that was different."""
    zone = appointment.zone

    def said(start: datetime, end: datetime) -> tuple[str, str]:
        start, end = start.astimezone(zone), end.astimezone(zone)
        return day_words(start, language), hours_words(start, end, language)

    span = appointment.arrival_window_start, appointment.arrival_window_end
    told = known.picture
    if told is None or (told.start, told.end) == tuple(map(_stamp, span)):
        return said(*span), ("", "")
    return said(*span), said(datetime.fromisoformat(told.start), datetime.fromisoformat(told.end))


def _headshot(kind: Kind, appointment: Appointment, known: Known) -> Headshot | None:
    if appointment.customer.no_personal_texts:
        return None
    if kind not in WITH_FACE or not (kind in FACE_AGAIN or _face_is_new(appointment, known)):
        return None
    return _agreed_headshot(appointment, Consent.Channel.TEXTS)


def _face_is_new(appointment: Appointment, known: Known) -> bool:
    return known.picture is None or known.picture.technician != _id(appointment.technician)


def _has_photo_page(kind: Kind, appointment: Appointment) -> bool:
    agreed = _agreed_headshot(appointment, Consent.Channel.PAGE)
    return kind in WITH_FACE and agreed is not None


def _agreed_headshot(appointment: Appointment, channel: Consent.Channel) -> Headshot | None:
    technician = appointment.technician
    if technician is None or Field.PHOTO not in appointment.tellable(channel):
        return None
    return technician.headshot()


def _greeting(appointment: Appointment) -> str:
    if appointment.contact_phone:
        return appointment.contact_name.split(" ")[0]
    return appointment.customer.greeting


def person_phone(appointment: Appointment, sender: Sender) -> str:
    """Where a person answers, as one dials it from the customer's country."""
    phone = str(appointment.business_unit.person_phone or sender_address(sender))
    if not phone.startswith("+"):
        return ""
    return _as_dialed(phone, appointment.text_phone.country_code)


@lru_cache(maxsize=1000)
def _as_dialed(phone: str, country_code: int) -> str:
    number = phonenumbers.parse(phone)
    abroad = country_code != number.country_code
    form = phonenumbers.PhoneNumberFormat
    written = phonenumbers.format_number(number, form.INTERNATIONAL if abroad else form.NATIONAL)
    return written.replace("(", "").replace(") ", "-")


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _id(technician: Technician | None) -> str:
    return str(technician.pk) if technician else ""

"""What the customer's page shows: the same facts as the texts, under the same consent."""

from dataclasses import dataclass
from datetime import date

from django.conf.locale import LANG_INFO
from django.urls import reverse
from django.utils.translation import get_language_info

from appointments.models import Appointment
from appointments.statuses import Status
from appointments.windows import day_words, hours_words
from fieldservice.company.models import BusinessUnit
from notifications.rendering import headshot_url
from technicians.models import Consent, Headshot, Line, Technician
from technicians.tenure import tenure_words, trade_words

Field = Consent.Field


@dataclass(frozen=True)
class Face:
    """A technician as this customer may see them; "" and () where there is nothing to show."""

    name: str
    photo_url: str
    placeholder: str
    tenure: str
    skills: tuple[str, ...]
    bio: str
    say_it_like: str = ""
    pronouns: str = ""
    certifications: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Card:
    unit: BusinessUnit
    status: Status
    day: str
    hours: str
    job: str
    face: Face | None
    apprentice: str  # who comes along, as the technician said on the day


def visit_card(appointment: Appointment, language: str = "", token: str = "") -> Card:
    """The visit as it is now, in the customer's language or the one they chose.

    With the key of a page the photo has an address of that page, which dies with it.
    """
    language = language or appointment.customer.language
    zone = appointment.zone
    start = appointment.arrival_window_start.astimezone(zone)
    end = appointment.arrival_window_end.astimezone(zone)
    kind = appointment.job_type
    # A preview may show a job that is not saved.
    words = {words.language: words.text for words in kind.words.all()} if kind.pk else {}
    return Card(
        unit=appointment.business_unit,
        status=Status(appointment.status),
        day=day_words(start, language),
        hours=hours_words(start, end, language),
        job=words.get(language, kind.name),
        face=_face(appointment, language, token) if appointment.technician else None,
        apprentice=appointment.apprentice,
    )


def _face(appointment: Appointment, language: str, token: str) -> Face | None:
    technician = appointment.technician
    if technician is None or appointment.status == Status.CANCELED:
        return None
    agreed = appointment.tellable(Consent.Channel.PAGE)
    headshot = shown_photo(appointment)
    day = appointment.arrival_window_start.astimezone(appointment.zone).date()
    papers = technician.certifications.all() if Field.CERTIFIED in agreed else ()
    return Face(
        name=technician.first_name,
        photo_url=_photo_url(headshot, token) if headshot else "",
        placeholder=headshot.placeholder if headshot else "",
        tenure=_service(technician, agreed, day, language),
        skills=_skills(technician, language) if Field.SKILLS in agreed else (),
        bio=_bio(technician, language) if Field.BIO in agreed else "",
        say_it_like=technician.say_it_like if Field.SAY_LIKE in agreed else "",
        pronouns=technician.pronouns if Field.PRONOUNS in agreed else "",
        certifications=tuple(map(str, papers)),
        languages=_languages(technician) if Field.LANGUAGES in agreed else (),
    )


def shown_photo(appointment: Appointment) -> Headshot | None:
    """The photo that the page of this visit shows at this moment."""
    technician = appointment.technician
    if technician is None or appointment.status == Status.CANCELED:
        return None
    is_told = Field.PHOTO in appointment.tellable(Consent.Channel.PAGE)
    return technician.headshot() if is_told else None


def _photo_url(headshot: Headshot, token: str) -> str:
    if not token:
        return headshot_url(headshot)
    return reverse("visit_photo", args=[token, photo_name(headshot)])


def photo_name(headshot: Headshot) -> str:
    """Another photo has another address on the page, so that no phone shows the former one."""
    return headshot.pk.hex[:8]


def _languages(technician: Technician) -> tuple[str, ...]:
    """Their names in the language of the page."""
    known = (code for code in technician.languages if code in LANG_INFO)
    return tuple(get_language_info(code)["name_translated"] for code in known)


def _service(technician: Technician, agreed: set[str], day: date, language: str) -> str:
    """Years with the company and in the trade, as far as they may be told."""
    since = technician.hired_on
    tenure = tenure_words(since, day, language) if Field.TENURE in agreed else ""
    before = technician.years_before if Field.TRADE in agreed else None
    return ", ".join(filter(None, (tenure, trade_words(since, before, day, language, tenure))))


def _skills(technician: Technician, language: str) -> tuple[str, ...]:
    words = (words for skill in technician.skills.all() for words in skill.words.all())
    return tuple(word.text for word in words if word.language == language)


def _bio(technician: Technician, language: str) -> str:
    return next(
        (
            line.text
            for line in technician.lines.all()
            if (line.kind, line.language) == (Line.Kind.BIO, language)
        ),
        "",
    )

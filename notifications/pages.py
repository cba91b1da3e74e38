"""What the customer's page shows: the same facts as the texts, under the same consent."""

from dataclasses import dataclass

from appointments.models import Appointment
from appointments.statuses import Status
from appointments.windows import day_words, hours_words
from fieldservice.company.models import BusinessUnit
from notifications.rendering import headshot_url
from technicians.models import Consent, Line, Technician
from technicians.tenure import tenure_words

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


@dataclass(frozen=True)
class Card:
    unit: BusinessUnit
    status: Status
    day: str
    hours: str
    job: str
    face: Face | None


def visit_card(appointment: Appointment) -> Card:
    """The visit as it is now, in the customer's language."""
    language = appointment.customer.language
    zone = appointment.zone
    start = appointment.arrival_window_start.astimezone(zone)
    end = appointment.arrival_window_end.astimezone(zone)
    words = {words.language: words.text for words in appointment.job_type.words.all()}
    return Card(
        unit=appointment.business_unit,
        status=Status(appointment.status),
        day=day_words(start, language),
        hours=hours_words(start, end, language),
        job=words.get(language, appointment.job_type.name),
        face=_face(appointment, language) if appointment.technician else None,
    )


def _face(appointment: Appointment, language: str) -> Face | None:
    technician = appointment.technician
    if technician is None or appointment.status == Status.CANCELED:
        return None
    agreed = appointment.tellable(Consent.Channel.PAGE)
    headshot = technician.headshot() if Field.PHOTO in agreed else None
    day = appointment.arrival_window_start.astimezone(appointment.zone).date()
    return Face(
        name=technician.first_name,
        photo_url=headshot_url(headshot) if headshot else "",
        placeholder=headshot.placeholder if headshot else "",
        tenure=tenure_words(technician.hired_on, day, language) if Field.TENURE in agreed else "",
        skills=_skills(technician, language) if Field.SKILLS in agreed else (),
        bio=_bio(technician, language) if Field.BIO in agreed else "",
    )


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

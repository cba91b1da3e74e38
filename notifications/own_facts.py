"""What a text may say of who comes and what for: what was agreed to, in one language."""

from collections.abc import Set
from datetime import datetime

from appointments.models import Appointment, JobType
from notifications.wording import spoken
from technicians.models import Consent, Line, Technician
from technicians.tenure import tenure_words, trade_words

Field = Consent.Field


def job_words(kind: JobType, language: str) -> str:
    """Customer words, or the name itself: a service has a name in any language."""
    known = kind.words.all() if kind.pk else ()  # a preview may come before the job is chosen
    words = next((w.text for w in known if w.language == language), kind.name)
    # "Boiler service" in the middle of a sentence; "AC repair" stays as it is.
    return words[0].lower() + words[1:] if words[1:2].islower() else words


def _told(appointment: Appointment) -> set[str]:
    """Asked anew for each text: what was agreed when it was planned may be withdrawn by now."""
    return appointment.tellable(Consent.Channel.TEXTS)


def past(visit: Appointment, job: JobType | None, language: str) -> str:
    """What they were here for before; a matter nobody likes to be reminded of is not named."""
    if job is None or job.tone == JobType.Tone.SOBER or not is_told(visit):
        return ""
    return job_words(job, language)


def is_told(visit: Appointment) -> bool:
    """Whether customers may be told more than the first name."""
    technician = visit.technician
    return technician is not None and not (visit.introduce_plainly or technician.paused_at)


def tenure(appointment: Appointment, language: str) -> str:
    technician = appointment.technician
    if technician is None or Field.TENURE not in _told(appointment):
        return ""
    day = appointment.arrival_window_start.astimezone(appointment.zone).date()
    return tenure_words(technician.hired_on, day, language)


def trade(appointment: Appointment, language: str) -> str:
    technician = appointment.technician
    if technician is None or Field.TRADE not in _told(appointment):
        return ""
    day = appointment.arrival_window_start.astimezone(appointment.zone).date()
    with_us = tenure(appointment, language)
    return trade_words(technician.hired_on, technician.years_before, day, language, with_us)


def opener(appointment: Appointment, heard: Set[int], now: datetime) -> Line | None:
    """What they say of themselves, to who has not heard it yet."""
    technician = appointment.technician
    if technician is None or Field.OPENER not in _told(appointment):
        return None
    if appointment.customer.no_personal_texts:
        return None
    language = spoken(appointment.customer.language)
    return _first_line(technician, Line.Kind.OPENER, language, now, but=heard)


def skills(appointment: Appointment, language: str) -> tuple[str, ...]:
    """What customers are told they are good at; what has no words in a language is left out."""
    technician = appointment.technician
    if technician is None or Field.SKILLS not in _told(appointment):
        return ()
    return tuple(
        words.text
        for skill in technician.skills.all()
        for words in skill.words.all()
        if words.language == language
    )


def interest(appointment: Appointment, heard: Set[int], now: datetime) -> Line | None:
    """The next detail this customer has not heard yet, for those who want to be told any."""
    if Field.INTEREST not in _told(appointment) or appointment.customer.no_personal_texts:
        return None
    return next_detail(appointment, appointment.customer.language, heard, now)


def may_tell_detail(appointment: Appointment) -> bool:
    """Whether the customer's page may tell one; nothing personal is said of sober matters."""
    is_told = Field.INTEREST in appointment.tellable(Consent.Channel.PAGE)
    return is_told and not appointment.is_sober


def next_detail(
    appointment: Appointment, language: str, heard: Set[int], now: datetime
) -> Line | None:
    """The first of their details that is awake and not heard yet."""
    if appointment.technician is None:
        return None
    kind = Line.Kind.INTEREST
    return _first_line(appointment.technician, kind, spoken(language), now, but=heard)


def _first_line(
    technician: Technician,
    kind: Line.Kind,
    language: str,
    now: datetime,
    but: Set[int] = frozenset(),
) -> Line | None:
    fitting = (
        line
        for line in technician.lines.all()
        if (line.kind, line.language) == (kind, language)
        and line.pk not in but
        and line.is_awake(now)
    )
    return next(fitting, None)

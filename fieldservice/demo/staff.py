"""Makes the company itself: its unit, its log-ins and its technicians."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from appointments.models import JobType, JobTypeWords
from fieldservice.company.models import BusinessUnit, Language, User
from fieldservice.demo import faces
from fieldservice.demo.people import PEOPLE, Person
from fieldservice.demo.work import CRAFTS, JOBS
from notifications.models import Sender
from technicians import services
from technicians.models import Certification, Line, Skill, SkillWords, Technician

PASSWORD = "warm-hello"  # noqa: S105 - meant to be known: the command refuses to run in earnest
LOG_INS = {
    "manager": User.Role.MANAGER,
    "dispatcher": User.Role.DISPATCHER,
    "maya": User.Role.TECHNICIAN,
}
# How they sign what they answer to customers.
SIGNS_AS = {"manager": "Jo", "dispatcher": "Nadia", "maya": "Maya"}
ZONE = ZoneInfo("America/New_York")


def open_unit() -> BusinessUnit:
    """Acme Heating in the place of the default unit, with a sender that knows no limit."""
    about = {
        "name": "Acme Heating",
        "text_name": "Acme Heating",
        "time_zone": ZONE.key,
        "person_phone": "+12025550100",
        "on_call_phone": "+12025550190",
        "quiet_from": None,
        "quiet_until": None,
        "guided_at": timezone.now(),
        "office_from": time(8),
        "office_until": time(18),
        "office_at_weekends": True,
    }
    unit, _ = BusinessUnit.objects.update_or_create(is_default=True, defaults=about)
    Sender.objects.update_or_create(business_unit=unit, defaults={"per_second": 0})
    return unit


def give_log_ins() -> dict[str, User]:
    """The people who can sign in, by name."""
    # One hash for all three: it takes a third of a second each time.
    hashed = make_password(PASSWORD)
    return {
        name: User.objects.create(
            username=name,
            first_name=SIGNS_AS[name],
            role=role,
            password=hashed,
            is_staff=role == User.Role.MANAGER,
            is_superuser=role == User.Role.MANAGER,
        )
        for name, role in LOG_INS.items()
    }


def list_work() -> dict[str, JobType]:
    """The kinds of work by name, with the skills they need, all in customers' words."""
    skills = {craft.name: Skill.objects.create(name=craft.name) for craft in CRAFTS}
    jobs = {
        job.name: JobType.objects.create(
            name=job.name,
            minutes=job.minutes,
            tone=JobType.Tone.SOBER if job.is_sober else JobType.Tone.NORMAL,
        )
        for job in JOBS
    }
    for craft in CRAFTS:
        for language, text in _both(craft.english, craft.spanish):
            SkillWords.objects.create(skill=skills[craft.name], language=language, text=text)
    for job in JOBS:
        jobs[job.name].skills.set(skills[name] for name in job.needs)
        for language, text in _both(job.english, job.spanish):
            JobTypeWords.objects.create(job_type=jobs[job.name], language=language, text=text)
    return jobs


def hire(
    unit: BusinessUnit, users: Mapping[str, User], photos: Mapping[str, bytes], now: datetime
) -> dict[str, Technician]:
    """The technicians by name, introduced as far as they agreed to it."""
    hired = {person.name: _hired(person, unit, users, now) for person in PEOPLE}
    for person in PEOPLE:
        if person.shows_photo and person.name in photos:
            faces.publish(photos[person.name], hired[person.name], users["manager"], now)
    return hired


def _hired(
    person: Person, unit: BusinessUnit, users: Mapping[str, User], now: datetime
) -> Technician:
    technician = Technician.objects.create(
        user=users.get(person.name.lower()),
        business_unit=unit,
        display_name=person.name,
        hired_on=_hired_on(person, now),
        phone=person.phone,
        languages=list(person.languages),
        say_it_like=person.say_it_like,
        pronouns=person.pronouns,
        years_before=person.before,
        van="white Acme van",
        van_translated="furgoneta blanca de Acme",
    )
    Certification.objects.bulk_create(
        Certification(technician=technician, name=paper.name, year=paper.year)
        for paper in person.papers
    )
    technician.skills.set(Skill.objects.filter(name__in=person.skills))
    Line.objects.bulk_create(
        Line(
            technician=technician,
            kind=said.kind,
            language=said.language,
            text=said.text,
            position=position,
            renewed_at=now,
        )
        for position, said in enumerate(person.words)
    )
    services.grant(by=users["manager"], technician=technician, fields=person.consents(), now=now)
    return technician


def _hired_on(person: Person, now: datetime) -> date:
    return now.astimezone(ZONE).date() - timedelta(days=person.days)


def _both(english: str, spanish: str) -> tuple[tuple[Language, str], tuple[Language, str]]:
    return (Language.ENGLISH, english), (Language.SPANISH, spanish)

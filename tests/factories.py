"""Named people and their visits, made with one call; what a test leaves out is ordinary."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from appointments.models import Appointment, Customer, JobType
from appointments.services import Booking, book
from fieldservice.company.models import ApiToken, BusinessUnit, Robot, User
from fieldservice.company.services import create_api_token
from technicians.models import Line, Technician
from technicians.services import Profile, save_profile


def make_token(name: str = "CRM", role: str = ApiToken.Role.INTEGRATION) -> str:
    """A new token in clear."""
    return create_api_token(by=Robot.SYSTEM, name=name, role=role)


def without_approval() -> None:
    """What technicians write and upload reaches customers at once."""
    BusinessUnit.objects.update(approve_photos=False, approve_words=False)


def make_dispatcher(name: str = "priya") -> User:
    return User.objects.create_user(name, password="long and secret", role=User.Role.DISPATCHER)


def make_technician(
    name: str = "Maya Lopez",
    *,
    hired_on: date = date(2019, 3, 4),
    skills: Sequence[str] = (),
    interests: Sequence[str] = (),
    bio: str = "",
    phone: str = "",
    languages: Sequence[str] = (),
) -> Technician:
    """A technician whose words the office may tell."""
    lines = {Line.Kind.INTEREST: tuple(interests), Line.Kind.BIO: (bio,)}
    profile = Profile(
        display_name=name,
        hired_on=hired_on,
        skills=tuple(skills),
        lines=lines,
        phone=phone,
        languages=tuple(languages),
    )
    return save_profile(by=Robot.SYSTEM, profile=profile)[0]


def make_customer(
    name: str = "Dana Webb",
    *,
    phone: str = "+12025550123",
    greeting: str | None = None,
    language: str = "en",
    time_zone: str = "America/New_York",
) -> Customer:
    first = name.split(maxsplit=1)[0] if greeting is None else greeting
    return Customer.objects.create(
        name=name, phone=phone, greeting=first, language=language, time_zone=time_zone
    )


def make_job_type(name: str = "Boiler service", *, minutes: int = 60) -> JobType:
    return JobType.objects.get_or_create(name=name, defaults={"minutes": minutes})[0]


def make_appointment(
    customer: Customer | None = None,
    technician: Technician | None = None,
    *,
    start: datetime | None = None,
    hours: int = 2,
    job_type: JobType | None = None,
    contact_name: str = "",
    contact_phone: str = "",
    on_the_phone: bool = False,
    external_id: str | None = None,
    now: datetime | None = None,
) -> Appointment:
    """A visit booked like any other, so its texts are planned too; tomorrow at this hour."""
    now = now or timezone.now()
    start = start or now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    booking = Booking(
        customer=customer or make_customer(),
        technician=technician,
        job_type=job_type or make_job_type(),
        arrival_window_start=start,
        arrival_window_end=start + timedelta(hours=hours),
        contact_name=contact_name,
        contact_phone=contact_phone,
        on_the_phone=on_the_phone,
        external_id=external_id,
    )
    return book(by=Robot.SYSTEM, booking=booking, now=now)

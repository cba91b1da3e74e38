"""What a row of a file may say, and the headings under which other programs say it; pure."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    CUSTOMERS = "customers", _("Customers")
    TECHNICIANS = "technicians", _("Technicians")
    VISITS = "visits", _("Visits")


class Field(TextChoices):
    EXTERNAL_ID = "external_id", _("Number in the other program")
    JOB_NUMBER = "job_number", _("Number of the job, which may have several visits")
    CUSTOMER_ID = "customer_id", _("Number of the customer")
    NAME = "name", _("Whole name")
    FIRST_NAME = "first_name", _("First name")
    LAST_NAME = "last_name", _("Last name")
    COMPANY = "company", _("Company")
    MOBILE = "mobile", _("Mobile number")
    PHONE = "phone", _("Other number")
    EMAIL = "email", _("E-mail address")
    LANGUAGE = "language", _("Language")
    AGREED = "agreed", _("Agreed to texts (yes or no)")
    ADDRESS = "address", _("Whole address")
    STREET = "street", _("Street")
    STREET_2 = "street_2", _("Street, second line")
    CITY = "city", _("City")
    STATE = "state", _("State")
    ZIP = "zip", _("Postal code")
    ACCESS = "access", _("Getting in")
    LATITUDE = "latitude", _("Latitude")
    LONGITUDE = "longitude", _("Longitude")
    HIRED_ON = "hired_on", _("With you since")
    SKILLS = "skills", _("Skills, with commas between")
    LANGUAGES = "languages", _("Languages, with commas between")
    JOB = "job", _("Kind of work")
    TECHNICIAN = "technician", _("Technician")
    DAY = "day", _("Day")
    START = "start", _("Start")
    END = "end", _("End")
    TIMES = "times", _("Times, as in 9:00 - 11:00")
    STATUS = "status", _("Status")
    COMPLETED = "completed", _("Completed on")
    NOTES = "notes", _("Notes")


F = Field
_WHO = (F.NAME, F.FIRST_NAME, F.LAST_NAME, F.COMPANY, F.MOBILE, F.PHONE, F.EMAIL, F.LANGUAGE)
_WHERE = (
    *(F.ADDRESS, F.STREET, F.STREET_2, F.CITY, F.STATE, F.ZIP, F.ACCESS),
    *(F.LATITUDE, F.LONGITUDE),
)
FIELDS: Mapping[Kind, Sequence[Field]] = {
    Kind.CUSTOMERS: (F.EXTERNAL_ID, *_WHO, F.AGREED, *_WHERE),
    Kind.TECHNICIANS: (
        *(F.EXTERNAL_ID, F.NAME, F.FIRST_NAME, F.LAST_NAME, F.HIRED_ON),
        *(F.MOBILE, F.PHONE, F.SKILLS, F.LANGUAGES),
    ),
    Kind.VISITS: (
        *(F.EXTERNAL_ID, F.JOB_NUMBER, F.DAY, F.START, F.END, F.TIMES, F.JOB, F.TECHNICIAN),
        *(F.STATUS, F.COMPLETED, F.NOTES, F.CUSTOMER_ID, *_WHO, F.AGREED, *_WHERE),
    ),
}
# One of each group must be there, or no row can be understood.
NAMED = (F.NAME, F.FIRST_NAME, F.LAST_NAME, F.COMPANY)
NEEDED: Mapping[Kind, Sequence[Sequence[Field]]] = {
    Kind.CUSTOMERS: (NAMED, (F.MOBILE, F.PHONE)),
    Kind.TECHNICIANS: (NAMED[:3], (F.HIRED_ON,)),
    Kind.VISITS: ((*NAMED, F.CUSTOMER_ID), (F.DAY, F.START)),
}


@dataclass(frozen=True)
class System:
    """A program whose exports are known: its name, and its headings for each kind of row."""

    name: str
    headings: Mapping[Kind, Mapping[str, Field]]


@dataclass(frozen=True, kw_only=True)
class Columns:
    """What the office says of a file: its columns, its dates, and what its customers agreed to."""

    columns: Mapping[int, Field]
    month_first: bool
    consent_source: str = ""
    consent_on: date | None = None


def plain(heading: str) -> str:
    """“Main Phone #s” and “main_phone #S” are one heading: words in small letters."""
    return " ".join(re.sub(r"[^\w#?]+|_", " ", heading.casefold()).split())


def _named(**headings: str) -> dict[str, Field]:
    """Headings by field, a | between those that mean the same."""
    return {
        plain(heading): Field(field)
        for field, several in headings.items()
        for heading in several.split("|")
    }


_JOBBER = System(
    "Jobber",
    {
        Kind.CUSTOMERS: _named(
            external_id="J-ID",
            name="Display Name",
            first_name="First Name",
            last_name="Last Name",
            company="Company Name",
            mobile="Mobile Phone #s|Text Message Enabled Phone #",
            phone="Main Phone #s|Home Phone #s|Work Phone #s",
            email="E-mails",
            street="Service Street 1",
            street_2="Service Street 2",
            city="Service City",
            state="Service State",
            zip="Service Zip code",
        ),
        Kind.VISITS: _named(
            job_number="Job #",
            day="Date",
            times="Times",
            job="Visit title",
            technician="Assigned to",
            completed="Visit completed date",
            name="Client name",
            phone="Client phone",
            email="Client email",
            street="Service street",
            city="Service city",
            state="Service province|Service state",
            zip="Service ZIP|Service postal code",
        ),
    },
)
_HOUSECALL_PRO = System(
    "Housecall Pro",
    {
        Kind.CUSTOMERS: _named(
            external_id="ID|Customer ID",
            name="Display Name",
            first_name="First Name",
            last_name="Last Name",
            company="Company",
            mobile="Mobile Number",
            phone="Home Number|Work Number",
            email="Email",
            street="Address_1 Street Line 1",
            street_2="Address_1 Street Line 2",
            city="Address_1 City",
            state="Address_1 State",
            zip="Address_1 Postal Code",
            access="Address_1 Notes",
        ),
        Kind.VISITS: _named(
            external_id="HCP Id|Invoice|Invoice Number|Job #",
            job="Job description|Description",
            day="Date",
            start="Job scheduled start date",
            end="Job scheduled end date|End Time",
            technician="Assigned employees|Employee",
            status="Job status",
            completed="Finished|Job completed date",
            notes="Notes|Job notes",
            name="Customer|Customer name",
            first_name="First Name|Customer first name",
            last_name="Last Name|Customer last name",
            company="Company|Customer company",
            mobile="Mobile Phone|Customer mobile number",
            phone="Home Phone|Customer home number",
            email="Email|Customer email",
            address="Address",
            street="Street",
            street_2="Street Line 2|Street 2",
            city="City",
            state="State",
            zip="Zip|Zipcode",
        ),
    },
)
_SERVICETITAN = System(
    "ServiceTitan",
    {
        Kind.CUSTOMERS: _named(
            external_id="Customer ID|Customer Number",
            name="Customer Name",
            mobile="Customer Mobile Phone|Mobile Phone",
            phone="Customer Phone|Customer Phone Number|Phone Number",
            email="Customer Email",
            address="Customer Address|Customer Full Address|Full Address",
            street="Customer Street",
            city="Customer City",
            state="Customer State",
            zip="Customer Zip",
        ),
        Kind.TECHNICIANS: _named(
            external_id="Technician ID|Employee ID",
            name="Technician Name|Technician",
            hired_on="Hire Date",
            phone="Technician Phone|Phone Number",
        ),
        Kind.VISITS: _named(
            external_id="Appointment #|Appointment Number|Appointment ID|Appt #",
            job_number="Job #|Job Number|Job ID",
            job="Job Type",
            day="Scheduled Date|Appointment Date|Next Appt Start Date",
            start="Scheduled Time|Appointment Start|Appointment Start Date|Arrival Window Start",
            end="Appointment End|Appointment End Date|Arrival Window End",
            technician="Assigned Technicians|Primary Technician",
            status="Job Status|Appointment Status",
            completed="Completion Date|Completed Date",
            notes="Summary|Job Summary",
            customer_id="Customer ID",
            name="Customer Name",
            mobile="Customer Mobile Phone",
            phone="Customer Phone|Customer Phone Number",
            email="Customer Email",
            address="Location Address|Location Full Address",
            street="Location Street",
            city="Location City",
            state="Location State",
            zip="Location Zip",
        ),
    },
)
SYSTEMS = (_JOBBER, _HOUSECALL_PRO, _SERVICETITAN)
# What anybody may have called it, where no program is recognised.
USUAL = _named(
    external_id="External ID|ID|Number|Ref|Reference|Visit #|Visit number|Visit ID",
    job_number="Job #|Job number",
    customer_id="Customer ID|Client ID|Customer number",
    name="Name|Full name|Customer|Customer name|Client|Client name|Display name|Nombre",
    first_name="First name|Given name",
    last_name="Last name|Surname|Family name|Apellido",
    company="Company|Company name|Business",
    mobile="Mobile|Mobile number|Mobile phone|Cell|Cell phone|Móvil|Celular",
    phone="Phone|Phone number|Telephone|Tel|Customer phone|Client phone|Teléfono",
    email="Email|E-mail|Email address|Correo",
    language="Language|Idioma",
    agreed="Agreed to texts|SMS consent|Text consent|Consent",
    address="Address|Full address|Service address|Location|Dirección",
    street="Street|Street address|Address line 1|Address 1",
    street_2="Street 2|Address line 2|Address 2",
    city="City|Town|Ciudad",
    state="State|Province|County",
    zip="Zip|Zip code|Postal code|Postcode",
    access="Access notes|Gate code|Getting in",
    latitude="Latitude|Lat|Latitud",
    longitude="Longitude|Long|Lng|Lon|Longitud",
    hired_on="Hired on|Hire date|Start date|Hired|With us since",
    skills="Skills",
    languages="Languages",
    job="Job|Job type|Work type|Service|Service type|Kind of work",
    technician="Technician|Assigned to|Tech|Employee|Técnico",
    day="Day|Date|Visit date|Scheduled date|Fecha",
    start="Start|Start time|From|Window start|Scheduled start|Inicio",
    end="End|End time|Until|Window end|Scheduled end|Fin",
    times="Times|Time|Window|Arrival window",
    status="Status|State of visit",
    completed="Completed|Completed on|Completion date",
    notes="Notes|Comments|Description|Notas",
)
ENOUGH = 3  # headings of one program in a file make it that program's


def recognised(headings: Sequence[str], kind: Kind) -> System | None:
    """The program that exported this, or None."""
    every = {plain(heading) for heading in headings}
    fits = [(len(every & set(system.headings.get(kind, ()))), system) for system in SYSTEMS]
    best, system = max(fits, key=lambda fit: fit[0])
    usual = len(every & set(_usual(kind)))
    return system if best >= ENOUGH and best >= usual else None


def guessed(headings: Sequence[str], kind: Kind) -> dict[int, Field]:
    """Which column says what, as far as headings tell."""
    system = recognised(headings, kind)
    known = _usual(kind) | (dict(system.headings[kind]) if system else {})
    found = {column: known.get(plain(heading)) for column, heading in enumerate(headings)}
    return {column: field for column, field in found.items() if field}


def missing(fields: Iterable[Field], kind: Kind) -> list[Sequence[Field]]:
    """The groups of which no column says anything."""
    given = set(fields)
    return [group for group in NEEDED[kind] if not given & set(group)]


def heading_row(rows: Sequence[Sequence[str]], kind: Kind) -> int:
    """Which of the first rows holds the headings: some reports begin with a title."""
    scores = [len(guessed(row, kind)) for row in rows]
    if max(scores, default=0) >= 2:
        return scores.index(max(scores))
    filled = (number for number, row in enumerate(rows) if sum(map(bool, row)) > 1)
    return next(filled, 0)


def _usual(kind: Kind) -> dict[str, Field]:
    return {heading: field for heading, field in USUAL.items() if field in FIELDS[kind]}

"""Customers in a file: read from a row, found again among those we know, or made new."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from appointments.columns import NAMED, Field
from appointments.customers import guess_greeting
from appointments.estimating import Place
from appointments.importing import cells
from appointments.importing.rows import Row, What
from appointments.models import ConsentEvent, Customer, Import, Location
from appointments.places import read_point
from fieldservice.company.errors import InvalidError
from fieldservice.company.models import BusinessUnit, Change
from fieldservice.company.names import tidy, validate_name
from fieldservice.company.phones import textable

LONGEST_NAME, LONGEST_ID, LONGEST_ADDRESS = 100, 100, 300
WHERE = (Field.STREET, Field.STREET_2, Field.CITY)


@dataclass(frozen=True)
class Person:
    """A customer as a row tells of them; phone and name may be missing for one we know."""

    name: str
    phone: str
    external_id: str
    email: str = ""
    language: str = ""
    agreed: bool | None = None
    address: str = ""
    access: str = ""
    point: Place | None = None

    @property
    def key(self) -> tuple[str, str]:
        return self.phone, self.name.casefold()


def read_person(row: Row, id_field: Field) -> Person:
    return Person(
        name=_name(row),
        phone=_phone(row),
        external_id=external_id(row, id_field),
        email=_email(row),
        language=_language(row),
        agreed=cells.agreed(row.get(Field.AGREED)),
        address=address(row),
        access=row.get(Field.ACCESS),
        point=_point(row),
    )


def full_name(row: Row) -> str:
    """The name, whole or put together, else the company's."""
    parts = f"{row.get(Field.FIRST_NAME)} {row.get(Field.LAST_NAME)}"
    return tidy(row.get(Field.NAME)) or tidy(parts) or tidy(row.get(Field.COMPANY))


def external_id(row: Row, name: Field) -> str:
    text = tidy(row.get(name))
    if len(text) > LONGEST_ID:
        row.wrong(name, What.TOO_LONG, text)
    return text


def address(row: Row) -> str:
    state_and_zip = " ".join(filter(None, (row.get(Field.STATE), row.get(Field.ZIP))))
    parts = cells.joined((*(row.get(name) for name in WHERE), state_and_zip))
    text = tidy(" ".join((row.get(Field.ADDRESS) or parts).split()))
    if len(text) > LONGEST_ADDRESS:
        row.wrong(Field.ADDRESS, What.CUT, text)
    return text[:LONGEST_ADDRESS]


def number(row: Row) -> tuple[str, str]:
    """The first number that can get texts as E.164, and what stands there; "" for none."""
    texts = [*cells.several(row.get(Field.MOBILE)), *cells.several(row.get(Field.PHONE))]
    for text in texts:
        try:
            return textable(text), text
        except InvalidError:
            continue
    return "", ", ".join(texts)


def _name(row: Row) -> str:
    name = full_name(row)
    try:
        validate_name(name)
    except ValidationError:
        row.wrong(_named_by(row), What.BAD_NAME, name)
    if len(name) > LONGEST_NAME:
        row.wrong(_named_by(row), What.TOO_LONG, name)
    return name


def _named_by(row: Row) -> Field:
    return next((field for field in NAMED if row.get(field)), Field.NAME)


def _phone(row: Row) -> str:
    phone, text = number(row)
    if text and not phone:
        row.wrong(Field.MOBILE if row.get(Field.MOBILE) else Field.PHONE, What.BAD_PHONE, text)
    return phone


def _email(row: Row) -> str:
    text = next(iter(cells.several(row.get(Field.EMAIL))), "")
    try:
        validate_email(text or "nobody@example.org")
    except ValidationError:
        row.wrong(Field.EMAIL, What.BAD_EMAIL, text)
        return ""
    return text


def _language(row: Row) -> str:
    text = row.get(Field.LANGUAGE)
    code = cells.language(text)
    if text and not code:
        row.wrong(Field.LANGUAGE, What.BAD_LANGUAGE, text)
    return code


def _point(row: Row) -> Place | None:
    said = row.get(Field.LATITUDE), row.get(Field.LONGITUDE)
    point = read_point(", ".join(said))
    if any(said) and point is None:
        row.wrong(Field.LATITUDE, What.BAD_POINT, ", ".join(said))
    return point


@dataclass
class People:
    """The customers of one batch: those we know, and new ones until they are saved."""

    job: Import
    unit: BusinessUnit
    by_id: dict[str, Customer] = field(default_factory=dict)
    by_key: dict[tuple[str, str], Customer] = field(default_factory=dict)
    by_name: dict[str, list[Customer]] = field(default_factory=dict)
    new: list[tuple[Customer, Person]] = field(default_factory=list)
    places: dict[tuple[object, str], Location] = field(default_factory=dict)
    new_places: list[Location] = field(default_factory=list)

    def load(self, people: Iterable[Person]) -> None:
        """Read whoever of these we know, in two queries whatever their number."""
        some = list(people)
        known = Customer.objects.filter(
            Q(external_id__in={one.external_id for one in some if one.external_id})
            | Q(phone__in={one.phone for one in some if one.phone})
            # Without a number the name has to do; as it is written, which any database can find.
            | Q(name__in={one.name for one in some if one.name and not one.phone})
        )
        for customer in known.order_by("created_at"):
            self._remember(customer)
        for place in Location.objects.filter(customer__in=[c.pk for c in self.by_key.values()]):
            self.places[place.customer_id, place.address] = place

    def find(self, person: Person) -> Customer | None:
        """Whom this row means; another external id is another person."""
        if person.external_id in self.by_id:
            return self.by_id[person.external_id]
        customer = self.by_key.get(person.key)
        other = customer and person.external_id and customer.external_id
        return None if other else customer

    def named(self, person: Person) -> list[Customer]:
        """Everybody of this name, for a row that has no number."""
        return self.by_name.get(person.name.casefold(), [])

    def make(self, person: Person) -> Customer:
        """A new customer; whoever didn't agree to texts is called."""
        customer = Customer(
            name=person.name,
            greeting=guess_greeting(person.name)[:60],
            phone=person.phone,
            email=person.email,
            language=person.language or self.unit.language,
            reach=Customer.Reach.PICTURE if self._agreed(person) else Customer.Reach.CALL,
            external_id=person.external_id or None,
        )
        self.new.append((customer, person))
        self._remember(customer)
        return customer

    def place(self, customer: Customer, person: Person) -> Location | None:
        """Where they are visited; a new address is remembered until it is saved."""
        if not person.address:
            return None
        key = (customer.pk, person.address)
        if key not in self.places:
            self.places[key] = Location(
                customer=customer,
                address=person.address,
                access_notes=person.access,
                latitude=person.point.latitude if person.point else None,
                longitude=person.point.longitude if person.point else None,
            )
            self.new_places.append(self.places[key])
        return self.places[key]

    def save(self) -> None:
        """Write everybody who is new, what they agreed to, and where they live."""
        customers = [customer for customer, _person in self.new]
        Customer.objects.bulk_create(customers)
        ConsentEvent.objects.bulk_create(
            ConsentEvent(customer=customer, source=self.job.consent_source, at=self._agreed_at())
            for customer, person in self.new
            if self._agreed(person)
        )
        Change.objects.bulk_create(_lines("customer saved", self.job, customers))
        Location.objects.bulk_create(self.new_places)

    def _remember(self, customer: Customer) -> None:
        if customer.external_id:
            self.by_id.setdefault(customer.external_id, customer)
        name = customer.name.casefold()
        self.by_key.setdefault((str(customer.phone), name), customer)
        self.by_name.setdefault(name, []).append(customer)

    def _agreed(self, person: Person) -> bool:
        """What the file says of each counts, where it does; else what was said of all."""
        if not self.job.consent_source or person.agreed is False:
            return False
        return person.agreed is True or Field.AGREED not in self.job.columns.values()

    def _agreed_at(self) -> datetime:
        day = self.job.consent_on or self.job.created_at.date()
        return datetime.combine(day, time(), ZoneInfo(self.unit.time_zone))


def _lines(what: str, job: Import, rows: Iterable[Customer]) -> Iterable[Change]:
    for row in rows:
        yield Change(
            user=job.by, what=what, subject_type=row._meta.label_lower, subject_id=str(row.pk)
        )

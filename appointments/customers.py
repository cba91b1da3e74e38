"""Who a customer is: found again or made new, greeted kindly, their consent written down."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from appointments.models import ConsentEvent, Customer
from fieldservice.company.errors import InvalidError
from fieldservice.company.models import Actor
from fieldservice.company.names import tidy
from fieldservice.company.phones import dialable, is_landline
from fieldservice.company.services import record

BY_TEXT = {Customer.Reach.PICTURE, Customer.Reach.PLAIN}
TITLES = {"mr", "mrs", "ms", "mx", "miss", "dr", "prof", "sr", "sra", "srta", "dra", "don", "doña"}
# A first word or any word that shows this is not simply a person's name.
NOT_FIRST = {"the", "el", "la", "los", "las", "de", "del", "van", "von", "bin", "al", "apt", "unit"}
NOT_A_PERSON = {
    *(
        "&",
        "+",
        "and",
        "y",
        "family",
        "familia",
        "household",
        "residence",
        "customer",
        "tenant",
        "owner",
    ),
    *("inc", "llc", "ltd", "co", "corp", "company", "gmbh", "group", "services", "hotel", "school"),
}


@dataclass(frozen=True, kw_only=True)
class ConsentGiven:
    """The customer agreed to be texted: where, and when."""

    source: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CustomerDetails:
    """What is known of a customer; None leaves a part as it is, or as it is for new ones."""

    name: str
    phone: str
    greeting: str | None = None
    say_it_like: str | None = None
    language: str | None = None
    reach: str | None = None
    visit_style: str | None = None
    time_zone: str | None = None
    email: str | None = None
    fewer_texts: bool | None = None
    no_personal_texts: bool | None = None
    consent: ConsentGiven | None = None
    external_id: str | None = None


@transaction.atomic
def save_customer(*, by: Actor, details: CustomerDetails) -> tuple[Customer, bool]:
    """The customer and whether they are new: found by external id, then by phone and name.

    Raises InvalidError naming the field. An opt-out is elsewhere and stays whatever is sent.
    """
    name, phone = tidy(details.name), dialable(details.phone)
    known = _by_external_id(details) or _by_phone_and_name(details, phone, name)
    customer = known or Customer(greeting=guess_greeting(name))
    return _save(by, customer, details, phone), known is None


@transaction.atomic
def change_customer(*, by: Actor, customer: Customer, details: CustomerDetails) -> Customer:
    """This customer with new details, another name and number included. Raises InvalidError."""
    return _save(by, customer, details, dialable(details.phone))


def guess_greeting(name: str) -> str:
    """The first name, a title with the last name, or "" where a greeting could be wrong."""
    words = tidy(name).split()
    if not words or any(_bare(word) in NOT_A_PERSON for word in words):
        return ""
    if _bare(words[0]) in TITLES:
        return f"{words[0]} {_cased(words[-1])}" if len(words) > 1 and _plain(words[-1]) else ""
    first = words[0]
    return _cased(first) if _plain(first) and _bare(first) not in NOT_FIRST else ""


def _save(by: Actor, customer: Customer, details: CustomerDetails, phone: str) -> Customer:
    _fill(customer, details, tidy(details.name), phone)
    _check(customer)
    if customer.reach in BY_TEXT and is_landline(phone):
        message = _("This landline gets no texts. Give a mobile number, or choose another way.")
        raise InvalidError(message, field="phone")
    customer.save()
    if details.consent:
        _write_consent(customer, details.consent)
    record(by=by, what="customer saved", subject=customer)
    return customer


def _bare(word: str) -> str:
    return word.casefold().strip(".,")


def _plain(word: str) -> bool:
    """Latin letters only, and no initials: other scripts may put the family name first."""
    letters = re.sub(r"['’-]", "", word)
    shortest = 3 if letters.isupper() else 2
    return (
        len(letters) >= shortest
        and letters.isalpha()
        and all(unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    )


def _cased(word: str) -> str:
    return word.title() if word.isupper() or word.islower() else word


def _by_external_id(details: CustomerDetails) -> Customer | None:
    if not details.external_id:
        return None
    return Customer.objects.filter(external_id=details.external_id).first()


def _by_phone_and_name(details: CustomerDetails, phone: str, name: str) -> Customer | None:
    """Somebody of this name at this number; another external id is another person."""
    household = Customer.objects.filter(phone=phone).order_by("created_at")
    if details.external_id:
        household = household.filter(external_id=None)
    # Compared here: SQLite knows the case of English letters only.
    return next((one for one in household if one.name.casefold() == name.casefold()), None)


def _fill(customer: Customer, details: CustomerDetails, name: str, phone: str) -> None:
    if customer.greeting == guess_greeting(customer.name):
        customer.greeting = guess_greeting(name)
    customer.name, customer.phone = name, phone
    given = {
        "greeting": _tidied(details.greeting),
        "say_it_like": _tidied(details.say_it_like),
        "language": details.language,
        "reach": details.reach,
        "visit_style": details.visit_style,
        "time_zone": details.time_zone,
        "email": details.email,
        "fewer_texts": details.fewer_texts,
        "no_personal_texts": details.no_personal_texts,
        "external_id": details.external_id,
    }
    for field, value in given.items():
        if value is not None:
            setattr(customer, field, value)


def _tidied(words: str | None) -> str | None:
    return None if words is None else tidy(words)


def _check(customer: Customer) -> None:
    try:
        # The phone was looked at more kindly: fictional numbers are not in the plan.
        customer.full_clean(exclude=["phone"], validate_unique=False)
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise InvalidError(messages[0], field=field) from error


def _write_consent(customer: Customer, consent: ConsentGiven) -> None:
    # A request sent twice is not a second agreement.
    ConsentEvent.objects.get_or_create(
        customer=customer, granted=True, source=tidy(consent.source), at=consent.at
    )

"""Finding a customer by what a caller says first: a number in any format, a name, a street."""

import re

from django.db.models import Q, QuerySet

from appointments.models import Appointment, Customer, Location
from fieldservice.company.names import tidy

NUMBER = re.compile(r"[\d\s().+/-]*\d{3}[\d\s().+/-]*")


def find_customers(words: str) -> QuerySet[Customer]:
    """Everybody the words fit, by name; without words everybody."""
    words = tidy(words)
    if NUMBER.fullmatch(words):
        return Customer.objects.filter(_has_number(words) | _lives_at(words))
    found = Customer.objects.all()
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | _lives_at(word))
    return found


def is_number(words: str) -> bool:
    """Whether this looks like a phone number rather than a name."""
    return bool(NUMBER.fullmatch(tidy(words)))


def _has_number(words: str) -> Q:
    # Numbers are kept as +12025550123; a leading 0 or 00 is only dialled inside a country.
    digits = re.sub(r"\D", "", words).lstrip("0")
    texted = Appointment.objects.filter(contact_phone__contains=digits)
    return Q(phone__contains=digits) | Q(pk__in=texted.values("customer"))


def _lives_at(words: str) -> Q:
    places = Location.objects.filter(address__icontains=words)
    return Q(pk__in=places.values("customer"))

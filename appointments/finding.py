"""Finding a customer by what a caller says first: a number in any format, a name, a street."""

from django.db.models import Q, QuerySet

from appointments.models import Customer, SearchWord
from appointments.search_words import beginnings
from fieldservice.company.names import tidy


def find_customers(words: str) -> QuerySet[Customer]:
    """Everybody the words fit, by name; without words everybody.

    Each word is the beginning of one of theirs, a number also the end of one.
    """
    words = tidy(words)
    starts_of_words = beginnings(words)
    found = Customer.objects.kept()
    if words and not starts_of_words:
        found = found.none()
    for starts in starts_of_words:
        any_of = Q()
        for start in starts:
            any_of |= Q(word__startswith=start)
        found = found.filter(pk__in=SearchWord.objects.filter(any_of).values("customer"))
    return found

"""Finding customers by what a caller says first: every way to write it, by an index."""

import pytest

from appointments.finding import find_customers
from appointments.models import Customer, Location, SearchWord
from appointments.numbers import correct_number
from appointments.search_words import beginnings, words_of
from fieldservice.company.models import Robot
from tests.factories import make_appointment, make_customer

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana() -> Customer:
    dana = make_customer("Dana Peña-Webb", phone="+12025550123")
    dana.external_id = "CUST-1042"
    dana.save()
    Location.objects.create(customer=dana, address="12 Elm Street, Springfield")
    return dana


def names(words: str) -> list[str]:
    return [one.name for one in find_customers(words)]


@pytest.mark.parametrize(
    "words",
    [
        *("dana", "PENA", "peña", "web", "webb dana", "Dana Elm"),
        *("12 elm", "springfield", "cust-1042", "1042"),
        *("2025550123", "(202) 555-0123", "+1 202 555 0123", "001 202 555", "202.555", "555-0123"),
    ],
)
def test_a_customer_is_found_by(words: str, dana: Customer) -> None:
    make_customer("Omar Haddad", phone="+13105559876", greeting="Omar")
    assert names(words) == ["Dana Peña-Webb"]


@pytest.mark.parametrize("words", ["ana", "webber", "dana oak", "555 0124", "025550", "%", "_ana"])
def test_a_customer_is_not_found_by(words: str, dana: Customer) -> None:
    assert names(words) == []


def test_without_words_everybody_is_found(dana: Customer) -> None:
    assert names(" ") == ["Dana Peña-Webb"]


def test_whoever_is_at_home_leads_to_the_customer(dana: Customer) -> None:
    make_appointment(dana, contact_name="Grandpa Joe", contact_phone="+13105559876")
    assert names("joe") == names("310 555") == ["Dana Peña-Webb"]


def test_a_number_that_was_corrected_is_found_and_the_old_one_is_not(dana: Customer) -> None:
    correct_number(by=Robot.SYSTEM, appointment=make_appointment(dana), phone="+13105559876")
    assert names("310 555 9876") == ["Dana Peña-Webb"]
    assert names("202 555 0123") == []


def test_customers_made_at_once_are_found_too() -> None:
    Customer.objects.bulk_create([Customer(name="Ivy Chen", phone="+12025550177")])
    assert names("chen") == ["Ivy Chen"]


def test_customers_who_were_there_already_are_not_made_again(dana: Customer) -> None:
    again = Customer(pk=dana.pk, name="Somebody", phone="+12025550177")
    Customer.objects.bulk_create([again], ignore_conflicts=True)
    assert names("somebody") == []


def test_the_words_go_with_the_customer(dana: Customer) -> None:
    dana.delete()
    assert not SearchWord.objects.exists()


def test_saving_what_nobody_is_found_by_writes_no_words(dana: Customer) -> None:
    before = set(SearchWord.objects.values_list("pk", flat=True))
    dana.save(update_fields=["language"])
    assert set(SearchWord.objects.values_list("pk", flat=True)) == before


def test_letters_of_other_scripts_are_words() -> None:
    assert words_of("Юлия O'Brien") == {"юлия", "o", "brien"}
    assert beginnings("Юли") == [{"юли"}]

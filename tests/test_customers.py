"""Who a customer is: found again, greeted, and asked before they are texted."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from appointments.customers import ConsentGiven, CustomerDetails, guess_greeting, save_customer
from appointments.models import ConsentEvent, Customer
from fieldservice.company.errors import InvalidError
from fieldservice.company.models import Change, Robot
from notifications.models import Sender, Suppression
from tests.factories import make_customer, make_dispatcher

pytestmark = pytest.mark.django_db
ON_THE_PHONE = ConsentGiven(source="on the phone", at=datetime(2026, 1, 5, 14, tzinfo=UTC))


DANA = CustomerDetails(name="Dana Webb", phone="+12025550123")


def saved(**details: Any) -> Customer:
    """Dana, or whoever `details` make of her."""
    return save_customer(by=Robot.SYSTEM, details=replace(DANA, **details))[0]


@pytest.mark.parametrize(
    ("name", "greeting"),
    [
        ("Dana Webb", "Dana"),
        ("Dana", "Dana"),
        ("DANA WEBB", "Dana"),
        ("dana webb", "Dana"),
        ("María José García", "María"),
        ("Jean-Luc Petit", "Jean-Luc"),
        ("McKenna Ray", "McKenna"),
        ("Bo Lindqvist", "Bo"),
        ("Mr Okafor", "Mr Okafor"),
        ("Dr. Amina Yusuf", "Dr. Yusuf"),
        ("Sra. Ortiz", "Sra. Ortiz"),
    ],
)
def test_a_name_that_shows_how_to_greet_is_used(name: str, greeting: str) -> None:
    assert guess_greeting(name) == greeting


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Mr",
        "J. Webb",
        "JP Webb",
        "Webb, Dana",
        "Dana & Sam Webb",
        "Dana and Sam Webb",
        "The Webbs",
        "Webb Family",
        "Acme Plumbing LLC",
        "Hotel Astoria",
        "De la Cruz",
        "Unit 4",
        "4711",
        "王 小明",
        "dana@example.com",
    ],
)
def test_in_doubt_nobody_is_greeted_by_name(name: str) -> None:
    assert guess_greeting(name) == ""


def test_the_external_id_finds_a_customer_whose_name_and_phone_changed() -> None:
    dana = saved(external_id="C-1")
    again = saved(name="Dana Cole", phone="+12025550199", external_id="C-1")
    assert again == dana
    assert (again.name, str(again.phone), again.greeting) == (
        "Dana Cole",
        "+12025550199",
        "Dana",
    )


def test_phone_and_name_find_a_customer() -> None:
    assert saved(phone="(202) 555-0123") == saved(name="  dana  webb ")


def test_a_name_matches_in_any_case_of_any_letter() -> None:
    assert saved(name="Émile Roy") == saved(name="ÉMILE ROY")


def test_a_household_shares_a_phone_and_stays_two_people() -> None:
    assert saved(name="Dana Webb") != saved(name="Sam Webb")


def test_a_known_customer_gets_the_external_id_that_was_missing() -> None:
    dana = saved()
    assert saved(external_id="C-1") == dana
    assert Customer.objects.get().external_id == "C-1"


def test_two_external_ids_are_two_people_of_one_name() -> None:
    assert saved(external_id="C-1") != saved(external_id="C-2")


def test_what_is_not_given_stays() -> None:
    saved(language="es", time_zone="America/Denver", email="dana@example.com")
    again = saved()
    assert (again.language, again.time_zone, again.email) == (
        "es",
        "America/Denver",
        "dana@example.com",
    )


def test_a_given_greeting_is_kept_when_the_name_changes() -> None:
    saved(greeting="Dee", external_id="C-1")
    assert saved(name="Dana Cole", external_id="C-1").greeting == "Dee"


def test_a_guessed_greeting_follows_the_name() -> None:
    saved(name="Dana Webb", external_id="C-1")
    assert saved(name="Robin Webb", external_id="C-1").greeting == "Robin"


def test_no_greeting_at_all_can_be_asked_for() -> None:
    assert saved(greeting="").greeting == ""


def test_every_consent_is_added_and_none_is_changed() -> None:
    dana = saved(consent=ON_THE_PHONE)
    saved(consent=ConsentGiven(source="web site", at=datetime(2026, 2, 1, tzinfo=UTC)))
    sources = ConsentEvent.objects.filter(customer=dana).values_list("source", flat=True)
    assert sorted(sources) == ["on the phone", "web site"]


def test_a_consent_sent_twice_is_one() -> None:
    saved(consent=ON_THE_PHONE)
    saved(consent=ON_THE_PHONE)
    assert ConsentEvent.objects.count() == 1


def test_no_consent_lifts_a_stop() -> None:
    at = datetime(2026, 1, 4, tzinfo=UTC)
    sender = Sender.objects.get()
    Suppression.objects.create(number="+12025550123", sender=sender, source="STOP", at=at)
    saved(consent=ON_THE_PHONE)
    assert Suppression.objects.filter(number="+12025550123").exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Dana 🏠"),
        ("name", " "),
        ("greeting", "{name}"),
        ("phone", "12"),
        ("phone", "+442079460123"),
        ("email", "dana at home"),
        ("time_zone", "Mars/Olympus"),
        ("language", "de"),
    ],
)
def test_a_customer_who_cannot_be_right_is_not_saved(field: str, value: str) -> None:
    with pytest.raises(InvalidError) as refused:
        saved(**{field: value})
    assert refused.value.field == field
    assert not Customer.objects.exists()


def test_the_history_tells_who_saved_a_customer() -> None:
    priya = make_dispatcher()
    dana, is_new = save_customer(by=priya, details=DANA)
    assert is_new
    assert Change.objects.get(subject_id=str(dana.pk)).user == priya


def test_a_customer_made_elsewhere_is_found_by_phone_and_name() -> None:
    dana = make_customer("Dana Webb", phone="+12025550123")
    assert saved() == dana

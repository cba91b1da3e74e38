"""The pages of customers: finding them, and editing how they are called and reached."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appointments.models import Appointment, Customer, Location
from appointments.statuses import Status
from fieldservice.company.models import User
from tests.factories import make_appointment, make_customer, make_technician

pytestmark = pytest.mark.django_db


@pytest.fixture
def priya(client: Client) -> User:
    user = User.objects.create_user("priya")
    client.force_login(user)
    return user


def listed(client: Client, **asked: str) -> str:
    answer = client.get(reverse("customers"), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def shown(client: Client, customer: Customer) -> str:
    return client.get(reverse("customer", args=[customer.pk])).content.decode()


def save(client: Client, customer: Customer, **changes: str) -> tuple[int, str]:
    """Status and page after the form of `customer` was sent with these changes."""
    fields = {
        "name": customer.name,
        "phone": str(customer.phone),
        "greeting": customer.greeting,
        "say_it_like": "",
        "language": "en",
        "reach": "picture",
        "visit_style": "",
        "email": "",
        **changes,
    }
    answer = client.post(reverse("customer", args=[customer.pk]), fields, follow=True)
    return answer.status_code, answer.content.decode()


def test_a_company_without_customers_is_told_what_to_do(client: Client, priya: User) -> None:
    assert "No customers yet. The first booking makes one." in listed(client)


@pytest.mark.parametrize("words", ["dana", "(202) 555 0123", "alder", "Webb 14"])
def test_customers_are_found_by_name_number_and_street(
    client: Client, priya: User, words: str
) -> None:
    Location.objects.create(customer=make_customer(), address="14 Alder Street")
    make_customer("Sam Ito", phone="+13105550177")
    html = listed(client, q=words)
    assert "Dana Webb" in html
    assert "Sam Ito" not in html


def test_nobody_found_offers_to_book_for_somebody_new(client: Client, priya: User) -> None:
    html = listed(client, q="Nadia & Co")
    assert "Nobody found for “Nadia &amp; Co”." in html
    assert "/book?q=Nadia+%26+Co&amp;new=1" in html


def test_many_customers_come_in_pages_that_keep_the_words(client: Client, priya: User) -> None:
    for number in range(51):
        make_customer(f"Webb {number:02}")
    first, second = listed(client, q="webb"), listed(client, q="webb", page="2")
    assert "51 customers" in first
    assert "Webb 50" not in first
    assert "?q=webb&amp;page=2" in first
    assert "Webb 50" in second


@pytest.mark.parametrize("page", ["0", "-1", "99", "x"])
def test_a_page_that_does_not_exist_shows_one_that_does(
    client: Client, priya: User, page: str
) -> None:
    make_customer()
    assert "Dana Webb" in listed(client, page=page)


def test_the_next_visit_stands_beside_the_name(client: Client, priya: User) -> None:
    visit = make_appointment(technician=make_technician())
    assert reverse("visit", args=[visit.pk]) in listed(client)


def test_typing_refreshes_the_list_alone(client: Client, priya: User) -> None:
    make_customer()
    part = {"HX-Request": "true", "HX-Target": "found"}
    html = client.get(reverse("customers"), {"q": "dana"}, headers=part).content.decode()
    assert "Dana Webb" in html
    assert "<html" not in html


def test_visits_ahead_and_before_are_apart(client: Client, priya: User) -> None:
    dana, maya = make_customer(), make_technician()
    done = make_appointment(dana, maya)
    Appointment.objects.filter(pk=done.pk).update(status=Status.DONE)
    assert "Nothing is planned." in shown(client, dana)
    make_appointment(dana, maya)
    html = shown(client, dana)
    assert "Nothing is planned." not in html
    assert html.index("Not confirmed") < html.index("Done")


def test_how_a_customer_is_called_and_reached_can_be_edited(client: Client, priya: User) -> None:
    dana = make_customer()
    save(client, dana, name="Dana Ito", greeting="", phone="(310) 555-0177", reach="call")
    dana.refresh_from_db()
    assert (dana.name, dana.greeting, dana.reach) == ("Dana Ito", "", "call")
    assert str(dana.phone) == "+13105550177"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"phone": "123"}, "does not exist"),
        ({"name": "{name}"}, "can&#x27;t contain"),
        ({"reach": "email"}, "E-mail needs an address."),
        ({"language": "xx"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(
    client: Client, priya: User, changes: dict[str, str], words: str
) -> None:
    dana = make_customer()
    status, html = save(client, dana, **{"say_it_like": "DAY-na", **changes})
    assert status == 422
    assert words in html
    assert 'value="DAY-na"' in html
    assert Customer.objects.get().say_it_like == ""


def test_who_wants_e_mail_gives_an_address(client: Client, priya: User) -> None:
    save(client, make_customer(), reach="email", email="dana@example.com")
    assert Customer.objects.get().email == "dana@example.com"


def test_consent_is_shown_with_its_source(client: Client, priya: User) -> None:
    dana = make_customer()
    assert "Not asked yet." in shown(client, dana)
    dana.consent_events.create(source="On the phone", at=timezone.now())
    assert "On the phone" in shown(client, dana)


@pytest.mark.parametrize(
    ("typed", "point"),
    [
        ("40.7128, -74.0060", (40.7128, -74.006)),
        ("(40.7128 -74.0060)", (40.7128, -74.006)),
        ("", (None, None)),
        ("91, 0", (1.0, 2.0)),
        ("Elm Street", (1.0, 2.0)),
    ],
)
def test_an_address_is_put_on_the_map_or_taken_off(
    client: Client, priya: User, typed: str, point: tuple[float | None, float | None]
) -> None:
    place = make_customer().locations.create(address="1 Elm Street", latitude=1, longitude=2)
    page = client.post(
        f"/customers/{place.customer_id}/places/{place.pk}", {"point": typed}, follow=True
    ).content.decode()
    place.refresh_from_db()
    assert (place.latitude, place.longitude) == point
    assert ("no point on the map" in page) == (point == (1.0, 2.0))

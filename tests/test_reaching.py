"""Another way at booking, where no text can arrive at the number."""

import pytest
from django.test import Client
from pytest_django import Settings

from appointments.customers import CustomerDetails, save_customer
from appointments.models import Customer
from appointments.reaching import Way, way_at
from fieldservice.company.errors import InvalidError
from notifications.models import Landline
from tests.factories import make_customer, make_dispatcher
from tests.post import make_dana, switch_on

pytestmark = pytest.mark.django_db
OLD, NEW, MADRID = "+12025550123", "+12025550144", "+34912345678"


@pytest.fixture(autouse=True)
def _old_number_is_a_landline() -> None:
    Landline.objects.create(number=OLD)


@pytest.mark.parametrize(
    ("number", "way", "chosen"),
    [
        (OLD, Way("picture"), Way("call", before="picture")),
        (MADRID, Way("plain"), Way("call", before="plain")),
        (NEW, Way("picture"), Way("picture")),
        ("202", Way("picture"), Way("picture")),
        (OLD, Way("email"), Way("email")),
        # Who chose texts all the same knows better; a number put right brings them back.
        (OLD, Way("plain", before="plain"), Way("plain", before="plain")),
        (NEW, Way("call", before="plain"), Way("plain")),
    ],
)
def test_where_no_text_arrives_a_call_stands_chosen(number: str, way: Way, chosen: Way) -> None:
    assert way_at(number, None, way) == chosen


def test_where_an_address_is_known_an_e_mail_stands_chosen(settings: Settings) -> None:
    switch_on(settings)
    assert way_at(OLD, make_dana(), Way("picture")).reach == Customer.Reach.EMAIL


@pytest.mark.parametrize("reach", ["call", "email"])
def test_a_landline_is_kept_of_who_is_not_reached_by_texts(reach: str) -> None:
    details = CustomerDetails(name="Beryl Cook", phone="+34 912 34 56 78", reach=reach)
    saved, _is_new = save_customer(by=make_dispatcher(), details=details)
    assert saved.phone.as_e164 == MADRID


def test_a_landline_is_refused_of_who_wants_texts() -> None:
    details = CustomerDetails(name="Beryl Cook", phone=MADRID, reach="plain")
    with pytest.raises(InvalidError, match="choose another way") as refused:
        save_customer(by=make_dispatcher(), details=details)
    assert refused.value.field == "phone"


def test_the_booking_form_says_why_and_follows_the_number(client: Client) -> None:
    client.force_login(make_dispatcher())
    dana = make_customer(phone=OLD)
    known = client.get("/book", {"customer": str(dana.pk)}).content.decode()
    assert 'value="call" id="id_reach_2" checked' in known.replace(" required", "")
    assert "so phone calls are chosen" in known
    typed = {"phone": NEW, "reach": "call", "reach_before": "picture"}
    assert "phone calls are chosen" not in client.get("/book/reach", typed).content.decode()


def test_the_preview_of_a_call_has_nothing_that_is_meant_for_a_text(client: Client) -> None:
    client.force_login(make_dispatcher())
    asked = {"name": "Beryl Cook", "phone": MADRID, "reach": "call"}
    page = client.post("/previews/booking", asked).content.decode()
    assert "list of calls" in page
    assert not any(words in page for words in ("STOP", "Reply C", "Text of"))

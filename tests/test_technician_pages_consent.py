"""The profile's pause and places, as their owner taps them and as the office sees them."""

import pytest
from django.test import Client
from django.utils import timezone

from technicians import headshots
from technicians.models import Technician
from technicians.pages.shown import missing
from technicians.services import grant, withdraw
from tests.headshot_company import damaged, own, uploaded
from tests.technician_pages import (
    PART,
    address,
    dispatcher,
    html,
    signed_in_as,
    technician_named,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya() -> Technician:
    maya = technician_named("Maya Lopez")
    grant(by=own(maya), technician=maya, fields=["skills", "bio"])
    return maya


@pytest.fixture
def client(maya: Technician) -> Client:
    return signed_in_as(own(maya))


@pytest.mark.parametrize(
    ("where", "texts", "page"),
    [("both", True, True), ("texts", True, False), ("page", False, True)],
)
def test_a_place_is_chosen_by_one_button(
    client: Client, maya: Technician, where: str, texts: bool, page: bool
) -> None:
    path = address("technician_where", maya, "skills")
    answer = html(client.post(path, {"where": where}, headers=PART))
    consent = maya.consents.get(field="skills")
    assert (consent.in_texts, consent.on_page) == (texts, page)
    assert f'value="{where}" aria-pressed="true"' in answer


@pytest.mark.parametrize(("field", "where"), [("skills", ""), ("bio", "texts"), ("x", "both")])
def test_a_place_that_is_none_is_not_there(
    client: Client, maya: Technician, field: str, where: str
) -> None:
    answer = client.post(address("technician_where", maya, field), {"where": where})
    assert answer.status_code == 404


def test_a_pause_stands_on_top_of_the_own_page(client: Client, maya: Technician) -> None:
    answer = html(client.post(address("technician_pause", maya), {"pause": "yes"}, headers=PART))
    assert "Customers read your first name and nothing else." in answer
    assert Technician.objects.get().paused_at
    client.post(address("technician_pause", maya), {"pause": "no"})
    assert not Technician.objects.get().paused_at


def test_the_office_sees_the_pause_and_has_no_switch_for_it(
    client: Client, maya: Technician
) -> None:
    client.post(address("technician_pause", maya), {"pause": "yes"})
    page = html(signed_in_as(dispatcher()).get(address("technician", maya)))
    assert "Maya has paused the introductions" in page
    assert "pause-all" not in page


def test_a_photo_withheld_by_choice_is_complete_whatever_it_was_before(maya: Technician) -> None:
    shot = uploaded(maya, timezone.now())
    headshots.make_ready(shot.pk, imaging=damaged)
    assert "Photo not usable" in missing(again(maya))
    withdraw(by=own(maya), technician=maya, field="photo")
    assert not [words for words in missing(again(maya)) if "hoto" in words]


def again(maya: Technician) -> Technician:
    return Technician.objects.get(pk=maya.pk)

"""The tap that makes a technician no more than a first name for one visit."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appointments.models import Appointment
from tests.headshot_company import own
from tests.spine import Day, fresh
from tests.technician_pages import PART, dispatcher, html, signed_in_as, technician_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def visit() -> Appointment:
    return Day(now=timezone.now()).book(technician_named("Maya Lopez"))


@pytest.fixture
def client(visit: Appointment) -> Client:
    assert visit.technician
    return signed_in_as(own(visit.technician))


def hide(client: Client, visit: Appointment, **more: str) -> str:
    address = reverse("visit_hide_me", args=[visit.pk])
    return client.post(address, {"hide": "yes", **more}).headers["Location"]


def test_a_tap_hides_and_another_shows_again(client: Client, visit: Appointment) -> None:
    address = reverse("visit_hide_me", args=[visit.pk])
    assert 'value="no"' in html(client.post(address, {"hide": "yes"}, headers=PART))
    assert fresh(visit).introduce_plainly
    assert 'value="yes"' in html(client.post(address, {"hide": "no"}, headers=PART))
    assert not fresh(visit).introduce_plainly


@pytest.mark.parametrize(
    ("asked", "back"), [("/profile", "/profile"), ("https://else.where/", "/"), ("", "/")]
)
def test_without_script_one_comes_back_to_a_page_of_ours(
    client: Client, visit: Appointment, asked: str, back: str
) -> None:
    assert hide(client, visit, next=asked) == back


def test_nobody_hides_another(visit: Appointment) -> None:
    omar = signed_in_as(own(technician_named("Omar Haddad")))
    address = reverse("visit_hide_me", args=[visit.pk])
    assert omar.post(address, {"hide": "yes"}).status_code == 404
    assert not fresh(visit).introduce_plainly


def test_the_office_reads_in_the_history_who_hid(client: Client, visit: Appointment) -> None:
    hide(client, visit)
    page = html(signed_in_as(dispatcher()).get(reverse("visit", args=[visit.pk])))
    assert "maya wants to be introduced by the first name only" in page

"""The first steps of a new company: each one checked by what is really there."""

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from fieldservice.company.models import User
from fieldservice.company.services import default_unit
from notifications.providers import provider
from notifications.providers.memory import MemoryProvider
from technicians.models import Technician
from tests.factories import make_dispatcher, make_technician

pytestmark = pytest.mark.django_db

COMPANY = {"step": "company", "text_name": "Acme Heating", "time_zone": "America/New_York"}
COMPANY |= {"person_phone": "202 555 0100"}
MAYA = {"step": "technician", "display_name": "Maya Lopez", "hired_on": "2019-03-04"}
MAYA |= {"languages": "en", "new_skill": "boilers"}


@pytest.fixture
def rosa(client: Client) -> Client:
    """Rosa, the first manager, signed in."""
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    return client


@pytest.fixture
def memory(settings: Settings) -> Iterator[MemoryProvider]:
    """The provider of this process, in memory."""
    settings.SEND_PROVIDER = "notifications.providers.memory.MemoryProvider"
    provider.cache_clear()
    made = provider()
    assert isinstance(made, MemoryProvider)
    yield made
    provider.cache_clear()


def goes_to(client: Client) -> str:
    return client.get("/").headers["Location"]


def test_the_first_manager_of_a_new_company_is_led_and_others_are_not(rosa: Client) -> None:
    assert goes_to(rosa) == "/start"
    desk = Client()
    desk.force_login(make_dispatcher())
    assert goes_to(desk) == "/day"


def test_three_steps_lead_to_an_introduction_on_ones_own_phone(
    rosa: Client, memory: MemoryProvider
) -> None:
    assert "0 of 3 done." in rosa.get("/start").content.decode()
    rosa.post("/start", COMPANY)
    assert "1 of 3 done." in rosa.get("/start").content.decode()
    rosa.post("/start", MAYA)
    text = {"step": "text", "technician": str(Technician.objects.get().pk), "phone": "2025550177"}
    rosa.post("/start", text)
    [sent] = memory.sent
    assert (sent.to, sent.body[:33]) == ("+12025550177", "Acme Heating: Hello Dana, Maya is")
    assert "3 of 3 done." in rosa.get("/start").content.decode()
    assert rosa.post("/start", {"step": "close"}).headers["Location"] == "/day"
    assert goes_to(rosa) == "/day"


def test_who_leaves_comes_back_to_the_step_that_is_not_done(rosa: Client) -> None:
    make_technician()
    rosa.post("/start", COMPANY)
    assert 'value="text"' in rosa.get("/start").content.decode()
    Technician.objects.all().delete()
    assert 'value="technician"' in rosa.get("/start").content.decode()


def test_not_now_is_an_answer(rosa: Client) -> None:
    rosa.post("/start", {"step": "close"})
    assert goes_to(rosa) == "/day"
    assert rosa.get("/start").status_code == 200


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"text_name": "Your service team"}, "Give the name your customers know you by."),
        ({"person_phone": ""}, "This field is required."),
        ({"time_zone": "Mars/Olympus"}, "is not a time zone"),
    ],
)
def test_a_step_that_is_not_right_is_not_done(
    rosa: Client, wrong: dict[str, str], told: str
) -> None:
    assert told in rosa.post("/start", COMPANY | wrong).content.decode()
    assert default_unit().text_name == "Your service team"

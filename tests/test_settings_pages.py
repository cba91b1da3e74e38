"""The settings as a manager changes them and a dispatcher reads them."""

from collections.abc import Iterator
from datetime import time
from typing import Protocol

import pytest
from django.test import Client
from pytest_django import Settings

from fieldservice.company.models import BusinessUnit, Change, Language, User
from notifications.models import Sender, Suppression
from notifications.providers import provider
from notifications.providers.base import AmbiguousError, Family, RefusedError
from notifications.providers.memory import MemoryProvider
from tests.factories import make_dispatcher, make_technician

pytestmark = pytest.mark.django_db

PAGES = ["/settings", "/settings/sender", "/settings/preflight", "/settings/stuck"]
PHONE = "+12025550177"


@pytest.fixture
def rosa(client: Client) -> Client:
    """Rosa, a manager, signed in."""
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    return client


@pytest.fixture
def priya(client: Client) -> Client:
    """Priya, a dispatcher, signed in."""
    client.force_login(make_dispatcher())
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


def filled(**changes: str) -> dict[str, str]:
    """The company's form with everything filled in."""
    form = {
        "name": "Main",
        "text_name": "Acme Heating",
        "person_phone": "+1 202-555-0100",
        "time_zone": "America/Chicago",
        "quiet_from": "21:30",
        "quiet_until": "07:30",
        "language": "es",
        "confirm_unassigned": "on",
        "approve_photos": "on",
        "approve_words": "on",
    }
    return form | changes


def unit() -> BusinessUnit:
    return BusinessUnit.objects.get(is_default=True)


class Answer(Protocol):
    content: bytes


def words(page: Answer) -> str:
    return page.content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_a_dispatcher_may_read_every_page(priya: Client, page: str) -> None:
    answer = priya.get(page)
    assert answer.status_code == 200
    assert "csrfmiddlewaretoken" not in words(answer).partition('class="settings-page"')[2]


@pytest.mark.parametrize("page", PAGES)
def test_a_manager_may_open_every_page(rosa: Client, page: str) -> None:
    assert rosa.get(page).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_technician_sees_none_of_them(client: Client, page: str) -> None:
    client.force_login(User.objects.create(username="maya", role=User.Role.TECHNICIAN))
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/settings",
        "/settings/sender/1/resume",
        "/settings/preflight",
        "/settings/preflight/test-text",
    ],
)
def test_a_dispatcher_changes_nothing(priya: Client, memory: MemoryProvider, address: str) -> None:
    form = filled() | {"technician": str(make_technician().pk), "phone": PHONE}
    assert priya.post(address, form).status_code == 404
    assert unit().text_name != "Acme Heating"
    assert memory.sent == []


@pytest.mark.parametrize("address", ["/settings/sender/1/resume", "/settings/preflight/test-text"])
def test_what_acts_is_never_a_link(rosa: Client, address: str) -> None:
    assert rosa.get(address).status_code == 405


def test_a_manager_sets_how_the_company_appears(rosa: Client) -> None:
    assert rosa.post("/settings", filled()).status_code == 302
    kept = unit()
    assert (kept.text_name, str(kept.person_phone)) == ("Acme Heating", "+12025550100")
    assert (kept.time_zone, kept.language) == ("America/Chicago", Language.SPANISH)
    assert (kept.quiet_from, kept.quiet_until) == (time(21, 30), time(7, 30))


def test_a_change_is_remembered_with_what_was_there_before(rosa: Client) -> None:
    rosa.post("/settings", filled())
    rosa.post("/settings", filled(text_name="Acme Air", confirm_unassigned=""))
    newest = Change.objects.filter(what="unit changed").select_related("user")[0]
    assert newest.details["values"] == {
        "text_name": ["Acme Heating", "Acme Air"],
        "confirm_unassigned": [True, False],
    }
    assert newest.user is not None
    assert newest.user.username == "rosa"


def test_saving_without_a_change_remembers_nothing(rosa: Client) -> None:
    rosa.post("/settings", filled())
    rosa.post("/settings", filled())
    assert Change.objects.filter(what="unit changed").count() == 1


def test_quiet_hours_may_be_empty(rosa: Client) -> None:
    rosa.post("/settings", filled(quiet_from="", quiet_until=""))
    assert (unit().quiet_from, unit().quiet_until) == (None, None)


def test_a_landline_may_be_the_persons_phone(rosa: Client) -> None:
    rosa.post("/settings", filled(person_phone="+44 20 7946 0018"))
    assert str(unit().person_phone) == "+442079460018"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text_name": ""}, "This field is required."),
        ({"text_name": "x" * 31}, "at most 30 characters"),
        ({"text_name": "{company}"}, "A name can&#x27;t contain"),
        ({"person_phone": "ask Rosa"}, "This is not a phone number."),
        ({"person_phone": "+1202555"}, "Is a digit missing?"),
        ({"time_zone": "Mars/Olympus"}, "is not a time zone"),
        ({"quiet_until": ""}, "Give both hours, or leave both empty."),
        ({"quiet_until": "21:30"}, "These are the same."),
        ({"language": "tlh"}, "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    rosa: Client, changes: dict[str, str], told: str
) -> None:
    before = unit().text_name
    assert told in words(rosa.post("/settings", filled(**changes)))
    assert unit().text_name == before


def test_the_longest_name_is_taken(rosa: Client) -> None:
    rosa.post("/settings", filled(text_name="x" * 30))
    assert unit().text_name == "x" * 30


def test_a_company_without_name_and_phone_is_told_so(rosa: Client) -> None:
    assert "until you give your company's name" in words(rosa.get("/settings"))
    assert "no number to call" in words(rosa.get("/settings"))
    rosa.post("/settings", filled())
    assert "no number to call" not in words(rosa.get("/settings"))


def test_a_wrong_time_zone_is_shown_again_to_be_put_right(rosa: Client) -> None:
    assert "Mars/Olympus" in words(rosa.post("/settings", filled(time_zone="Mars/Olympus")))


def test_a_stopped_sender_is_explained_and_resumed(rosa: Client) -> None:
    Sender.objects.update(stopped_code="30034")
    page = words(rosa.get("/settings/sender"))
    assert "Texts are stopped" in page
    assert "not registered" in page
    answer = rosa.post(f"/settings/sender/{Sender.objects.get().pk}/resume", follow=True)
    assert "Texts go out again." in words(answer)
    assert Sender.objects.get().stopped_code == ""


def test_a_dispatcher_sees_why_but_cannot_resume(priya: Client) -> None:
    Sender.objects.update(stopped_code="20003")
    page = words(priya.get("/settings/sender"))
    assert "TWILIO_AUTH_TOKEN" in page
    assert "Resume</button>" not in page


def test_an_unknown_sender_cannot_be_resumed(rosa: Client) -> None:
    assert rosa.post("/settings/sender/999999/resume").status_code == 404


def test_without_a_worker_the_sender_says_that_texts_wait(rosa: Client) -> None:
    page = words(rosa.get("/settings/sender"))
    assert "Texts wait for a worker" in page
    assert "No worker has ever given a sign of life." in page


def test_nothing_is_looked_at_until_a_manager_asks(rosa: Client) -> None:
    page = words(rosa.get("/settings/preflight"))
    assert page.count("Not checked") == 5


def test_the_steps_say_what_is_there_and_what_is_not(rosa: Client) -> None:
    page = words(rosa.post("/settings/preflight"))
    assert "0 of 5 steps are done." in page
    assert "Texts go to the phone simulator, not to phones." in page


def test_an_address_in_the_form_is_never_asked(rosa: Client) -> None:
    page = words(rosa.post("/settings/preflight", {"url": "http://169.254.169.254/"}))
    assert "169.254" not in page


def test_the_words_to_paste_name_the_company_in_both_languages(rosa: Client) -> None:
    BusinessUnit.objects.update(text_name="Acme & Sons")
    page = words(rosa.get("/settings/preflight"))
    assert "agree that Acme &amp; Sons texts you" in page
    assert "acepta que Acme &amp; Sons le" in page


def test_the_test_text_is_the_introduction(rosa: Client, memory: MemoryProvider) -> None:
    BusinessUnit.objects.update(text_name="Acme Heating")
    maya = make_technician(skills=["Boilers"])
    form = {"technician": str(maya.pk), "phone": "202-555-0177"}
    answer = rosa.post("/settings/preflight/test-text", form, follow=True)
    assert "The provider has taken the text." in words(answer)
    [sent] = memory.sent
    assert (sent.to, sent.sender) == (PHONE, "+15005550006")
    assert sent.body.startswith("Acme Heating: Hello Dana, Maya is coming")


def test_a_test_text_is_remembered_without_the_number(rosa: Client, memory: MemoryProvider) -> None:
    memory.answers = [RefusedError(Family.WRONG_NUMBER, "21211"), None]
    form = {"technician": str(make_technician().pk), "phone": PHONE}
    rosa.post("/settings/preflight/test-text", form)
    rosa.post("/settings/preflight/test-text", form)
    changes = Change.objects.filter(what="test text")
    told = [change.details for change in changes]
    assert told == [{"outcome": "accepted"}, {"outcome": "wrong_number 21211"}]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (RefusedError(Family.WRONG_NUMBER, "21211"), "this number can&#x27;t get texts"),
        (RefusedError(Family.CONTENT, "21608"), "trial account"),
        (AmbiguousError(Family.AMBIGUOUS), "may still come"),
    ],
)
def test_a_refused_test_text_says_why(
    rosa: Client, memory: MemoryProvider, error: RefusedError | AmbiguousError, told: str
) -> None:
    memory.answers = [error]
    form = {"technician": str(make_technician().pk), "phone": PHONE}
    assert told in words(rosa.post("/settings/preflight/test-text", form))


def test_a_number_that_said_stop_gets_no_test_text(rosa: Client, memory: MemoryProvider) -> None:
    sender = Sender.objects.get()
    Suppression.objects.create(number=PHONE, sender=sender, source="STOP", at="2026-06-01T12:00Z")
    form = {"technician": str(make_technician().pk), "phone": PHONE}
    assert "asked for no texts" in words(rosa.post("/settings/preflight/test-text", form))
    assert memory.sent == []


@pytest.mark.parametrize("phone", ["", "ask Rosa", "+44 20 7946 0018"])
def test_a_test_text_needs_a_mobile_number(
    rosa: Client, memory: MemoryProvider, phone: str
) -> None:
    form = {"technician": str(make_technician().pk), "phone": phone}
    assert 'class="error"' in words(rosa.post("/settings/preflight/test-text", form))
    assert memory.sent == []


def test_a_technician_who_left_cannot_be_introduced(rosa: Client, memory: MemoryProvider) -> None:
    maya = make_technician()
    maya.left_on = maya.hired_on
    maya.save()
    form = {"technician": str(maya.pk), "phone": PHONE}
    assert "Select a valid choice." in words(rosa.post("/settings/preflight/test-text", form))
    assert memory.sent == []

"""The settings in a browser: readable for everyone, at every width, and with the keyboard."""

from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from appointments.models import JobType
from fieldservice.company.models import BusinessUnit, User
from fieldservice.company.people_services import password_link
from notifications.models import Sender, WordingVersion
from notifications.states import Kind
from technicians.models import Skill
from tests.factories import make_appointment, make_customer, make_technician
from tests.readable import wrong, wrong_in_a_theme

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

DESK: ViewportSize = {"width": 1280, "height": 720}
PAGES = ["/settings", "/settings/sender", "/settings/preflight", "/settings/stuck"]
PAGES += ["/settings/units/add", "/settings/people/add", "/settings/tokens", "/settings/history"]
PAGES += ["/settings/wording", "/settings/wording/introduction/en", "/settings/job-types/add"]
PAGES += ["/settings/people", "/settings/skills", "/start"]


@pytest.fixture
def rosa(live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """A page of Rosa, a manager, already signed in."""
    client = Client()
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with browser.new_context(base_url=live_server.url, reduced_motion="reduce") as visitor:
        visitor.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        yield visitor.new_page()


def of_one_thing() -> list[str]:
    """The pages of one job type, skill, version, sender and new password."""
    rosa = User.objects.get(username="rosa")
    job, skill = JobType.objects.create(name="Chimney"), Skill.objects.create(name="Gas")
    unit = BusinessUnit.objects.get(is_default=True)
    wording = {"kind": Kind.REMINDER, "language": "en", "text": "{company}: tomorrow."}
    version = WordingVersion.objects.create(**wording, business_unit=unit, author=rosa)
    link = urlsplit(password_link(by=rosa, person=rosa)).path
    pages = [f"/settings/job-types/{job.pk}", f"/settings/skills/{skill.pk}", link]
    pages += [f"/settings/sender/of/{unit.pk}", f"/settings/people/{rosa.pk}", "/settings/texts"]
    return [*pages, f"/settings/wording/versions/{version.pk}", "/settings/answers"]


@pytest.fixture
def trouble() -> None:
    """A company that has everything a page can complain of."""
    maya = make_technician("Maximiliana Featherstonehaugh-Cholmondeley of Wolverhampton")
    make_appointment(make_customer("A" * 60), maya, now=timezone.now() - timedelta(minutes=5))
    Sender.objects.update(stopped_code="30034")
    air = BusinessUnit.objects.create(name="A" * 100, text_name="Acme Air")
    Sender.objects.create(business_unit=air, address="MG" + "b" * 32)


@pytest.mark.usefixtures("trouble")
def test_every_page_is_readable_for_everyone_at_every_width(rosa: Page) -> None:
    for path in [*PAGES, *of_one_thing()]:
        rosa.set_viewport_size(DESK)
        rosa.goto(path)
        assert not wrong_in_a_theme(rosa), path
        for width in (360, 768, 1280, 2560):
            rosa.set_viewport_size({"width": width, "height": 900})
            assert rosa.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
                path,
                width,
            )


def test_the_example_follows_the_name_as_it_is_typed(rosa: Page) -> None:
    rosa.goto("/settings")
    rosa.get_by_label("Name in texts").fill("Acme Heating")
    expect(rosa.locator(".bubble")).to_contain_text("Acme Heating: Hello Dana")


def test_a_wording_is_seen_as_it_is_typed_saved_and_brought_back(rosa: Page) -> None:
    rosa.goto("/settings/wording/introduction/en")
    words = rosa.get_by_label("Words", exact=True)
    ours = words.input_value()
    words.fill(ours.replace("Hello", "Howdy"))
    expect(rosa.locator("#wording-preview")).to_contain_text("Howdy Dana")
    words.fill(f"{ours} Reply CANCEL to cancel.")
    expect(rosa.locator("#wording-preview")).to_contain_text("takes CANCEL for itself")
    words.fill(ours.replace("Hello", "Howdy"))
    rosa.get_by_role("button", name="Save", exact=True).click()
    expect(rosa.get_by_role("status")).to_contain_text("Saved.")
    rosa.get_by_role("button", name="Back to our wording").click()
    expect(words).to_have_value(ours)
    rosa.locator(".versions a").last.click()
    rosa.get_by_role("button", name="Bring this version back").click()
    expect(words).to_have_value(ours.replace("Hello", "Howdy").strip())


def test_errors_stand_at_their_fields_and_are_readable(rosa: Page) -> None:
    rosa.goto("/settings")
    rosa.get_by_label("Time zone").fill("Mars/Olympus")
    rosa.get_by_label("Quiet until").fill("")
    rosa.get_by_role("button", name="Save", exact=True).click()
    expect(rosa.get_by_text("Give both hours, or leave both empty.")).to_be_visible()
    expect(rosa.get_by_label("Time zone")).to_have_accessible_description(
        "Counts where a customer or an address has no zone of its own. "
        "“Mars/Olympus” is not a time zone. Example: America/New_York."
    )
    assert not wrong(rosa)


def test_a_manager_saves_and_reads_that_it_is_saved(rosa: Page) -> None:
    rosa.goto("/settings")
    rosa.get_by_label("Name in texts").fill("Acme Heating")
    rosa.get_by_label("Phone where a person answers").fill("202 555 0100")
    rosa.get_by_role("button", name="Save", exact=True).click()
    expect(rosa.get_by_role("status")).to_contain_text("Saved.")
    expect(rosa.get_by_label("Phone where a person answers")).to_have_value("+1 202-555-0100")


def test_the_steps_are_looked_at_on_a_click(rosa: Page) -> None:
    rosa.goto("/settings/preflight")
    rosa.get_by_role("button", name="Check everything").click()
    expect(rosa.get_by_text("of 5 steps are done.")).to_be_visible()
    expect(rosa.get_by_text("Not checked")).to_have_count(0)
    assert not wrong(rosa)


def test_a_refused_test_text_is_told_where_it_was_sent(rosa: Page) -> None:
    make_technician()
    rosa.goto("/settings/preflight")
    rosa.get_by_label("Your mobile number").fill("202 555 0177")
    rosa.get_by_role("button", name="Send the test text").click()
    # The suite's provider is a closed port.
    expect(rosa.get_by_text("could not take the text now")).to_be_in_viewport()

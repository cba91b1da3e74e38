"""Signing in by text on a phone: a link that previews fetch, one button, and a page to come to."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from technicians.models import Technician
from technicians.signing_in import Purpose, link
from tests.readable import wrong_in_a_theme
from tests.technician_pages import technician_named

# serialized_rollback: what the migrations made is there again after each test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

PHONE: ViewportSize = {"width": 360, "height": 780}
MAYAS = "+12025550141"


@pytest.fixture
def maya(live_server: LiveServer, settings: Settings) -> Technician:
    settings.PUBLIC_BASE_URL = live_server.url
    maya = technician_named("Maya Lopez")
    maya.phone = MAYAS
    maya.save()
    return maya


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """Maya's phone, on which nobody ever signed in."""
    # Without motion: a color on its way from light to dark has too little contrast.
    with browser.new_context(
        base_url=live_server.url, viewport=PHONE, has_touch=True, reduced_motion="reduce"
    ) as visitor:
        yield visitor.new_page()


def preview(browser: Browser, address: str) -> None:
    """Somebody's server looks at the link before the phone shows it, with a browser of its own."""
    with browser.new_context() as bot:
        answer = bot.new_page().goto(address)
        assert answer
        assert answer.status == 200


def test_a_link_survives_its_previews_and_signs_in_by_its_button(
    browser: Browser, phone: Page, maya: Technician
) -> None:
    address = link(maya, Purpose.SIGN_IN)
    preview(browser, address)
    preview(browser, address)
    phone.goto(address)
    phone.get_by_role("button", name="Sign in as Maya").click()
    expect(phone.get_by_role("button", name="Sign out")).to_be_visible()
    phone.goto(address)
    assert "/in/" not in phone.url


def test_a_used_link_leads_to_a_new_one(browser: Browser, phone: Page, maya: Technician) -> None:
    address = link(maya, Purpose.SIGN_IN)
    with browser.new_context() as other:
        page = other.new_page()
        page.goto(address)
        page.get_by_role("button", name="Sign in as Maya").click()
        page.wait_for_url(lambda url: "/in/" not in url)
    phone.goto(address)
    phone.get_by_role("link", name="Text me a new link").click()
    phone.get_by_label("Your mobile number").fill("(202) 555-0141")
    phone.get_by_role("button", name="Text me a link").click()
    expect(phone.get_by_role("heading", name="Look at your texts")).to_be_visible()


def test_the_number_is_under_the_thumb_when_the_page_opens(phone: Page, maya: Technician) -> None:
    phone.goto("/sign-in")
    expect(phone.get_by_label("Your mobile number")).to_be_in_viewport()
    expect(phone.get_by_role("button", name="Text me a link")).to_be_in_viewport()


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/text", "/sign-in/text/sent", "/in/{link}"])
def test_the_pages_are_readable_for_everyone(phone: Page, maya: Technician, path: str) -> None:
    phone.goto(path.format(link=link(maya, Purpose.INVITATION).rpartition("/")[2]))
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    things = phone.locator("main :is(button, a.button, input:not([type=hidden]))")
    sizes = [thing.bounding_box() for thing in things.all()]
    assert sizes
    assert not [size for size in sizes if size is None or size["height"] < 44]
    assert not wrong_in_a_theme(phone)

"""The customer's page in a real browser: it acts, follows the visit, and works without script."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, ViewportSize, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from appointments.models import Appointment
from fieldservice.company.models import BusinessUnit
from notifications.models import DetailTold, Reply, VisitLink
from notifications.preparing import visit_links
from tests.factories import make_technician
from tests.readable import wrong_in_a_theme
from tests.spine import Day, fresh

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
SMALL: ViewportSize = {"width": 320, "height": 640}
LOOK = "document.dispatchEvent(new Event('visibilitychange'))"  # as the clock does by itself


@pytest.fixture
def day() -> Day:
    return Day(now=timezone.now())


@pytest.fixture
def visit(day: Day, live_server: LiveServer, settings: Settings) -> Appointment:
    settings.PUBLIC_BASE_URL = live_server.url
    BusinessUnit.objects.update(text_name="Acme", person_phone="+12025550100", colour="#7a1f3d")
    maya = make_technician("Maya Lopez", skills=["gas"], interests=["football", "bread"])
    visit = day.book(maya, hours=30, on_the_phone=True)
    day.deliver()
    visit_links([visit])
    return visit


@pytest.fixture
def page(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    """A small phone; no script may fail, and nothing may break the policy."""
    faults: list[str] = []
    with browser.new_context(
        base_url=live_server.url, viewport=SMALL, reduced_motion="reduce"
    ) as visitor:
        page = visitor.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text))
        yield page
    assert not [fault for fault in faults if "404" not in fault]


def address(visit: Appointment) -> str:
    return f"/v/{VisitLink.objects.get(appointment=visit).token}"


def is_readable(page: Page) -> bool:
    """In both themes, with everything open, at 320 px and with letters twice as large."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
    assert not wrong_in_a_theme(page)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_visit_is_followed_confirmed_and_moved(day: Day, page: Page, visit: Appointment) -> None:
    page.goto(address(visit))
    assert is_readable(page)
    page.get_by_role("button", name="This time suits me").press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("confirmed")
    detail = page.locator("[data-detail]")
    detail.scroll_into_view_if_needed()
    expect(page.locator("#detail")).to_contain_text("bread")
    assert DetailTold.objects.filter(line__text="bread").exists()
    day.reassign(visit, make_technician("Omar Haddad"))
    page.evaluate(LOOK)
    expect(page.locator("h1")).to_have_text("Omar is coming")
    expect(page.locator("[data-news]")).to_have_text("Omar is coming")
    page.get_by_role("button", name="Another time").click()
    page.locator("[name=choice]").nth(1).click()
    expect(page.get_by_role("status").first).to_contain_text("your new time")
    assert fresh(visit).arrival_window_start != visit.arrival_window_start
    VisitLink.objects.update(expires_at=timezone.now())
    page.evaluate(LOOK)
    expect(page.locator("h1")).to_have_text("This link shows no visit any more.")


def test_it_works_without_script(
    browser: Browser, live_server: LiveServer, visit: Appointment
) -> None:
    with browser.new_context(
        base_url=live_server.url, viewport=SMALL, java_script_enabled=False
    ) as visitor:
        page = visitor.new_page()
        page.goto(address(visit))
        page.get_by_role("button", name="One more thing about Maya").click()
        expect(page.locator("#detail")).to_contain_text("bread")
        page.get_by_role("button", name="This time suits me").click()
        expect(page.get_by_role("status").first).to_contain_text("confirmed")
        page.locator("#tell summary").click()
        page.get_by_label("Your message").fill("The dog bites")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("status").first).to_contain_text("has your message")
    assert Reply.objects.get().body == "The dog bites"

"""The whole story in a browser, on real processes: booked, shown on the phone, answered."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.test_booking import tab_to
from tests.stack import Stack

PHONE = "202-555-0166"  # nobody's in the demo
PATIENCE = 30_000  # milliseconds, for what another process has to do first
IN_FOUR_DAYS = datetime.now(ZoneInfo("America/New_York")).date() + timedelta(days=4)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The demo company as `make run` has it, on SQLite with the embedded broker."""
    with Stack(tmp_path_factory.mktemp("demo"), {}) as stack:
        stack.migrate()
        stack.manage("demo")
        stack.start()
        yield stack


@pytest.fixture
def visitor(browser: Browser, demo: Stack) -> Iterator[BrowserContext]:
    """Somebody with a browser; all their pages wait for other processes."""
    with browser.new_context(base_url=demo.url, locale="en-US", reduced_motion="reduce") as context:
        context.set_default_timeout(PATIENCE)
        yield context


def signed_in(visitor: BrowserContext, name: str) -> Page:
    """The page somebody sees first."""
    page = visitor.new_page()
    page.goto("/sign-in")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill("warm-hello")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def book_by_keyboard(page: Page) -> None:
    """Nadia calls for the first time; a boiler, in four days from 10 to noon, and Maya comes."""
    page.keyboard.press("b")
    expect(page.get_by_label("Number, name or street")).to_be_focused()
    page.keyboard.type(PHONE)
    expect(page.get_by_role("link", name="New customer: ")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Mobile number", exact=True)).to_have_value(PHONE)
    tab_to(page, "[name='name']")
    page.keyboard.type("Nadia Ruiz")
    tab_to(page, "[name='job_type']")
    page.keyboard.type("Boiler")
    tab_to(page, "[name='day']")
    page.keyboard.type(f"{IN_FOUR_DAYS:%m%d%Y}")
    tab_to(page, "[name='window']")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("10am-noon")).to_be_checked()
    choose_by_keyboard(page, page.get_by_role("radio", name="Maya"))
    tab_to(page, "button[form='booking']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/visits/*")


def choose_by_keyboard(page: Page, technician: Locator) -> None:
    # Those who can't do the job leave the list when it has been asked again.
    expect(page.get_by_role("radio", name="Amina")).to_be_hidden()
    tab_to(page, "[name='technician']")
    for _ in range(page.locator("[name='technician']").count()):
        if technician.is_checked():
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError("The arrow keys never came to them.")


def phone_of(visitor: BrowserContext, demo: Stack) -> Page:
    """The simulator's page with Nadia's phone alone."""
    page = visitor.new_page()
    page.goto(f"{demo.simulator_url}/?phone={PHONE}")
    return page


def test_a_booking_is_seen_on_the_phone_and_the_answer_in_the_office(
    visitor: BrowserContext, demo: Stack
) -> None:
    office = signed_in(visitor, "dispatcher")
    book_by_keyboard(office)
    expect(office.locator("#ticks").get_by_text("Delivered")).to_be_visible(timeout=PATIENCE)
    phone = phone_of(visitor, demo)
    text = phone.locator(".bubble").last
    expect(text).to_contain_text("Hello Nadia")
    expect(text).to_contain_text("Maya is coming")
    expect(text).to_contain_text("for your boiler service")
    expect(text.get_by_role("img")).to_have_js_property("complete", value=True)
    assert text.get_by_role("img").evaluate("photo => photo.naturalWidth") > 0
    phone.get_by_role("button", name="C", exact=True).click()
    expect(office.locator("#texts .bubble.mine")).to_have_text("C", timeout=PATIENCE)
    standing = office.locator("#standing .chip-row")
    expect(standing.get_by_text("Confirmed", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(office.get_by_role("button", name="They confirmed")).to_be_hidden()


def test_what_a_technician_changes_waits_for_the_office(visitor: BrowserContext) -> None:
    maya = signed_in(visitor, "maya")
    maya.get_by_role("link", name="My profile").click()
    preview = maya.locator("#preview div.spoken:visible")
    expect(preview).to_contain_text("Maya is coming")
    maya.get_by_label("Off duty 1").locator("visible=true").fill("repairs old radios")
    maya.get_by_role("button", name="Save words").click()
    expect(maya.get_by_text("the new words wait for approval").first).to_be_visible()
    expect(preview).not_to_contain_text("repairs old radios")

"""The whole story on four screens, on real processes: from the booking to the thanks."""

from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from sqlite3 import connect
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

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
    page.get_by_label("Log-in").fill(name)
    page.get_by_label("Password").fill("warm-hello")
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    return page


def book(page: Page) -> None:
    """Nadia calls for the first time; a boiler, in four days from 10 to noon, and Maya comes."""
    page.keyboard.press("b")
    expect(page.get_by_label("Number, name or street")).to_be_focused()
    page.keyboard.type(PHONE)
    expect(page.get_by_role("link", name=f"New customer: {PHONE}")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Mobile number", exact=True)).to_have_value(PHONE)
    page.locator("[name='name']").fill("Nadia Ruiz")
    page.get_by_label("Job").select_option(label="Boiler service")
    expect(page.locator("[name='slot']").first).to_be_checked()
    page.get_by_label("Day", exact=True).fill(IN_FOUR_DAYS.isoformat())
    page.get_by_text("10am-noon").last.click()
    # Those who can't do the job leave the list when it has been asked again.
    expect(
        page.locator("[name='technician']").and_(page.get_by_role("radio", name="Amina"))
    ).to_be_hidden()
    page.locator("[name='technician']").and_(page.get_by_role("radio", name="Maya")).check(
        force=True
    )
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/visits/*")


def phone_of(visitor: BrowserContext, demo: Stack) -> Page:
    """The simulator's page with Nadia's phone alone."""
    page = visitor.new_page()
    page.goto(f"{demo.simulator_url}/?phone={PHONE}")
    return page


def now_is_the_day(demo: Stack, visit: str) -> None:
    """Nobody waits four days: her visit begins now, and no hour is a quiet one."""
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    ends = now + timedelta(hours=2)
    database(
        demo,
        "UPDATE appointments_appointment SET arrival_window_start = ?, arrival_window_end = ?,"
        " planned_start = ?, planned_end = ? WHERE id = ?",
        *(str(now), str(ends), str(now), str(now + timedelta(hours=1)), visit.replace("-", "")),
    )
    database(demo, "UPDATE company_businessunit SET quiet_from = NULL")
    # Between two texts with news a minute has to pass.
    database(
        demo,
        "UPDATE notifications_message SET sent_at = ? WHERE appointment_id = ?",
        str(now - timedelta(minutes=10)),
        visit.replace("-", ""),
    )


def hurry(demo: Stack, visit: str, kind: str) -> None:
    """Nobody waits for a text that waits until a tap can't be taken back, or half an hour."""
    database(
        demo,
        "UPDATE notifications_message SET send_after = created_at"
        " WHERE appointment_id = ? AND kind = ? AND state = 'queued'",
        visit.replace("-", ""),
        kind,
    )


def database(demo: Stack, query: str, *values: str) -> list[tuple[str, ...]]:
    with closing(connect(demo.folder / "fieldservice.sqlite3", timeout=20)) as rows, rows:
        return rows.execute(query, values).fetchall()


def write(phone: Page, words: str) -> None:
    """What Nadia types on her phone."""
    phone.get_by_placeholder("Answer as the customer").fill(words)
    phone.keyboard.press("Enter")


def shows_a_photo(text: Locator) -> None:
    expect(text.get_by_role("img")).to_have_js_property("complete", value=True)
    assert text.get_by_role("img").evaluate("photo => photo.naturalWidth") > 0


def test_the_story_from_booking_to_thanks(
    browser: Browser, visitor: BrowserContext, demo: Stack
) -> None:
    office = signed_in(visitor, "dispatcher")
    book(office)
    visit = office.url.partition("?")[0].rpartition("/")[2]
    expect(office.locator("#ticks").get_by_text("Delivered")).to_be_visible(timeout=PATIENCE)
    phone = phone_of(visitor, demo)
    text = phone.locator(".bubble").last
    expect(text).to_contain_text("Hello Nadia")
    expect(text).to_contain_text("Maya is coming")
    expect(text).to_contain_text("for your boiler service")
    shows_a_photo(text)
    phone.get_by_role("button", name="R", exact=True).click()
    expect(text).to_contain_text("Reply 1 for", timeout=PATIENCE)
    write(phone, "2")
    expect(text).to_contain_text("Your new time is", timeout=PATIENCE)
    expect(office.locator("#texts .bubble.mine").last).to_have_text("2", timeout=PATIENCE)
    standing = office.locator("#standing .chip-row")
    expect(standing.get_by_text("Confirmed", exact=True)).to_be_visible(timeout=PATIENCE)
    expect(office.get_by_role("button", name="They confirmed")).to_be_hidden()

    now_is_the_day(demo, visit)
    with browser.new_context(base_url=demo.url, reduced_motion="reduce") as hers:
        hers.set_default_timeout(PATIENCE)
        maya = signed_in(hers, "maya")
        card = maya.locator(f"#visit-{visit}")
        card.evaluate("card => { card.open = true }")
        card.get_by_label("How long is the way?").select_option("25")
        card.get_by_role("button", name="On my way").click()
        words = card.locator(".door strong")
        expect(words).to_be_visible(timeout=PATIENCE)
        hurry(demo, visit, "on_my_way")
        expect(text).to_contain_text("Maya is on the way", timeout=PATIENCE)
        expect(text).to_contain_text(words.inner_text())
        shows_a_photo(text)
        ((token,),) = database(
            demo,
            "SELECT token FROM notifications_visitlink WHERE appointment_id = ?",
            visit.replace("-", ""),
        )
        customer = visitor.new_page()
        customer.goto(f"/v/{token}")
        expect(customer.get_by_text("About 25 minutes")).to_be_visible()

        card.get_by_role("button", name="Done").click()
        expect(card.get_by_role("button", name="Done")).to_have_count(0)
        expect(maya.locator(".waiting li")).to_have_count(0)
        hurry(demo, visit, "thanks")
        expect(text).to_contain_text("How was it with Maya", timeout=PATIENCE)
        write(phone, "G she explained it all")
        expect(text).to_contain_text("Maya reads this tonight", timeout=PATIENCE)
        maya.goto("/my-thanks")
        expect(maya.get_by_text("she explained it all")).to_be_visible()


def test_what_a_technician_changes_waits_for_the_office(visitor: BrowserContext) -> None:
    maya = signed_in(visitor, "maya")
    maya.get_by_role("link", name="My profile").click()
    preview = maya.locator("#preview div.spoken:visible")
    expect(preview).to_contain_text("Maya is coming")
    maya.get_by_label("Off duty 1").locator("visible=true").fill("repairs old radios")
    maya.get_by_role("button", name="Save words").click()
    expect(maya.get_by_text("the new words wait for approval").first).to_be_visible()
    expect(preview).not_to_contain_text("repairs old radios")

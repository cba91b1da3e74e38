"""On the own phone: what is switched off is not in the text that was waiting already."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from fieldservice.company.models import BusinessUnit, User
from technicians.models import Technician
from technicians.services import grant
from tests.browser.test_profile import check, preview, toast, write
from tests.browsing import browsing, in_use
from tests.headshot_company import own, waiting
from tests.spine import Day, fresh
from tests.technician_pages import technician_named

# serialized_rollback: what the migrations made is there again after each test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def maya(live_server: LiveServer, settings: Settings) -> Technician:
    """With a photo and tomatoes, and everything told."""
    settings.PUBLIC_BASE_URL = live_server.url
    BusinessUnit.objects.update(quiet_from=None, text_name="Acme Heating")
    maya = technician_named("Maya Lopez")
    write(maya, "en", "grows too many tomatoes")
    grant(by=own(maya), technician=maya, fields=["interest", "photo"])
    in_use(maya)
    return maya


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, maya: Technician) -> Iterator[Page]:
    with browsing(browser, live_server, own(maya)) as page:
        yield page


@pytest.fixture
def now() -> Day:
    return Day(now=timezone.now())


def test_a_detail_switched_off_is_not_in_the_waiting_text(
    phone: Page, maya: Technician, now: Day
) -> None:
    now.book(maya, on_the_phone=True)
    phone.goto("/profile", wait_until="networkidle")
    expect(preview(phone).first).to_contain_text("tomatoes")
    phone.get_by_role("switch", name="Off duty").click()
    expect(toast(phone)).to_contain_text("customers are no longer told")
    (text,) = now.deliver()
    assert "tomatoes" not in text.body
    assert text.media_url


def test_a_photo_kept_for_the_page_is_not_in_the_waiting_text(
    phone: Page, maya: Technician, now: Day
) -> None:
    now.book(maya, on_the_phone=True)
    phone.goto("/profile", wait_until="networkidle")
    where = phone.locator("#photo .where")
    where.locator("summary").click()
    where.get_by_role("button", name="Page only").click()
    expect(phone.locator("#photo .where summary")).to_contain_text("On the page only")
    (text,) = now.deliver()
    assert not text.media_url
    assert "/v/" in text.body


def test_a_pause_leaves_the_waiting_text_the_name(phone: Page, maya: Technician, now: Day) -> None:
    now.book(maya, on_the_phone=True)
    phone.goto("/profile", wait_until="networkidle")
    phone.get_by_role("switch", name="Pause everything").click()
    expect(phone.get_by_role("switch", name="Pause everything")).to_be_checked()
    expect(preview(phone).first).not_to_contain_text("tomatoes")
    (text,) = now.deliver()
    assert "Maya" in text.body
    assert "tomatoes" not in text.body
    assert not text.media_url


def test_a_tap_on_the_own_day_hides_them_for_that_visit(
    phone: Page, maya: Technician, now: Day
) -> None:
    visit = now.book(maya, on_the_phone=True)
    phone.goto(f"/my-day?day={visit.day}", wait_until="networkidle")
    phone.get_by_role("button", name="First name only for this visit").click()
    expect(phone.get_by_text("your first name and nothing else")).to_be_visible()
    assert fresh(visit).introduce_plainly
    (text,) = now.deliver()
    assert "tomatoes" not in text.body


def test_who_got_the_photo_is_readable_for_everyone(
    phone: Page, maya: Technician, now: Day
) -> None:
    now.book(maya, on_the_phone=True)
    now.deliver()
    check(phone, f"/technicians/{maya.pk}/photo-log")


def test_the_managers_pages_are_readable_for_everyone(
    browser: Browser, live_server: LiveServer, maya: Technician
) -> None:
    waiting(maya, timezone.now())
    maya.drafts.create(
        kind="interest", language="en", texts=["sings", "grows too"], written_at=timezone.now()
    )
    rosa = User.objects.create(username="rosa", role=User.Role.MANAGER)
    with browsing(browser, live_server, rosa) as page:
        check(page, "/approvals")
        check(page, f"/technicians/{maya.pk}/remove")

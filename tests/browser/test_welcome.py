"""The first three minutes on a phone, held in one hand: three answers, a look, one tap."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from technicians import headshots
from technicians.models import Technician
from tests.browsing import browsing, maya_at
from tests.headshot_company import own
from tests.photos import encoded, portrait
from tests.readable import wrong_in_a_theme

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
STEPS = ("photo", "interest", "opener", "bio", "publish")


@pytest.fixture
def maya(live_server: LiveServer, settings: Settings) -> Technician:
    return maya_at(live_server, settings)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, maya: Technician) -> Iterator[Page]:
    """Maya's phone, just signed in."""
    with browsing(browser, live_server, own(maya)) as page:
        page.goto("/", wait_until="networkidle")
        yield page


def tap(page: Page, name: str) -> None:
    page.locator(".thumb").get_by_text(name, exact=True).click()


def answer(page: Page, words: str) -> None:
    page.get_by_role("textbox").fill(words)
    tap(page, "Go on")


def test_three_answers_and_one_tap_make_a_profile(phone: Page, maya: Technician) -> None:
    tap(phone, "Later")
    answer(phone, "bakes bread")
    answer(phone, "I show you what I did.")
    answer(phone, "Old boilers. I like to hear them start again.")
    expect(phone.locator("#preview .spoken:visible")).to_contain_text("Off duty: bakes bread.")
    tap(phone, "Publish")
    expect(phone.locator(".toasts")).to_contain_text("this is how customers meet you")
    maya = Technician.objects.get()
    assert maya.agreed() == {"tenure", "interest", "opener", "bio"}


def test_an_answer_is_read_as_the_customer_will_while_it_is_typed(phone: Page) -> None:
    phone.goto("/welcome/interest")
    phone.get_by_role("textbox").fill("plays with the kids")
    shown = phone.locator(".as-read")
    expect(shown).to_contain_text("Off duty: plays with the kids.")
    expect(shown).to_contain_text("This tells strangers that there are children.")
    phone.get_by_role("button", name="Keep it").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("What do people thank you for?")


def test_what_is_unticked_leaves_the_preview_at_once(phone: Page) -> None:
    phone.goto("/welcome/interest")
    answer(phone, "bakes bread")
    phone.goto("/welcome/publish")
    preview = phone.locator("#preview .spoken:visible")
    expect(preview).to_contain_text("bakes bread")
    phone.get_by_role("checkbox", name="Off duty").uncheck()
    expect(preview).not_to_contain_text("bakes bread")


def test_a_photo_that_arrives_turns_later_into_go_on(phone: Page, maya: Technician) -> None:
    phone.locator("[type=file]").first.set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": encoded(portrait())}
    )
    expect(phone.get_by_text("Being made ready")).to_be_visible()
    headshots.make_ready(maya.headshots.get().pk)
    tap(phone, "Go on")
    expect(phone.get_by_role("heading", level=1)).to_contain_text("while the kettle is on")


def test_who_leaves_comes_back_to_the_next_question(phone: Page, maya: Technician) -> None:
    tap(phone, "Later")
    answer(phone, "bakes bread")
    phone.goto("/profile")
    phone.get_by_role("link", name="Set up").click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("First your photo")


@pytest.mark.parametrize("step", STEPS)
def test_every_step_is_readable_and_large_enough_for_everyone(phone: Page, step: str) -> None:
    phone.goto(f"/welcome/{step}", wait_until="networkidle")
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not wrong_in_a_theme(phone)
    for target in phone.locator(".welcome :is(a, button, .told-line, label.button):visible").all():
        box = target.bounding_box()
        assert box is not None
        words = target.inner_text()
        inline = target.evaluate("one => getComputedStyle(one).display === 'inline'")
        assert inline or box["height"] >= 44, f"{words}: {box['height']}"

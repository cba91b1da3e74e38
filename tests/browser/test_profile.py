"""Technicians' pages in a real browser: a thumb, a phone, and the very text beside them."""

from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, Response, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from fieldservice.company.models import Language
from technicians import headshots
from technicians.models import Consent, Line, Skill, SkillWords, Technician
from technicians.services import grant
from tests.browsing import PHONE, browsing, in_use, maya_at, travels
from tests.headshot_company import own, uploaded
from tests.photos import encoded, portrait
from tests.readable import wrong_in_a_theme
from tests.technician_pages import dispatcher

# serialized_rollback: what the migrations made is there again after each test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WIDTHS = (360, 768, 1280, 2560)
FIRST_PAINT = 100_000  # bytes, photos apart
LONG = "Maximiliane-Alexandrina Hohenzollern-Sigmaringen y Etxeberri"
OWN_PAGES = {
    "nothing in it": "/profile",
    "too much in it": "/profile",
    "crop": "/technicians/{maya}/photo/crop",
}
OFFICE_PAGES = {
    "technicians": "/technicians",
    "nobody found": "/technicians?q=zzz",
    "technician": "/technicians/{maya}",
    "add technician": "/technicians/add",
    "details": "/technicians/{maya}/details",
}


@pytest.fixture
def maya(live_server: LiveServer, settings: Settings) -> Technician:
    return maya_at(live_server, settings)


@pytest.fixture
def phone(browser: Browser, live_server: LiveServer, maya: Technician) -> Iterator[Page]:
    """Maya's own page on her phone."""
    with browsing(browser, live_server, own(maya)) as page:
        page.goto("/profile", wait_until="networkidle")
        yield page


@pytest.fixture
def office(browser: Browser, live_server: LiveServer, maya: Technician) -> Iterator[Page]:
    """A dispatcher's page; Maya's profile is full to the brim."""
    fill(maya)
    with browsing(browser, live_server, dispatcher()) as page:
        yield page


def fill(maya: Technician) -> None:
    """As much as a profile can hold, and a photo that was refused after one that was not."""
    maya.display_name = LONG
    maya.save()
    for number in range(12):
        skill = Skill.objects.create(name=f"Underfloor heating manifolds of every age {number}")
        SkillWords.objects.create(skill=skill, language="en", text=skill.name)
        maya.skills.add(skill)
    for language in Language.values:
        write(maya, language, *(f"{'grows too many tomatoes ' * 3}"[:60] for _ in range(12)))
        write(maya, language, "I tidy up before I go. " * 7, kind="opener")
        write(maya, language, "I like the sound of a boiler that runs. " * 15, kind="bio")
    grant(by=own(maya), technician=maya, fields=Consent.Field.values)
    in_use(maya)
    refused = uploaded(maya, timezone.now())
    headshots.make_ready(refused.pk)


def write(maya: Technician, language: str, *texts: str, kind: str = "interest") -> None:
    for place, text in enumerate(texts):
        Line.objects.create(
            technician=maya,
            kind=kind,
            language=language,
            text=text,
            position=place,
            renewed_at=timezone.now(),
        )


def preview(page: Page) -> Locator:
    """What the customer would read, in the language that is open."""
    return page.locator("#preview .spoken:visible")


def toast(page: Page) -> Locator:
    return page.locator(".toasts")


def test_words_are_counted_as_they_are_typed(phone: Page) -> None:
    line = phone.get_by_label("In their own voice").locator("visible=true")
    line.fill("x" * 161)
    expect(phone.locator("[data-count-of=en-opener]")).to_have_text("1 too many")
    expect(phone.locator("[data-count-news]")).to_have_text("1 too many")
    line.fill("I tidy up.")
    expect(phone.locator("[data-count-of=en-opener]")).to_have_text("10 of 160")


def test_saved_words_change_the_text_the_customer_gets(phone: Page, maya: Technician) -> None:
    grant(by=own(maya), technician=maya, fields=["interest"])
    expect(preview(phone)).to_contain_text("Maya")
    phone.locator("#en-interest_1").fill("grows too many tomatoes")
    phone.locator("#en-interest_1").press("Enter")
    expect(toast(phone)).to_have_text("Saved. Changed: Off duty.")
    expect(preview(phone).first).to_contain_text("grows too many tomatoes")


def test_words_that_are_too_long_stay_typed_and_get_the_cursor(phone: Page) -> None:
    phone.locator("#en-interest_2").fill("x" * 61)
    phone.get_by_role("button", name="Save words").click()
    expect(phone.locator("#en-interest_2")).to_be_focused()
    expect(phone.locator("#en-interest_2")).to_have_value("x" * 61)
    expect(phone.locator("#en-interest_2_error")).to_be_visible()


def test_a_field_switched_off_leaves_the_text_at_once(phone: Page, maya: Technician) -> None:
    write(maya, "en", "grows too many tomatoes")
    grant(by=own(maya), technician=maya, fields=["interest"])
    phone.reload(wait_until="networkidle")
    expect(preview(phone).first).to_contain_text("tomatoes")
    phone.get_by_role("switch", name="Off duty").click()
    expect(preview(phone).first).not_to_contain_text("tomatoes")
    expect(phone.get_by_role("switch", name="Off duty")).to_be_focused()
    expect(phone.get_by_role("switch", name="Off duty")).not_to_be_checked()


def test_the_photo_leaves_the_text_when_it_is_taken_down(phone: Page, maya: Technician) -> None:
    in_use(maya)
    phone.reload(wait_until="networkidle")
    expect(preview(phone).get_by_role("img").first).to_be_visible()
    phone.on("dialog", lambda dialog: dialog.accept())
    phone.get_by_role("switch", name="Photo").click()
    expect(phone.get_by_text("Taken down")).to_be_visible()
    expect(preview(phone).get_by_role("img")).to_have_count(0)


def test_spanish_words_and_the_spanish_text_share_a_tab(phone: Page, maya: Technician) -> None:
    phone.get_by_text("Español").click()
    expect(phone.locator("#en-opener")).to_be_hidden()
    expect(preview(phone)).to_contain_text("Hola")
    phone.locator("#es-opener").fill("Explico cada paso")
    phone.get_by_role("button", name="Save words").click()
    expect(toast(phone)).to_contain_text("Saved.")
    expect(phone.locator("#es-opener")).to_have_value("Explico cada paso")
    assert maya.lines.get().language == "es"


def test_unsaved_words_keep_their_button_under_the_thumb(phone: Page) -> None:
    phone.locator("#en-opener").fill("I tidy up.")
    phone.locator("#en-opener").scroll_into_view_if_needed()
    expect(phone.get_by_role("button", name="Save words")).to_be_in_viewport()


def test_everything_to_touch_is_thumb_sized(phone: Page, maya: Technician) -> None:
    in_use(maya)
    phone.reload(wait_until="networkidle")
    things = phone.locator("main :is(button, a.button, textarea, .languages label):visible")
    sizes = [thing.bounding_box() for thing in things.all()]
    assert len(sizes) > 10
    assert not [size for size in sizes if size is None or size["height"] < 44]


def test_the_profile_works_without_script(
    browser: Browser, live_server: LiveServer, maya: Technician
) -> None:
    client = Client()
    client.force_login(own(maya))
    name = django_settings.SESSION_COOKIE_NAME
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as visitor:
        cookie = client.cookies[name].value
        visitor.add_cookies([{"name": name, "value": cookie, "url": live_server.url}])
        page = visitor.new_page()
        page.goto("/profile")
        page.locator("#en-opener").fill("I tidy up.")
        page.get_by_role("button", name="Save words").click()
        expect(toast(page)).to_contain_text("Saved. Changed: In my own voice.")
        page.get_by_role("switch", name="In my own voice").click()
        page.locator("[type=file]").set_input_files(
            {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": encoded(portrait(400))}
        )
        page.get_by_role("button", name="Upload photo").click()
        expect(page.get_by_text("Being made ready")).to_be_visible()
    assert maya.agreed() == {"tenure", "opener", "photo"}


@pytest.mark.parametrize("name", OWN_PAGES)
def test_a_technicians_pages_are_readable_for_everyone(
    phone: Page, maya: Technician, name: str
) -> None:
    if name != "nothing in it":
        fill(maya)
    check(phone, OWN_PAGES[name].format(maya=maya.pk))


@pytest.mark.parametrize("name", OFFICE_PAGES)
def test_the_offices_pages_are_readable_for_everyone(
    office: Page, maya: Technician, name: str
) -> None:
    check(office, OFFICE_PAGES[name].format(maya=maya.pk))


def check(page: Page, path: str) -> None:
    """No width scrolls sideways, and axe finds nothing wrong in light or dark."""
    page.goto(path, wait_until="networkidle")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.set_viewport_size(PHONE)
    assert not wrong_in_a_theme(page)


@pytest.mark.parametrize("path", ["/profile", "/technicians/{maya}/photo/crop"])
def test_the_first_paint_is_light(phone: Page, maya: Technician, path: str) -> None:
    in_use(maya)
    loaded: list[Response] = []

    def arrived(response: Response) -> None:
        loaded.append(response)

    phone.on("response", arrived)
    phone.goto(path.format(maya=maya.pk), wait_until="networkidle")
    light = [one for one in loaded if "image/" not in one.headers.get("content-type", "")]
    assert len(light) > 5
    assert sum(map(travels, light)) < FIRST_PAINT

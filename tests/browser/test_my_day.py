"""A technician's day on a phone in the hand: taps with and without a network, each counted once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, Page, Response, Route, expect
from pytest_django.live_server_helper import LiveServer

from appointments.models import Appointment, Location, Tap
from appointments.services import reassign
from appointments.statuses import Status
from fieldservice.company.models import Robot
from technicians.models import Technician
from tests.browsing import travels
from tests.factories import make_appointment, make_customer, make_technician
from tests.readable import wrong_in_a_theme
from tests.spine import fresh
from tests.technician_pages import technician_named

# serialized_rollback: what the migrations made is there again after each test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WIDTHS = (360, 390, 768, 1280)
FIRST_PAINT = 60_000  # bytes on their way, photos apart
LONG = "Maximiliana Konstantinopolitanska-Featherstonehaugh-Cholmond"


@pytest.fixture
def maya() -> Technician:
    return technician_named("Maya Lopez")


@pytest.fixture
def dana(maya: Technician) -> Appointment:
    return visit_of(maya, "Dana Webb", minutes=20)


@pytest.fixture
def sam(maya: Technician) -> Appointment:
    return visit_of(maya, "Sam Ito", minutes=90)


def visit_of(maya: Technician, name: str, *, minutes: int) -> Appointment:
    """A visit in so many minutes, where it is about noon: never on another day."""
    now = timezone.now()
    ahead = now.hour - 12
    zone = f"Etc/GMT{ahead:+d}" if ahead else "Etc/GMT"
    customer = make_customer(name, time_zone=zone)
    return make_appointment(customer, maya, start=now + timedelta(minutes=minutes))


def cookie(maya: Technician, live_server: LiveServer) -> dict[str, str]:
    """A session of hers."""
    client = Client()
    assert maya.user is not None
    client.force_login(maya.user)
    name = django_settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": live_server.url}


@pytest.fixture
def hand(
    browser: Browser,
    live_server: LiveServer,
    maya: Technician,
    dana: Appointment,
    sam: Appointment,
) -> Iterator[BrowserContext]:
    """Maya's phone; no script may fail, nothing may break the policy."""
    complaints: list[str] = []
    with browser.new_context(
        base_url=live_server.url,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        reduced_motion="reduce",
    ) as context:
        context.add_cookies([cookie(maya, live_server)])  # type: ignore[list-item]
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        yield context
    assert complaints == []


@pytest.fixture
def phone(hand: BrowserContext) -> Page:
    page = hand.new_page()
    page.goto("/my-day", wait_until="networkidle")
    return page


def press(phone: Page, name: str) -> None:
    """The button of this name in the first card that shows one."""
    phone.get_by_role("button", name=name).locator("visible=true").first.click()


def has_become(phone: Page, visit: Appointment, status: Status) -> None:
    expect(phone.locator("#news .notice")).to_have_count(0)
    expect(phone.locator(".waiting li")).to_have_count(0)
    assert fresh(visit).status == status


def test_one_tap_says_on_my_way(phone: Page, dana: Appointment) -> None:
    phone.get_by_label("How long is the way?").first.select_option("25")
    press(phone, "On my way to Dana")
    card = phone.locator(f"#visit-{dana.pk}")
    expect(card.get_by_text("On the way")).to_be_visible()
    has_become(phone, dana, Status.ON_THE_WAY)
    told = fresh(dana)
    assert told.expected_at == told.status_at + timedelta(minutes=25)
    expect(card.get_by_text(told.door_words)).to_be_visible()


def test_done_leads_to_the_next_visit(phone: Page, dana: Appointment) -> None:
    press(phone, "Done")
    expect(phone.get_by_role("button", name="On my way to Sam")).to_be_visible()
    has_become(phone, dana, Status.DONE)
    expect(phone.get_by_role("button", name="Take back")).to_be_visible()
    # Its minute went by while the phone was in a pocket.
    phone.evaluate("document.querySelector('.undo').dataset.ends = 1")
    phone.evaluate("dispatchEvent(new Event('pageshow'))")
    expect(phone.get_by_role("button", name="Take back")).to_have_count(0)


def test_the_last_tap_is_taken_back(phone: Page, dana: Appointment) -> None:
    press(phone, "Done")
    press(phone, "Take back")
    expect(phone.get_by_role("button", name="On my way to Dana")).to_be_visible()
    has_become(phone, dana, Status.SCHEDULED)


def test_taps_without_a_network_are_kept_and_each_counts_once(
    hand: BrowserContext, phone: Page, dana: Appointment, sam: Appointment
) -> None:
    hand.set_offline(True)
    press(phone, "On my way to Dana")
    expect(phone.get_by_text("One tap waits for the network.")).to_be_visible()
    press(phone, "Done")
    press(phone, "On my way to Sam")
    expect(phone.get_by_text("3 taps wait for the network.")).to_be_visible()
    assert not Tap.objects.exists()
    hand.set_offline(False)
    expect(phone.get_by_role("heading", name="Over")).to_be_visible()
    has_become(phone, dana, Status.DONE)
    assert fresh(sam).status == Status.ON_THE_WAY
    assert Tap.objects.count() == 3


def test_taps_outlive_the_page(hand: BrowserContext, phone: Page, dana: Appointment) -> None:
    hand.set_offline(True)
    press(phone, "On my way to Dana")
    expect(phone.get_by_text("One tap waits for the network.")).to_be_visible()
    phone.close()
    hand.set_offline(False)
    again = hand.new_page()
    again.goto("/my-day")
    expect(again.get_by_role("button", name="Arrived")).to_be_visible()
    has_become(again, dana, Status.ON_THE_WAY)


def test_a_tap_whose_answer_was_lost_counts_once(phone: Page, dana: Appointment) -> None:
    calls: list[str] = []

    def lose(route: Route) -> None:
        calls.append(route.request.post_data or "")
        if len(calls) > 1:
            return route.continue_()
        route.fetch()
        return route.abort()

    phone.route("**/tap", lose)
    press(phone, "On my way to Dana")
    expect(phone.get_by_role("button", name="Arrived")).to_be_visible()
    assert len(calls) == 2
    assert Tap.objects.count() == 1
    has_become(phone, dana, Status.ON_THE_WAY)


def test_a_tap_that_waits_is_taken_back_on_the_phone(
    hand: BrowserContext, phone: Page, dana: Appointment
) -> None:
    hand.set_offline(True)
    press(phone, "Done")
    press(phone, "Take back")
    expect(phone.get_by_text("waits for the network")).to_have_count(0)
    hand.set_offline(False)
    has_become(phone, dana, Status.SCHEDULED)
    assert not Tap.objects.exists()


def test_after_a_new_sign_in_the_taps_go_on(
    hand: BrowserContext, phone: Page, maya: Technician, dana: Appointment, live_server: LiveServer
) -> None:
    hand.clear_cookies()
    press(phone, "On my way to Dana")
    expect(phone.get_by_text("You are signed out.")).to_be_visible()
    hand.add_cookies([cookie(maya, live_server)])  # type: ignore[list-item]
    phone.goto("/my-day")
    expect(phone.get_by_role("button", name="Arrived")).to_be_visible()
    has_become(phone, dana, Status.ON_THE_WAY)


def test_a_tap_on_a_visit_that_went_to_somebody_else_says_so(
    hand: BrowserContext, phone: Page, dana: Appointment
) -> None:
    hand.set_offline(True)
    press(phone, "On my way to Dana")
    reassign(by=Robot.SYSTEM, appointment=fresh(dana), technician=make_technician("Omar Haddad"))
    hand.set_offline(False)
    expect(phone.get_by_text("This visit is not yours any more.")).to_be_visible()
    expect(phone.get_by_text("Dana Webb")).to_have_count(0)
    assert fresh(dana).status == Status.SCHEDULED


def test_another_person_on_this_phone_sends_only_their_own(
    hand: BrowserContext, phone: Page, dana: Appointment, live_server: LiveServer
) -> None:
    hand.set_offline(True)
    press(phone, "Done")
    phone.close()
    # Before the phone is back on the air: a page takes a moment to be gone.
    hand.clear_cookies()
    hand.add_cookies([cookie(technician_named("Omar Haddad"), live_server)])  # type: ignore[list-item]
    hand.set_offline(False)
    page = hand.new_page()
    page.goto("/my-day", wait_until="networkidle")
    expect(page.get_by_text("No visits for you on this day.")).to_be_visible()
    assert fresh(dana).status == Status.SCHEDULED


def test_the_texts_are_on_the_card(phone: Page, dana: Appointment) -> None:
    told = phone.locator(f"#told-{dana.pk}")
    expect(told.get_by_text("Waiting to go")).to_be_visible()


def test_the_day_works_without_script(
    browser: Browser, live_server: LiveServer, maya: Technician, dana: Appointment
) -> None:
    with browser.new_context(base_url=live_server.url, java_script_enabled=False) as context:
        context.add_cookies([cookie(maya, live_server)])  # type: ignore[list-item]
        page = context.new_page()
        page.goto("/my-day")
        press(page, "On my way to Dana")
        press(page, "20 min")
        expect(page.get_by_text("There about")).to_be_visible()
        page.get_by_role("link", name="Show the texts").first.click()
        expect(page.get_by_role("heading", name="Dana Webb")).to_be_visible()
    assert fresh(dana).status == Status.ON_THE_WAY


def test_the_day_is_readable_for_everyone(
    hand: BrowserContext, phone: Page, dana: Appointment
) -> None:
    dana.customer.name = dana.customer.greeting = LONG
    dana.customer.save()
    place = Location.objects.create(customer=dana.customer, address="9 " + "Long " * 40)
    Appointment.objects.filter(pk=dana.pk).update(location=place, notes="ملاحظة " * 40)
    press(phone, "30 min")
    expect(phone.get_by_role("button", name="Take back")).to_be_visible()
    hand.set_offline(True)
    press(phone, "Done")
    expect(phone.get_by_text("One tap waits for the network.")).to_be_visible()
    check(phone)


def test_the_first_paint_is_light(hand: BrowserContext) -> None:
    loaded: list[Response] = []
    page = hand.new_page()
    page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 - it marks it
    page.goto("/my-day", wait_until="networkidle")
    assert len(loaded) > 5
    assert sum(travels(one) for one in loaded if "/media/" not in one.url) < FIRST_PAINT


def check(page: Page) -> None:
    """No width scrolls sideways, every target is a thumb wide, and axe finds nothing wrong."""
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), width
    page.set_viewport_size({"width": 390, "height": 844})
    for target in page.locator("main :is(button, a, summary)").locator("visible=true").all():
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44, target.text_content()
    assert not wrong_in_a_theme(page)

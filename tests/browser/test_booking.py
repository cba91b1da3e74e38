"""Booking and the office's other pages in a browser: by keyboard, for everyone, at every width."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Response, Route, ViewportSize, expect
from pytest_django.live_server_helper import LiveServer

from appointments.models import Appointment, Customer, Location, Shift
from appointments.services import reassign
from fieldservice.company.models import Robot, User
from technicians.models import Technician
from tests.browsing import travels
from tests.factories import make_appointment, make_customer, make_job_type, make_technician
from tests.readable import wrong, wrong_in_a_theme

# serialized_rollback: what the migrations made is there again after each test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

DESK: ViewportSize = {"width": 1280, "height": 720}
WIDTHS = (360, 768, 1280, 2560)
FIRST_PAINT = 60_000  # bytes on their way, photos apart
PAGES = {
    "day": "/day?day={day}",
    "empty day": "/day?day=2031-03-03",
    "book": "/book",
    "book known": "/book?customer={customer}",
    "book new": "/book?new=1",
    "visit": "/visits/{visit}",
    "somebody else": "/visits/{visit}/technician",
    "new time": "/visits/{visit}/time",
    "cancel": "/visits/{visit}/cancel",
    "notes": "/visits/{visit}/notes",
    "customers": "/customers",
    "nobody found": "/customers?q=zzz",
    "customer": "/customers/{customer}",
}
LONG = "Maximiliana Konstantinopolitanska-Featherstonehaugh-Cholmond"


@pytest.fixture
def priya(live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """A page of Priya, a dispatcher, already signed in."""
    client = Client()
    client.force_login(User.objects.create_user("priya"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with browser.new_context(
        base_url=live_server.url, locale="en-US", reduced_motion="reduce"
    ) as visitor:
        visitor.add_cookies(
            [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
        )
        yield visitor.new_page()


def tomorrow(hour: int = 9) -> datetime:
    zone = ZoneInfo("America/New_York")
    day = timezone.now().astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time(hour), tzinfo=zone)


@pytest.fixture
def paths() -> dict[str, str]:
    """The addresses of a company with long names, notes from right to left, and gaps."""
    dana, maya = make_customer(LONG), make_technician(LONG)
    Location.objects.create(customer=dana, address="1 " + "Long Street " * 12, access_notes="dog")
    visit = make_appointment(dana, maya, start=tomorrow())
    Appointment.objects.update(
        notes="اقرع الجرس مرتين\nring twice", location=Location.objects.get()
    )
    make_appointment(make_customer("محمد الأحمد"), start=tomorrow(13))
    make_technician("Omar Haddad")
    known = {"visit": visit.pk, "customer": dana.pk, "day": tomorrow().date().isoformat()}
    return {name: path.format(**known) for name, path in PAGES.items()}


def working_today(name: str) -> Technician:
    """Somebody who works at every hour, so that the next free window is soon."""
    technician = make_technician(name)
    Shift.objects.bulk_create(
        Shift(technician=technician, weekday=day, starts=time(0), ends=time(23, 59))
        for day in range(7)
    )
    return technician


def gap_below(page: Page, upper: str, lower: str) -> float:
    """How many pixels lie between two parts, one below the other."""
    above, below = page.locator(upper).bounding_box(), page.locator(lower).bounding_box()
    assert above
    assert below
    return below["y"] - above["y"] - above["height"]


def keys(page: Page, *pressed: str) -> int:
    for key in pressed:
        page.keyboard.press(key)
    return len(pressed)


def test_a_new_customer_gets_all_that_was_typed_however_slow_the_list_is(priya: Page) -> None:
    priya.goto("/book")
    priya.keyboard.type("202-555-01")
    expect(priya.get_by_role("link", name="New customer: 202-555-01")).to_be_visible()
    priya.route("**/book/suggestions*", lambda _route: None)
    keys(priya, *"66", "ArrowDown", "Enter")
    expect(priya.get_by_label("Mobile number", exact=True)).to_have_value("202-555-0166")
    priya.unroute_all(behavior="ignoreErrors")


def test_a_known_customer_is_booked_with_ten_keys_and_no_mouse(priya: Page) -> None:
    dana, maya = make_customer(), working_today("Maya Lopez")
    working_today("Ben Ortiz")
    visit = make_appointment(dana, maya, start=tomorrow(6))
    Appointment.objects.filter(pk=visit.pk).update(
        status="done", planned_start=tomorrow(6) - timedelta(days=9)
    )
    make_job_type()
    priya.goto("/day")
    count = keys(priya, "b")
    expect(priya.get_by_label("Number, name or street")).to_be_focused()
    count += keys(priya, *"0123", "Enter")
    expect(priya.get_by_label("Job")).to_be_focused()
    expect(priya.get_by_text("Been here once", exact=True)).to_be_visible()
    count += keys(priya, "B")
    expect(priya.locator("[name='slot']").first).to_be_checked()
    expect(priya.get_by_label("Maya Lopez")).to_be_checked()
    expect(priya.locator(".bubble").last).to_contain_text("Maya")
    count += keys(priya, "Tab", "ArrowRight")
    second = priya.locator("[name='slot']").nth(1)
    expect(second).to_be_checked()
    start = f"{second.get_attribute('data-day')} {second.get_attribute('data-start')}"
    expect(priya.get_by_label("Maya Lopez")).to_be_checked()
    count += keys(priya, "Control+Enter")
    priya.wait_for_url("**/visits/*")
    expect(priya.locator(".booked")).to_be_visible()
    made = Appointment.objects.get(status="scheduled")
    assert (made.customer, made.technician, count) == (dana, maya, 10)
    assert f"{made.arrival_window_start.astimezone(made.zone):%Y-%m-%d %H:%M}" == start


def test_what_is_typed_while_the_page_comes_in_is_looked_up(priya: Page) -> None:
    make_customer()
    held: list[Route] = []
    priya.route("**/htmx*.js", lambda route: held.append(route))  # noqa: PLW0108 - it marks it
    priya.goto("/book", wait_until="commit")
    priya.get_by_label("Number, name or street").fill("Dana")
    held[0].continue_()
    expect(priya.locator("#suggestions")).to_contain_text("Dana Webb")
    assert gap_below(priya, "#look-up-words", "#suggestions ul") < 160


def test_what_is_typed_by_hand_is_not_chosen_anew(priya: Page) -> None:
    make_customer()
    for name in ("Maya Lopez", "Ben Ortiz"):
        working_today(name)
    make_job_type()
    priya.goto(f"/book?customer={Customer.objects.get().pk}")
    priya.get_by_label("Job").select_option(label="Boiler service")
    expect(priya.locator("[name='slot']").first).to_be_checked()
    priya.get_by_label("Maya Lopez").check(force=True)
    priya.get_by_label("Day", exact=True).fill(tomorrow().date().isoformat())
    priya.get_by_text("10am-noon").last.click()
    expect(priya.locator("[name='slot']:checked")).to_have_attribute("data-start", "10:00")
    expect(priya.get_by_label("Maya Lopez")).to_be_checked()
    priya.get_by_text("Nobody yet").click()
    priya.get_by_text("noon-2pm").last.click()
    expect(priya.get_by_label("Nobody yet")).to_be_checked()
    priya.keyboard.press("Control+Enter")
    priya.wait_for_url("**/visits/*")
    visit = Appointment.objects.get()
    assert (visit.technician, visit.arrival_window_start) == (None, tomorrow(12))


def new_call(page: Page) -> None:
    """Everything for a visit of Nadia, but not yet sent."""
    make_job_type()
    page.goto("/book?new=1")
    page.get_by_label("Mobile number", exact=True).fill("(202) 555-0166")
    page.get_by_label("Name", exact=True).fill("Nadia Ruiz")
    page.get_by_label("Job").select_option(label="Boiler service")
    page.get_by_label("Day", exact=True).fill(tomorrow().date().isoformat())
    page.get_by_text("10am-noon").last.click()


def test_two_clicks_make_one_visit(priya: Page) -> None:
    new_call(priya)
    priya.get_by_role("button", name="Book visit").dblclick()
    priya.wait_for_url("**/visits/*")
    assert Appointment.objects.count() == 1


def test_an_error_stands_at_its_field_and_what_was_typed_stays(priya: Page) -> None:
    new_call(priya)
    priya.get_by_label("Mobile number", exact=True).fill("12")
    priya.get_by_label("Notes").fill("ring twice")
    priya.get_by_role("button", name="Book visit").click()
    phone = priya.get_by_label("Mobile number", exact=True)
    expect(phone).to_be_focused()
    expect(phone).to_have_accessible_description("The phone number “12” does not exist.")
    expect(priya.get_by_label("Notes")).to_have_value("ring twice")
    expect(priya.get_by_label("10am-noon")).to_be_checked()
    expect(priya.get_by_label("They're on the phone now")).to_be_checked()
    assert not wrong(priya)


def test_without_script_a_visit_can_be_booked(
    priya: Page, browser: Browser, live_server: LiveServer
) -> None:
    maya = make_technician()
    make_customer()
    make_job_type()
    signed_in = priya.context.storage_state()
    with browser.new_context(
        base_url=live_server.url, java_script_enabled=False, storage_state=signed_in
    ) as visitor:
        plain = visitor.new_page()
        plain.goto("/book")
        plain.get_by_label("Number, name or street").fill("dana")
        plain.get_by_role("button", name="Look up").click()
        plain.get_by_label("Job").select_option(label="Boiler service")
        plain.get_by_label("Day", exact=True).fill(tomorrow().date().isoformat())
        plain.get_by_text("8-10am").click()
        plain.get_by_text("Maya Lopez").click()
        plain.get_by_role("button", name="Book visit").click()
        plain.wait_for_url("**/visits/*")
    assert Appointment.objects.get().technician == maya


def test_a_look_up_keeps_what_was_typed_below_it(priya: Page) -> None:
    make_customer()
    priya.goto("/book")
    priya.get_by_label("Notes").fill("ring twice")
    priya.get_by_label("Number, name or street").press_sequentially("dana")
    priya.get_by_role("link", name="Dana Webb").click()
    expect(priya.get_by_role("heading", name="Dana Webb")).to_be_visible()
    expect(priya.get_by_label("Notes")).to_have_value("ring twice")


def test_the_greeting_follows_the_name_until_it_is_changed(priya: Page) -> None:
    priya.goto("/book?new=1")
    priya.get_by_label("Name", exact=True).press_sequentially("Nadia Ruiz")
    expect(priya.get_by_label("Greeting")).to_have_value("Nadia")
    priya.get_by_label("Greeting").fill("Ms Ruiz")
    priya.get_by_label("Name", exact=True).press_sequentially("-Ito")
    expect(priya.locator("[name='guessed']")).to_have_value("Nadia")
    expect(priya.get_by_label("Greeting")).to_have_value("Ms Ruiz")


def test_faces_and_the_text_follow_what_is_chosen(priya: Page) -> None:
    maya = make_technician()
    make_appointment(make_customer(), maya, start=tomorrow(10))
    new_call(priya)
    priya.get_by_label("8-10am", exact=True).check()
    priya.get_by_text("Maya Lopez").click()
    expect(priya.locator(".preview .bubble").last).to_contain_text("Maya")
    priya.get_by_label("Other times").check()
    priya.get_by_label("From").fill(f"{tomorrow(10).astimezone(UTC):%H:%M}")
    priya.get_by_label("Until").fill("23:30")
    expect(priya.get_by_text("Maya Lopez can't come then")).to_be_visible()
    expect(priya.get_by_label("Nobody yet")).to_be_checked()


def test_the_day_shows_by_itself_what_others_change(priya: Page) -> None:
    visit = make_appointment(start=tomorrow())
    priya.goto(f"/day?day={tomorrow().date().isoformat()}")
    expect(priya.get_by_role("heading", name="Nobody yet")).to_be_visible()
    reassign(by=Robot.SYSTEM, appointment=visit, technician=make_technician())
    expect(priya.get_by_role("heading", name="Maya Lopez")).to_be_visible(timeout=15_000)
    expect(priya.get_by_role("heading", name="Nobody yet")).to_be_hidden()


def test_a_change_opens_over_the_visit_and_can_be_left(priya: Page) -> None:
    visit = make_appointment(start=tomorrow())
    priya.goto(f"/visits/{visit.pk}")
    priya.get_by_role("link", name="Cancel visit").click()
    expect(priya.get_by_role("dialog")).to_be_visible()
    assert not wrong(priya)
    priya.get_by_role("link", name="Leave it as it is").click()
    expect(priya.get_by_role("dialog")).to_be_hidden()
    priya.get_by_role("link", name="Cancel visit").click()
    priya.get_by_role("button", name="Cancel the visit").click()
    expect(priya.get_by_text("The visit is canceled.")).to_be_visible()


def test_every_page_is_readable_for_everyone_at_every_width(
    priya: Page, paths: dict[str, str]
) -> None:
    for name, path in paths.items():
        priya.set_viewport_size(DESK)
        priya.goto(path, wait_until="networkidle")
        assert not wrong_in_a_theme(priya), name
        for width in WIDTHS:
            priya.set_viewport_size({"width": width, "height": 900})
            fits = priya.evaluate("document.documentElement.scrollWidth <= innerWidth")
            assert fits, f"{name} at {width}"


@pytest.mark.parametrize("name", ["day", "book known"])
def test_the_first_paint_is_light(priya: Page, paths: dict[str, str], name: str) -> None:
    loaded: list[Response] = []
    priya.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 - it marks it
    priya.goto(paths[name])
    light = [one for one in loaded if "/media/" not in one.url]
    assert len(light) > 5
    assert sum(map(travels, light)) < FIRST_PAINT

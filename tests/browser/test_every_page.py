"""The pages no other browser test looks at: readable for everyone, at every width, and light."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Response, Route
from pytest_django.live_server_helper import LiveServer

from appointments.models import Appointment, Customer
from fieldservice.company.models import BusinessUnit, User
from notifications.models import CallTask, Message, VisitLink
from notifications.preparing import visit_links
from notifications.providers.base import Family, RefusedError
from notifications.reply_services import receive
from tests.browsing import travels
from tests.factories import make_customer, make_technician
from tests.readable import wrong_in_a_theme
from tests.spine import Day, default_sender, with_photo

# serialized_rollback: what the migrations made is there again after each test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)

WIDTHS = (360, 768, 1280, 2560)
FIRST_PAINT = 100_000  # bytes on their way, photos apart
LONG = "Maximiliana Konstantinopolitanska-Featherstonehaugh-Cholmond"
OPEN_TO_ALL = {
    "sign-in": "/sign-in",
    "unknown address": "/nothing/here",
    "our own fault": "/fault",
    "an old form": "/old-form",
    "link that is over": "/v/nobodys-token",
    "customer's page": "/v/{with_face}",
    "customer's page without a face": "/v/{without_face}",
}
OFFICES = {
    "calls": "/calls",
    "inbox": "/inbox",
    "texts": "/visits/{visit}/texts",
    "stuck": "/settings/stuck",
    "today": "/today",
}


@pytest.fixture
def paths() -> dict[str, str]:
    """The addresses of a company with long names, an angry customer and texts that failed."""
    BusinessUnit.objects.update(text_name="Acme Heating", person_phone="+12025550100")
    day, unfit = Day(now=timezone.now()), RefusedError(Family.WRONG_NUMBER, "21211")
    maya = with_photo(make_technician(LONG, skills=["gas"], bio="I like old houses. " * 30))
    ada = make_customer(LONG, phone="+12025550144")
    Customer.objects.filter(pk=ada.pk).update(reach=Customer.Reach.CALL)
    day.book(maya, Customer.objects.get(pk=ada.pk), on_the_phone=True)
    visit, nobody = day.book(maya, hours=30, on_the_phone=True), day.book(hours=50)
    day.provider.answers = [unfit]
    day.deliver()
    receive(
        sid="SM1",
        number=visit.text_to,
        sender=default_sender(),
        now=day.now,
        opt_out="",
        body="Cancel! " + "I waited all day. " * 20,
    )
    visit_links([visit, nobody])
    known = {"visit": visit.pk, "with_face": key(visit), "without_face": key(nobody)}
    return {name: path.format(**known) for name, path in (OPEN_TO_ALL | OFFICES).items()}


def key(visit: Appointment) -> str:
    return VisitLink.objects.get(appointment=visit).token


@pytest.fixture
def rosa(live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """A page of Rosa, a manager, already signed in."""
    client = Client()
    client.force_login(User.objects.create_user("rosa", role=User.Role.MANAGER))
    name = settings.SESSION_COOKIE_NAME
    with browser.new_context(base_url=live_server.url, reduced_motion="reduce") as visitor:
        visitor.add_cookies(
            [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
        )
        yield visitor.new_page()


@pytest.fixture
def stranger(live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """A page of somebody who is not signed in."""
    with browser.new_context(base_url=live_server.url, reduced_motion="reduce") as visitor:
        yield with_faults(visitor.new_page())


def with_faults(page: Page) -> Page:
    """Two addresses answer with the pages that only a fault shows."""
    page.route("**/fault", shows("500.html"))
    page.route("**/old-form", shows("403_csrf.html"))
    return page


def shows(template: str) -> Callable[[Route], None]:
    words = render_to_string(template)
    return lambda route: route.fulfill(body=words, content_type="text/html")


def looked_at(page: Page, path: str) -> list[str]:
    """What is wrong with the page: its weight, and in light, in dark, and at every width."""
    loaded: list[Response] = []
    page.on("response", lambda response: loaded.append(response))  # noqa: PLW0108 - it marks it
    page.goto(path, wait_until="networkidle")
    assert len(loaded) > 2
    weight = sum(travels(one) for one in loaded if "/media/" not in one.url)
    return ([f"{weight} bytes"] if weight >= FIRST_PAINT else []) + unreadable(page)


def unreadable(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    told = wrong_in_a_theme(page)
    faults = [told] if told else []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if not page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
            faults.append(f"scrolls sideways at {width}")
    return faults


@pytest.mark.parametrize("name", OPEN_TO_ALL)
def test_what_is_open_to_all_is_light_and_readable_for_everyone(
    stranger: Page, paths: dict[str, str], name: str
) -> None:
    assert looked_at(stranger, paths[name]) == []


@pytest.mark.parametrize("name", OFFICES)
def test_the_offices_pages_are_light_and_readable_for_everyone(
    rosa: Page, paths: dict[str, str], name: str
) -> None:
    assert CallTask.objects.open().exists()
    assert Message.objects.filter(reason="wrong_number").exists()
    assert looked_at(rosa, paths[name]) == []


def test_what_is_found_is_readable_for_everyone(rosa: Page, paths: dict[str, str]) -> None:
    rosa.goto(paths["calls"])
    rosa.keyboard.press("/")
    rosa.keyboard.type(LONG[:12])
    rosa.locator("#search-hits .hit").first.wait_for()
    assert unreadable(rosa) == []

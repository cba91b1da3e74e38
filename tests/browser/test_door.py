"""An alarm in a dispatcher's browser: named by the tab, heard, and taken by one tap."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from notifications import door_services
from notifications.models import Alarm
from tests.browsing import browsing
from tests.factories import make_technician
from tests.spine import Day
from tests.test_inbox import person

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
HEARD = "() => Number(localStorage.getItem('alarm-sounded')) > 0"


@pytest.fixture
def jo(browser: Browser, live_server: LiveServer) -> Iterator[Page]:
    with browsing(browser, live_server, person("jo", first_name="Jo")) as page:
        yield page


def test_an_alarm_names_itself_sounds_and_is_taken_by_one_tap(jo: Page) -> None:
    day = Day(now=timezone.now())
    visit = day.book(make_technician("Maya Lopez"), hours=0.5)
    jo.goto("/calls")
    expect(jo).to_have_title("Calls")
    jo.get_by_role("heading", name="Calls to make").click()  # a browser sounds for who touched it

    door_services.alarm(appointment=visit, source=Alarm.Source.WHO, now=day.now)
    expect(jo).to_have_title("(1) Alarm at the door: call Dana Webb now · Calls", timeout=10_000)
    jo.wait_for_function(HEARD)
    jo.get_by_role("button", name="Mute alarms").click()
    jo.reload()
    expect(jo.get_by_role("button", name="Unmute alarms")).to_be_visible()

    jo.get_by_role("link", name="Call Dana Webb").click()
    expect(jo.get_by_role("heading", name="Jo is calling Dana Webb")).to_be_visible()
    expect(jo).to_have_title("(1) Jo is calling Dana Webb · Calls")

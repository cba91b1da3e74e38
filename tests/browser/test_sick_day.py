"""A technician is sick: the dispatcher finds others for the day, by keyboard too."""

from datetime import time, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from appointments.models import Appointment
from fieldservice.company.models import BusinessUnit
from tests.browsing import browsing
from tests.factories import make_appointment, make_customer, make_dispatcher, make_technician
from tests.readable import wrong

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def test_a_sick_day_is_given_to_others_with_two_buttons(
    live_server: LiveServer, browser: Browser
) -> None:
    maya, luis = make_technician("Maya Lopez"), make_technician("Luis Ortega")
    # Whatever day of the week that is.
    weekends = {"office_from": time(8), "office_at_weekends": True}
    BusinessUnit.objects.update(time_zone=where_it_is_nine(), **weekends)
    for name, minutes in (("Dana Webb", 1), ("Lena Fischer", 90)):
        start = timezone.now() + timedelta(minutes=minutes)
        make_appointment(make_customer(name), maya, start=start)
    with browsing(browser, live_server, make_dispatcher()) as page:
        page.goto(f"/technicians/{maya.pk}")
        page.get_by_role("button", name="Sick today").click()
        expect(page.get_by_role("heading", name="Who goes instead of Maya?")).to_be_visible()
        assert not wrong(page)
        page.get_by_role("button", name="Send Luis to Dana Webb").focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Taken over")).to_be_visible()
        page.get_by_role("button", name="Take all proposals").click()
        expect(page.get_by_text("Every visit has somebody.")).to_be_visible()
    assert [visit.technician for visit in Appointment.objects.all()] == [luis, luis]


def where_it_is_nine() -> str:
    """A zone whose day is young, whenever this runs."""
    offset = 9 - timezone.now().hour
    return f"Etc/GMT{-(offset if offset >= -12 else offset + 24):+d}"

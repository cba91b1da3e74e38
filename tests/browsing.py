"""A technician's phone in a real browser: who holds it, and the photo already on it."""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings as ours
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Page, Response, ViewportSize
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from appointments.models import JobType
from fieldservice.company.models import User
from technicians import headshots
from technicians.headshot_services import receive_headshot
from technicians.models import Headshot, Technician
from tests.headshot_company import own, picture
from tests.photos import encoded, portrait
from tests.technician_pages import technician_named

PHONE: ViewportSize = {"width": 360, "height": 780}


@contextmanager
def browsing(browser: Browser, live_server: LiveServer, user: User) -> Iterator[Page]:
    """A page of somebody who is signed in; no script may fail, nothing may break the policy."""
    client = Client()
    client.force_login(user)
    name = ours.SESSION_COOKIE_NAME
    value = client.cookies[name].value
    complaints: list[str] = []
    with browser.new_context(
        base_url=live_server.url, viewport=PHONE, has_touch=True, reduced_motion="reduce"
    ) as visitor:
        visitor.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = visitor.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(f"{said.type} {said.text}"))
        yield page
    assert not [one for one in complaints if "Content Security" in one or "Error:" in one]


def maya_at(live_server: LiveServer, settings: Settings) -> Technician:
    """Maya, with work to show in a preview, where the addresses in texts lead."""
    settings.PUBLIC_BASE_URL = live_server.url
    JobType.objects.create(name="Boiler service")
    return technician_named("Maya Lopez")


def in_use(maya: Technician) -> Headshot:
    """A real photo, through the real pipeline."""
    an_hour_ago = timezone.now() - timedelta(hours=1)
    content = picture(encoded(portrait()))
    shot = receive_headshot(by=own(maya), technician=maya, upload=content, now=an_hour_ago)
    headshots.make_ready(shot.pk)
    return shot


def choose(page: Page, content: bytes) -> None:
    page.locator("[type=file]").set_input_files(
        {"name": "me.jpg", "mimeType": "image/jpeg", "buffer": content}
    )


def travels(response: Response) -> int:
    """The bytes of an answer on their way in production, where static files are compressed."""
    body = response.body()
    return len(gzip.compress(body)) if "/static/" in response.url else len(body)

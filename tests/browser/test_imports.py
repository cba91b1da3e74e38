"""Bringing in a file in a browser: upload, name a column, the dry run, the import."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from appointments.importing import working
from appointments.models import Customer, Import
from fieldservice.company.models import User
from tests.browsing import browsing
from tests.readable import wrong

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
FILE = b"Who,Mobile,Town\nDana Webb,202 555 0123,Albany\nErik Holm,12,Albany\n"


@pytest.fixture
def rosa(live_server: LiveServer, browser: Browser) -> Iterator[Page]:
    """A page of Rosa, a manager."""
    manager = User.objects.create(username="rosa", role=User.Role.MANAGER)
    with browsing(browser, live_server, manager) as page:
        yield page


def work() -> None:
    """What a worker does when it is called."""
    while working.work(Import.objects.get().pk):
        pass


def readable(page: Page) -> None:
    assert not wrong(page)


def test_a_file_comes_in_with_its_problem_shown_first(rosa: Page) -> None:
    rosa.goto("/imports")
    readable(rosa)
    rosa.get_by_label("Customers", exact=True).check()
    rosa.locator("[type=file]").set_input_files(
        {"name": "customers.csv", "mimeType": "text/csv", "buffer": FILE}
    )
    rosa.get_by_role("button", name="Upload the file").click()
    rosa.get_by_label("Who").select_option("Whole name")
    rosa.get_by_label("Yes, they agreed").check()
    rosa.get_by_label("Where did they agree?").fill("Form on our website")
    rosa.get_by_label("Since when?").fill("2026-03-01")
    readable(rosa)
    rosa.get_by_role("button", name="Check every row").click()
    expect(rosa.get_by_role("progressbar")).to_be_visible()
    work()
    expect(rosa.get_by_role("row", name="Column: Mobile 12 This is not a mobile")).to_be_visible()
    readable(rosa)
    rosa.get_by_role("button", name="Bring in 1 row").click()
    expect(rosa.get_by_role("progressbar")).to_be_visible()
    work()
    expect(rosa.get_by_text("Brought in").first).to_be_visible()
    assert Customer.objects.get().name == "Dana Webb"

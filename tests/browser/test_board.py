"""The board in a browser: a visit moved by mouse, finger and keyboard, refused, undone, raced."""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from appointments.models import Appointment
from fieldservice.company.models import BusinessUnit, User
from notifications.models import Pulse
from technicians.models import Skill, Technician
from tests.factories import make_appointment, make_customer, make_job_type
from tests.readable import wrong_in_a_theme
from tests.spine import fresh

# serialized_rollback: what the migrations made is there again after each test.
pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
NEW_YORK = ZoneInfo("America/New_York")
WIDTHS = (360, 768, 1280, 2560)


def day() -> date:
    return timezone.now().astimezone(NEW_YORK).date() + timedelta(days=2)


def at(hour: int) -> datetime:
    return datetime.combine(day(), time(hour), NEW_YORK).astimezone(UTC)


@pytest.fixture
def dana(maya: Technician, omar: Technician) -> Appointment:
    """Dana's visit by Maya at nine; Omar is free but at noon."""
    BusinessUnit.objects.update(time_zone="America/New_York")
    # Else an alarm comes above the board and moves it down.
    Pulse.objects.create(name="worker", at=timezone.now())
    make_appointment(make_customer("Ada Quist", phone="+12025550124"), omar, start=at(12))
    return make_appointment(make_customer("Dana Webb"), maya, start=at(9))


@pytest.fixture
def board(browser: Browser, live_server: LiveServer, dana: Appointment) -> Iterator[Page]:
    """Priya's board of that day."""
    yield from opened(browser, live_server, "priya")


@pytest.fixture
def another(browser: Browser, live_server: LiveServer, dana: Appointment) -> Iterator[Page]:
    """The same board, of Ravi."""
    yield from opened(browser, live_server, "ravi")


def opened(browser: Browser, live_server: LiveServer, name: str) -> Iterator[Page]:
    client = Client()
    client.force_login(User.objects.create_user(name))
    cookie = settings.SESSION_COOKIE_NAME
    complaints: list[str] = []
    with browser.new_context(
        base_url=live_server.url, locale="en-US", reduced_motion="reduce", has_touch=True
    ) as visitor:
        value = client.cookies[cookie].value
        visitor.add_cookies([{"name": cookie, "value": value, "url": live_server.url}])
        page = visitor.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text))
        page.goto(f"/board?day={day()}")
        yield page
    assert not [one for one in complaints if "Content Security" in one or "Error:" in one]


def card(page: Page, visit: Appointment) -> Locator:
    return page.locator(f"#c-{visit.pk}")


def row(page: Page, technician: Technician | None) -> Locator:
    return page.locator(f"#r-{technician.pk} .lane" if technician else "#tray")


def spot(page: Page, technician: Technician, hour: int) -> tuple[float, float]:
    """Where a row and an hour cross."""
    box, head = row(page, technician).bounding_box(), page.locator(f".clock[data-at='{hour * 4}']")
    column = head.bounding_box()
    assert box
    assert column
    return column["x"] + 12, box["y"] + 24


def carry(page: Page, visit: Appointment, technician: Technician, hour: int) -> None:
    """Hold the card at its beginning and bring it there; it stays in the hand."""
    box = card(page, visit).bounding_box()
    assert box
    page.mouse.move(box["x"] + 12, box["y"] + 24)
    page.mouse.down()
    page.mouse.move(*spot(page, technician, hour), steps=4)


def test_a_visit_is_dragged_refused_undone_and_seen_by_another(
    board: Page, another: Page, dana: Appointment, maya: Technician, omar: Technician
) -> None:
    carry(board, dana, omar, 12)
    expect(board.locator(f"#r-{omar.pk}.refuses .why")).to_have_text("Another visit then")
    board.mouse.up()
    expect(board.locator(".toast.error")).to_have_text(
        "Omar Haddad has another visit at that time."
    )
    expect(row(board, maya).locator(card(board, dana))).to_be_visible()

    carry(board, dana, omar, 14)
    expect(board.locator(f"#r-{omar.pk}.refuses")).to_have_count(0)
    board.mouse.up()
    expect(row(board, omar).locator(f"#c-{dana.pk}[data-at='56']")).to_be_visible()
    assert (fresh(dana).technician, fresh(dana).planned_start) == (omar, at(14))
    # The other board asks by itself.
    expect(row(another, omar).locator(f"#c-{dana.pk}[data-at='56']")).to_be_visible(timeout=3000)

    board.get_by_role("button", name="Undo").click()
    expect(board.locator(".toasts")).to_contain_text("back where it was")
    expect(row(board, maya).locator(f"#c-{dana.pk}[data-at='36']")).to_be_visible()
    assert fresh(dana).technician == maya


def test_a_visit_is_moved_by_keyboard_and_every_step_is_said(
    board: Page, dana: Appointment, omar: Technician
) -> None:
    said = board.locator("#said")
    card(board, dana).get_by_role("link").focus()
    board.keyboard.press("m")
    expect(said).to_contain_text("Arrows change the row and the time")
    board.keyboard.press("ArrowDown")
    expect(said).to_contain_text("Omar Haddad, 9:00 AM–10:00 AM. Free")
    board.keyboard.press("ArrowRight")
    expect(said).to_contain_text("9:15 AM–10:15 AM. Free. Inside the promised window")
    board.keyboard.press("Escape")
    expect(said).to_have_text("Left where it was.")
    expect(card(board, dana).get_by_role("link")).to_be_focused()

    board.keyboard.press("ArrowDown")
    expect(row(board, omar).get_by_role("link", name="Ada Quist")).to_be_focused()
    board.keyboard.press("ArrowUp")
    expect(card(board, dana).get_by_role("link")).to_be_focused()

    for key in ("m", "ArrowDown", "ArrowRight", "Enter"):
        board.keyboard.press(key)
    expect(row(board, omar).locator(card(board, dana))).to_be_visible()
    expect(card(board, dana).get_by_role("link")).to_be_focused()
    assert fresh(dana).planned_start == at(9) + timedelta(minutes=15)

    for key in ("m", "ArrowUp", "ArrowUp", "Enter"):
        board.keyboard.press(key)
    expect(row(board, None).locator(card(board, dana))).to_be_visible()
    assert fresh(dana).technician is None


def test_a_finger_that_rests_on_a_card_takes_it(
    board: Page, dana: Appointment, omar: Technician
) -> None:
    touch = board.context.new_cdp_session(board)
    box, (x, y) = card(board, dana).bounding_box(), spot(board, omar, 10)
    assert box

    def finger(kind: str, *point: float) -> None:
        points = [{"x": point[0], "y": point[1]}] if point else []
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    finger("touchStart", box["x"] + 12, box["y"] + 24)
    expect(board.locator("#board.in-hand")).to_be_visible()
    finger("touchMove", x, y)
    finger("touchEnd")
    expect(row(board, omar).locator(f"#c-{dana.pk}[data-at='40']")).to_be_visible()


def test_of_two_dispatchers_the_slower_one_sees_both_versions(
    board: Page, dana: Appointment, maya: Technician, omar: Technician
) -> None:
    gas = Skill.objects.create(name="Gas")
    maya.skills.add(gas)
    make_job_type().skills.add(gas)
    carry(board, dana, maya, 14)
    expect(board.locator(f"#r-{omar.pk} .why")).to_have_text("Not trained: Gas")
    Appointment.objects.filter(pk=dana.pk).update(
        planned_start=at(16), planned_end=at(17), version=dana.version + 1
    )
    board.mouse.up()
    dialog = board.get_by_role("dialog", name="Somebody was quicker")
    expect(dialog).to_contain_text(
        re.compile(r"Theirs\s*Maya Lopez, 4-5pm\s*Yours\s*Maya Lopez, 2")
    )
    dialog.get_by_role("button", name="Use mine").click()
    expect(row(board, maya).locator(f"#c-{dana.pk}[data-at='56']")).to_be_visible()
    assert fresh(dana).planned_start == at(14)


def test_the_board_is_readable_for_everyone_at_every_width(board: Page, dana: Appointment) -> None:
    Appointment.objects.filter(pk=dana.pk).update(technician=None, version=9)
    expect(row(board, None).locator(card(board, dana))).to_be_visible(timeout=3000)
    assert not wrong_in_a_theme(board)
    for width in WIDTHS:
        board.set_viewport_size({"width": width, "height": 900})
        assert board.evaluate("document.documentElement.scrollWidth <= innerWidth"), width

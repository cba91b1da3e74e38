"""The phones on the screen: what they show, how they stay live, and what they keep out."""

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Browser, Page, expect

from notifications.simulator import Simulator
from notifications.simulator.faults import Faults
from notifications.simulator.life import Pace
from notifications.simulator.network import Network
from notifications.simulator.page import View, spaced
from notifications.simulator.rules import Form
from tests.readable import wrong

from .simulator_company import ACCOUNT, ACME, DANA, OMAR, TOKEN, Company, jpeg


@pytest.fixture
def company() -> Iterator[Company]:
    with Company() as company:
        yield company


@pytest.fixture
def sim(company: Company) -> Iterator[Simulator]:
    with Simulator(
        account_sid=ACCOUNT,
        auth_token=TOKEN,
        inbound_url=f"{company.url}/inbound",
        pace=Pace().times(0),
    ) as sim:
        yield sim


def form(to: str = DANA, body: str = "Hi Dana", **more: list[str]) -> Form:
    return {"To": [to], "From": [ACME], "Body": [body]} | more


def test_a_page_without_texts_says_what_to_do_next() -> None:
    html = View(Network(), Faults(), board_url="http://127.0.0.1:8000/").page()
    assert "Book a visit: the text appears here within seconds." in html
    assert 'href="http://127.0.0.1:8000/"' in html
    assert "No real text leaves this machine." in html


def test_markup_in_a_text_is_shown_as_text() -> None:
    network = Network()
    network.accept(form(body="<script>alert(1)</script>"))
    network.receive(DANA, "<img src=x>")
    html = View(network, Faults(), asked='"><b>').live() + View(network, Faults()).live()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
    assert "&lt;img src=x&gt;" in html
    assert "<script>" not in html
    assert 'value="&quot;&gt;&lt;b&gt;"' in View(network, Faults(), asked='"><b>').page()


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ("See https://acme.example/v/abc.", "https://acme.example/v/abc"),
        ("https://acme.example/?a=1&b=2 is it", "https://acme.example/?a=1&amp;b=2"),
        ("(http://127.0.0.1:8000/v/x)", "http://127.0.0.1:8000/v/x"),
    ],
)
def test_an_address_in_a_text_can_be_followed(body: str, link: str) -> None:
    network = Network()
    network.accept(form(body=body))
    assert f'<a href="{link}"' in View(network, Faults()).live()


@pytest.mark.parametrize("body", ["javascript:alert(1)", "ftp://acme.example/", "https://"])
def test_only_web_addresses_become_links(body: str) -> None:
    network = Network()
    network.accept(form(body=body))
    assert "target=" not in View(network, Faults()).live()


def test_the_phone_heard_of_last_stands_first_and_one_can_be_found() -> None:
    network = Network()
    network.accept(form(DANA))
    network.accept(form(OMAR))
    html = View(network, Faults()).live()
    assert html.index(spaced(OMAR)) < html.index(spaced(DANA))
    found = View(network, Faults(), asked=spaced(DANA)).live()
    assert spaced(DANA) in found
    assert spaced(OMAR) not in found


def test_only_the_newest_phones_and_texts_are_shown() -> None:
    network = Network()
    for number in range(30):
        network.accept(form(f"+155501040{number:02d}"))
    for number in range(50):
        network.accept(form(DANA, f"text number {number}."))
    html = View(network, Faults()).live()
    assert "24 of 31 phones are shown" in html
    assert "text number 9." not in html
    assert "text number 10." in html


def test_parts_picture_messages_and_reasons_are_named() -> None:
    network = Network()
    network.move(network.accept(form(body="x" * 200)), "undelivered", 30006)
    network.accept(form(MediaUrl=["http://127.0.0.1:9/maya.jpg"]))
    html = View(network, Faults()).live()
    assert "2 parts" in html
    assert "Not delivered: A landline" in html
    assert "The photo is on its way" in html
    assert "MMS" in html


def test_thrown_switches_are_shown() -> None:
    html = View(Network(), Faults(status_429_rate=0.5)).live()
    assert "misbehaves on purpose: status_429_rate 0.5." in html


@pytest.mark.parametrize("path", ["/", "/simulator/messages", "/static/simulator.js", "/nothing"])
def test_every_answer_forbids_foreign_script(sim: Simulator, path: str) -> None:
    policy = requests.get(sim.url + path, timeout=5).headers["Content-Security-Policy"]
    assert "default-src 'none'; script-src 'self'" in policy


def test_another_site_cannot_answer_for_a_customer(sim: Simulator, company: Company) -> None:
    answer = requests.post(
        f"{sim.url}/simulator/reply",
        data={"phone": DANA, "body": "STOP"},
        headers={"Origin": "https://evil.example"},
        timeout=5,
    )
    assert (answer.status_code, sim.messages(), company.requests) == (403, [], [])


@pytest.mark.parametrize(
    ("phone", "body"), [("5550102030", "Hi"), (DANA, " "), (DANA, "x" * 1601), ("", "Hi")]
)
def test_an_answer_needs_a_phone_and_words(sim: Simulator, phone: str, body: str) -> None:
    words = {"phone": phone, "body": body}
    assert requests.post(f"{sim.url}/simulator/reply", json=words, timeout=5).status_code == 400
    assert sim.messages() == []


def test_an_answer_without_script_comes_back_to_the_page(sim: Simulator, company: Company) -> None:
    words = {"phone": DANA, "body": "C"}
    answer = requests.post(f"{sim.url}/simulator/reply", data=words, timeout=5)
    assert (answer.status_code, answer.url) == (200, f"{sim.url}/")
    assert company.heard("/inbound")[0]["Body"] == "C"


def test_a_text_appears_while_the_page_is_open(
    sim: Simulator, company: Company, page: Page
) -> None:
    page.goto(sim.url)
    expect(page.get_by_text("No texts yet")).to_be_visible()
    url = company.serve("/maya.jpg", jpeg(), "image/jpeg")
    sim.accept(form(body="Maya comes Tuesday.", MediaUrl=[url]))
    phone = page.get_by_role("article", name=spaced(DANA))
    expect(phone.get_by_text("Maya comes Tuesday.")).to_be_visible()
    expect(phone.get_by_role("img", name="Photo in this text")).to_have_js_property(
        "naturalWidth", 64
    )
    expect(phone.get_by_text("Delivered")).to_be_visible()


def test_answering_on_the_page_keeps_what_is_being_typed(sim: Simulator, page: Page) -> None:
    sim.accept(form(OMAR))
    sim.accept(form(DANA))
    page.goto(sim.url)
    box = page.get_by_label(f"Answer as {spaced(DANA)}")
    box.fill("Please ring")
    sim.accept(form(OMAR, "One more for Omar"))
    expect(page.get_by_text("One more for Omar", exact=True)).to_be_visible()
    expect(page.locator(".phone h2").first).to_have_text(spaced(OMAR))
    expect(box).to_be_focused()
    box.press_sequentially(" twice")
    box.press("Enter")
    expect(page.locator(".mine").get_by_text("Please ring twice")).to_be_visible()
    expect(box).to_have_value("")


def test_stop_can_be_pressed_and_undone(sim: Simulator, page: Page) -> None:
    sim.accept(form(DANA))
    page.goto(sim.url)
    page.get_by_role("button", name="STOP").click()
    expect(page.get_by_text("Said STOP")).to_be_visible()
    assert sim.network.is_opted_out(DANA, ACME)
    page.get_by_role("button", name="START").click()
    expect(page.get_by_text("Said STOP")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_is_readable_for_everyone(sim: Simulator, browser: Browser, scheme: str) -> None:
    sim.faults = Faults.parse({"later_error_code": {OMAR: 30006}})
    sim.accept(form(DANA, "See https://acme.example/v/abc"))
    sim.reply(DANA, "STOP")
    sim.accept(form(OMAR))
    sim.settle()
    with browser.new_context(color_scheme="dark" if scheme == "dark" else "light") as visitor:
        page = visitor.new_page()
        page.emulate_media(reduced_motion="reduce")
        page.goto(sim.url)
        assert not wrong(page)


@pytest.mark.parametrize("width", [360, 768, 1280, 2560])
def test_no_width_scrolls_sideways(sim: Simulator, page: Page, width: int) -> None:
    sim.accept(form(DANA, "supercalifragilistic" * 20))
    sim.accept(form(OMAR))
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(sim.url)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_text_taller_than_the_phone_is_shown_from_its_top(sim: Simulator, page: Page) -> None:
    sim.accept(form(body="Earlier. " * 60))
    sim.settle()
    page.goto(sim.url)
    sim.accept(form(body="Maya is coming. " * 60))
    newest = page.locator(".bubble").nth(1)
    expect(newest.get_by_text("Delivered")).to_be_visible()
    tops = "it => [it, it.closest('.thread')].map(each => each.getBoundingClientRect().top)"
    top, thread_top = newest.evaluate(tops)
    assert 0 <= top - thread_top <= 24

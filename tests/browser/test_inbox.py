"""Two dispatchers at one thread, each with a browser: who writes is seen, nothing goes twice."""

from collections.abc import Iterator

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from fieldservice.company.models import BusinessUnit
from notifications.models import Message, Reply
from notifications.states import Kind
from tests.browsing import browsing
from tests.factories import make_technician
from tests.spine import Day
from tests.test_inbox import hear, person, talk_of

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)


@pytest.fixture
def question() -> Reply:
    """Dana asks for something nobody but a person can know."""
    BusinessUnit.objects.update(text_name="Acme", quiet_from=None)
    day = Day(now=timezone.now())
    day.book(make_technician("Maya Lopez"), on_the_phone=True)
    day.deliver()
    return hear(day, "shy dog, side gate?")


@pytest.fixture
def jo(browser: Browser, live_server: LiveServer, question: Reply) -> Iterator[Page]:
    with browsing(browser, live_server, person("jo", first_name="Jo")) as page:
        yield page


@pytest.fixture
def ada(browser: Browser, live_server: LiveServer, question: Reply) -> Iterator[Page]:
    with browsing(browser, live_server, person("ada", first_name="Ada")) as page:
        yield page


def test_of_two_who_answer_the_second_is_asked_and_keeps_the_words(
    jo: Page, ada: Page, question: Reply
) -> None:
    jo.goto("/inbox")
    jo.get_by_role("link", name="Dana Webb").click()
    ada.goto(talk_of(question))
    jo.get_by_label("Answer to Dana Webb").fill("The side gate is fine")
    expect(ada.get_by_text("Jo is writing an answer")).to_be_visible()

    ada.get_by_label("Answer to Dana Webb").fill("Yes, we know the dog")
    jo.get_by_role("button", name="Send answer").click()
    expect(jo.get_by_text("Your answer is on its way")).to_be_visible()
    ada.get_by_role("button", name="Send answer").click()
    expect(ada.get_by_text("Jo has answered or closed this while you wrote")).to_be_visible()
    expect(ada.get_by_label("Answer to Dana Webb")).to_have_value("Yes, we know the dog")
    assert Message.objects.filter(kind=Kind.ANSWER).count() == 1

    ada.get_by_role("button", name="Send anyway").click()
    expect(ada.get_by_text("Your answer is on its way")).to_be_visible()
    ada.get_by_role("button", name="Done").click()
    expect(ada.get_by_text("Nothing to read")).to_be_visible()
    assert Message.objects.filter(kind=Kind.ANSWER).count() == 2

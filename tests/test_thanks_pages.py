"""Where thanks are read: the technician's own page, and the managers'."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fieldservice.company.models import User
from notifications.models import CallTask, Message, Reply, Thanks
from notifications.views.thanks import ENOUGH
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher, make_technician
from tests.spine import Day, default_sender

pytestmark = pytest.mark.django_db
Thumb = Thanks.Thumb


@pytest.fixture
def jo() -> Technician:
    jo = make_technician("Jo Park")
    jo.user = User.objects.create_user("jo", role=User.Role.TECHNICIAN)
    jo.save()
    return jo


@pytest.fixture
def as_jo(client: Client, jo: Technician) -> Client:
    client.force_login(User.objects.get(technician=jo))
    return client


@pytest.fixture
def rosa(client: Client) -> Client:
    """A manager's browser."""
    client.force_login(User.objects.create_user("rosa", role=User.Role.MANAGER))
    return client


def thank(one: Technician, thumb: Thumb, words: str = "", name: str = "Dana Webb") -> Thanks:
    customer = make_customer(name)
    visit = Day(now=timezone.now()).book(one, customer, hours=24 + Thanks.objects.count() * 2)
    return Thanks.objects.create(
        appointment=visit, technician=one, thumb=thumb, words=words, at=timezone.now()
    )


def page(browser: Client, name: str) -> str:
    return browser.get(reverse(name)).content.decode()


def test_a_technician_reads_kind_words_with_who_and_where(as_jo: Client, jo: Technician) -> None:
    thank(jo, Thumb.UP, "She wiped the floor")
    shown = page(as_jo, "my_thanks")
    assert "She wiped the floor" in shown
    assert "Dana" in shown


def test_a_technician_never_reads_the_rest_nor_what_colleagues_got(
    as_jo: Client, jo: Technician
) -> None:
    thank(jo, Thumb.DOWN, "so rude")
    thank(jo, Thumb.OPEN, "it drips")
    thank(make_technician("Omar Haddad"), Thumb.UP, "lovely man")
    shown = page(as_jo, "my_thanks")
    assert not any(words in shown for words in ("so rude", "it drips", "lovely man"))
    assert "same evening" in shown


@pytest.mark.parametrize(("answers", "shown"), [(ENOUGH - 1, False), (ENOUGH, True)])
def test_own_figures_wait_until_they_say_something(
    as_jo: Client, jo: Technician, answers: int, shown: bool
) -> None:
    for number in range(answers):
        thank(jo, Thumb.DOWN if number == 0 else Thumb.UP)
    assert (f"{answers - 1} of {answers} answers" in page(as_jo, "my_thanks")) is shown


def test_a_manager_passes_words_on(rosa: Client, jo: Technician) -> None:
    one = thank(jo, Thumb.OPEN, "It works again")
    assert "Pass on to Jo" in page(rosa, "thanks")
    rosa.post(reverse("thanks_decide", args=[one.pk]), {"to": "technician"})
    one.refresh_from_db()
    assert one.thumb == Thumb.UP
    assert "Pass on to Jo" not in page(rosa, "thanks")


def test_a_manager_keeps_words_in_the_office(rosa: Client, jo: Technician) -> None:
    one = thank(jo, Thumb.OPEN, "It drips")
    rosa.post(reverse("thanks_decide", args=[one.pk]), {"to": "office"})
    assert "Kept in the office" in page(rosa, "thanks")
    assert not Message.objects.filter(technician=jo).exists()


def test_without_answers_the_page_says_when_they_come(rosa: Client) -> None:
    assert "Half an hour after a visit" in page(rosa, "thanks")


def test_a_dispatcher_reads_no_thumbs_down(client: Client, jo: Technician) -> None:
    one = thank(jo, Thumb.DOWN, "so rude")
    visit = one.appointment
    Reply.objects.create(
        provider_sid="SM1",
        number=visit.text_to,
        sender=default_sender(),
        appointment=visit,
        body="N so rude",
        for_managers=True,
        received_at=timezone.now(),
    )
    call = CallTask.objects.create(
        dedupe_key="1",
        customer=visit.customer,
        appointment=visit,
        number=visit.text_to,
        reason=CallTask.Reason.NOT_HAPPY,
        made_at=timezone.now(),
    )
    client.force_login(make_dispatcher())
    shown = [page(client, "calls"), client.get(reverse("visit_texts", args=[visit.pk]))]
    assert not any("so rude" in str(each) or "not happy" in str(each) for each in shown)
    assert client.post(reverse("call_done", args=[call.pk])).status_code == 404

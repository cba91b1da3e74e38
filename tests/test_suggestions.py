"""What answers seem to ask for, and what a click then does; nothing happens by itself."""

import pytest
from django.test import Client
from django.utils import timezone

from appointments.models import Appointment
from fieldservice.company.models import BusinessUnit
from notifications.models import CallTask, Message, Reply
from notifications.states import Kind
from notifications.suggestions import Suggestion, suggest
from tests.factories import make_dispatcher, make_technician
from tests.spine import Day
from tests.test_inbox import hear

TIMES, WHO, CALL = Suggestion.OFFER_TIMES, Suggestion.SAY_WHO, Suggestion.CALL_THEM


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Could we do another time?", [TIMES]),
        ("I can’t make it, sorry", [TIMES]),
        ("Tuesday doesn't work for me", [TIMES]),
        ("¿Puede ser otro día?", [TIMES]),
        ("Who's coming?", [WHO]),
        ("who is this", [WHO]),
        ("¿Quién viene?", [WHO]),
        ("Please call me", [CALL]),
        ("Llámeme por favor", [CALL]),
        ("call me, I need another day", [TIMES, CALL]),
        ("the dog is shy", []),
        ("call 911", []),
        ("is it a long time?", []),
        ("", []),
    ],
)
def test_plain_words_suggest_what_to_do(body: str, found: list[Suggestion]) -> None:
    assert suggest(body) == found


@pytest.fixture
def day(db: None) -> Day:
    BusinessUnit.objects.update(text_name="Acme", quiet_from=None)
    return Day(now=timezone.now())


@pytest.fixture
def visit(day: Day) -> Appointment:
    visit = day.book(make_technician("Maya Lopez"), on_the_phone=True, hours=72)
    day.deliver()
    return visit


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_dispatcher("jo"))
    return client


def click(desk: Client, reply: Reply, suggestion: str) -> str:
    path = f"/inbox/{reply.pk}/suggestion"
    return desk.post(path, {"do": suggestion}, follow=True).content.decode()


def test_nothing_is_done_without_a_click(day: Day, visit: Appointment, desk: Client) -> None:
    reply = hear(day, "please call me, who is coming?")
    shown = desk.get(f"/inbox/{reply.pk}").content.decode()
    assert "Note a call" in shown
    assert "Send the introduction again" in shown
    assert not CallTask.objects.exists()
    assert not Message.objects.filter(by_hand=True).exists()


def test_a_click_notes_the_call(day: Day, visit: Appointment, desk: Client) -> None:
    reply = hear(day, "please call me")
    assert "among the calls to make" in click(desk, reply, CALL)
    assert CallTask.objects.get().reason == CallTask.Reason.PLEASE_CALL
    assert not Reply.objects.unread().exists()


def test_a_click_sends_who_comes_again(day: Day, visit: Appointment, desk: Client) -> None:
    reply = hear(day, "who is coming?")
    assert "goes out again" in click(desk, reply, WHO)
    assert Message.objects.filter(by_hand=True).count() == 1


def test_a_click_offers_other_times(day: Day, visit: Appointment, desk: Client) -> None:
    reply = hear(day, "I can't make that, sorry")
    assert "offered other times" in click(desk, reply, TIMES)
    assert Message.objects.filter(kind__in=[Kind.OFFER, Kind.PERSON_CALLS]).count() == 1


def test_what_can_not_be_done_says_so(day: Day, visit: Appointment, desk: Client) -> None:
    reply = hear(day, "which technician will it be?")
    Appointment.objects.update(technician=None)
    assert "Nobody is assigned yet" in click(desk, reply, WHO)
    assert Reply.objects.unread().exists()


def test_a_strange_wish_is_nothing(day: Day, visit: Appointment, desk: Client) -> None:
    assert desk.post(f"/inbox/{hear(day, 'hm').pk}/suggestion", {"do": "dance"}).status_code == 404

"""One phone's thread: all that was said, whose phone it is, who is at it, and how fast it comes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from appointments.models import Appointment, Customer
from fieldservice.company.models import BusinessUnit, User
from notifications import inbox_services, presence_services
from notifications.call_services import finish
from notifications.inbox import PAGE, read_before, waiting
from notifications.inbox_thread import other_phones, talk
from notifications.models import CallTask, Message, Presence, Reply, Thread
from notifications.states import Kind
from tests.factories import make_customer, make_technician
from tests.spine import Day, default_sender
from tests.test_inbox import answer, hear, page, person, talk_of

pytestmark = pytest.mark.django_db
DANA, SAM = "+12025550123", "+12025550188"


@pytest.fixture
def day() -> Day:
    BusinessUnit.objects.update(text_name="Acme", quiet_from=None)
    return Day(now=timezone.now())


@pytest.fixture
def visit(day: Day) -> Appointment:
    visit = day.book(make_technician("Maya Lopez"), on_the_phone=True)
    day.deliver()
    return visit


@pytest.fixture
def jo() -> User:
    return person("jo", first_name="Jo")


@pytest.fixture
def ada() -> User:
    return person("ada", first_name="Ada")


@pytest.fixture
def desk(client: Client, jo: User) -> Client:
    client.force_login(jo)
    return client


def texts_page(customer: Customer) -> str:
    return reverse("customer_thread", args=[customer.pk])


def test_a_dispatcher_writes_first_to_who_never_wrote(
    day: Day, visit: Appointment, desk: Client
) -> None:
    page = desk.get(texts_page(visit.customer)).content.decode()
    assert "Maya is coming" in page
    form = {"words": "Is the gate open?", "form_key": "1", "turn": "0"}
    for _twice in range(2):
        desk.post(texts_page(visit.customer), form)
    sent = day.later(seconds=9).deliver()
    assert [text.body for text in sent] == ["Is the gate open? - Jo at Acme."]
    assert "Is the gate open?" in desk.get(texts_page(visit.customer)).content.decode()


def test_two_who_write_first_at_once_are_asked(visit: Appointment, desk: Client) -> None:
    form = {"words": "Is the gate open?", "form_key": "1", "turn": "0"}
    desk.post(texts_page(visit.customer), form)
    second = desk.post(texts_page(visit.customer), form | {"form_key": "2"})
    assert second.status_code == 422
    assert Message.objects.filter(kind=Kind.ANSWER).count() == 1


def test_who_has_written_is_found_in_the_inbox(day: Day, visit: Appointment, desk: Client) -> None:
    reply = hear(day, "is the side gate fine?")
    assert desk.get(texts_page(visit.customer))["Location"] == f"/inbox/{reply.pk}"


def test_who_has_no_visit_is_called(desk: Client) -> None:
    customer = make_customer("Lee Ortiz")
    assert "Book a visit, or call them" in desk.get(texts_page(customer)).content.decode()
    answer = desk.post(texts_page(customer), {"words": "Hello", "form_key": "1", "turn": "0"})
    assert answer.status_code == 422


def said(reply: Reply, reader: User) -> list[str]:
    """What a person reads there, the oldest first."""
    entries = talk(reply, reader, timezone.now()).entries
    return [
        one.message.kind if one.message else one.reply.body if one.reply else "call"
        for one in entries
    ]


def test_automatic_texts_answers_and_calls_stand_in_one_thread(
    day: Day, visit: Appointment, jo: User
) -> None:
    reply = hear(day.later(minutes=1), "side gate?")
    task = inbox_services.note_call(by=jo, reply=reply, now=day.later(minutes=1).now)
    assert task is not None
    answer(day.later(minutes=1), jo, reply, "Yes")
    # A call to be made stands below all that was said, and once.
    assert said(reply, jo) == [Kind.INTRODUCTION, "side gate?", Kind.ANSWER]
    assert talk(reply, jo, day.now).calls == [task]
    finish(by=jo, task=task)
    assert said(reply, jo) == [Kind.INTRODUCTION, "side gate?", "call", Kind.ANSWER]


def test_a_household_shares_its_thread_and_all_are_named(
    day: Day, visit: Appointment, jo: User
) -> None:
    day.book(make_technician("Omar Haddad"), make_customer("Tom Webb"), hours=48)
    day.deliver()
    phone = talk(hear(day, "hi"), jo, day.now).phone
    assert {phone.name, phone.others} == {"Dana Webb", "Tom Webb"}


def test_another_phone_of_the_same_customer_is_linked(
    day: Day, visit: Appointment, jo: User
) -> None:
    reply = hear(day, "hi")
    theirs = Reply.objects.create(
        provider_sid="SM9",
        number=SAM,
        sender=default_sender(),
        appointment=visit,
        received_at=day.now,
    )
    assert other_phones(talk(reply, jo, day.now), jo) == [theirs]


def test_a_managers_answer_to_what_managers_read_stays_with_managers(
    day: Day, visit: Appointment, jo: User
) -> None:
    reply = hear(day, "he shouted at my dog")
    Reply.objects.update(for_managers=True)
    rosa = person("rosa", role=User.Role.MANAGER)
    answer(day, rosa, Reply.objects.get(), "We are sorry")
    assert "We are sorry" not in str(said(reply, jo))
    assert said(reply, jo) == [Kind.INTRODUCTION]
    assert Kind.ANSWER in said(reply, rosa)


def test_a_customer_who_wrote_before_any_text_can_be_answered(day: Day, jo: User) -> None:
    reply = hear(day, "when do you come?")
    day.book(make_technician("Maya Lopez"))
    assert answer(day, jo, reply, "At nine").appointment is not None


def test_who_writes_is_shown_to_the_others_for_ten_seconds(
    day: Day, visit: Appointment, jo: User, ada: User
) -> None:
    reply = hear(day, "hi")
    presence_services.write(by=jo, reply=reply, now=day.now)
    assert talk(reply, ada, day.later(seconds=9).now).writers == ["Jo"]
    assert talk(reply, jo, day.now).writers == []
    assert waiting(ada, day.now)[0].writers == ("Jo",)
    assert talk(reply, ada, day.later(seconds=2).now).writers == []


def test_who_leaves_the_field_is_gone_at_once(
    day: Day, visit: Appointment, jo: User, ada: User, desk: Client
) -> None:
    reply = hear(day, "hi")
    desk.post(f"{talk_of(reply)}/writing")
    assert talk(reply, ada, timezone.now()).writers == ["Jo"]
    desk.post(f"{talk_of(reply)}/writing", {"leave": "yes"})
    assert talk(reply, ada, timezone.now()).writers == []


def test_an_open_page_of_the_office_says_that_somebody_is_there(jo: User, desk: Client) -> None:
    desk.get("/alarms")
    assert [one.person for one in Presence.objects.at_the_desk(timezone.now())] == [jo]


def test_a_thread_is_given_to_a_colleague_and_back(
    day: Day, visit: Appointment, ada: User, desk: Client
) -> None:
    reply = hear(day, "hi")
    desk.post(f"{talk_of(reply)}/assign", {"person": str(ada.pk)})
    assert waiting(ada, day.now)[0].assigned_to == "Ada"
    desk.post(f"{talk_of(reply)}/assign", {"person": ""})
    assert Thread.objects.get().assigned_to is None


def test_done_gives_the_thread_back_to_all(day: Day, visit: Appointment, jo: User) -> None:
    reply = hear(day, "hi")
    inbox_services.assign(by=jo, reply=reply, person=jo)
    inbox_services.mark_read(by=jo, reply=reply)
    assert Thread.objects.get().assigned_to is None


def test_who_is_second_keeps_the_words_and_may_send_them_after_all(
    day: Day, visit: Appointment, ada: User, desk: Client
) -> None:
    reply = hear(day, "hi")
    answer(day, ada, reply, "Hello")
    form = {"words": "Good morning", "form_key": "2", "turn": "0", "upto": str(reply.pk)}
    asked = desk.post(f"{talk_of(reply)}/answer", form)
    shown = asked.content.decode()
    assert asked.status_code == 422
    assert "Ada has answered or closed this while you wrote" in shown
    assert ">Good morning</textarea>" in shown
    assert 'name="turn" value="1"' in shown
    desk.post(f"{talk_of(reply)}/answer", form | {"turn": "1"})
    assert Message.objects.filter(kind=Kind.ANSWER).count() == 2


def test_a_page_of_what_was_seen_to_leads_to_the_next(day: Day, jo: User) -> None:
    fill(PAGE + 2)
    first = read_before(jo, day.now)
    second = read_before(jo, day.now, first[PAGE - 1].newest.pk)
    assert (len(first), len(second)) == (PAGE + 1, 2)
    assert not {row.key for row in first[:PAGE]} & {row.key for row in second}


def test_a_phone_that_waits_stands_in_one_list_only(day: Day, jo: User) -> None:
    fill(2)
    hear(day, "and again", "+12025560000")
    assert len(read_before(jo, day.now)) == 1
    assert len(waiting(jo, day.now)) == 1


def test_the_list_costs_as_many_queries_for_many_as_for_few(
    desk: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    fill(3)
    desk.get("/inbox")
    with django_assert_max_num_queries(40) as few:
        desk.get("/inbox")
    fill(20, start=100)
    with django_assert_max_num_queries(len(few)):
        desk.get("/inbox")


def test_long_threads_turn_back_a_page_at_a_time(
    day: Day, visit: Appointment, desk: Client
) -> None:
    for n in range(60):
        reply = hear(day.later(minutes=1), f"word {n:02}")
    shown = page(desk, talk_of(reply))
    assert "word 10" in shown
    assert "word 09" not in shown
    assert "What was said before" in shown


def fill(count: int, start: int = 0) -> None:
    """So many phones that were seen to."""
    now = timezone.now() - timedelta(days=1)
    Reply.objects.bulk_create(
        Reply(
            provider_sid=f"F{n}",
            number=f"+1202556{n:04}",
            sender=default_sender(),
            body="hi",
            received_at=now,
            read_at=now,
        )
        for n in range(start, start + count)
    )


def test_a_noted_call_can_be_dialed_from_the_thread(
    day: Day, visit: Appointment, jo: User, desk: Client
) -> None:
    reply = hear(day, "please call")
    inbox_services.note_call(by=jo, reply=reply)
    inbox_services.note_call(by=jo, reply=reply)
    assert CallTask.objects.count() == 1
    assert "They ask to be called. Call." in page(desk, talk_of(reply))

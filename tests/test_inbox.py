"""The shared inbox: what customers answer, who reads it, and the text that goes back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appointments.models import Appointment
from appointments.statuses import Status
from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import BusinessUnit, Change, User
from notifications import inbox_services, reply_services
from notifications.inbox import unread_threads, waiting
from notifications.models import CallTask, Message, Reply
from notifications.providers.base import Family, RefusedError
from notifications.states import Kind, Reason, State
from notifications.stuck import may_try_again
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher, make_technician
from tests.spine import Day, default_sender, fresh, suppress
from tests.test_booking_in_parallel import on_postgres, rivals

DANA, SAM = "+12025550123", "+12025550188"
INBOX = "/inbox"
LIVE = {"HX-Request": "true"}


@pytest.fixture
def day(db: None) -> Day:
    """The clock of the pages is the real one."""
    BusinessUnit.objects.update(text_name="Acme", quiet_from=None)
    return Day(now=timezone.now())


@pytest.fixture
def maya(db: None) -> Technician:
    return make_technician("Maya Lopez")


@pytest.fixture
def jo(db: None) -> User:
    """A dispatcher."""
    return person("jo", first_name="Jo")


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """Dana's, of which she was told."""
    visit = day.book(maya, on_the_phone=True)
    day.deliver()
    return visit


@pytest.fixture
def desk(client: Client, jo: User) -> Client:
    """Jo's browser."""
    client.force_login(jo)
    return client


def person(name: str, **more: str) -> User:
    user = make_dispatcher(name)
    for field, value in more.items():
        setattr(user, field, value)
    user.save()
    return user


def hear(day: Day, body: str, number: str = DANA) -> Reply:
    return reply_services.receive(
        sid=f"SM{Reply.objects.count()}",
        number=number,
        sender=default_sender(),
        body=body,
        opt_out="",
        now=day.now,
    )


def answer(day: Day, by: User, reply: Reply, words: str = "Yes.", key: str = "1") -> Message:
    """As from a page that was opened before anybody did anything."""
    return inbox_services.answer(by=by, reply=reply, words=words, form_key=key, turn=0, now=day.now)


def talk_of(reply: Reply) -> str:
    return reverse("inbox_thread", args=[reply.pk])


def page(browser: Client, path: str = INBOX, **headers: str) -> str:
    return browser.get(path, headers=headers).content.decode()


@pytest.mark.parametrize(
    ("body", "is_unread"),
    [
        ("shy dog, side gate", True),
        ("please cancel my appointment", True),
        ("R", False),
        ("YES", False),
        ("C", False),
        ("STOP", False),
        ("wrong number", False),
    ],
)
def test_only_what_was_understood_and_done_is_read_at_once(
    day: Day, visit: Appointment, body: str, is_unread: bool
) -> None:
    reply = hear(day, body)
    reply.refresh_from_db()
    assert (reply.read_at is None, reply.read_by) == (is_unread, None)


def test_a_start_after_a_stop_is_read_at_once(day: Day, visit: Appointment) -> None:
    hear(day, "STOP")
    assert hear(day, "START").read_at


def test_a_yes_to_a_time_they_do_not_know_yet_waits_for_a_person(
    day: Day, visit: Appointment
) -> None:
    day.move(visit, hours=3)
    assert hear(day, "C").read_at is None


@pytest.mark.parametrize(("body", "is_unread"), [("G", False), ("N", False), ("it drips", True)])
def test_a_thumb_needs_nobody_to_read_it(
    day: Day, visit: Appointment, body: str, is_unread: bool
) -> None:
    Message.objects.filter(appointment=visit).update(kind=Kind.THANKS)
    reply = hear(day, body)
    reply.refresh_from_db()
    assert (reply.read_at is None) == is_unread


def test_words_after_a_thumbs_down_wait_for_a_person(day: Day, visit: Appointment) -> None:
    Message.objects.filter(appointment=visit).update(kind=Kind.THANKS)
    hear(day, "N")
    assert hear(day, "and it still drips").read_at is None


def test_who_has_waited_longest_is_on_top_with_all_they_wrote(
    day: Day, visit: Appointment, maya: Technician, jo: User
) -> None:
    day.book(maya, make_customer("Sam Ortiz", phone=SAM), hours=48)
    hear(day, "hello?", SAM)
    hear(day.later(minutes=1), "shy dog")
    hear(day.later(minutes=1), "side gate")
    found = waiting(jo, day.now)
    assert [(one.phone.name, [r.body for r in one.unread]) for one in found] == [
        ("Sam Ortiz", ["hello?"]),
        ("Dana Webb", ["shy dog", "side gate"]),
    ]
    assert unread_threads(jo) == 2


@pytest.mark.parametrize(("minutes", "is_late"), [(9, False), (10, True)])
def test_an_answer_may_wait_ten_minutes(
    day: Day, visit: Appointment, jo: User, minutes: int, is_late: bool
) -> None:
    hear(day, "shy dog")
    (row,) = waiting(jo, day.later(minutes=minutes).now)
    assert row.is_late == is_late
    assert row.waits_in_words() == f"waits {minutes} min"


@pytest.mark.parametrize(
    ("waited", "words"),
    [({"minutes": 60}, "1 h"), ({"hours": 47}, "47 h"), ({"hours": 48}, "2 days")],
)
def test_a_long_wait_is_said_coarsely(
    day: Day, visit: Appointment, jo: User, waited: dict[str, float], words: str
) -> None:
    hear(day, "shy dog")
    (row,) = waiting(jo, day.later(**waited).now)
    assert row.waits_in_words() == f"waits {words}"


def test_what_is_for_managers_is_in_a_managers_inbox_only(
    day: Day, visit: Appointment, jo: User
) -> None:
    reply = hear(day, "he shouted at my dog")
    Reply.objects.update(for_managers=True)
    rosa = person("rosa", role=User.Role.MANAGER)
    assert (unread_threads(jo), unread_threads(rosa)) == (0, 1)
    assert inbox_services.mark_read(by=jo, reply=reply) == 0


def test_done_marks_what_was_shown_and_nothing_newer(
    day: Day, visit: Appointment, jo: User
) -> None:
    shown = [hear(day, "shy dog"), hear(day, "side gate")]
    newer = hear(day, "and a cat")
    assert inbox_services.mark_read(by=jo, reply=shown[-1], now=day.now) == 2
    assert list(Reply.objects.unread()) == [newer]
    assert Reply.objects.filter(read_by=jo, read_at=day.now).count() == 2
    assert Change.objects.filter(what="answer read", user=jo).count() == 1


def test_an_answer_reaches_the_phone_signed_by_a_person(
    day: Day, visit: Appointment, jo: User
) -> None:
    answer(day, jo, hear(day, "side gate?"), "Yes, the side gate is fine")
    (text,) = day.deliver()
    assert text.body == "Yes, the side gate is fine - Jo at Acme."
    assert (text.to, text.media_url) == (DANA, "")
    assert not Reply.objects.unread().exists()


def test_an_answer_in_spanish_is_signed_in_spanish(day: Day, visit: Appointment, jo: User) -> None:
    visit.customer.language = "es"
    visit.customer.save()
    answer(day, jo, hear(day, "hola"), "Claro que sí")
    assert day.deliver()[0].body == "Claro que sí - Jo de Acme."


@pytest.mark.parametrize("status", [Status.CANCELED, Status.DONE, Status.NO_ACCESS])
def test_an_answer_goes_whatever_became_of_the_visit(
    day: Day, visit: Appointment, jo: User, status: Status
) -> None:
    reply = hear(day, "why?")
    Appointment.objects.update(status=status)
    answer(day, jo, reply, "We call you")
    assert [text.body for text in day.deliver()] == ["We call you - Jo at Acme."]


def test_an_answer_goes_at_night(day: Day, visit: Appointment, jo: User) -> None:
    BusinessUnit.objects.update(quiet_from="00:00", quiet_until="23:59", quiet_for_all=True)
    answer(day, jo, hear(day, "hello"))
    assert len(day.deliver()) == 1


@pytest.mark.parametrize(("hours", "reached"), [(23.9, 1), (24.1, 0)])
def test_an_answer_is_useful_for_a_day(
    day: Day, visit: Appointment, jo: User, hours: float, reached: int
) -> None:
    answer(day, jo, hear(day, "hello?"))
    assert len(day.later(hours=hours).deliver()) == reached


def test_the_same_form_twice_is_one_text(day: Day, visit: Appointment, jo: User) -> None:
    reply = hear(day, "hello?")
    assert answer(day, jo, reply) == answer(day, jo, reply)
    assert len(day.deliver()) == 1


def test_who_comes_second_is_told_who_was_first(day: Day, visit: Appointment, jo: User) -> None:
    reply = hear(day, "hello?")
    answer(day, jo, reply)
    with pytest.raises(ConflictError, match="Jo has answered or closed"):
        answer(day, person("ada"), reply, key="2")
    assert len(day.deliver()) == 1


def test_who_wants_no_texts_gets_no_answer(day: Day, visit: Appointment, jo: User) -> None:
    reply = hear(day, "hello?")
    suppress(day, visit)
    with pytest.raises(InvalidError, match="asked for no texts"):
        answer(day, jo, reply)
    assert Reply.objects.unread().count() == 1


def test_a_stop_in_the_same_moment_makes_the_answer_a_call(
    day: Day, visit: Appointment, jo: User
) -> None:
    answer(day, jo, hear(day, "hello?"), "Yes, at nine")
    hear(day, "STOP")
    assert day.deliver() == []
    assert CallTask.objects.filter(reason=CallTask.Reason.ANSWER).count() == 1


def test_an_answer_the_provider_refuses_becomes_a_call(
    day: Day, visit: Appointment, jo: User, desk: Client
) -> None:
    answer(day, jo, hear(day, "hello?"), "Yes, at nine")
    day.provider.answers = [RefusedError(Family.UNREACHABLE, "30005")]
    day.deliver()
    shown = page(desk, "/calls")
    assert "could not be texted" in shown
    assert "Yes, at nine" in shown


def test_no_text_goes_to_another_number_than_the_one_that_wrote(
    day: Day, visit: Appointment, jo: User
) -> None:
    reply = hear(day, "hello?")
    visit.customer.phone = SAM
    visit.customer.save()
    reply.refresh_from_db()
    with pytest.raises(InvalidError, match="No visit"):
        answer(day, jo, reply)


@pytest.mark.parametrize("words", ["", "  ", "x" * 481])
def test_an_answer_has_words_and_fits_a_text(
    day: Day, visit: Appointment, jo: User, words: str
) -> None:
    with pytest.raises(InvalidError):
        answer(day, jo, hear(day, "hello?"), words)


def test_an_answer_tells_nothing_of_who_comes_and_when(
    day: Day, visit: Appointment, jo: User
) -> None:
    reply = hear(day, "hello?")
    day.move(visit, hours=3)
    Message.objects.filter(state=State.QUEUED).update(send_after=day.now + timedelta(hours=1))
    answer(day, jo, reply)
    day.deliver()
    hear(day, "C")
    assert fresh(visit).confirmed_at is None
    assert Message.objects.filter(kind=Kind.RESCHEDULE, state=State.QUEUED).exists()


def test_what_follows_a_managers_answer_stays_with_managers(
    day: Day, visit: Appointment, jo: User
) -> None:
    Message.objects.filter(appointment=visit).update(kind=Kind.THANKS)
    rosa = person("rosa", role=User.Role.MANAGER)
    answer(day.later(minutes=1), rosa, hear(day, "the tap still drips"), "We come tomorrow")
    day.deliver()
    assert hear(day.later(minutes=1), "good").for_managers
    assert unread_threads(jo) == 0


def test_a_customer_writes_and_is_answered_from_the_page(
    day: Day, visit: Appointment, desk: Client
) -> None:
    reply = hear(day, "shy dog, side gate")
    shown = page(desk, talk_of(reply))
    assert all(words in shown for words in ("Dana Webb", "shy dog, side gate", "Maya Lopez"))
    form = {"words": "Thank you, Maya knows", "form_key": "1", "turn": "0"}
    after = desk.post(reverse("inbox_answer", args=[reply.pk]), form, follow=True)
    assert "Your answer is on its way" in after.content.decode()
    texts = day.later(minutes=1).deliver()
    assert [text.body for text in texts] == ["Thank you, Maya knows - Jo at Acme."]
    thread = page(desk, reverse("visit_texts", args=[visit.pk]))
    assert "Thank you, Maya knows" in thread
    assert "read by Jo" in thread


def test_opening_the_thread_marks_unread_answers_and_reads_none(
    day: Day, visit: Appointment, desk: Client
) -> None:
    hear(day, "shy dog")
    thread = reverse("visit_texts", args=[visit.pk])
    assert "Unread" in page(desk, thread)
    assert "Unread" in page(desk, thread)


def test_done_leaves_the_list_and_says_who(day: Day, visit: Appointment, desk: Client) -> None:
    path = reverse("inbox_done", args=[hear(day, "shy dog").pk])
    desk.post(path)
    shown = page(desk, **LIVE)
    assert "Nothing to read" in shown
    assert "read by Jo" in shown
    assert "There was nothing left to read" in desk.post(path, follow=True).content.decode()


def test_a_late_answer_is_marked(day: Day, visit: Appointment, desk: Client) -> None:
    hear(day, "shy dog")
    Reply.objects.update(received_at=timezone.now() - timedelta(minutes=12))
    assert "waits 12 min" in page(desk)


def test_the_live_list_is_silent_while_nothing_changes(
    day: Day, visit: Appointment, desk: Client
) -> None:
    hear(day, "shy dog")
    live = f"{INBOX}?seen={desk.get(INBOX).context['stamp']}"
    assert desk.get(live, headers=LIVE).status_code == 204
    hear(day, "side gate")
    assert "side gate" in page(desk, live, **LIVE)


def test_the_live_thread_leaves_the_form_alone(day: Day, visit: Appointment, desk: Client) -> None:
    reply = hear(day, "shy dog")
    assert "<textarea" in page(desk, talk_of(reply))
    newer = hear(day, "side gate")
    said = page(desk, talk_of(reply), **LIVE)
    assert "side gate" in said
    assert "<textarea" not in said
    assert f'name="upto" value="{newer.pk}"' in said


def test_a_silent_customer_is_called_not_texted(day: Day, visit: Appointment, desk: Client) -> None:
    reply = hear(day, "shy dog")
    suppress(day, visit)
    shown = page(desk, talk_of(reply))
    assert 'href="tel:+1-202-555-0123"' in shown
    assert "<textarea" not in shown


def test_a_number_nobody_knows_can_be_called(day: Day, desk: Client) -> None:
    reply = hear(day, "who is this?", "+12025550199")
    shown = page(desk, talk_of(reply))
    assert "A number we don't know" in shown
    assert 'href="tel:+1-202-555-0199"' in shown


def test_the_frame_counts_the_phones_that_wait(day: Day, visit: Appointment, desk: Client) -> None:
    hear(day, "shy dog")
    hear(day, "side gate")
    assert 'id="inbox-count" class="count">1<' in page(desk)
    assert 'id="inbox-count" class="count" hx-swap-oob="true">1<' in page(desk, "/alarms")


@pytest.fixture
def crowd() -> tuple[Reply, Iterator[User]]:
    """One answer, and eight people who look at it."""
    on_postgres()
    day = Day(now=timezone.now())
    day.book(make_technician("Maya Lopez"), on_the_phone=True)
    day.deliver()
    return hear(day, "shy dog"), iter([make_dispatcher(f"user{n}") for n in range(8)])


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_who_click_done_together_one_did_it(crowd: tuple[Reply, Iterator[User]]) -> None:
    reply, people = crowd

    def click() -> str:
        return str(inbox_services.mark_read(by=next(people), reply=reply))

    assert rivals(8, click) == {"1": 1, "0": 7}


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_many_who_answer_together_one_is_heard(crowd: tuple[Reply, Iterator[User]]) -> None:
    reply, people = crowd

    def click() -> str:
        by, mine = next(people), Reply.objects.get(pk=reply.pk)
        try:
            inbox_services.answer(by=by, reply=mine, words="Yes", form_key=by.username, turn=0)
        except ConflictError:
            return "too late"
        return "sent"

    assert rivals(8, click) == {"sent": 1, "too late": 7}
    assert Message.objects.filter(kind=Kind.ANSWER).count() == 1


def test_a_refused_answer_can_not_be_tried_as_news(day: Day, visit: Appointment, jo: User) -> None:
    text = answer(day, jo, hear(day, "hello?"))
    Message.objects.filter(pk=text.pk).update(state=State.FAILED, reason=Reason.UNREACHABLE)
    text.refresh_from_db()
    assert not may_try_again(text, day.now)

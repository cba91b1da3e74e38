"""The one honest text to whoever waits a quarter of an hour, and whom it may name."""

import pytest

from appointments.models import Appointment
from fieldservice.company.models import BusinessUnit, User
from notifications import inbox_services, promises
from notifications.models import CallTask, Message, Presence, Reply, Suppression, Thread
from notifications.states import Kind, State
from technicians.models import Technician
from tests.factories import make_technician
from tests.spine import Day, default_sender
from tests.test_inbox import answer, hear, person

pytestmark = pytest.mark.django_db
CALL = "If it can't wait, call 202-555-0100."
LLAME = "Si no puede esperar, llame al 202-555-0100."
OFFICE = {"text_name": "Acme", "person_phone": "+12025550100", "time_zone": "America/New_York"}


@pytest.fixture
def day() -> Day:
    """Tuesday, ten in the morning; the office is there from eight to five."""
    hours = {"office_from": "08:00", "office_until": "17:00"}
    BusinessUnit.objects.update(**OFFICE, **hours)
    return Day()


@pytest.fixture
def visit(day: Day) -> Appointment:
    visit = day.book(make_technician("Maya Lopez"), on_the_phone=True)
    day.deliver()
    return visit


@pytest.fixture
def jo() -> User:
    return person("jo", first_name="Jo")


def sits_there(day: Day, one: User) -> None:
    Presence.objects.update_or_create(person=one, defaults={"seen_at": day.now})


def give(reply: Reply, one: User) -> None:
    inbox_services.assign(by=one, reply=reply, person=one)


def told(day: Day) -> list[str]:
    promises.run(day.now)
    return [text.body for text in day.deliver()]


@pytest.mark.parametrize(("minutes", "count"), [(14.9, 0), (15, 1), (119, 1), (121, 0)])
def test_it_goes_after_a_quarter_of_an_hour_and_not_days_later(
    day: Day, visit: Appointment, minutes: float, count: int
) -> None:
    hear(day, "is the side gate fine?")
    assert len(told(day.later(minutes=minutes))) == count


def test_it_names_who_has_the_thread_and_is_there(day: Day, visit: Appointment, jo: User) -> None:
    give(hear(day, "is the side gate fine?"), jo)
    sits_there(day.later(minutes=15), jo)
    assert told(day) == [
        "Acme: Jo has your message and answers by 10:45am. If it can't wait, call 202-555-0100."
    ]
    assert Thread.objects.get().promised_until is not None


def test_it_speaks_spanish(day: Day, visit: Appointment, jo: User) -> None:
    visit.customer.language = "es"
    visit.customer.save()
    give(hear(day, "¿hay perro?"), jo)
    sits_there(day.later(minutes=15), jo)
    assert told(day) == ["Acme: Jo tiene su mensaje y le responde antes de las 10:45h. " + LLAME]


def test_who_has_it_but_went_home_is_not_named(day: Day, visit: Appointment, jo: User) -> None:
    sits_there(day, jo)
    give(hear(day, "is the side gate fine?"), jo)
    assert told(day.later(minutes=16)) == [
        "Acme: The office has your message. If it can't wait, call 202-555-0100."
    ]


def test_somebody_at_the_desk_keeps_the_hour_unnamed(
    day: Day, visit: Appointment, jo: User
) -> None:
    hear(day, "is the side gate fine?")
    sits_there(day.later(minutes=15), jo)
    assert told(day) == ["Acme: The office has your message and answers by 10:45am. " + CALL]


def test_it_goes_once_however_long_they_wait(day: Day, visit: Appointment) -> None:
    hear(day, "is the side gate fine?")
    assert len(told(day.later(minutes=15))) == 1
    hear(day, "hello?")
    assert told(day.later(minutes=20)) == []


@pytest.mark.parametrize(
    "body", ["Thank you", "gracias", "ok thanks", "thanks, great!", "Thank you so much Jo!"]
)
def test_a_thank_you_waits_for_nobody(day: Day, visit: Appointment, body: str) -> None:
    Reply.objects.create(
        provider_sid="SM9",
        number="+12025550123",
        sender=default_sender(),
        appointment=visit,
        body=body,
        received_at=day.now,
    )
    assert told(day.later(minutes=15)) == []


def test_who_waited_when_the_office_closed_hears_when_it_opens(
    day: Day, visit: Appointment
) -> None:
    hear(day.later(hours=6, minutes=50), "is the side gate fine?")
    (said,) = told(day.later(minutes=15))
    assert "Nobody is in the office now: a person answers from Wed 3 Jun, 8am." in said
    assert told(day.later(minutes=15)) == []


def test_who_heard_when_the_office_opens_is_promised_nothing_more(
    day: Day, visit: Appointment
) -> None:
    hear(day.later(hours=21, minutes=50), "is the side gate fine?")  # ten to eight
    assert len(day.deliver()) == 1
    assert told(day.later(minutes=15)) == []


def test_who_is_called_about_another_time_is_promised_no_answer(
    day: Day, visit: Appointment
) -> None:
    Technician.objects.update(left_on=day.now.date())
    hear(day, "is the side gate fine?")
    hear(day.later(minutes=1), "R")
    assert "will call you" in day.deliver()[0].body
    assert told(day.later(minutes=15)) == []


def test_no_hour_is_named_after_the_office_closes(day: Day, visit: Appointment, jo: User) -> None:
    hear(day.later(hours=6, minutes=20), "is the side gate fine?")
    sits_there(day.later(minutes=15), jo)
    assert told(day) == ["Acme: The office has your message. If it can't wait, call 202-555-0100."]


def test_who_said_stop_is_promised_nothing(day: Day, visit: Appointment) -> None:
    reply = hear(day, "is the side gate fine?")
    Suppression.objects.create(number=reply.number, sender=reply.sender, source="x", at=day.now)
    assert told(day.later(minutes=15)) == []


def test_an_answer_in_the_last_moment_makes_it_idle(day: Day, visit: Appointment, jo: User) -> None:
    reply = hear(day, "is the side gate fine?")
    promises.run(day.later(minutes=15).now)
    answer(day, jo, reply, "It is fine.")
    assert [text.body for text in day.deliver()] == ["It is fine. - Jo at Acme."]
    assert Message.objects.get(kind=Kind.PROMISE).state == State.SKIPPED


def test_a_dispatcher_is_not_named_for_what_only_managers_read(
    day: Day, visit: Appointment, jo: User
) -> None:
    reply = hear(day, "he shouted at my dog")
    Reply.objects.update(for_managers=True)
    give(reply, jo)
    sits_there(day.later(minutes=15), jo)
    assert told(day)[0].startswith("Acme: The office has your message")
    assert not Message.objects.shown_to(jo).filter(kind=Kind.PROMISE).exists()


@pytest.mark.parametrize(
    ("role", "said"),
    [
        (User.Role.MANAGER, "Rosa will call you today."),
        (User.Role.DISPATCHER, "Somebody will call you."),
    ],
)
def test_a_thumbs_down_promises_the_call_of_somebody_who_is_there(
    day: Day, visit: Appointment, role: str, said: str
) -> None:
    rosa = person("rosa", first_name="Rosa", role=role)
    sits_there(day, rosa)
    Message.objects.filter(appointment=visit).update(kind=Kind.THANKS)
    Appointment.objects.update(status="done")
    hear(day, "N")
    assert said in day.deliver()[0].body
    named = CallTask.objects.get().assigned_to
    assert (named == rosa) == (role == User.Role.MANAGER)

"""An alarm at the door: when it is one, what is texted, who is rung, and who ends it."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from appointments.models import Appointment
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit, User
from notifications import door_calls, door_services
from notifications.models import Alarm, AlarmCall, Message, Reply
from notifications.providers.base import (
    AmbiguousError,
    Family,
    NotProcessedError,
    Provider,
    ProviderError,
)
from notifications.reply_services import receive
from notifications.states import Kind, Reason
from tests.factories import make_customer, make_dispatcher, make_technician
from tests.spine import Day, default_sender, last, suppress

pytestmark = pytest.mark.django_db
DANA = "+12025550117"
ON_CALL, PERSON = "+12025550191", "+12025550192"
Source = Alarm.Source


@pytest.fixture
def day() -> Day:
    return Day()


@pytest.fixture
def visit(day: Day) -> Appointment:
    """Dana's, in an hour, with Maya; Acme has somebody on call."""
    BusinessUnit.objects.update(text_name="Acme", on_call_phone=ON_CALL, person_phone=PERSON)
    visit = day.book(make_technician("Maya Lopez"), make_customer("Dana Webb", phone=DANA), hours=1)
    day.deliver()
    return visit


@pytest.fixture
def jo() -> User:
    return make_dispatcher("jo")


def write(day: Day, body: str, opt_out: str = "", number: str = DANA) -> Reply:
    sid = f"SM{Reply.objects.count()}"
    return receive(
        sid=sid,
        number=number,
        sender=default_sender(),
        body=body,
        opt_out=opt_out,
        now=day.now,
    )


def ring(day: Day) -> list[str]:
    """Whom this run rang."""
    before = len(day.provider.rung)
    door_calls.run(lambda: day.provider, day.now)
    return [ringing.to for ringing in day.provider.rung[before:]]


# What opens one


@pytest.mark.parametrize(
    ("body", "source"),
    [
        ("HELP", Source.HELP),
        ("who is this", Source.WHO),
        ("that's not her", Source.NOT_THEM),
        ("no es él", Source.NOT_THEM),
    ],
)
def test_a_cry_near_the_door_opens_an_alarm(
    day: Day, visit: Appointment, body: str, source: str
) -> None:
    write(day, body)
    alarm = Alarm.objects.open().get()
    assert (alarm.appointment, alarm.source, alarm.number) == (visit, source, DANA)


def expected(day: Day, visit: Appointment) -> None:
    """Their window has begun."""
    day.now = visit.arrival_window_start


def on_the_way(day: Day, visit: Appointment) -> None:
    day.edit(visit, status=Status.ON_THE_WAY)


def alarmed(day: Day, visit: Appointment) -> None:
    write(day, "HELP")


@pytest.mark.parametrize("body", ["Who is coming?", "¿Quién viene hoy?"])
def test_who_will_come_is_a_question_until_somebody_may_be_there(
    day: Day, visit: Appointment, body: str
) -> None:
    write(day, body)
    assert not Alarm.objects.exists()
    assert "Maya" in day.deliver()[-1].body


@pytest.mark.parametrize("before", [expected, on_the_way, alarmed])
def test_then_it_is_a_cry(
    day: Day, visit: Appointment, before: Callable[[Day, Appointment], None]
) -> None:
    before(day, visit)
    reply = write(day, "Who is coming?")
    assert Alarm.objects.open().exists()
    assert reply.read_at is None


@pytest.mark.parametrize("body", ["WHO", "who is this?", "who is coming now?", "who's at my door"])
def test_who_may_be_there_is_a_cry_at_once(day: Day, visit: Appointment, body: str) -> None:
    write(day, body)
    assert Alarm.objects.open().get().source == Source.WHO


def test_a_cry_from_another_network_is_heard_too(day: Day, visit: Appointment) -> None:
    write(day, "HELP", number=f"whatsapp:{DANA}")
    assert Alarm.objects.get().number == DANA


@pytest.mark.parametrize(("minutes", "opens"), [(59, False), (60, True)])
def test_near_is_from_two_hours_before_the_window(day: Day, minutes: int, opens: bool) -> None:
    day.book(make_technician("Maya Lopez"), make_customer("Dana Webb", phone=DANA), hours=3)
    write(day.later(minutes=minutes), "HELP")
    assert Alarm.objects.exists() is opens


@pytest.mark.parametrize(("hours", "opens"), [(11.9, True), (12, False)])
def test_a_visit_nobody_ended_is_not_near_for_ever(
    day: Day, visit: Appointment, hours: float, opens: bool
) -> None:
    day.now = visit.arrival_window_end + timedelta(hours=hours)
    write(day, "HELP")
    assert Alarm.objects.exists() is opens


def test_whoever_is_at_the_door_now_is_meant(day: Day, visit: Appointment) -> None:
    other = day.book(make_technician("Sam Ash"), visit.customer, hours=0.5)
    day.edit(visit, status=Status.ARRIVED)
    write(day, "who is this")
    assert Alarm.objects.get().appointment == visit != other


def test_after_the_visit_nobody_is_alarmed(day: Day, visit: Appointment) -> None:
    day.edit(visit, status=Status.DONE)
    write(day, "HELP")
    assert not Alarm.objects.exists()


def test_who_cries_twice_has_one_alarm_and_one_text(day: Day, visit: Appointment) -> None:
    write(day, "not him")
    write(day.later(seconds=5), "HELP")
    door_services.alarm(appointment=visit, source=Source.PAGE, now=day.now)
    assert Alarm.objects.count() == Message.objects.filter(kind=Kind.DOOR).count() == 1


# What is texted


def test_they_are_told_to_keep_the_door_closed(day: Day, visit: Appointment) -> None:
    write(day, "not him")
    (text,) = day.deliver()
    assert text.to == DANA
    assert text.body.startswith(
        "Acme: Keep the door closed, we are calling you. In danger call 911."
    )


def test_it_overtakes_every_other_text(day: Day, visit: Appointment) -> None:
    day.book(make_technician("Sam Ash"), make_customer("Omar Diaz", phone="+12025550155"))
    write(day.later(seconds=5), "HELP")
    assert "Keep the door closed" in day.deliver()[0].body


def test_it_does_not_wait_for_the_morning(day: Day, visit: Appointment) -> None:
    BusinessUnit.objects.update(quiet_from="00:00", quiet_until="23:59", quiet_for_all=True)
    write(day, "HELP")
    assert "Keep the door closed" in day.deliver()[0].body


def test_who_gets_no_texts_is_only_called(day: Day, visit: Appointment) -> None:
    suppress(day, visit)
    write(day, "HELP", opt_out="HELP")
    assert Alarm.objects.open().exists()
    assert day.deliver() == []
    assert ring(day) == [ON_CALL]


def test_a_stop_in_the_same_breath_is_honoured(day: Day, visit: Appointment) -> None:
    write(day, "that's not him, stop texting me")
    assert Alarm.objects.open().exists()
    assert day.deliver() == []


def test_it_is_not_sent_when_all_turned_out_well(day: Day, visit: Appointment, jo: User) -> None:
    write(day, "who is this")
    end(jo, day)
    assert day.deliver() == []
    assert Message.objects.get(kind=Kind.DOOR).reason == Reason.SUPERSEDED


# Far from the door


def test_our_help_answer_says_who_we_are_and_how_to_stop(day: Day, visit: Appointment) -> None:
    day.move(visit, days=2)
    day.deliver()
    write(day, "ayuda")
    (text,) = [text for text in day.later(minutes=5).deliver() if "STOP" in text.body]
    assert text.body.startswith("Acme: We text you about our visits")
    assert not Alarm.objects.exists()


@pytest.mark.parametrize(("body", "opt_out"), [("HELP", ""), ("INFO", ""), ("ayuda", "HELP")])
def test_what_the_provider_answers_is_not_answered_twice(
    day: Day, visit: Appointment, body: str, opt_out: str
) -> None:
    day.edit(visit, status=Status.DONE)
    write(day, body, opt_out)
    assert not Message.objects.filter(kind=Kind.HELP).exists()


def test_who_comes_is_answered_by_the_introduction(day: Day) -> None:
    visit = day.book(make_technician("Maya Lopez"), make_customer("Dana Webb", phone=DANA))
    day.deliver()
    reply = write(day.later(hours=1), "who is coming?")
    (text,) = day.deliver()
    assert "Maya" in text.body
    assert (last(visit).kind, reply.read_at) == (Kind.INTRODUCTION, day.now)


def test_who_asks_again_within_the_hour_is_left_to_a_person(day: Day) -> None:
    day.book(make_technician("Maya Lopez"), make_customer("Dana Webb", phone=DANA))
    day.deliver()
    write(day.later(hours=1), "who is coming?")
    day.deliver()
    assert write(day.later(minutes=2), "who?").read_at is None
    assert day.deliver() == []


def test_it_is_not_them_says_nothing_days_before(day: Day) -> None:
    day.book(make_technician("Maya Lopez"), make_customer("Dana Webb", phone=DANA))
    assert write(day, "that's not her").read_at is None
    assert not Alarm.objects.exists()


# Who is rung


def test_the_person_on_call_is_rung_once(day: Day, visit: Appointment) -> None:
    write(day, "HELP")
    assert ring(day) == [ON_CALL]
    assert ring(day.later(seconds=59)) == []


def test_after_a_minute_the_next_person_is_rung(day: Day, visit: Appointment) -> None:
    write(day, "HELP")
    assert [ring(day), ring(day.later(minutes=1)), ring(day.later(minutes=1))] == [
        [ON_CALL],
        [PERSON],
        [ON_CALL],
    ]


def test_where_the_ringing_ends_the_next_one_is_rung_at_once(day: Day, visit: Appointment) -> None:
    write(day, "HELP")
    ring(day)
    door_services.call_ended(call=AlarmCall.objects.get())
    assert ring(day.later(seconds=20)) == [PERSON]


def test_without_a_number_on_call_the_units_person_is_rung(day: Day, visit: Appointment) -> None:
    BusinessUnit.objects.update(on_call_phone="")
    write(day, "HELP")
    assert ring(day) == [PERSON]


def test_the_customer_themselves_is_never_rung(day: Day, visit: Appointment) -> None:
    BusinessUnit.objects.update(on_call_phone=DANA, person_phone="")
    write(day, "HELP")
    assert ring(day) == []


def test_ten_tries_are_enough(day: Day, visit: Appointment) -> None:
    write(day, "HELP")
    tries = [ring(day.later(minutes=1)) for _ in range(12)]
    assert len([each for each in tries if each]) == 10


@pytest.mark.parametrize(
    ("error", "after", "rung"),
    [
        (AmbiguousError(Family.AMBIGUOUS), 59, []),
        (AmbiguousError(Family.AMBIGUOUS), 60, [PERSON]),
        (NotProcessedError(Family.TEMPORARY), 9, []),
        (NotProcessedError(Family.TEMPORARY), 10, [PERSON]),
    ],
)
def test_a_call_that_may_have_left_is_not_made_twice(
    day: Day, visit: Appointment, error: ProviderError, after: int, rung: list[str]
) -> None:
    write(day, "HELP")
    day.provider.answers = [error]
    assert ring(day) == []
    assert ring(day.later(seconds=after)) == rung


def test_the_try_is_committed_before_the_phone_rings(day: Day, visit: Appointment) -> None:
    write(day, "HELP")

    def falls_over() -> Provider:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        door_calls.run(falls_over, day.now)
    assert AlarmCall.objects.get().number == ON_CALL
    assert ring(day.later(seconds=30)) == []


# Who takes and ends it


def take(person: User, day: Day) -> bool:
    alarm = Alarm.objects.get()
    return door_services.take(by=person, alarm=alarm, turn=alarm.turn, now=day.now)


def end(person: User, day: Day, outcome: str = "well", note: str = "") -> bool:
    return door_services.end(
        by=person,
        alarm=Alarm.objects.get(),
        outcome=Alarm.Outcome(outcome),
        note=note,
        now=day.now,
    )


def test_two_people_don_t_call_at_once(day: Day, visit: Appointment, jo: User) -> None:
    write(day, "HELP")
    seen = Alarm.objects.get()
    assert door_services.take(by=jo, alarm=seen, turn=0, now=day.now)
    assert not door_services.take(by=make_dispatcher("ann"), alarm=seen, turn=0, now=day.now)
    assert Alarm.objects.get().taken_by == jo


def test_somebody_may_call_instead(day: Day, visit: Appointment, jo: User) -> None:
    write(day, "HELP")
    take(jo, day)
    ann = make_dispatcher("ann")
    assert take(ann, day.later(seconds=30))
    alarm = Alarm.objects.get()
    assert (alarm.taken_by, alarm.taken_at) == (ann, day.now - timedelta(seconds=30))


def test_nobody_is_rung_once_somebody_calls(day: Day, visit: Appointment, jo: User) -> None:
    write(day, "HELP")
    take(jo, day)
    assert ring(day) == []


def test_the_end_of_the_visit_does_not_end_it(day: Day, visit: Appointment) -> None:
    write(day, "HELP")
    day.edit(visit, status=Status.DONE)
    assert Alarm.objects.open().exists()


def test_a_person_ends_it_with_what_they_found_out(day: Day, visit: Appointment, jo: User) -> None:
    reply = write(day, "who is this")
    assert end(jo, day, note=" Her brother-in-law. ")
    alarm = Alarm.objects.get()
    assert (alarm.outcome, alarm.note, alarm.ended_by) == ("well", "Her brother-in-law.", jo)
    reply.refresh_from_db()
    assert reply.read_by == jo
    assert not end(jo, day)


def test_after_the_end_a_new_cry_is_a_new_alarm(day: Day, visit: Appointment, jo: User) -> None:
    write(day, "HELP")
    end(jo, day)
    write(day.later(minutes=5), "not him")
    assert Alarm.objects.open().get().source == Source.NOT_THEM

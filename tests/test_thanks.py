"""After the visit: the question, the answers, and kind words on their way back."""

from datetime import time, timedelta

import pytest

from appointments.models import Appointment
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit, User
from notifications import reply_services
from notifications.models import CallTask, Message, Reply, Thanks
from notifications.states import Kind, Reason, State
from notifications.thanks_services import keep, pass_on
from technicians.models import Technician
from tests.factories import make_technician
from tests.spine import OFFICE, Day, default_sender, fresh, suppress

pytestmark = pytest.mark.django_db
HERS = "+12025550177"


@pytest.fixture(autouse=True)
def in_new_york(db: None) -> None:
    BusinessUnit.objects.update(time_zone="America/New_York", text_name="Acme")


@pytest.fixture
def jo() -> Technician:
    return make_technician("Jo Park", phone=HERS)


@pytest.fixture
def done(day: Day, jo: Technician) -> Appointment:
    """A visit in the morning, told and done in time."""
    visit = day.book(jo, hours=1)
    day.deliver()
    finish(day.later(hours=2), visit)
    return fresh(visit)


@pytest.fixture
def asked(day: Day, done: Appointment) -> Appointment:
    day.later(minutes=30).deliver()
    return done


def finish(day: Day, visit: Appointment) -> None:
    day.edit(visit, status=Status.DONE)


def answer(day: Day, body: str, number: str = "+12025550123") -> Reply:
    return reply_services.receive(
        sid=f"SM{Reply.objects.count()}",
        number=number,
        sender=default_sender(),
        body=body,
        opt_out="",
        now=day.later(minutes=5).now,
    )


def kinds(visit: Appointment) -> list[str]:
    texts = visit.messages.exclude(state=State.SKIPPED).order_by("created_at")
    return [text.kind for text in texts]


def to_jo(day: Day) -> list[str]:
    return [text.body for text in day.deliver() if text.to == HERS]


def evening(day: Day) -> Day:
    day.now = day.now.replace(hour=21, minute=31)  # 17:31 in New York
    return day


def test_half_an_hour_after_a_visit_the_customer_is_asked_how_it_was(
    day: Day, done: Appointment
) -> None:
    assert day.deliver() == []
    (text,) = day.later(minutes=30).deliver()
    assert "How was it with Jo" in text.body
    assert "only the office reads" in text.body
    assert text.media_url == ""


def test_a_tap_taken_back_asks_nothing(day: Day, done: Appointment) -> None:
    Appointment.objects.filter(pk=done.pk).update(status=Status.ARRIVED)
    assert day.later(minutes=30).deliver() == []


def test_a_visit_that_came_late_is_not_asked_about(day: Day, jo: Technician) -> None:
    visit = day.book(jo, hours=1)
    day.deliver()
    finish(day.later(hours=9), visit)
    assert day.later(hours=1).deliver() == []


def test_who_was_never_told_is_not_asked(day: Day, jo: Technician) -> None:
    visit = day.book(jo, hours=1)
    suppress(day, visit)
    day.deliver()
    finish(day, visit)
    assert Kind.THANKS not in kinds(visit)


def test_the_question_keeps_quiet_hours(day: Day, done: Appointment) -> None:
    BusinessUnit.objects.update(quiet_from=time(12), quiet_until=time(15))
    Message.objects.filter(kind=Kind.THANKS).delete()
    Appointment.objects.filter(pk=done.pk).update(status=Status.ARRIVED)
    finish(day, done)
    text = Message.objects.get(kind=Kind.THANKS)
    assert text.send_after == day.now.replace(hour=19, minute=0)


def test_a_thumbs_up_with_words_reaches_the_technician_the_same_evening_unedited(
    day: Day, asked: Appointment
) -> None:
    answer(day, "G you [really] fixed it :-)")
    assert to_jo(day) == []
    (body,) = to_jo(evening(day))
    assert '"you [really] fixed it :-)"' in body
    assert "Dana thanks you" in body


def test_words_that_follow_a_thumb_go_along(day: Day, asked: Appointment) -> None:
    answer(day, "G")
    answer(day, "She even wiped the floor")
    (body,) = to_jo(evening(day))
    assert '"She even wiped the floor"' in body


def test_a_thumbs_up_is_answered_once(day: Day, asked: Appointment) -> None:
    answer(day, "G")
    answer(day, "G")
    assert [text.body for text in day.deliver()] == [
        "Acme: Thank you, Dana. Jo reads this tonight."
    ]


def test_a_thumbs_down_goes_to_a_manager_and_nobody_else(day: Day, asked: Appointment) -> None:
    reply = answer(day, "N he shouted at my dog")
    (text,) = day.deliver()
    assert "Somebody will call you" in text.body
    assert reply.for_managers
    manager, dispatcher = User(role=User.Role.MANAGER), User(role=User.Role.DISPATCHER)
    assert CallTask.objects.open().shown_to(manager).get().reason == CallTask.Reason.NOT_HAPPY
    assert not CallTask.objects.open().shown_to(dispatcher).exists()
    assert to_jo(evening(day)) == []


def test_words_without_a_thumb_wait_for_a_manager(day: Day, asked: Appointment) -> None:
    reply = answer(day, "The tap still drips")
    assert reply.for_managers
    assert to_jo(evening(day)) == []
    pass_on(by=OFFICE, thanks=asked.thanks, now=day.now)
    assert len(to_jo(day)) == 1


def test_words_kept_in_the_office_reach_nobody(day: Day, asked: Appointment) -> None:
    answer(day, "The tap still drips")
    keep(by=OFFICE, thanks=asked.thanks, now=day.now)
    assert Thanks.objects.get().kept_at == day.now
    assert to_jo(evening(day)) == []


def test_an_answer_to_another_question_is_no_thanks(day: Day, jo: Technician) -> None:
    visit = day.book(jo)
    day.deliver()
    answer(day, "G")
    assert not Thanks.objects.filter(appointment=visit).exists()


def test_an_answer_days_later_is_no_thanks(day: Day, asked: Appointment) -> None:
    answer(day.later(days=3), "G")
    assert not Thanks.objects.exists()


def test_a_stop_after_a_visit_is_a_stop(day: Day, asked: Appointment) -> None:
    answer(day, "STOP")
    assert not Thanks.objects.exists()
    assert default_sender().suppressions.count() == 1


def test_a_question_too_late_is_not_sent(day: Day, done: Appointment) -> None:
    day.later(hours=25).deliver()
    text = Message.objects.get(kind=Kind.THANKS)
    assert (text.state, text.reason) == (State.SKIPPED, Reason.TOO_LATE)
    assert text.useful_until - text.send_after == timedelta(hours=24)


def test_a_question_that_was_held_up_waits_for_the_morning(day: Day, done: Appointment) -> None:
    assert day.later(hours=11).deliver() == []  # eleven at night
    day.later(hours=9, minutes=30)
    assert [text.body.count("How was it") for text in day.deliver()] == [1]

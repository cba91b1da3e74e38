"""Who wants no texts: honoured at once, undone only by whoever said so."""

import pytest

from appointments.models import Appointment
from notifications import calls as calling
from notifications.call_services import finish
from notifications.calls import known_to
from notifications.models import CallTask, Reply, Suppression
from notifications.rendering import picture_of
from notifications.reply_services import receive
from notifications.states import Reason, State
from notifications.suppressing import Source, resume, suppress
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher
from tests.spine import Day, default_sender, last, told

pytestmark = pytest.mark.django_db
DANA = "+12025550123"
Why = CallTask.Reason


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """Tomorrow at ten; Dana has been told that Maya is coming."""
    visit = day.book(maya)
    assert day.deliver()
    return visit


def answer(day: Day, body: str, opt_out: str = "", number: str = DANA) -> None:
    """Somebody answers; every answer has an id of its own."""
    sid = f"SM{Reply.objects.count()}"
    receive(
        sid=sid, number=number, sender=default_sender(), body=body, opt_out=opt_out, now=day.now
    )


def calls() -> list[tuple[str, bool]]:
    """Reason and urgency of the calls to be made."""
    return [(call.reason, call.urgent) for call in CallTask.objects.open()]


def is_suppressed() -> bool:
    return Suppression.objects.filter(number=DANA).exists()


def test_a_phrase_ends_the_texts(day: Day, visit: Appointment) -> None:
    answer(day, "please stop texting me")
    assert is_suppressed()
    assert calls() == []


def test_a_tap_back_ends_nothing(day: Day, visit: Appointment) -> None:
    answer(day, "Liked “Acme: Reply STOP to end texts”")
    assert not is_suppressed()


@pytest.mark.parametrize("body", ["STOP", "cancel", "End", "quit", "cancelar"])
def test_a_bare_stop_before_a_visit_asks_for_a_call_at_once(
    day: Day, visit: Appointment, body: str
) -> None:
    answer(day, body)
    assert is_suppressed()
    assert calls() == [(Why.MEANT_THE_VISIT, True)]
    assert CallTask.objects.get().appointment == visit


def test_two_stops_are_one_call(day: Day, visit: Appointment) -> None:
    answer(day, "STOP")
    answer(day, "CANCEL")
    assert len(calls()) == 1


def test_news_that_a_stop_holds_back_is_told_in_the_same_call(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    answer(day, "STOP")
    assert calls() == [(Why.MEANT_THE_VISIT, True)]
    call = CallTask.objects.get()
    assert call.message == visit.messages.get()
    finish(by=make_dispatcher(), task=call, now=day.now)
    assert known_to(visit) == picture_of(visit)


def test_news_after_a_stop_joins_the_open_call_and_leaves_it_when_undone(
    day: Day, visit: Appointment, maya: Technician, omar: Technician
) -> None:
    answer(day, "STOP")
    day.reassign(visit, omar)
    assert calls() == [(Why.MEANT_THE_VISIT, True)]
    assert CallTask.objects.get().message == last(visit)
    day.reassign(visit, maya)
    assert calls() == [(Why.MEANT_THE_VISIT, True)]
    assert CallTask.objects.get().message is None


def test_news_after_the_call_was_made_needs_another(
    day: Day, visit: Appointment, omar: Technician
) -> None:
    answer(day, "STOP")
    finish(by=make_dispatcher(), task=CallTask.objects.get(), now=day.now)
    day.reassign(visit, omar)
    assert calls() == [(Why.CHANGED, False)]


def test_what_somebody_had_to_call_about_before_the_stop_is_told_with_it(
    day: Day, maya: Technician
) -> None:
    visit = day.book(maya)
    visit.messages.update(state=State.FAILED, reason=Reason.CONTENT_REFUSED)
    calling.instead_of(visit.messages.get(), Reason.CONTENT_REFUSED, day.now)
    answer(day, "STOP")
    assert calls() == [(Why.MEANT_THE_VISIT, True)]
    assert CallTask.objects.open().get().message == visit.messages.get()


def test_a_stop_after_the_visit_asks_for_no_call(day: Day, visit: Appointment) -> None:
    answer(day.later(hours=26), "STOP")
    assert is_suppressed()
    assert calls() == []


def test_a_stop_means_the_next_visit_where_the_last_one_is_over(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    later = day.book(maya, visit.customer, hours=50)
    answer(day.later(hours=26), "STOP")
    meant = CallTask.objects.get(reason=Why.MEANT_THE_VISIT)
    assert meant.appointment == later


@pytest.mark.parametrize(("opt_out", "body"), [("STOP", "no mas"), ("STOP", "STOP")])
def test_what_the_provider_understood_counts(day: Day, opt_out: str, body: str) -> None:
    answer(day, body, opt_out)
    assert is_suppressed()


def test_a_text_that_waits_is_skipped_with_the_answer(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    answer(day, "STOP")
    text = visit.messages.get()
    assert (text.state, text.reason) == (State.SKIPPED, "suppressed")


def test_an_introduction_that_waits_is_read_out_instead(day: Day, maya: Technician) -> None:
    day.book(maya)
    answer(day, "stop texting me")
    assert calls() == [(Why.BY_CALL, False)]


def test_a_text_that_is_held_is_skipped_too(day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    visit.messages.update(state=State.HELD)
    answer(day, "STOP")
    assert told(visit) == [("introduction", "skipped")]


def test_another_persons_text_still_goes(day: Day, maya: Technician) -> None:
    day.book(maya, make_customer("Rosa Diaz", phone="+12025550188"))
    answer(day, "STOP")
    assert len(day.deliver()) == 1


def test_the_father_at_home_may_stop_his_own_texts(day: Day, maya: Technician) -> None:
    visit = day.book(maya, contact_name="Ed Webb", contact_phone="+12025550177")
    answer(day, "STOP")
    assert told(visit) == [("introduction", "queued")]
    answer(day, "STOP", number="+12025550177")
    assert told(visit) == [("introduction", "skipped")]


def test_a_change_that_waits_becomes_a_call(day: Day, visit: Appointment, omar: Technician) -> None:
    day.reassign(visit, omar)
    answer(day, "stop texting me")
    assert calls() == [(Why.CHANGED, False)]


@pytest.mark.parametrize(("by_stop", "code"), [(Source.REPLY, ""), (Source.PROVIDER, "21610")])
def test_start_undoes_a_stop(day: Day, by_stop: Source, code: str) -> None:
    suppress(DANA, default_sender(), by_stop, day.now, code)
    answer(day, "START")
    assert not is_suppressed()


@pytest.mark.parametrize("source", [Source.OFFICE, Source.WRONG_NUMBER])
def test_start_undoes_nothing_else(day: Day, source: Source) -> None:
    suppress(DANA, default_sender(), source, day.now)
    answer(day, "START")
    assert is_suppressed()


def test_a_wrong_number_outlasts_its_own_stop(day: Day) -> None:
    answer(day, "STOP")
    answer(day, "wrong number")
    answer(day, "START")
    assert is_suppressed()


def test_a_stop_does_not_weaken_what_the_office_said(day: Day) -> None:
    suppress(DANA, default_sender(), Source.OFFICE, day.now)
    answer(day, "STOP")
    assert not resume(DANA, default_sender())


def test_a_stranger_gets_no_more_texts_and_the_office_a_call(
    day: Day, visit: Appointment, omar: Technician
) -> None:
    day.reassign(visit, omar)
    answer(day, "Who is this? You have the wrong person")
    assert calls() == [(Why.WRONG_NUMBER, False)]
    assert not day.later(minutes=5).deliver()


def test_a_stranger_nobody_knows_is_only_left_alone(day: Day) -> None:
    answer(day, "wrong number")
    assert is_suppressed()
    assert calls() == []

"""When a person has to call: for whom no text may go, and only while there is something to tell."""

import pytest

from appointments.models import Appointment, Customer
from appointments.statuses import Status
from notifications.call_services import finish
from notifications.models import CallTask
from notifications.suppressing import Source, suppress
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher
from tests.spine import NOW, Day, default_sender, last, told

pytestmark = pytest.mark.django_db
Why = CallTask.Reason
DANA = "+12025550123"


@pytest.fixture
def ada() -> Customer:
    """She wants to be called."""
    ada = make_customer("Ada Okafor", phone="+12025550144")
    ada.reach = Customer.Reach.CALL
    ada.save()
    return ada


@pytest.fixture
def silent(day: Day, maya: Technician) -> Appointment:
    """Tomorrow at ten; Dana was told of Maya and then asked for no more texts."""
    visit = day.book(maya)
    assert day.deliver()
    suppress(DANA, default_sender(), Source.REPLY, day.now)
    return visit


def open_calls() -> list[str]:
    return [call.reason for call in CallTask.objects.open()]


def done(call: CallTask, day: Day) -> None:
    finish(by=make_dispatcher(), task=call, now=day.now)


def test_who_wants_calls_is_called_with_the_introduction(
    day: Day, maya: Technician, ada: Customer
) -> None:
    visit = day.book(maya, ada)
    call = CallTask.objects.get()
    assert (call.reason, call.number, call.urgent) == (Why.BY_CALL, "+12025550144", False)
    assert told(visit) == [("introduction", "skipped")]
    assert not day.deliver()


def test_a_call_for_a_visit_of_today_is_urgent(day: Day, maya: Technician, ada: Customer) -> None:
    day.book(maya, ada, hours=12)
    assert CallTask.objects.get().urgent


def test_a_change_of_wish_makes_the_text_that_waits_a_call(
    day: Day, maya: Technician, ada: Customer
) -> None:
    ada.reach = Customer.Reach.PICTURE
    ada.save()
    day.book(maya, ada)
    Customer.objects.update(reach=Customer.Reach.CALL)
    assert not day.deliver()
    assert open_calls() == [Why.BY_CALL]


def test_a_new_face_is_never_kept_from_who_gets_no_texts(
    day: Day, silent: Appointment, omar: Technician
) -> None:
    day.reassign(silent, omar)
    assert open_calls() == [Why.CHANGED]
    assert told(silent)[-1] == ("new_face", "skipped")


def test_a_new_time_is_told_by_call(day: Day, silent: Appointment) -> None:
    day.move(silent, hours=2)
    assert open_calls() == [Why.CHANGED]


def test_a_visit_called_off_is_told_by_call(day: Day, silent: Appointment) -> None:
    day.cancel(silent)
    assert open_calls() == [Why.CHANGED]
    assert last(silent).kind == "cancel"


def test_a_booking_is_read_out_to_who_asked_for_no_texts(day: Day, maya: Technician) -> None:
    suppress(DANA, default_sender(), Source.REPLY, day.now)
    visit = day.book(maya)
    call = CallTask.objects.get()
    assert (call.reason, call.number, call.message) == (Why.BY_CALL, DANA, last(visit))
    assert told(visit) == [("introduction", "skipped")]
    assert not day.deliver()


def test_a_new_time_before_the_first_call_is_still_one_call(day: Day, maya: Technician) -> None:
    suppress(DANA, default_sender(), Source.REPLY, day.now)
    visit = day.book(maya)
    day.move(visit, hours=1)
    assert open_calls() == [Why.BY_CALL]
    assert CallTask.objects.open().get().message == last(visit)


def test_a_new_time_after_the_first_call_is_a_change(day: Day, maya: Technician) -> None:
    suppress(DANA, default_sender(), Source.REPLY, day.now)
    visit = day.book(maya)
    done(CallTask.objects.get(), day)
    day.later(minutes=5).move(visit, hours=1)
    assert open_calls() == [Why.CHANGED]


def test_a_first_face_is_read_out_but_breaks_no_promise(day: Day, maya: Technician) -> None:
    suppress(DANA, default_sender(), Source.REPLY, day.now)
    visit = day.book()
    done(CallTask.objects.get(), day)
    day.later(minutes=5).reassign(visit, maya)
    assert open_calls() == [Why.BY_CALL]


def test_two_changes_are_one_call(day: Day, silent: Appointment, omar: Technician) -> None:
    day.reassign(silent, omar)
    day.move(silent, hours=1)
    assert open_calls() == [Why.CHANGED]


def test_there_and_back_again_needs_no_call(
    day: Day, silent: Appointment, maya: Technician, omar: Technician
) -> None:
    day.reassign(silent, omar)
    day.reassign(silent, maya)
    assert open_calls() == []


def test_back_again_after_the_call_needs_another(
    day: Day, silent: Appointment, maya: Technician, omar: Technician
) -> None:
    day.reassign(silent, omar)
    done(CallTask.objects.get(), day)
    day.later(minutes=5).reassign(silent, maya)
    assert open_calls() == [Why.CHANGED]


@pytest.mark.parametrize("status", [Status.ARRIVED, Status.DONE])
def test_whoever_is_at_the_door_need_not_be_announced(
    day: Day, maya: Technician, ada: Customer, status: Status
) -> None:
    visit = day.book(maya, ada)
    day.edit(visit, status=status)
    assert open_calls() == []


def test_who_is_called_hears_of_the_end_even_before_the_call(
    day: Day, maya: Technician, ada: Customer
) -> None:
    visit = day.book(maya, ada)
    day.cancel(visit)
    assert open_calls() == [Why.BY_CALL]
    assert CallTask.objects.open().get().message == last(visit)


def test_a_change_of_something_else_needs_no_new_call(
    day: Day, maya: Technician, ada: Customer
) -> None:
    visit = day.book(maya, ada)
    done(CallTask.objects.get(), day)
    day.edit(visit, notes="gate code 12")
    assert open_calls() == []


def test_urgent_calls_come_first(day: Day, maya: Technician, ada: Customer) -> None:
    day.book(maya, ada, hours=48)
    near = day.later(minutes=1).book(maya, ada, hours=3)
    first = CallTask.objects.open()[0]
    assert first.appointment == near


def test_a_call_is_done_once_and_by_one_person(day: Day, maya: Technician, ada: Customer) -> None:
    day.book(maya, ada)
    call = CallTask.objects.get()
    priya, tom = make_dispatcher("priya"), make_dispatcher("tom")
    assert finish(by=priya, task=call, now=day.now)
    assert not finish(by=tom, task=call, now=day.later(minutes=1).now)
    call.refresh_from_db()
    assert (call.done_by, call.done_at) == (priya, NOW)

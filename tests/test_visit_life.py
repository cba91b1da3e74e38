"""A visit's life in texts, from the reminder to the closed door, as the customer gets them."""

import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from appointments.models import Appointment, Customer, JobType, Tap
from appointments.statuses import Status
from appointments.tap_services import Tapped, take
from fieldservice.company.models import BusinessUnit, User
from fieldservice.company.services import default_unit
from notifications import saying
from notifications.models import CallTask, Message, TextSwitch
from notifications.states import Kind, Reason, State
from technicians.models import Technician
from tests.factories import make_customer, make_technician
from tests.spine import Day, attempts, fresh, told, with_photo
from tests.technician_pages import technician_named

pytestmark = pytest.mark.django_db
FOOTBALL = "plays football on Sundays"
TEN_BEFORE = datetime(2026, 6, 4, 14, tzinfo=UTC)  # ten in New York, the day before the visit


@pytest.fixture
def maya() -> Technician:
    return technician_named("Maya Lopez")


@pytest.fixture
def friday(day: Day, maya: Technician) -> Appointment:
    """In three days at ten; Dana knows that Maya comes."""
    visit = day.book(maya, hours=72)
    day.deliver()
    return visit


@pytest.fixture
def soon(day: Day, maya: Technician) -> Appointment:
    """In an hour; Dana knows that Maya comes, and some minutes have gone by."""
    visit = day.book(with_photo(maya), hours=1)
    day.deliver()
    day.later(minutes=30)
    return visit


def tap(day: Day, visit: Appointment, what: str, detail: str = "", *, rough: bool = False) -> Tap:
    """The visit's own technician taps."""
    who = fresh(visit).technician
    assert who is not None
    assert isinstance(who.user, User)
    said = Tapped(key=uuid.uuid4(), what=Tap.What(what), detail=detail, rough=rough)
    taken = take(by=who.user, technician=who, visit_id=visit.pk, tapped=said, now=day.now)
    assert taken is not None
    assert not taken.refusal
    return taken


def bodies(day: Day) -> list[str]:
    return [text.body for text in day.deliver()]


def only(day: Day) -> str:
    (body,) = bodies(day)
    return body


def switch(kind: Kind, *, on: bool, job: JobType | None = None) -> None:
    TextSwitch.objects.create(business_unit=default_unit(), job_type=job, kind=kind, is_on=on)


def reminder(visit: Appointment) -> Message:
    return visit.messages.get(kind=Kind.REMINDER)


# Reminders


def test_a_reminder_comes_at_ten_on_the_day_before(day: Day, friday: Appointment) -> None:
    assert (reminder(friday).state, reminder(friday).send_after) == (State.QUEUED, TEN_BEFORE)
    day.now = TEN_BEFORE - timedelta(seconds=1)
    assert not day.deliver()
    body = only(day.later(seconds=1))
    assert "A reminder, Dana. Maya is coming on Fri 5 Jun, 10am-noon" in body
    assert "Reply C if that suits you, R for another time." in body


@pytest.mark.parametrize(("minutes", "is_planned"), [(0, False), (1, True)])
def test_only_who_booked_36_hours_ahead_is_reminded(
    day: Day, maya: Technician, minutes: int, is_planned: bool
) -> None:
    day.now = datetime(2026, 6, 2, 2, tzinfo=UTC)
    visit = day.book(maya, hours=36 + minutes / 60)
    assert visit.messages.filter(kind=Kind.REMINDER).exists() == is_planned


def test_a_reminder_moves_with_its_visit(day: Day, friday: Appointment) -> None:
    day.move(friday, days=2)
    first, second = friday.messages.filter(kind=Kind.REMINDER).order_by("send_after")
    assert (first.state, first.reason) == (State.SKIPPED, Reason.SUPERSEDED)
    assert (second.state, second.send_after) == (State.QUEUED, TEN_BEFORE + timedelta(days=2))


def test_a_visit_moved_away_and_back_is_reminded_of_once(day: Day, friday: Appointment) -> None:
    day.move(friday, days=2)
    day.move(friday, days=-2)
    day.now = TEN_BEFORE
    assert ["A reminder" in body for body in bodies(day)] == [True]


def test_a_reminder_gives_way_to_a_new_face_that_waited_for_the_same_hour(
    day: Day, friday: Appointment, omar: Technician
) -> None:
    day.later(hours=1).reassign(friday, omar)
    day.now = TEN_BEFORE
    assert "Omar is coming" in only(day)
    assert not day.later(minutes=5).deliver()


def test_who_read_of_a_move_this_morning_is_not_reminded(day: Day, friday: Appointment) -> None:
    day.now = TEN_BEFORE - timedelta(hours=1)
    day.move(friday, hours=2)
    assert "Your new time" in only(day)
    day.now = TEN_BEFORE
    assert not day.deliver()


def test_who_confirmed_long_ago_is_reminded_but_not_asked_again(
    day: Day, friday: Appointment
) -> None:
    day.edit(friday, confirmed_at=day.now)
    day.now = TEN_BEFORE
    body = only(day)
    assert "Reply R for another time." in body
    assert "Reply C" not in body


def test_a_reminder_is_of_use_until_the_window_starts(day: Day, friday: Appointment) -> None:
    day.now = friday.arrival_window_start
    assert not day.deliver()
    assert reminder(friday).reason == Reason.TOO_LATE


def test_a_reminder_sleeps_through_the_night(day: Day, friday: Appointment) -> None:
    day.now = TEN_BEFORE.replace(hour=2) + timedelta(days=1)  # ten in the evening
    assert not day.deliver()
    assert reminder(friday).send_after == datetime(2026, 6, 5, 12, tzinfo=UTC)


def test_a_word_on_the_day_itself_is_sent_where_it_is_wanted(day: Day, maya: Technician) -> None:
    switch(Kind.MORNING, on=True)
    day.book(maya, hours=72)
    day.deliver()
    day.now = datetime(2026, 6, 5, 12, tzinfo=UTC)
    assert "is coming today, Fri 5 Jun" in bodies(day)[-1]


# On the way


def test_on_my_way_waits_for_the_minute_in_which_it_may_be_taken_back(
    day: Day, soon: Appointment
) -> None:
    tap(day, soon, "on_the_way", "20")
    assert not day.later(seconds=59).deliver()
    (text,) = day.later(seconds=1).deliver()
    words = fresh(soon).door_words
    assert "Hello Dana. Maya is on the way, about 20 min." in text.body
    assert f"Ask at the door for two words, Maya answers: {words}." in text.body
    assert text.media_url.endswith(".jpg")


def test_a_tap_taken_back_in_time_sends_nothing(day: Day, soon: Appointment) -> None:
    first = tap(day, soon, "on_the_way", "20")
    tap(day.later(seconds=20), soon, "undo", str(first.pk))
    assert not day.later(minutes=5).deliver()


def test_who_is_not_on_the_way_after_all_is_corrected(day: Day, soon: Appointment) -> None:
    tap(day, soon, "on_the_way")
    day.later(minutes=2).deliver()
    day.later(minutes=2).edit(soon, status=Status.SCHEDULED)
    assert "Correction, sorry. Maya is coming on Tue 2 Jun, 11am-1pm, as planned." in only(day)


def test_a_new_face_and_its_way_are_one_text(day: Day, soon: Appointment, maya: Technician) -> None:
    omar = technician_named("Omar Haddad")
    day.reassign(soon, maya)
    day.move(soon, minutes=15)
    day.deliver()
    day.later(seconds=5).reassign(soon, omar)
    tap(day.later(seconds=5), soon, "on_the_way", "15")
    assert "Omar, not Maya, is on the way, about 15 min." in only(day.later(minutes=2))
    assert not day.later(minutes=5).deliver()


def test_the_words_for_the_door_change_with_the_face(day: Day, soon: Appointment) -> None:
    tap(day, soon, "on_the_way")
    assert fresh(soon).door_words
    day.reassign(soon, technician_named("Omar Haddad"))
    assert (fresh(soon).door_words, fresh(soon).status) == ("", Status.SCHEDULED)


@pytest.mark.parametrize("translated", ["", "furgoneta blanca de Acme"])
def test_the_van_is_named_in_the_language_of_the_customer(
    day: Day, maya: Technician, translated: str
) -> None:
    Technician.objects.update(van="white Acme van", van_translated=translated)
    visits = [
        day.book(maya, make_customer(phone="+12025550124"), hours=1),
        day.book(None, make_customer(phone="+12025550125", language="es"), hours=4),
    ]
    day.edit(visits[0], status=Status.ON_THE_WAY)
    day.edit(visits[1], technician=maya)
    day.edit(visits[1], status=Status.ON_THE_WAY)
    named = {"white Acme van" in body: body for body in bodies(day)}
    assert "is on the way" in named[True]
    assert "va de camino" in named[False]
    assert translated in named[False]


# Late


def test_running_late_and_setting_out_are_one_text(day: Day, soon: Appointment) -> None:
    tap(day, soon, "late", "20")
    tap(day.later(seconds=10), soon, "on_the_way", "40")
    assert "is on the way, about 40 min" in only(day.later(minutes=2))


def test_a_delay_is_told_with_its_hour(day: Day, soon: Appointment) -> None:
    tap(day, soon, "late", "20")
    assert "Sorry, Dana, Maya is running late: now about 11:20am." in only(day.later(minutes=1))


def test_who_hears_of_a_visit_when_it_is_late_already_hears_the_hour_too(
    day: Day, maya: Technician
) -> None:
    visit = day.book(maya, hours=1)
    tap(day, visit, "late", "20")
    introduction = only(day.later(minutes=1))
    assert "11am-1pm" in introduction
    assert "11:20" not in introduction
    for state in (State.SENT, State.DELIVERED):
        day.receipt(attempts(visit)[-1], state)
    assert "Sorry, Dana, Maya is running late: now about 11:20am." in only(day.later(minutes=2))


def test_a_delay_nobody_was_told_of_is_not_taken_back(day: Day, maya: Technician) -> None:
    visit = day.book(maya, hours=1)
    tap(day, visit, "late", "20")
    day.later(minutes=1).deliver()
    day.edit(visit, expected_at=None)
    assert day.later(minutes=3).deliver() == []


def test_no_thanks_are_asked_for_after_a_delay(day: Day, soon: Appointment) -> None:
    tap(day, soon, "late", "20")
    day.later(minutes=1).deliver()
    finish(day, soon)
    assert not soon.messages.filter(kind=Kind.THANKS).exists()


def finish(day: Day, visit: Appointment, *, rough: bool = False) -> None:
    tap(day.later(minutes=20), visit, "arrived")
    tap(day.later(minutes=30), visit, "done", rough=rough)


# At the door, and after


def test_nobody_home_is_told_and_offered_another_time(day: Day, soon: Appointment) -> None:
    tap(day.later(minutes=40), soon, "no_access")
    body = only(day.later(minutes=1))
    assert "Sorry we missed you, Dana. Maya came on Tue 2 Jun, 11am-1pm" in body
    assert "Reply R for another time. Or call us" in body
    assert not soon.messages.filter(kind=Kind.THANKS).exists()


def test_a_closed_door_taken_back_sends_nothing(day: Day, soon: Appointment) -> None:
    first = tap(day, soon, "no_access")
    tap(day.later(seconds=20), soon, "undo", str(first.pk))
    assert not day.later(minutes=5).deliver()


def test_a_closed_door_taken_back_too_late_is_set_right(day: Day, soon: Appointment) -> None:
    tap(day, soon, "on_the_way", "40")
    day.later(minutes=2).deliver()
    first = tap(day, soon, "no_access")
    assert "Sorry we missed you" in only(day.later(minutes=1))
    tap(day.later(seconds=5), soon, "undo", str(first.pk))
    assert "Maya is on the way" in only(day.later(minutes=1))
    day.edit(soon, notes="Ring twice.")
    assert not day.later(minutes=5).deliver()


def test_who_gets_no_texts_is_called_about_a_closed_door(day: Day, maya: Technician) -> None:
    customer = make_customer()
    visit = day.book(maya, customer, hours=1)
    Customer.objects.update(reach=Customer.Reach.CALL)
    tap(day, visit, "no_access")
    (card,) = saying.cards(CallTask.objects.open(), day.now)
    assert "Sorry we missed you, Dana. Maya came" in card.words
    assert "Reply" not in card.words


def test_a_caller_says_that_somebody_is_on_the_way(day: Day, maya: Technician) -> None:
    visit = day.book(maya, hours=1)
    Customer.objects.update(reach=Customer.Reach.CALL)
    tap(day, visit, "on_the_way", "25")
    (card,) = saying.cards(CallTask.objects.open(), day.now)
    assert "Maya is on the way, about 25 min" in card.words


@pytest.mark.parametrize(("is_on", "sent"), [(True, 1), (False, 0)])
def test_arriving_is_told_where_it_is_wanted(
    day: Day, soon: Appointment, is_on: bool, sent: int
) -> None:
    switch(Kind.ARRIVED, on=is_on)
    tap(day, soon, "arrived")
    assert len(day.later(minutes=1).deliver()) == sent


def spoil(visit: Appointment) -> None:
    """Nothing that spoils the thanks."""


def be_recall(visit: Appointment) -> None:
    Appointment.objects.update(recall=True)


def be_sober(visit: Appointment) -> None:
    JobType.objects.update(tone=JobType.Tone.SOBER)


def want_few(visit: Appointment) -> None:
    Customer.objects.update(fewer_texts=True)


def want_none(visit: Appointment) -> None:
    switch(Kind.THANKS, on=False, job=visit.job_type)


@pytest.mark.parametrize(
    ("happens", "is_rough", "is_asked"),
    [
        (spoil, False, True),
        (spoil, True, False),
        (be_recall, False, False),
        (be_sober, False, False),
        (want_few, False, False),
        (want_none, False, False),
    ],
)
def test_thanks_are_asked_for_after_a_good_visit_only(
    day: Day,
    soon: Appointment,
    happens: Callable[[Appointment], None],
    is_rough: bool,
    is_asked: bool,
) -> None:
    happens(soon)
    finish(day, soon, rough=is_rough)
    assert soon.messages.filter(kind=Kind.THANKS).exists() == is_asked


# Which texts


def test_a_customer_who_wants_fewer_texts_still_hears_who_comes_and_when(
    day: Day, maya: Technician
) -> None:
    customer = make_customer()
    Customer.objects.update(fewer_texts=True)
    customer.refresh_from_db()
    visit = day.book(maya, customer, hours=72)
    assert told(visit) == [("introduction", "queued")]
    assert not visit.messages.filter(kind=Kind.REMINDER).exists()


def test_one_kind_of_work_may_differ_from_all_others(day: Day, friday: Appointment) -> None:
    switch(Kind.REMINDER, on=False)
    switch(Kind.REMINDER, on=True, job=friday.job_type)
    day.now = TEN_BEFORE
    assert len(day.deliver()) == 1


def test_a_switch_thrown_after_the_plan_counts(day: Day, friday: Appointment) -> None:
    switch(Kind.REMINDER, on=False)
    day.now = TEN_BEFORE
    assert not day.deliver()
    assert reminder(friday).reason == Reason.NOT_ASKED_FOR


def test_without_texts_of_the_way_a_new_face_is_still_told(day: Day, soon: Appointment) -> None:
    switch(Kind.ON_MY_WAY, on=False)
    day.reassign(soon, technician_named("Omar Haddad"))
    tap(day, soon, "on_the_way", "20")
    assert "Omar is coming" in only(day.later(minutes=2))


# A face that comes back, and what is no occasion for cheer


def test_who_was_here_before_is_back_and_says_nothing_twice(day: Day) -> None:
    maya = make_technician("Maya Lopez", interests=[FOOTBALL])
    customer = make_customer()
    first = day.book(maya, customer, hours=1)
    assert FOOTBALL in only(day)
    day.edit(first, status=Status.DONE)
    day.later(days=2).book(maya, customer)
    again = bodies(day)[-1]
    assert "Maya is back on" in again
    assert "for your boiler service." in again
    assert FOOTBALL not in again


def test_somebody_else_is_not_back(day: Day, soon: Appointment) -> None:
    finish(day, soon)
    day.later(days=2).book(make_technician("Omar Haddad"), soon.customer)
    assert "Omar is coming" in bodies(day)[-1]


@pytest.mark.parametrize("happens", [be_recall, be_sober])
def test_a_sober_visit_has_a_face_but_no_hobby_and_no_job(
    day: Day, happens: Callable[[Appointment], None]
) -> None:
    maya = with_photo(make_technician("Maya Lopez", interests=[FOOTBALL]))
    visit = day.book(maya)
    happens(visit)
    (text,) = day.deliver()
    assert "Maya is coming" in text.body
    assert text.media_url
    assert FOOTBALL not in text.body
    assert "boiler" not in text.body


def test_a_company_may_leave_introductions_out(day: Day, maya: Technician) -> None:
    switch(Kind.INTRODUCTION, on=False)
    visit = day.book(maya, hours=72)
    assert not day.deliver()
    day.now = TEN_BEFORE
    assert "A reminder" in only(day)
    day.later(hours=1).cancel(visit)
    assert "called off" in only(day)


def test_a_unit_says_how_early_it_hears_of_a_delay() -> None:
    assert BusinessUnit.objects.get().late_warning == 15

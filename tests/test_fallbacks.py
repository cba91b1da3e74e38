"""What happens by itself when a text does not get through: another way, a call, a wait."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.utils.html import strip_tags
from pytest_django import DjangoCaptureOnCommitCallbacks

from appointments.models import Appointment
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit, Change
from notifications.call_services import finish
from notifications.inbox_services import answer
from notifications.models import Attempt, CallTask, DetailTold, Reply, Suppression
from notifications.providers.base import AmbiguousError, Family, RefusedError, SetUpError
from notifications.reply_services import receive
from notifications.services import send_again, send_now
from notifications.states import Kind, Reason, State
from notifications.templatetags.texts import (
    can_get_no_texts,
    may_send_now,
    may_send_plain,
    state_chip,
)
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher, make_technician
from tests.spine import Day, attempts, default_sender, fresh, last, texts, told, with_photo

pytestmark = pytest.mark.django_db
Why = CallTask.Reason
LOST = [State.UNDELIVERED, State.FAILED]


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez", interests=["bakes bread"])


@pytest.fixture
def visit(day: Day, maya: Technician) -> Appointment:
    """Tomorrow at ten; the provider has Dana's text with Maya's photo."""
    visit = day.book(with_photo(maya))
    assert day.deliver()[0].media_url
    return visit


def open_calls() -> list[tuple[str, str]]:
    """Why, and what is said of the text behind it."""
    calls = CallTask.objects.open().select_related("message")
    return [(call.reason, call.message.reason if call.message else "") for call in calls]


def lose(day: Day, visit: Appointment, code: str, state: State = State.UNDELIVERED) -> None:
    day.receipt(attempts(visit)[-1], state, code)


# Another way


@pytest.mark.parametrize("code", ["30011", "12300", "11200"])
@pytest.mark.parametrize("state", LOST)
def test_a_picture_the_phone_refuses_goes_as_plain_text_with_a_link(
    day: Day, visit: Appointment, code: str, state: State
) -> None:
    lose(day, visit, code, state)
    (text,) = day.deliver()
    assert not text.media_url
    assert "/v/" in text.body
    assert open_calls() == []


def test_a_picture_refused_at_once_goes_without_too(day: Day, maya: Technician) -> None:
    day.book(with_photo(maya))
    day.provider.answers = [RefusedError(Family.PICTURE, "21620")]
    (text,) = day.deliver()
    assert not text.media_url


def test_a_plain_text_refused_for_its_picture_becomes_a_call(day: Day, visit: Appointment) -> None:
    for _ in range(2):
        lose(day, visit, "30011")
        day.deliver()
    assert open_calls() == [(Why.NOT_DELIVERED, Reason.PICTURE_REFUSED)]


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("30005", Reason.WRONG_NUMBER),
        ("30006", Reason.WRONG_NUMBER),
        ("30007", Reason.CONTENT_REFUSED),
        ("39999", Reason.UNREACHABLE),
    ],
)
def test_what_no_text_can_tell_a_person_tells(
    day: Day, visit: Appointment, code: str, reason: Reason
) -> None:
    lose(day, visit, code)
    assert open_calls() == [(Why.NOT_DELIVERED, reason)]


@pytest.mark.parametrize(
    ("family", "code", "reason"),
    [
        (Family.WRONG_NUMBER, "21211", Reason.WRONG_NUMBER),
        (Family.CONTENT, "21617", Reason.CONTENT_REFUSED),
    ],
)
def test_a_refusal_at_once_becomes_a_call(
    day: Day, maya: Technician, family: Family, code: str, reason: Reason
) -> None:
    day.book(maya)
    day.provider.answers = [RefusedError(family, code)]
    day.deliver()
    assert open_calls() == [(Why.NOT_DELIVERED, reason)]


@pytest.mark.parametrize(
    ("code", "reason"), [("30003", Reason.UNREACHABLE), ("30036", Reason.EXPIRED)]
)
def test_who_was_not_reached_at_the_second_try_either_is_called(
    day: Day, visit: Appointment, code: str, reason: Reason
) -> None:
    lose(day, visit, code)
    assert open_calls() == []
    day.later(minutes=6).deliver()
    lose(day, visit, code)
    assert open_calls() == [(Why.NOT_DELIVERED, reason)]


def test_a_text_that_expires_at_the_end_of_its_window_is_not_tried_again(
    day: Day, visit: Appointment
) -> None:
    lose(day.later(hours=27), visit, "30036")
    assert (last(visit).state, day.deliver()) == (State.UNDELIVERED, [])


def test_a_text_lost_after_the_visit_asks_for_no_call(day: Day, visit: Appointment) -> None:
    lose(day.later(hours=27), visit, "30005")
    assert open_calls() == []


def test_an_old_text_that_is_lost_does_not_matter(day: Day, visit: Appointment) -> None:
    day.later(minutes=5).move(visit, hours=1)
    day.deliver()
    day.receipt(attempts(visit)[-1], State.DELIVERED)
    day.receipt(attempts(visit)[0], State.UNDELIVERED, "30005")
    assert open_calls() == []


def test_while_a_newer_text_is_on_its_way_nobody_has_to_call(day: Day, visit: Appointment) -> None:
    day.later(minutes=5).move(visit, hours=1)
    day.receipt(attempts(visit)[0], State.UNDELIVERED, "30005")
    assert open_calls() == []


def test_a_late_arrival_makes_the_call_needless(day: Day, visit: Appointment) -> None:
    lose(day, visit, "30005")
    day.receipt(attempts(visit)[-1], State.DELIVERED)
    assert open_calls() == []
    assert CallTask.objects.get().done_by is None


def test_a_text_sent_again_that_arrives_makes_the_call_needless(
    day: Day, visit: Appointment
) -> None:
    lose(day, visit, "30005")
    send_again(by=make_dispatcher(), appointment=fresh(visit), form_key="1", now=day.now)
    day.deliver()
    assert len(open_calls()) == 1
    day.receipt(attempts(visit)[-1], State.DELIVERED)
    assert open_calls() == []


def test_what_a_caller_told_counts_as_told(day: Day, visit: Appointment) -> None:
    lose(day, visit, "30005")
    finish(by=make_dispatcher(), task=CallTask.objects.get(), now=day.now)
    day.later(minutes=5).cancel(visit)
    assert "called off" in day.deliver()[0].body


def test_what_nobody_told_is_called_off_in_silence(day: Day, visit: Appointment) -> None:
    lose(day, visit, "30005")
    day.later(minutes=5).cancel(visit)
    assert not day.deliver()
    assert open_calls() == []


def test_what_was_lost_wakes_a_worker_for_the_next_way(
    day: Day,
    visit: Appointment,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks() as knocks:
        lose(day, visit, "30011")
    assert len(knocks) == 1


# Opt-outs that come late


@pytest.mark.parametrize("code", ["21610", "30004"])
def test_an_opt_out_told_by_the_provider_skips_what_waits(
    day: Day, visit: Appointment, code: str
) -> None:
    other = day.book(customer=visit.customer, hours=50)
    lose(day, visit, code, State.FAILED)
    assert told(other) == [("confirmation", "skipped")]
    assert Suppression.objects.get().source == f"provider {code}"
    assert open_calls() == [(Why.BY_CALL, Reason.SUPPRESSED)] * 2


def test_an_opt_out_that_eats_a_change_becomes_a_call(day: Day, visit: Appointment) -> None:
    day.later(minutes=5).move(visit, hours=1)
    day.provider.answers = [RefusedError(Family.OPTED_OUT, "21610")]
    day.deliver()
    assert open_calls() == [(Why.CHANGED, Reason.SUPPRESSED)]


# Personal details


@pytest.mark.parametrize("state", LOST)
def test_a_detail_of_a_lost_text_was_not_heard(day: Day, visit: Appointment, state: State) -> None:
    assert DetailTold.objects.count() == 1
    lose(day, visit, "30005", state)
    assert not DetailTold.objects.exists()


def test_a_detail_that_arrives_after_all_was_heard(day: Day, visit: Appointment) -> None:
    lose(day, visit, "30005")
    day.receipt(attempts(visit)[-1], State.DELIVERED)
    assert DetailTold.objects.count() == 1


def test_the_second_try_tells_the_detail_again(day: Day, visit: Appointment) -> None:
    lose(day, visit, "30011")
    assert "bakes bread" in day.deliver()[0].body
    assert DetailTold.objects.count() == 1


# Not known to have arrived


def word(visit: Appointment) -> str:
    return strip_tags(state_chip(last(visit))).strip()


def long_ago(visit: Appointment, day: Day, **span: float) -> None:
    """The pages know no other clock than the real one."""
    now = datetime.now(UTC)
    visit.messages.update(sent_at=now - timedelta(**span), useful_until=now + timedelta(hours=1))


@pytest.mark.parametrize(("seconds", "is_in_doubt"), [(590, False), (600, True)])
@pytest.mark.parametrize("state", [State.ACCEPTED, State.SENT])
def test_an_introduction_ten_minutes_under_way_is_in_doubt(
    day: Day, visit: Appointment, state: State, seconds: float, is_in_doubt: bool
) -> None:
    visit.messages.update(state=state)
    long_ago(visit, day, seconds=seconds)
    assert (word(visit) == "Not known to have arrived") == is_in_doubt
    assert may_send_plain(last(visit)) == is_in_doubt


def test_a_number_that_got_a_text_before_is_not_in_doubt(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    earlier = day.book(customer=visit.customer, hours=50)
    earlier.messages.update(to=last(visit).to, delivered_at=day.now)
    long_ago(visit, day, minutes=30)
    assert not may_send_plain(last(visit))


def test_who_has_answered_has_got_the_text(day: Day, visit: Appointment) -> None:
    Reply.objects.create(
        provider_sid="SM1", number=last(visit).to, sender=default_sender(), received_at=day.now
    )
    long_ago(visit, day, minutes=30)
    assert not may_send_plain(last(visit))


@pytest.mark.parametrize(
    ("code", "is_refused"), [("30006", True), ("21211", True), ("30003", False), ("30007", False)]
)
def test_a_number_that_can_get_no_texts_is_marked(
    day: Day, visit: Appointment, code: str, is_refused: bool
) -> None:
    lose(day, visit, code)
    assert can_get_no_texts(last(visit).to) == is_refused


def test_a_number_that_got_a_text_since_is_marked_no_longer(day: Day, visit: Appointment) -> None:
    lose(day, visit, "30006")
    send_again(by=make_dispatcher(), appointment=visit, form_key="again", now=day.now)
    day.later(minutes=1).deliver()
    assert not can_get_no_texts("+12025550123")


def test_sent_again_as_plain_text_it_has_no_picture(day: Day, visit: Appointment) -> None:
    send_again(
        by=make_dispatcher(),
        appointment=fresh(visit),
        form_key="1",
        without_picture=True,
        now=day.now,
    )
    (text,) = day.deliver()
    assert not text.media_url
    assert "/v/" in text.body


def test_plain_text_is_offered_once(day: Day, visit: Appointment) -> None:
    send_again(
        by=make_dispatcher(),
        appointment=fresh(visit),
        form_key="1",
        without_picture=True,
        now=day.later(minutes=11).now,
    )
    day.deliver()
    long_ago(visit, day, minutes=30)
    assert [may_send_plain(text) for text in texts(visit)] == [False, False]


# Hours

EVENING = datetime(2026, 6, 3, 2, tzinfo=UTC)  # ten in New York


@pytest.fixture
def night() -> Day:
    return Day(now=EVENING)


def test_send_now_ends_the_wait_for_the_morning(night: Day, maya: Technician) -> None:
    visit = night.book(maya)
    assert not night.deliver()
    assert send_now(by=make_dispatcher(), message=last(visit), now=night.now)
    assert len(night.deliver()) == 1
    assert Change.objects.filter(what="text sent in quiet hours").exists()


def test_a_change_sent_now_still_reads_as_a_change(maya: Technician) -> None:
    noon = Day()
    visit = noon.book(maya, hours=36)
    noon.deliver()
    noon.later(hours=12).move(visit, hours=1)
    assert not noon.deliver()
    send_now(by=make_dispatcher(), message=last(visit), now=noon.now)
    assert "new time" in noon.deliver()[0].body


def test_a_text_that_does_not_wait_for_the_morning_is_not_let_go(
    day: Day, visit: Appointment
) -> None:
    assert not send_now(by=make_dispatcher(), message=last(visit), now=day.now)


def test_a_text_decided_anew_at_night_says_that_it_waits(night: Day, maya: Technician) -> None:
    visit = night.book(maya)
    visit.messages.update(send_after=night.now, reason="")
    night.deliver()
    assert last(visit).reason == Reason.QUIET_HOURS


@pytest.mark.parametrize(("hours", "calls"), [(11.5, [(Why.QUIET_HOURS, "quiet_hours")]), (13, [])])
def test_a_text_that_waits_until_it_may_be_useless_asks_for_a_call(
    night: Day, maya: Technician, hours: float, calls: list[tuple[str, str]]
) -> None:
    night.book(maya, hours=hours)
    assert open_calls() == calls


def test_once_that_text_has_left_nobody_has_to_call(night: Day, maya: Technician) -> None:
    night.book(maya, hours=11.5)
    night.later(hours=10).deliver()
    assert open_calls() == []


def strictly_quiet(day: Day) -> Appointment:
    """At half past nine in the evening, a visit of ten tomorrow that was told; no text may go."""
    BusinessUnit.objects.update(quiet_for_all=True)
    visit = day.book(make_technician("Ben Ito"), hours=12, on_the_phone=True)
    assert day.deliver()
    day.later(minutes=2)
    return visit


def test_urgent_news_the_company_may_not_text_is_called_at_once(
    night: Day, maya: Technician
) -> None:
    visit = strictly_quiet(night)
    night.reassign(visit, maya)
    assert open_calls() == [(Why.QUIET_HOURS, "quiet_hours")]
    assert CallTask.objects.open().get().urgent
    assert not night.deliver()


def test_a_click_sends_nothing_in_hours_that_are_quiet_for_all(
    night: Day, maya: Technician
) -> None:
    visit = strictly_quiet(night)
    night.later(hours=2)
    send_again(by=make_dispatcher(), appointment=visit, form_key="1", now=night.now)
    assert not night.deliver()
    assert night.later(hours=8).deliver()


def test_news_that_meets_quiet_hours_on_its_way_is_called_too(night: Day, maya: Technician) -> None:
    visit = strictly_quiet(night)
    night.reassign(visit, maya)
    CallTask.objects.all().delete()
    visit.messages.filter(state=State.QUEUED).update(send_after=night.now, reason="")
    assert not night.deliver()
    assert open_calls() == [(Why.QUIET_HOURS, "quiet_hours")]


def test_nobody_lets_a_text_go_that_the_company_forbids(night: Day, maya: Technician) -> None:
    visit = strictly_quiet(night)
    night.reassign(visit, maya)
    assert not may_send_now(last(visit))
    assert not send_now(by=make_dispatcher(), message=last(visit), now=night.now)


# The day's cap and the sender


@pytest.mark.parametrize(
    ("hit", "midnight"),
    [
        (datetime(2026, 11, 1, 3, tzinfo=UTC), datetime(2026, 11, 1, 7, tzinfo=UTC)),
        (datetime(2026, 11, 1, 18, tzinfo=UTC), datetime(2026, 11, 2, 8, tzinfo=UTC)),
        (datetime(2026, 3, 8, 3, tzinfo=UTC), datetime(2026, 3, 8, 8, tzinfo=UTC)),
        (datetime(2026, 3, 8, 18, tzinfo=UTC), datetime(2026, 3, 9, 7, tzinfo=UTC)),
    ],
)
@pytest.mark.parametrize("code", ["30023", "30027"])
def test_the_cap_holds_until_midnight_in_california_on_dst_nights_too(
    maya: Technician, hit: datetime, midnight: datetime, code: str
) -> None:
    day = Day(now=hit)
    visit = day.book(maya, hours=40, on_the_phone=True)
    day.deliver()
    lose(day, visit, code)
    assert default_sender().held_until == midnight
    day.now = midnight - timedelta(seconds=1)
    day.sweep()
    assert (last(visit).state, last(visit).reason) == (State.HELD, Reason.DAILY_CAP)
    day.now = midnight
    day.sweep()
    assert last(visit).state == State.QUEUED
    assert open_calls() == []


def test_a_capped_sender_tries_no_other_text(day: Day, maya: Technician) -> None:
    day.provider.answers = [RefusedError(Family.DAILY_CAP, "30023")]
    day.book(maya)
    day.deliver()
    day.book(customer=make_customer("Rosa Diaz", phone="+12025550188"))
    day.later(minutes=5).deliver()
    assert day.provider.calls == 1


def test_a_set_up_error_stops_the_sender_once_and_burns_nothing(
    day: Day, maya: Technician, caplog: pytest.LogCaptureFixture
) -> None:
    visits = [day.book(customer=make_customer(f"Ann {n}", phone=f"+1202555010{n}")) for n in "123"]
    day.provider.answers = [SetUpError(Family.SET_UP, "30034")] * 3
    day.deliver()
    later = day.book(maya)
    day.later(minutes=5).deliver()
    day.sweep()
    errors = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(errors) == 1
    assert default_sender().stopped_code == "30034"
    assert day.provider.calls <= 3
    assert {text.state for visit in visits for text in texts(visit)} <= {State.HELD, State.QUEUED}
    assert last(later).state == State.QUEUED
    assert open_calls() == []


# Pace


def test_a_picture_text_counts_once_and_a_plain_one_by_its_parts(
    day: Day, maya: Technician
) -> None:
    sender = default_sender()
    sender.per_second = 1
    sender.save()
    day.book(with_photo(maya))
    assert day.deliver()[0].media_url
    assert default_sender().next_free_at == day.now + timedelta(seconds=1)
    day.later(seconds=10).book(customer=make_customer("Rosa Diaz", phone="+12025550188"))
    assert not day.deliver()[0].media_url
    assert default_sender().next_free_at == day.now + timedelta(seconds=2)


def test_a_closed_door_in_hours_that_are_quiet_for_all_is_called_about(
    night: Day, maya: Technician
) -> None:
    BusinessUnit.objects.update(quiet_for_all=True)
    visit = night.book(maya, hours=1, on_the_phone=True)
    assert night.deliver()
    night.later(hours=2).edit(visit, status=Status.NO_ACCESS)
    assert not night.deliver()
    assert open_calls() == [(Why.QUIET_HOURS, "quiet_hours")]
    assert "Sorry we missed you" in night.later(hours=9).deliver()[0].body
    assert open_calls() == []


def test_news_that_waited_is_not_texted_after_the_call(night: Day, maya: Technician) -> None:
    visit = night.book(maya, hours=11.5)
    finish(by=make_dispatcher(), task=CallTask.objects.get(), now=night.now)
    assert night.later(hours=10).deliver() == []
    assert (last(visit).state, last(visit).reason) == (State.SKIPPED, Reason.NOTHING_NEW)


def test_an_answer_that_arrives_leaves_the_call_about_the_visit(
    day: Day, visit: Appointment, maya: Technician
) -> None:
    lose(day, visit, "30005")
    sender, number = default_sender(), visit.text_to
    receive(sid="SM1", number=number, sender=sender, body="Any cats?", opt_out="", now=day.now)
    by, reply = make_dispatcher(), Reply.objects.get()
    answer(by=by, reply=reply, words="None.", form_key="1", turn=0, now=day.now)
    day.deliver()
    day.receipt(Attempt.objects.get(message__kind=Kind.ANSWER), State.DELIVERED)
    assert [why for why, _ in open_calls()] == [Why.NOT_DELIVERED]


def test_a_newer_text_that_was_refused_does_not_take_the_place_of_one_in_doubt(day: Day) -> None:
    day.provider.answers = [AmbiguousError(Family.AMBIGUOUS), RefusedError(Family.CONTENT)]
    visit = day.book()
    day.deliver()
    day.later(seconds=61).move(visit, hours=3)
    day.deliver()
    for _ in range(6):
        day.later(minutes=2).sweep()
        day.deliver()
    assert told(visit) == [("confirmation", "accepted"), ("reschedule", "failed")]

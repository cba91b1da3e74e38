"""Senders as the office sees them: their counts, a stopped one going on, and the worker's pulse."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

from fieldservice.company.models import BusinessUnit, Change
from notifications.models import Message, Pulse, Sender
from notifications.providers.base import Family, ProviderError, Trouble
from notifications.sender_words import (
    HELD,
    ON_ITS_WAY,
    REFUSALS,
    STOPPED,
    TROUBLES,
    refusal,
    trouble,
    what_becomes,
)
from notifications.senders import Overview, overviews, worker_pulse
from notifications.settings_services import resume_sender
from notifications.states import Channel, State
from tests.factories import make_appointment, make_dispatcher

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def the_sender(**changes: object) -> Sender:
    """The default sender, changed."""
    Sender.objects.update(**changes)
    return Sender.objects.get()


def a_text(state: State, changed_at: datetime = NOON) -> Message:
    """A text that came to this state then."""
    appointment = make_appointment()
    message = Message.objects.get(appointment=appointment)
    Message.objects.filter(pk=message.pk).update(state=state, changed_at=changed_at)
    return message


def overview() -> Overview:
    return overviews(NOON)[0]


@pytest.mark.parametrize(
    ("state", "counts"),
    [
        (State.QUEUED, (1, 0, 0, 0)),
        (State.HELD, (0, 1, 0, 0)),
        (State.FAILED, (0, 0, 1, 0)),
        (State.UNDELIVERED, (0, 0, 1, 0)),
        (State.UNSETTLED, (0, 0, 0, 1)),
        (State.DELIVERED, (0, 0, 0, 0)),
    ],
)
def test_texts_are_counted_by_what_a_dispatcher_asks(
    state: State, counts: tuple[int, int, int, int]
) -> None:
    a_text(state)
    seen = overview()
    assert (seen.waiting, seen.held, seen.failed_today, seen.unsettled) == counts


@pytest.mark.parametrize(
    ("sender", "channel", "said"),
    [
        ({}, Channel.SMS, ON_ITS_WAY),
        ({"stopped_code": "21606"}, Channel.SMS, STOPPED),
        ({"stopped_code": "21606"}, Channel.EMAIL, ON_ITS_WAY),
        ({"held_until": NOON + timedelta(hours=9)}, Channel.MMS, HELD),
        ({"held_until": NOON - timedelta(hours=1)}, Channel.MMS, ON_ITS_WAY),
    ],
)
def test_nobody_is_told_of_a_text_on_its_way_that_waits(
    sender: dict[str, object], channel: Channel, said: str
) -> None:
    the_sender(**sender)
    message = a_text(State.QUEUED)
    message.channel = channel
    assert what_becomes(message, NOON) == str(said)


def test_who_sends_again_from_a_stopped_sender_reads_that_the_text_waits(client: Client) -> None:
    the_sender(stopped_code="21606")
    visit = a_text(State.FAILED).appointment
    assert visit
    client.force_login(make_dispatcher())
    page = client.post(reverse("send_again", args=[visit.pk]), {"form_key": "1"}, follow=True)
    assert [str(said) for said in page.context["messages"]] == [str(STOPPED)]


@pytest.mark.parametrize(("hour", "count"), [(3, 0), (4, 1)])
def test_today_begins_at_midnight_where_the_company_is(hour: int, count: int) -> None:
    BusinessUnit.objects.update(time_zone="America/New_York")
    a_text(State.FAILED, NOON.replace(hour=hour))
    assert overview().failed_today == count


def test_each_sender_counts_its_own_texts() -> None:
    a_text(State.HELD)
    unit = BusinessUnit.objects.create(name="Air", text_name="Acme Air")
    Sender.objects.create(business_unit=unit, address="+12025550188")
    assert [seen.held for seen in overviews(NOON)] == [1, 0]


def test_the_default_sender_stands_first() -> None:
    unit = BusinessUnit.objects.create(name="Air", text_name="Acme Air")
    Sender.objects.create(business_unit=unit, address="+12025550188")
    assert [seen.address for seen in overviews(NOON)] == ["+15005550006", "+12025550188"]


@pytest.mark.parametrize(("seconds", "is_held"), [(1, True), (0, False)])
def test_a_sender_is_held_until_the_moment_itself(seconds: int, is_held: bool) -> None:
    the_sender(held_until=NOON + timedelta(seconds=seconds))
    assert overview().is_held is is_held


def test_a_resumed_sender_lets_its_held_texts_go(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    held, done = a_text(State.HELD), a_text(State.DELIVERED)
    sender = the_sender(stopped_code="30034", held_until=NOON)
    with django_capture_on_commit_callbacks() as callbacks:
        assert resume_sender(by=make_dispatcher(), sender=sender, now=NOON) == 1
    held.refresh_from_db()
    done.refresh_from_db()
    assert (held.state, held.reason, done.state) == (State.QUEUED, "", State.DELIVERED)
    assert not the_sender().stopped_code
    assert the_sender().held_until is None
    assert len(callbacks) == 1


def test_resuming_is_remembered_with_who_did_it() -> None:
    priya = make_dispatcher()
    resume_sender(by=priya, sender=the_sender(stopped_code="30034"), now=NOON)
    change = Change.objects.get(what="sender resumed")
    assert (change.user, change.details) == (priya, {"stopped_code": "30034", "texts": 0})


def test_resuming_a_sender_that_runs_changes_nothing() -> None:
    assert resume_sender(by=make_dispatcher(), sender=the_sender(), now=NOON) == 0
    assert not Change.objects.filter(what="sender resumed").exists()


def test_another_senders_held_texts_stay() -> None:
    held = a_text(State.HELD)
    unit = BusinessUnit.objects.create(name="Air", text_name="Acme Air")
    other = Sender.objects.create(business_unit=unit, stopped_code="20003")
    assert resume_sender(by=make_dispatcher(), sender=other, now=NOON) == 0
    held.refresh_from_db()
    assert held.state == State.HELD


@pytest.mark.parametrize(
    ("silence", "state"), [(0, "ok"), (29, "ok"), (30, "late"), (79, "late"), (80, "down")]
)
def test_a_silent_worker_is_late_and_then_down(silence: int, state: str) -> None:
    last = NOON - timedelta(seconds=silence)
    Pulse.objects.create(name="worker", at=last)
    assert worker_pulse(NOON) == (state, last)


def test_a_worker_that_never_ran_is_down() -> None:
    assert worker_pulse(NOON) == ("down", None)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("20003", TROUBLES[Trouble.ACCOUNT]),
        ("no_account", TROUBLES[Trouble.ACCOUNT]),
        ("20005", TROUBLES[Trouble.SUSPENDED]),
        ("21606", TROUBLES[Trouble.SENDER]),
        ("30034", TROUBLES[Trouble.REGISTRATION]),
        ("21609", TROUBLES[Trouble.CALLBACK]),
        ("99999", TROUBLES[Trouble.OTHER]),
        ("unknown", TROUBLES[Trouble.OTHER]),
    ],
)
def test_a_stopped_sender_says_why_in_words(code: str, words: object) -> None:
    assert trouble(code) is words


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (ProviderError(Family.WRONG_NUMBER, "21211"), REFUSALS[Family.WRONG_NUMBER]),
        (ProviderError(Family.CONTENT, "21608"), TROUBLES[Trouble.TRIAL]),
        (ProviderError(Family.CONTENT, "21617"), REFUSALS[Family.CONTENT]),
        (ProviderError(Family.SET_UP, "30034"), TROUBLES[Trouble.REGISTRATION]),
        (ProviderError(Family.SET_UP), TROUBLES[Trouble.OTHER]),
    ],
)
def test_a_refused_first_text_says_why_in_words(error: ProviderError, words: object) -> None:
    assert refusal(error) is words


@pytest.mark.parametrize("family", Family)
def test_every_refusal_has_words(family: Family) -> None:
    assert str(refusal(ProviderError(family)))

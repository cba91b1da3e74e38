"""What a watcher reads: who may look, and numbers that follow the rows without naming anyone."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from fieldservice.metrics import families, quantile
from notifications.models import Attempt, CallTask, Message, Pulse, Sender
from notifications.providers.base import AmbiguousError, Family, RefusedError
from notifications.states import State
from tests.factories import make_customer, make_technician
from tests.spine import NOW, Day, attempts, last

pytestmark = pytest.mark.django_db


def read(name: str, **labels: str) -> float | None:
    """One number as it is at NOW, or None when there is none."""
    wanted = (f"fieldservice_{name}", labels)
    samples = [sample for family in families(NOW) for sample in family.samples]
    return next((s.value for s in samples if (s.name, s.labels) == wanted), None)


# Who may look


def test_a_watcher_on_this_machine_needs_no_token() -> None:
    answer = Client().get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/plain; version=")
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("peer", ["203.0.113.9", "10.0.0.1", "128.0.0.1", "126.255.255.255", ""])
def test_without_a_token_nobody_looks_from_elsewhere(peer: str) -> None:
    assert Client(REMOTE_ADDR=peer).get("/metrics").status_code == 403


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.255.255.255", "::1"])
def test_every_loopback_address_is_this_machine(peer: str) -> None:
    assert Client(REMOTE_ADDR=peer).get("/metrics").status_code == 200


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"])
def test_a_proxy_on_this_machine_is_not_this_machine(header: str) -> None:
    assert Client(headers={header: "127.0.0.1"}).get("/metrics").status_code == 403


@pytest.mark.parametrize(
    ("header", "status"),
    [
        ("Bearer correct", 200),
        ("bearer correct", 200),
        ("Bearer correc", 401),
        ("Bearer correct2", 401),
        ("Bearer", 401),
        ("Basic correct", 401),
        ("Bearer cörrect", 401),
        ("", 401),
    ],
)
def test_with_a_token_nothing_else_opens(settings: Settings, header: str, status: int) -> None:
    settings.METRICS_TOKEN = "correct"
    answer = Client(REMOTE_ADDR="127.0.0.1").get("/metrics", headers={"authorization": header})
    assert answer.status_code == status
    assert ("WWW-Authenticate" in answer.headers) == (status == 401)


def test_the_token_opens_from_anywhere(settings: Settings) -> None:
    settings.METRICS_TOKEN = "correct"
    far = Client(REMOTE_ADDR="203.0.113.9", headers={"authorization": "Bearer correct"})
    assert far.get("/metrics", headers={"X-Forwarded-For": "203.0.113.9"}).status_code == 200


def test_looking_changes_nothing() -> None:
    assert Client().post("/metrics").status_code == 405


# Texts


def test_an_idle_company_has_zeros_not_gaps() -> None:
    assert read("texts_waiting", kind="cancel") == 0
    assert read("texts_open", state="unsettled") == 0
    assert read("texts_due_oldest_seconds") == 0
    assert read("texts_unsettled_oldest_seconds") == 0


def test_waiting_texts_are_counted_by_kind_and_the_oldest_due_one_by_its_age() -> None:
    Day(NOW - timedelta(seconds=90)).book(make_technician())
    Day(NOW - timedelta(seconds=30)).book(make_technician(), make_customer(phone="+12025550155"))
    Day().book()
    assert read("texts_waiting", kind="introduction") == 2
    assert read("texts_waiting", kind="confirmation") == 1
    assert read("texts_due_oldest_seconds") == 90
    ages = [read("texts_due_seconds", kind=kind) for kind in ("introduction", "confirmation")]
    assert ages == [90, 0]


def test_a_text_for_tomorrow_waits_but_is_not_due() -> None:
    Day().book(make_technician())
    Message.objects.update(send_after=NOW + timedelta(hours=20))
    assert read("texts_waiting", kind="introduction") == 1
    assert read("texts_due_oldest_seconds") == 0


def test_a_text_of_unknown_fate_is_open_and_ages() -> None:
    day = Day(NOW - timedelta(seconds=40))
    day.provider.answers = [AmbiguousError(Family.AMBIGUOUS)]
    day.book(make_technician())
    day.deliver()
    assert read("texts_open", state="unsettled") == 1
    assert read("texts_unsettled_oldest_seconds") == 40
    assert read("texts_last_hour", state="unsettled", reason="no_answer") is None


def test_a_refusal_is_told_by_its_reason() -> None:
    day = Day()
    day.provider.answers = [RefusedError(Family.WRONG_NUMBER, "21211")]
    day.book(make_technician())
    day.deliver()
    assert read("texts_last_hour", state="failed", reason="wrong_number") == 1


def test_what_went_well_has_no_reason() -> None:
    day = Day()
    visit = day.book(make_technician())
    day.deliver()
    assert read("texts_last_hour", state="accepted", reason="none") == 1
    day.receipt(attempts(visit)[0], State.DELIVERED)
    assert read("texts_last_hour", state="accepted", reason="none") is None
    assert read("texts_last_hour", state="delivered", reason="none") == 1


@pytest.mark.parametrize(("minutes", "seen"), [(59, 1), (61, None)])
def test_an_outcome_is_told_for_an_hour(minutes: int, seen: int | None) -> None:
    day = Day(NOW - timedelta(minutes=minutes))
    day.book(make_technician())
    day.deliver()
    assert read("texts_last_hour", state="accepted", reason="none") == seen


# The provider


def answered(*, ago: timedelta, seconds: float) -> None:
    """One more call that began so long ago and took so many seconds."""
    text = Message.objects.first() or last(Day().book(make_technician()))
    began = NOW - ago
    Attempt.objects.create(
        message=text, started_at=began, ended_at=began + timedelta(seconds=seconds)
    )


def test_the_providers_answers_are_told_as_quantiles() -> None:
    for number in range(1, 11):
        answered(ago=timedelta(minutes=1), seconds=number / 10)
    assert read("provider_answer_seconds", quantile="0.5") == 0.5
    assert read("provider_answer_seconds", quantile="0.9") == 0.9
    assert read("provider_answer_seconds", quantile="0.99") == 1.0


def test_calls_of_long_ago_and_open_ones_say_nothing_of_now() -> None:
    answered(ago=timedelta(minutes=11), seconds=9)
    Attempt.objects.create(message=last(Day().book()), started_at=NOW)
    assert read("provider_answer_seconds", quantile="0.5") is None


@pytest.mark.parametrize(
    ("values", "share", "found"),
    [([7.0], 0.5, 7.0), ([7.0], 0.99, 7.0), ([1.0, 2.0], 0.5, 1.0), ([1.0, 2.0], 0.51, 2.0)],
)
def test_a_quantile_is_one_of_the_values(values: list[float], share: float, found: float) -> None:
    assert quantile(values, share) == found


# What lies around


def test_a_worker_nobody_has_seen_has_been_silent_for_ever() -> None:
    assert read("worker_silent_seconds") == float("inf")
    Pulse.objects.create(name="worker", at=NOW - timedelta(seconds=12))
    assert read("worker_silent_seconds") == 12


def test_a_stopped_sender_is_counted() -> None:
    assert read("senders_stopped") == 0
    Sender.objects.update(stopped_code="20003")
    assert read("senders_stopped") == 1


def test_calls_and_photos_are_counted_until_they_are_done() -> None:
    dana, maya = make_customer(), make_technician()
    call = CallTask.objects.create(dedupe_key="a", customer=dana, reason="by_call", made_at=NOW)
    photo = maya.headshots.create(uploaded_at=NOW)
    assert (read("calls_open"), read("headshots_processing")) == (1, 1)
    CallTask.objects.filter(pk=call.pk).update(done_at=NOW)
    maya.headshots.filter(pk=photo.pk).update(state="ready")
    assert (read("calls_open"), read("headshots_processing")) == (0, 0)


def test_an_open_alarm_is_counted_and_its_wait_measured() -> None:
    visit = Day().book(make_technician(), make_customer())
    alarm = visit.alarms.create(source="who", opened_at=NOW - timedelta(seconds=90))
    assert (read("alarms_open"), read("alarms_seconds_to_call")) == (1, 90)
    visit.alarms.filter(pk=alarm.pk).update(taken_at=NOW - timedelta(seconds=50), ended_at=NOW)
    assert (read("alarms_open"), read("alarms_seconds_to_call")) == (0, 40)


# All of it


def test_no_number_names_a_person_or_a_row() -> None:
    day = Day(timezone.now())
    visit = day.book(make_technician("Maya Lopez"), make_customer("Dana Webb"))
    day.deliver()
    page = Client().get("/metrics").content.decode()
    assert "fieldservice_texts_last_hour" in page
    found = re.findall(r"Dana|Maya|202555|\+\d{7}", page)
    assert found == []
    assert str(last(visit).pk) not in page
    assert str(visit.pk) not in page


def test_a_look_costs_the_same_however_much_there_is(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    day = Day()
    for number in range(5):
        day.book(make_technician(), make_customer(phone=f"+1202555013{number}"))
    day.deliver()
    with django_assert_num_queries(9):
        list(families(NOW))

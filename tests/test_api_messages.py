"""What became of the texts, as integrations read it."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from notifications.models import Attempt, Message
from tests.factories import make_appointment, make_customer, make_technician
from tests.integration import Caller

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def crm() -> Caller:
    return Caller()


@pytest.fixture
def message() -> Message:
    """The introduction of a visit just booked."""
    make_appointment(technician=make_technician())
    return Message.objects.get()


def test_a_text_that_waits_has_null_where_nothing_is_yet(crm: Caller, message: Message) -> None:
    Message.objects.update(reason="")
    told = crm.get(f"/messages/{message.pk}").body
    assert (told["kind"], told["state"]) == ("introduction", "queued")
    empty = ("to", "body", "media_url", "provider_sid", "error_code", "reason", "sent_at")
    assert {told[name] for name in (*empty, "delivered_at")} == {None}


def test_a_delivered_text_tells_all_of_it(crm: Caller, message: Message) -> None:
    values = {
        "state": "delivered",
        "channel": "mms",
        "to": "+12025550123",
        "body": "Hi Dana",
        "media_url": "https://visits.example.com/media/headshots/a.jpg",
        "error_code": "30003",
        "reason": "unreachable",
    }
    times = {"created_at": NOON, "sent_at": NOON, "delivered_at": NOON}
    Message.objects.update(**values, **times)
    told = crm.get(f"/messages/{message.pk}").body
    assert {name: told[name] for name in values} == values
    assert {told[name] for name in times} == {"2026-03-02T12:00:00Z"}


@pytest.mark.parametrize(("latest", "told"), [("SM2", "SM2"), ("", None)])
def test_the_latest_attempt_names_the_provider_id(
    crm: Caller, message: Message, latest: str, told: str | None
) -> None:
    for sid, hour in (("SM1", 9), (latest, 10)):
        at = NOON.replace(hour=hour)
        Attempt.objects.create(message=message, provider_sid=sid, started_at=at)
    assert crm.get(f"/messages/{message.pk}").body["provider_sid"] == told


def test_the_texts_of_one_visit_come_oldest_first(crm: Caller, message: Message) -> None:
    make_appointment(make_customer("Sam Webb"), make_technician("Sam Okafor"))
    crm.patch(f"/appointments/{message.appointment_id}", {"technician_id": None})
    listed = crm.get(f"/messages?appointment={message.appointment_id}").body["items"]
    assert len(listed) == 2
    assert listed[0]["id"] == str(message.pk)


def test_a_visit_nobody_knows_has_no_texts(crm: Caller) -> None:
    assert crm.get(f"/messages?appointment={uuid4()}").body == {"items": [], "next": None}


def test_a_text_nobody_knows_is_not_found(crm: Caller) -> None:
    assert crm.get(f"/messages/{uuid4()}").status == 404

"""Calls to the number that texts: who answers, what is heard, and what is left on tape."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from appointments.models import Appointment
from fieldservice.company.models import BusinessUnit, Look, User
from notifications import missed
from notifications.models import CallTask, PhoneCall
from notifications.simulator.web import Answer
from notifications.voice_services import end
from tests.factories import make_dispatcher, make_technician
from tests.simulator_company import Company
from tests.spine import Day
from tests.test_webhooks import ACCOUNT, DANA, post

pytestmark = pytest.mark.django_db
ACME, PERSON = "+15005550006", "+12025550100"
VOICE = "/hooks/twilio/voice"
RECORDING = "RE" + "a" * 32
CALL = {"From": DANA, "To": ACME, "AccountSid": ACCOUNT, "CallSid": "CA1"}


@pytest.fixture
def unit() -> BusinessUnit:
    """Acme answers at any hour."""
    BusinessUnit.objects.update(text_name="Acme", person_phone=PERSON, quiet_from=None)
    return BusinessUnit.objects.get()


@pytest.fixture
def visit(unit: BusinessUnit) -> Appointment:
    """Dana's, in an hour."""
    return Day(now=timezone.now()).book(make_technician("Maya Lopez"), hours=1)


def closed_now() -> None:
    BusinessUnit.objects.update(quiet_from="00:00", quiet_until="23:59:59")


def say(step: str = "", **form: str) -> str:
    """What the caller, or the person called, hears at this step of the first call."""
    path = f"{VOICE}/{PhoneCall.objects.get().pk}/{step}" if step else VOICE
    return post(path, CALL | form).content.decode()


def leave_message(**form: str) -> CallTask | None:
    say()
    say("recorded", **({"RecordingSid": RECORDING, "RecordingDuration": "42"} | form))
    return CallTask.objects.filter(reason=CallTask.Reason.VOICEMAIL).first()


def test_a_call_rings_at_the_units_person_with_the_callers_number(unit: BusinessUnit) -> None:
    said = say()
    assert f'callerId="{DANA}"' in said
    assert f'/whisper">{PERSON}</Number>' in said


def test_a_withheld_number_is_put_through_under_our_own(unit: BusinessUnit) -> None:
    assert "callerId" not in say(From="anonymous")


def test_the_person_hears_who_calls_and_about_what(visit: Appointment) -> None:
    say()
    heard = say("whisper")
    assert "A call for Acme, from Dana Webb. It is about" in heard
    assert "<Hangup" in heard


def test_the_person_hears_that_nobody_knows_the_number(unit: BusinessUnit) -> None:
    say()
    assert "from a number we don't know. Press any key" in say("whisper")


def test_a_mailbox_that_picks_up_does_not_swallow_the_call(visit: Appointment) -> None:
    say()
    assert "<Record" in say("over", DialCallStatus="completed", DialBridged="false")
    assert PhoneCall.objects.get().outcome == PhoneCall.Outcome.MISSED


@pytest.mark.parametrize("ended", [{"DialBridged": "true"}, {"DialCallStatus": "completed"}])
def test_after_a_talk_nothing_more_is_said(visit: Appointment, ended: dict[str, str]) -> None:
    say()
    assert "<Record" not in say("over", **ended)
    assert PhoneCall.objects.get().outcome == PhoneCall.Outcome.ANSWERED


@pytest.mark.parametrize("status", ["no-answer", "busy", "failed", "canceled"])
def test_where_nobody_picks_up_a_message_can_be_left(visit: Appointment, status: str) -> None:
    say()
    heard = say("over", DialCallStatus=status)
    assert "Nobody can come to the phone right now. Please leave a message" in heard
    assert "<Record" in heard


def test_after_hours_nobody_is_rung_and_the_caller_hears_when(visit: Appointment) -> None:
    closed_now()
    heard = say()
    assert "<Dial" not in heard
    assert "The office is closed now. We are back" in heard


def test_a_spanish_customer_is_answered_in_spanish(visit: Appointment) -> None:
    visit.customer.language = "es"
    visit.customer.save()
    closed_now()
    heard = say()
    assert 'language="es-MX"' in heard
    assert "La oficina está cerrada ahora. Volvemos" in heard


@pytest.mark.parametrize("person", ["", ACME, DANA])
def test_a_number_is_never_put_through_to_itself_or_to_nobody(
    unit: BusinessUnit, person: str
) -> None:
    BusinessUnit.objects.update(person_phone=person)
    assert "<Dial" not in say()


def test_the_same_call_told_twice_is_one(unit: BusinessUnit) -> None:
    say()
    say()
    assert PhoneCall.objects.count() == 1


def open_calls() -> list[str]:
    return list(CallTask.objects.open().values_list("reason", flat=True))


def test_a_call_near_the_visit_that_nobody_took_is_to_be_called_back(visit: Appointment) -> None:
    say()
    say("over", DialCallStatus="no-answer")
    task = CallTask.objects.get()
    assert (task.reason, task.customer, task.urgent) == ("missed_call", visit.customer, True)


def test_a_message_takes_the_place_of_the_missed_call(visit: Appointment) -> None:
    say()
    say("over", DialCallStatus="no-answer")
    leave_message()
    assert open_calls() == ["voicemail"]


def test_who_calls_again_and_is_answered_need_not_be_called_back(visit: Appointment) -> None:
    say()
    say("over", DialCallStatus="no-answer")
    say(CallSid="CA2")
    end(call=PhoneCall.objects.get(provider_sid="CA2"), answered=True, now=timezone.now())
    assert open_calls() == []


def test_who_hangs_up_while_it_rings_is_to_be_called_back(visit: Appointment) -> None:
    say()
    assert missed.run(timezone.now() + timedelta(minutes=1)) == 0
    assert missed.run(timezone.now() + timedelta(minutes=3)) == 1
    assert open_calls() == ["missed_call"]


def test_a_call_days_before_the_visit_is_no_task(visit: Appointment) -> None:
    say()
    PhoneCall.objects.update(is_near=False)
    say("over", DialCallStatus="no-answer")
    assert open_calls() == []


def test_a_message_becomes_a_call_to_make(visit: Appointment) -> None:
    task = leave_message()
    assert task is not None
    assert (task.customer, task.appointment, task.number) == (visit.customer, visit, DANA)
    assert task.phone_call is not None
    assert task.phone_call.length == "0:42"


def test_the_list_of_calls_says_when_they_called_where_they_are(
    visit: Appointment, client: Client
) -> None:
    leave_message()
    PhoneCall.objects.update(started_at="2026-06-02T17:29:00Z")
    client.force_login(make_dispatcher())
    assert "Tue 2 Jun, 1:29 PM" in client.get("/calls").content.decode()


def test_a_stranger_can_leave_a_message_too(unit: BusinessUnit) -> None:
    task = leave_message()
    assert task is not None
    assert (task.customer, task.number) == (None, DANA)


@pytest.mark.parametrize(
    "form",
    [
        {"RecordingDuration": "0"},
        {"RecordingDuration": ""},
        {"RecordingSid": "../../Messages"},
        {"RecordingSid": "RE" + "a" * 33},
    ],
)
def test_nothing_to_hear_is_nothing_to_do(visit: Appointment, form: dict[str, str]) -> None:
    assert leave_message(**form) is None


def test_a_message_told_twice_is_one_call(visit: Appointment) -> None:
    leave_message()
    say("recorded", RecordingSid=RECORDING, RecordingDuration="42")
    assert CallTask.objects.filter(reason=CallTask.Reason.VOICEMAIL).count() == 1


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make_dispatcher("jo"))
    return client


@pytest.mark.parametrize(("hours", "is_named"), [(1, True), (5, False)])
def test_the_office_is_told_who_calls_near_their_window(
    unit: BusinessUnit, desk: Client, hours: int, is_named: bool
) -> None:
    Day(now=timezone.now()).book(make_technician("Maya Lopez"), hours=hours)
    say()
    assert ("Dana Webb is calling about" in desk.get("/alarms").content.decode()) == is_named


def test_a_call_that_was_taken_alarms_nobody(visit: Appointment, desk: Client) -> None:
    say()
    say("take")
    assert "Dana Webb" not in desk.get("/alarms").content.decode()


def test_a_call_in_vain_is_shown_for_a_while(visit: Appointment, desk: Client) -> None:
    say()
    say("over", DialCallStatus="no-answer")
    assert "Nobody answered Dana Webb" in desk.get("/alarms").content.decode()
    PhoneCall.objects.update(started_at=timezone.now() - timedelta(minutes=11))
    assert "Dana Webb" not in desk.get("/alarms").content.decode()


@pytest.fixture
def provider(settings: Settings) -> Iterator[Company]:
    """Where the recordings are; anything else that is asked there shows in its requests."""
    with Company() as company:
        settings.TWILIO_API_BASE_URL = company.url
        yield company


TAPE = f"/2010-04-01/Accounts/{ACCOUNT}/Recordings/{RECORDING}.wav"


def player(task: CallTask | None) -> str:
    return reverse("voicemail", args=[task.pk if task else 0])


def test_the_office_hears_the_message_fetched_with_our_own_key(
    visit: Appointment, desk: Client, provider: Company
) -> None:
    provider.serve(TAPE, b"RIFFsound", "audio/x-wav")
    task = leave_message(RecordingUrl="http://169.254.169.254/latest")
    answer = desk.get(player(task))
    assert (answer.status_code, answer.content) == (200, b"RIFFsound")
    assert "no-store" in answer.headers["Cache-Control"]
    (asked,) = provider.requests
    assert asked.headers["authorization"].startswith("Basic ")


@pytest.mark.parametrize(
    ("asked", "status", "heard", "noted"),
    [
        ("bytes=0-1", 206, b"RI", 1),
        ("bytes=4-", 206, b"sound", 0),
        ("bytes=2-99", 206, b"FFsound", 0),
        ("bytes=9-", 416, b"", 0),
        ("lines=1", 200, b"RIFFsound", 1),
    ],
)
def test_a_player_may_ask_for_a_part_and_its_start_is_noted(  # noqa: PLR0917
    visit: Appointment,
    desk: Client,
    provider: Company,
    asked: str,
    status: int,
    heard: bytes,
    noted: int,
) -> None:
    provider.serve(TAPE, b"RIFFsound", "audio/x-wav")
    answer = desk.get(player(leave_message()), headers={"Range": asked})
    assert (answer.status_code, answer.content) == (status, heard)
    assert Look.objects.filter(what="voicemail").count() == noted


@pytest.mark.parametrize(
    "tape",
    [
        Answer(302, headers={"Location": "http://127.0.0.1:1/"}, content_type="audio/wav"),
        Answer(200, b"<script>", "text/html"),
        Answer(404),
    ],
)
def test_what_is_no_sound_is_not_passed_on(
    visit: Appointment, desk: Client, provider: Company, tape: Answer
) -> None:
    provider.answers[TAPE] = tape
    assert desk.get(player(leave_message())).status_code == 502
    assert len(provider.requests) == 1


def test_only_the_office_may_listen(visit: Appointment, client: Client, provider: Company) -> None:
    task = leave_message()
    assert client.get(player(task)).status_code == 302
    omar = User.objects.create(username="omar", role=User.Role.TECHNICIAN)
    client.force_login(omar)
    assert client.get(player(task)).status_code == 404
    assert provider.requests == []


def test_the_list_of_calls_plays_it(visit: Appointment, desk: Client) -> None:
    task = leave_message()
    shown = desk.get("/calls").content.decode()
    assert f'<audio controls preload="none" src="{player(task)}"' in shown
    assert "They left a message. Call back." in shown

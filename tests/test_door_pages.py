"""An alarm on the screens of office and technician, and in the ear of the person on call."""

import pytest
from django.test import Client
from django.utils import timezone

from appointments.models import Appointment
from fieldservice.company.models import BusinessUnit, User
from notifications import door_calls, door_services
from notifications.models import Alarm, AlarmCall
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher
from tests.spine import Day
from tests.technician_pages import signed_in_as, technician_named
from tests.test_webhooks import ACCOUNT, post

pytestmark = pytest.mark.django_db
ON_CALL, DANA, ACME = "+12025550191", "+12025550117", "+15005550006"
LIVE = {"HX-Request": "true"}


@pytest.fixture
def day() -> Day:
    """The clock of the pages is the real one."""
    BusinessUnit.objects.update(text_name="Acme", on_call_phone=ON_CALL, person_phone="")
    return Day(now=timezone.now())


@pytest.fixture
def maya() -> Technician:
    return technician_named("Maya Lopez")


@pytest.fixture
def alarm(day: Day, maya: Technician) -> Alarm:
    """Dana, whose visit is in half an hour, is not sure."""
    visit = day.book(maya, make_customer("Dana Webb", phone=DANA), hours=0.5)
    Appointment.objects.filter(pk=visit.pk).update(door_words="blue kettle")
    return door_services.alarm(appointment=visit, source=Alarm.Source.NOT_THEM, now=day.now)


@pytest.fixture
def jo() -> User:
    return make_dispatcher("jo")


@pytest.fixture
def desk(jo: User) -> Client:
    return signed_in_as(jo)


def page(browser: Client, path: str, **headers: str) -> str:
    return browser.get(path, headers=headers).content.decode()


@pytest.mark.parametrize("path", ["/customers", "/inbox", "/calls", "/alarms/door"])
def test_every_page_of_the_office_shows_the_alarm(alarm: Alarm, desk: Client, path: str) -> None:
    shown = page(desk, path)
    assert "Alarm at the door: call Dana Webb now" in shown
    assert "They say it is somebody else" in shown
    assert "tel:+1-202-555-0117" in shown
    assert "Maya Lopez is expected there." in shown


def test_an_open_page_learns_of_it_and_then_hears_only_news(alarm: Alarm, desk: Client) -> None:
    seen = page(desk, "/alarms/door").partition("seen=")[2].partition('"')[0]
    assert desk.get("/alarms/door", {"seen": seen}).status_code == 204
    desk.post(f"/alarms/{alarm.pk}/calling", {"turn": "0"}, headers=LIVE)
    assert desk.get("/alarms/door", {"seen": seen}).status_code == 200


def test_the_calls_show_it_first_and_count_it(alarm: Alarm, desk: Client) -> None:
    shown = page(desk, "/calls")
    assert "Alarm at the door. Call now." in shown
    assert "No calls to make" not in shown
    assert '<span id="calls-count" class="count">1' in shown


def test_who_calls_is_named_to_all_others(alarm: Alarm, desk: Client, jo: User) -> None:
    answer = desk.post(f"/alarms/{alarm.pk}/calling", {"turn": "0"}, headers=LIVE)
    assert "jo is calling Dana Webb" in answer.content.decode()
    assert Alarm.objects.get().taken_by == jo


def test_who_dials_again_is_not_told_that_somebody_was_faster(alarm: Alarm, desk: Client) -> None:
    path, form = f"/alarms/{alarm.pk}/calling", {"turn": "0"}
    desk.post(path, form, headers=LIVE)
    assert "Somebody was faster" not in desk.post(path, form, headers=LIVE).content.decode()


@pytest.mark.parametrize("turn", ["0", "", "x"])
def test_who_was_too_late_is_told(alarm: Alarm, desk: Client, turn: str) -> None:
    door_services.take(by=make_dispatcher("ann"), alarm=alarm, turn=0, now=timezone.now())
    answer = desk.post(f"/alarms/{alarm.pk}/calling", {"turn": turn}, headers=LIVE)
    assert "Somebody was faster. Look who is calling." in answer.content.decode()


def test_the_end_is_kept_with_its_note(alarm: Alarm, desk: Client) -> None:
    ended = {"outcome": "wrong_person", "note": "A salesman."}
    assert desk.post(f"/alarms/{alarm.pk}/end", ended).status_code == 302
    kept = Alarm.objects.get()
    assert (kept.outcome, kept.note) == ("wrong_person", "A salesman.")


def test_an_end_without_a_word_is_none(alarm: Alarm, desk: Client) -> None:
    answer = desk.post(f"/alarms/{alarm.pk}/end", {"note": "?"}, headers=LIVE)
    assert "Say how it ended" in answer.content.decode()
    assert Alarm.objects.open().exists()


def test_the_technician_reads_to_wait_and_what_to_answer(alarm: Alarm, maya: Technician) -> None:
    shown = page(signed_in_as(maya.user), "/my-day/alarms")
    assert "The office is calling Dana Webb: wait outside." in shown
    assert "blue kettle" in shown
    assert "The customer asks, you answer. Never ask them." in shown


def test_a_colleague_reads_nothing_of_it(alarm: Alarm) -> None:
    assert "Dana" not in page(signed_in_as(technician_named("Sam Ash").user), "/my-day/alarms")


# On the phone


@pytest.fixture
def rung(alarm: Alarm, day: Day) -> AlarmCall:
    """The person on call is being rung."""
    door_calls.run(lambda: day.provider, day.now)
    return AlarmCall.objects.get()


def say(call: AlarmCall, step: str = "", **form: str) -> str:
    """What the person on call hears at this step."""
    path = f"/hooks/twilio/alarm/{call.pk}" + (f"/{step}" if step else "")
    return post(path, {"AccountSid": ACCOUNT, "From": ACME} | form).content.decode()


def test_the_person_on_call_hears_what_it_is_about(rung: AlarmCall) -> None:
    heard = say(rung)
    assert "This is Acme, with an alarm at the door of a customer. Dana Webb says it is" in heard
    assert "Maya is expected there. Press 1 to take it" in heard


def test_one_takes_it_and_puts_them_through_to_the_customer(rung: AlarmCall) -> None:
    heard = say(rung, "key", Digits="1")
    assert f'<Dial callerId="{ACME}" timeout="30"><Number>{DANA}</Number></Dial>' in heard
    assert Alarm.objects.get().taken_on == ON_CALL


def test_another_key_takes_nothing(rung: AlarmCall) -> None:
    assert "Press 1" in say(rung, "key", Digits="5")
    assert Alarm.objects.untaken().exists()


def test_who_presses_after_a_colleague_hears_so(rung: AlarmCall, jo: User) -> None:
    door_services.take(by=jo, alarm=rung.alarm, turn=0, now=timezone.now())
    assert "Somebody is calling already" in say(rung, "key", Digits="1")


def test_who_picks_up_after_the_end_hears_so(rung: AlarmCall, desk: Client) -> None:
    desk.post(f"/alarms/{rung.alarm_id}/end", {"outcome": "well"})
    assert "The alarm is over already" in say(rung)


def test_an_end_of_the_call_nobody_took_is_kept(rung: AlarmCall) -> None:
    say(rung, "over", CallStatus="no-answer")
    assert AlarmCall.objects.get().outcome == AlarmCall.Outcome.MISSED


def test_spanish_is_spoken_to_a_spanish_unit(rung: AlarmCall) -> None:
    BusinessUnit.objects.update(language="es")
    assert 'language="es-MX">Le llama Acme' in say(rung)

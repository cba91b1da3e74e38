"""The calls' page, the alarms on every page, and a person's hand on a text that waits."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appointments.models import Appointment, Customer
from fieldservice.company.models import Change
from notifications.models import CallTask, Message, Pulse, Sender
from notifications.reply_services import receive
from notifications.states import Reason, State
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher, make_technician
from tests.spine import Day, default_sender, last, suppress

pytestmark = pytest.mark.django_db
CALLS = "/calls"
LIVE = {"HX-Request": "true"}


@pytest.fixture
def day() -> Day:
    """The clock of the pages is the real one."""
    return Day(now=timezone.now())


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez", interests=["bakes bread"])


@pytest.fixture
def priya(client: Client) -> Client:
    """A dispatcher's browser."""
    client.force_login(make_dispatcher("priya"))
    return client


@pytest.fixture
def ada() -> Customer:
    """She wants to be called."""
    ada = make_customer("Ada Okafor", phone="+12025550144")
    ada.reach = Customer.Reach.CALL
    ada.save()
    return ada


@pytest.fixture
def call(day: Day, maya: Technician, ada: Customer) -> CallTask:
    day.book(maya, ada)
    return CallTask.objects.get()


def page(browser: Client, path: str, **headers: str) -> str:
    return browser.get(path, headers=headers).content.decode()


def test_a_call_shows_whom_to_call_and_what_to_say(priya: Client, call: CallTask) -> None:
    shown = page(priya, CALLS)
    assert "Ada Okafor" in shown
    assert 'href="tel:+1-202-555-0144"' in shown
    assert "Maya is coming" in shown
    assert "bakes bread" in shown
    assert "read it out" in shown


def test_a_stop_before_a_visit_is_shown_as_they_wrote_it(
    priya: Client, day: Day, maya: Technician
) -> None:
    visit = day.book(maya)
    receive(
        sid="SM1",
        number=visit.text_to,
        sender=default_sender(),
        body="Cancel!",
        opt_out="",
        now=day.now,
    )
    shown = page(priya, CALLS)
    assert "Did they mean the visit?" in shown
    assert "Cancel!" in shown
    assert "read this out too" in shown
    assert "Maya is coming" in shown


def test_the_words_are_those_of_this_moment(priya: Client, call: CallTask) -> None:
    Technician.objects.update(display_name="Maia Lopez")
    assert "Maia is coming" in page(priya, CALLS)


def test_the_words_are_in_the_customers_language(
    priya: Client, day: Day, maya: Technician, ada: Customer
) -> None:
    ada.language = "es"
    ada.save()
    day.book(maya, ada)
    assert "Hola" in page(priya, CALLS)


def test_a_done_call_leaves_the_list_and_stays_in_the_thread(priya: Client, call: CallTask) -> None:
    priya.post(reverse("call_done", args=[call.pk]))
    assert "Ada Okafor" not in page(priya, CALLS, **LIVE)
    assert "Called" in page(priya, reverse("visit_texts", args=[call.appointment_id]))
    assert Change.objects.filter(what="called").exists()


def test_who_dials_is_seen_by_the_others(priya: Client, call: CallTask) -> None:
    stamp = priya.get(CALLS).context["stamp"]
    priya.post(reverse("call_calling", args=[call.pk]), headers=LIVE)
    assert priya.get(CALLS, {"seen": stamp}, headers=LIVE).status_code == 200
    assert "priya dialed at" in page(priya, CALLS)


def test_a_call_made_meanwhile_is_dialed_by_nobody(priya: Client, call: CallTask) -> None:
    priya.post(reverse("call_done", args=[call.pk]))
    path = reverse("call_calling", args=[call.pk])
    assert "off the list already" in priya.post(path, follow=True).content.decode()
    assert CallTask.objects.get().dialed_by is None


def test_a_call_done_twice_says_so(priya: Client, call: CallTask) -> None:
    path = reverse("call_done", args=[call.pk])
    priya.post(path)
    assert "off the list already" in priya.post(path, follow=True).content.decode()


def test_the_live_list_is_silent_while_nothing_changes(priya: Client, call: CallTask) -> None:
    stamp = priya.get(CALLS).context["stamp"]
    live = f"{CALLS}?seen={stamp}"
    assert priya.get(live, headers=LIVE).status_code == 204
    CallTask.objects.all().delete()
    assert "No calls to make" in page(priya, live, **LIVE)


def test_an_empty_list_says_what_turns_up_there(priya: Client) -> None:
    assert "No calls to make" in page(priya, CALLS)


def test_a_stranger_is_not_offered_to_be_called(priya: Client, call: CallTask) -> None:
    CallTask.objects.update(reason=CallTask.Reason.WRONG_NUMBER)
    assert "tel:" not in page(priya, CALLS, **LIVE)


def test_the_frame_counts_the_calls(priya: Client, call: CallTask) -> None:
    assert 'id="calls-count" class="count">1<' in page(priya, CALLS)
    assert 'hx-swap-oob="true">1<' in page(priya, reverse("alarms"))


@pytest.mark.parametrize("path", [CALLS, "/alarms"])
def test_technicians_see_no_calls(client: Client, path: str) -> None:
    maya = make_dispatcher("maya")
    maya.role = "technician"
    maya.save()
    client.force_login(maya)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(("silent", "is_shown"), [(79, False), (81, True)])
def test_a_silent_worker_is_seen_on_every_page(
    priya: Client, silent: float, is_shown: bool
) -> None:
    Pulse.objects.create(name="worker", at=timezone.now() - timedelta(seconds=silent))
    assert ("No worker is running" in page(priya, CALLS)) == is_shown


def test_a_stopped_sender_is_seen_on_every_page(priya: Client) -> None:
    sender = default_sender()
    assert "the sender is stopped" not in page(priya, CALLS)
    sender.stopped_code = "30034"
    sender.save()
    shown = page(priya, CALLS)
    assert "the sender is stopped (30034)" in shown
    assert f'href="{reverse("settings_sender")}"' in shown


@pytest.fixture
def waiting(maya: Technician) -> Message:
    """A text of next summer's first of July that waits until eight in New York."""
    night = datetime(timezone.now().year + 1, 7, 2, 2, tzinfo=UTC)
    return last(Day(now=night).book(maya))


def texts_of(browser: Client, visit: Appointment) -> str:
    return page(browser, reverse("visit_texts", args=[visit.pk]), **LIVE)


def test_a_text_that_waits_says_until_when_and_may_go_now(priya: Client, waiting: Message) -> None:
    shown = texts_of(priya, waiting.visit)
    assert "Goes out at 8am" in shown
    assert "2 Jul</time>" in shown
    assert "10:00 PM" not in shown  # when it was written
    assert "Send now" in shown


def test_send_now_ends_the_wait(priya: Client, waiting: Message) -> None:
    priya.post(reverse("send_now", args=[waiting.pk]))
    waiting.refresh_from_db()
    assert waiting.send_after <= timezone.now()
    assert "Send now" not in texts_of(priya, waiting.visit)


def test_send_now_twice_is_no_error(priya: Client, waiting: Message) -> None:
    path = reverse("send_now", args=[waiting.pk])
    priya.post(path)
    assert "does not wait any more" in priya.post(path, follow=True).content.decode()


@pytest.mark.parametrize(
    ("closed", "words"),
    [
        ({"stopped_code": "30034"}, "The sender is not set up right"),
        ({"held_until": timezone.now() + timedelta(days=1)}, "The day&#x27;s limit of texts"),
    ],
)
def test_a_text_behind_a_closed_sender_says_why_it_waits(
    priya: Client, waiting: Message, closed: dict[str, object], words: str
) -> None:
    Message.objects.update(reason="", send_after=timezone.now())
    assert words not in texts_of(priya, waiting.visit)
    Sender.objects.update(**closed)
    assert words in texts_of(priya, waiting.visit)


@pytest.fixture
def doubtful(day: Day, maya: Technician) -> Appointment:
    """Accepted eleven minutes ago, and nobody heard of it since."""
    visit = day.book(maya, on_the_phone=True)
    assert day.deliver()
    Message.objects.update(sent_at=timezone.now() - timedelta(minutes=11))
    return visit


def test_a_text_that_may_be_lost_can_go_as_plain_text(
    priya: Client, doubtful: Appointment, day: Day
) -> None:
    shown = texts_of(priya, doubtful)
    assert "Not known to have arrived" in shown
    assert "Send as plain text" in shown
    priya.post(reverse("send_again", args=[doubtful.pk]), {"form_key": "1", "plain": "yes"})
    assert last(doubtful).without_picture


def test_a_text_that_arrived_is_left_alone(priya: Client, doubtful: Appointment) -> None:
    Message.objects.update(state=State.DELIVERED, delivered_at=timezone.now())
    assert "Send as plain text" not in texts_of(priya, doubtful)


def test_the_moment_after_booking_has_the_words_to_read_out(priya: Client, call: CallTask) -> None:
    shown = page(priya, reverse("visit_ticks", args=[call.appointment_id]))
    assert "Maya is coming" in shown
    assert "hx-trigger" not in shown


def test_the_moment_after_booking_says_why_nobody_is_texted(
    priya: Client, day: Day, maya: Technician
) -> None:
    visit = day.book(maya, on_the_phone=True)
    Message.objects.update(state=State.SKIPPED, reason=Reason.TOO_LATE)
    assert "come too late" in page(priya, reverse("visit_ticks", args=[visit.pk]))


def test_the_moment_after_booking_has_the_words_for_who_asked_for_no_texts(
    priya: Client, day: Day, maya: Technician
) -> None:
    visit = day.book(maya, on_the_phone=True)
    suppress(day, visit)
    day.deliver()
    shown = page(priya, reverse("visit_ticks", args=[visit.pk]))
    assert "They get no texts: read it out" in shown
    assert "Maya is coming" in shown


@pytest.mark.parametrize(("number", "is_said"), [("+12025550123", True), ("+12025550166", False)])
def test_a_booking_for_a_silent_number_says_to_read_it_out(
    priya: Client, day: Day, maya: Technician, number: str, is_said: bool
) -> None:
    suppress(day, day.book(maya))
    form = {"name": "Dana Webb", "phone": number, "technician": str(maya.pk)}
    shown = priya.post(reverse("booking_preview"), form).content.decode()
    assert ("They asked for no texts: read it out." in shown) == is_said


def test_an_empty_booking_form_says_nothing_of_silence(
    priya: Client, day: Day, maya: Technician
) -> None:
    suppress(day, day.book(maya))
    assert "no texts" not in priya.post(reverse("booking_preview"), {}).content.decode()


def test_the_pages_of_a_silent_customer_say_so(priya: Client, day: Day, maya: Technician) -> None:
    visit = day.book(maya)
    pages = [reverse("visit_texts", args=[visit.pk]), reverse("customer", args=[visit.customer_id])]
    assert not any("Asked for no texts" in page(priya, path) for path in pages)
    suppress(day, visit)
    assert all("Asked for no texts" in page(priya, path) for path in pages)


@pytest.mark.parametrize(
    ("reason", "word", "why"),
    [
        (Reason.SUPPRESSED, "Not sent", "The customer asked for no texts"),
        (Reason.TOO_LATE, "Not sent", "It would have come too late"),
        (Reason.BY_CALL, "Not sent", "The customer wants to be called"),
        (Reason.SUPERSEDED, "Not needed", "A newer text says it"),
    ],
)
def test_a_text_that_was_wanted_but_kept_back_was_not_sent(
    priya: Client, waiting: Message, reason: Reason, word: str, why: str
) -> None:
    Message.objects.update(state=State.SKIPPED, reason=reason)
    shown = texts_of(priya, waiting.visit)
    assert word in shown
    assert why in shown


@pytest.mark.parametrize(
    ("reason", "label", "is_required"),
    [
        (Reason.WRONG_NUMBER, "Another number</label>", True),
        (Reason.UNREACHABLE, "leave empty to use the same", False),
    ],
)
def test_only_a_wrong_number_has_to_be_replaced(
    priya: Client, waiting: Message, reason: Reason, label: str, is_required: bool
) -> None:
    Message.objects.update(state=State.FAILED, reason=reason)
    shown = page(priya, reverse("visit_ticks", args=[waiting.appointment_id]))
    assert label in shown
    assert (" required" in shown) == is_required


def test_what_is_read_out_asks_nobody_to_reply(priya: Client, call: CallTask) -> None:
    shown = page(priya, CALLS)
    assert "Maya is coming" in shown
    assert "Reply C" not in shown

"""Countries and networks: where a text goes, with a photo or a link, and a STOP."""

from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.utils import timezone

from appointments.models import Appointment, Customer
from notifications.addresses import bare, kind_of, reached_from
from notifications.door_services import alarm
from notifications.forms import SenderForm
from notifications.models import Alarm, Reply, Sender, Suppression
from notifications.page_services import ask_another_time, tell_office
from notifications.rendering import Known, render, takes_pictures
from notifications.reply_services import receive
from notifications.states import Kind, State
from technicians.models import Technician
from technicians.services import grant
from tests.factories import make_customer, make_dispatcher, make_technician
from tests.spine import NOW, OFFICE, Day, attempts, default_sender, last, with_photo

pytestmark = pytest.mark.django_db
LINK = "https://acme.example/v/k3x9q2m7w4"
BERYL = "+447400123456"


def sends_from(address: str) -> Sender:
    Sender.objects.update(address=address)
    return default_sender()


@pytest.mark.parametrize(
    ("address", "kind", "number"),
    [
        ("+12025550123", "", "+12025550123"),
        ("whatsapp:+447400123456", "whatsapp:", "+447400123456"),
        ("rcs:+447400123456", "rcs:", "+447400123456"),
        ("MG0123", "", "MG0123"),
    ],
)
def test_an_address_is_a_network_and_a_number(address: str, kind: str, number: str) -> None:
    assert (kind_of(address), bare(address)) == (kind, number)
    assert reached_from(address, "") == ""


@pytest.mark.parametrize(
    ("sender", "to", "takes"),
    [
        ("+12025550100", "+12025550123", True),
        ("+12025550100", "+14165550123", True),
        ("+14165550100", "+12025550123", True),
        ("+12025550100", BERYL, False),
        ("+12025550100", "+61412345678", False),
        ("+61412345600", "+61412345678", True),
        ("+61412345600", "+12025550123", False),
        ("+447400123400", BERYL, False),
        ("MG" + "0" * 32, "+12025550123", True),
        ("whatsapp:+12025550100", BERYL, True),
        ("rcs:acme_heating_agent", BERYL, True),
    ],
)
def test_where_no_picture_arrives_there_is_its_address(
    sender: str, to: str, *, takes: bool
) -> None:
    from_here = sends_from(sender)
    visit = Day().book(with_photo(make_technician()), make_customer(phone=to))
    loaded = Appointment.objects.for_texts().get(pk=visit.pk)
    assert takes_pictures(loaded, from_here) == takes
    text = render(Kind.INTRODUCTION, loaded, from_here, Known(), now=NOW, link=LINK)
    assert (bool(text.media_url), LINK in text.body) == (takes, not takes)


@pytest.mark.parametrize("words", ["Maya", "7 years", "boilers", "football", LINK])
def test_a_plain_text_tells_what_the_picture_would_have(words: str) -> None:
    maya = with_photo(make_technician(skills=["boilers"], interests=["plays football"]))
    grant(by=OFFICE, technician=maya, fields=["tenure", "skills", "interest"], now=NOW)
    dana = make_customer()
    Customer.objects.update(reach=Customer.Reach.PLAIN)
    visit = Day().book(maya, dana)
    loaded = Appointment.objects.for_texts().get(pk=visit.pk)
    text = render(Kind.INTRODUCTION, loaded, default_sender(), Known(), now=NOW, link=LINK)
    assert words in text.body
    assert not text.media_url


@pytest.mark.parametrize("kind", ["whatsapp:", "rcs:"])
def test_a_sender_s_network_is_the_customer_s(maya: Technician, kind: str) -> None:
    day = Day()
    sends_from(f"{kind}+12025550100" if kind == "whatsapp:" else "rcs:acme_agent")
    visit = day.book(maya, make_customer(phone=BERYL))
    (sent,) = day.deliver()
    assert sent.to == kind + BERYL
    assert day.receipt(attempts(visit)[0], State.READ)
    assert last(visit).state == State.READ


def test_a_stop_counts_in_the_network_it_was_sent_in(maya: Technician) -> None:
    day, sender = Day(), sends_from("whatsapp:+12025550100")
    visit = day.book(maya, make_customer(phone=BERYL))
    day.deliver()
    receive(sid="SM1", number=f"whatsapp:{BERYL}", sender=sender, body="STOP", opt_out="",
        now=day.now)  # fmt: skip
    assert Suppression.objects.get().number == f"whatsapp:{BERYL}"
    assert Reply.objects.get().appointment == visit
    day.move(visit, hours=2)
    assert day.later(minutes=2).deliver() == []
    sends_from("+12025550100")
    day.move(visit, hours=2)
    assert [text.to for text in day.later(minutes=2).deliver()] == [BERYL]


def test_the_office_reads_what_came_from_another_network(maya: Technician, client: Client) -> None:
    day, sender = Day(now=timezone.now()), sends_from("whatsapp:+12025550100")
    day.book(maya, make_customer("Beryl Cook", phone=BERYL))
    day.deliver()
    reply = receive(sid="SM1", number=f"whatsapp:{BERYL}", sender=sender, body="Which van?",
        opt_out="", now=day.now)  # fmt: skip
    client.force_login(make_dispatcher())
    page = client.get(f"/inbox/{reply.pk}").content.decode()
    assert "Beryl Cook" in page
    assert "Which van?" in page


def test_a_number_that_was_a_landline_asks_for_another_way_at_booking(
    maya: Technician, client: Client
) -> None:
    day = Day()
    visit = day.book(maya)
    day.deliver()
    day.receipt(attempts(visit)[0], State.UNDELIVERED, code="30006")
    client.force_login(make_dispatcher())
    asked = {"name": "Dana Webb", "phone": "+12025550123", "customer": str(visit.customer_id)}
    assert "may be a landline" in client.post("/previews/booking", asked).content.decode()
    other = asked | {"phone": "+12025550199", "customer": ""}
    assert "landline" not in client.post("/previews/booking", other).content.decode()


@pytest.mark.parametrize("stopped", [False, True])
def test_an_alarm_is_answered_where_the_customer_is_written_to(
    maya: Technician, stopped: bool
) -> None:
    day, sender = Day(), sends_from("whatsapp:+12025550100")
    visit = day.book(maya, make_customer(phone=BERYL))
    day.deliver()
    if stopped:
        receive(sid="SM1", number=f"whatsapp:{BERYL}", sender=sender, body="STOP", opt_out="",
            now=day.now)  # fmt: skip
    opened = alarm(appointment=visit, source=Alarm.Source.PAGE, now=day.now)
    assert opened.number == BERYL
    assert [text.to for text in day.deliver()] == ([] if stopped else [f"whatsapp:{BERYL}"])


def test_what_the_page_tells_the_office_is_in_the_same_thread(maya: Technician) -> None:
    day = Day()
    sends_from("whatsapp:+12025550100")
    visit = day.book(maya, make_customer(phone=BERYL))
    said = tell_office(visit=visit, words="The bell is broken", form_key="k1", now=day.now)
    assert said.number == f"whatsapp:{BERYL}"


def test_windows_offered_on_the_page_can_be_chosen_from_another_network(maya: Technician) -> None:
    day, sender = Day(), sends_from("whatsapp:+12025550100")
    visit = day.book(maya, make_customer(phone=BERYL))
    day.deliver()
    assert ask_another_time(visit=visit, now=day.now)
    receive(sid="SM1", number=f"whatsapp:{BERYL}", sender=sender, body="1", opt_out="",
        now=day.now)  # fmt: skip
    moved = Appointment.objects.get(pk=visit.pk)
    assert moved.arrival_window_start != visit.arrival_window_start


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("whatsapp:(202) 555-0111", "whatsapp:+12025550111"),
        ("rcs:acme_agent", "rcs:acme_agent"),
        ("whatsapp:acme", ""),
        ("rcs:", ""),
    ],
)
def test_the_senders_form_takes_other_networks(typed: str, kept: str) -> None:
    form = SenderForm(QueryDict(urlencode({"address": typed, "per_second": "1"})), sender=None)
    assert form.is_valid() == bool(kept)
    assert form.cleaned_data.get("address", "") == kept

"""A customer is erased: what goes, what stays, and what must not come back."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from appointments.finding import find_customers
from appointments.models import Appointment, Customer, Import, Location, SearchWord
from appointments.statuses import Status
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Change, Robot
from notifications import forgetting
from notifications.erase_services import copies_left, erase, inventory
from notifications.models import (
    Alarm,
    CallTask,
    KeptCopy,
    Message,
    PhoneCall,
    Reply,
    Suppression,
    Thread,
)
from notifications.providers.base import AmbiguousError, Copy, Family
from notifications.reply_services import receive
from notifications.states import State
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher
from tests.spine import Day, attempts, default_sender, fresh, last

pytestmark = pytest.mark.django_db

DANA = "+12025550123"


@pytest.fixture
def today() -> Day:
    return Day(now=timezone.now())


@pytest.fixture
def dana() -> Customer:
    return make_customer("Dana Webb", phone=DANA)


def erased(today: Day, customer: Customer) -> Customer:
    erase(by=Robot.SYSTEM, customer=customer, now=today.now)
    return Customer.objects.get(pk=customer.pk)


def answered(today: Day, body: str, number: str = DANA, sid: str = "SM1") -> Reply:
    return receive(
        sid=sid, number=number, sender=default_sender(), body=body, opt_out="", now=today.now
    )


def past(visit: Appointment) -> Appointment:
    Appointment.objects.filter(pk=visit.pk).update(status=Status.DONE)
    return fresh(visit)


def traces(*words: str) -> list[str]:
    """Every model that still says one of these words."""
    found = []
    for model in (Appointment, Customer, Location, Message, Reply, CallTask, PhoneCall,
                  SearchWord, Change):  # fmt: skip
        rows = str(list(model._default_manager.values())).casefold()
        found += [f"{model.__name__}: {word}" for word in words if word.casefold() in rows]
    return found


def test_name_number_address_and_words_are_gone_everywhere(
    today: Day, dana: Customer, maya: Technician
) -> None:
    visit = past(today.book(maya, dana, contact_name="Frank", contact_phone="+12025550177"))
    place = dana.locations.create(address="9 Elm Street", access_notes="Key under the pot")
    Appointment.objects.update(location=place, notes="Dog bites")
    Message.objects.update(body="Hello Dana", to=DANA, state=State.DELIVERED)
    answered(today, "It is Dana from Elm Street")
    erased(today, dana)
    assert (
        traces("dana", "webb", "frank", "elm", "dog", "key under", "2025550123", "2025550177") == []
    )
    assert fresh(visit).status == Status.DONE


def test_that_a_text_was_sent_and_arrived_stays_known(
    today: Day, dana: Customer, maya: Technician
) -> None:
    visit = today.book(maya, dana)
    today.deliver()
    past(visit)
    today.receipt(attempts(visit)[0], State.DELIVERED)
    before = last(visit)
    erased(today, dana)
    text = last(visit)
    assert (text.state, text.dedupe_key, text.delivered_at) == (
        *(State.DELIVERED, before.dedupe_key, before.delivered_at),
    )
    assert (text.body, text.to) == ("", "")


def test_a_visit_ahead_is_called_off_and_nobody_is_texted(
    today: Day, dana: Customer, maya: Technician
) -> None:
    visit = today.book(maya, dana)
    erased(today, dana)
    assert fresh(visit).status == Status.CANCELED
    assert today.deliver() == []
    assert {text.state for text in Message.objects.all()} == {State.SKIPPED}
    assert not CallTask.objects.open().exists()


@pytest.mark.parametrize("status", [Status.ON_THE_WAY, Status.ARRIVED])
def test_nobody_is_erased_while_a_technician_needs_the_address(
    today: Day, dana: Customer, maya: Technician, status: Status
) -> None:
    visit = today.book(maya, dana)
    Appointment.objects.filter(pk=visit.pk).update(status=status)
    assert "underway" in inventory(dana, today.now).hindrance
    with pytest.raises(ConflictError, match="underway"):
        erased(today, dana)
    assert Customer.objects.get().name == "Dana Webb"


def test_a_text_that_may_have_left_is_settled_first(
    today: Day, dana: Customer, maya: Technician
) -> None:
    today.book(maya, dana)
    today.provider.answers = [AmbiguousError(Family.AMBIGUOUS)]
    today.deliver()
    with pytest.raises(ConflictError, match="leaving right now"):
        erased(today, dana)


def test_their_stop_outlives_them(today: Day, dana: Customer, maya: Technician) -> None:
    past(today.book(maya, dana))
    answered(today, "STOP")
    erased(today, dana)
    again = make_customer("Dana Webb", phone=DANA)
    today.book(maya, again)
    assert today.deliver() == []
    assert Suppression.objects.get().number == DANA


def test_who_shares_the_number_keeps_thread_and_words(
    today: Day, dana: Customer, maya: Technician
) -> None:
    past(today.book(maya, dana, hours=30))
    sam = make_customer("Sam Webb", phone=DANA)
    today.book(maya, sam, hours=50)
    today.deliver()
    Message.objects.filter(customer=dana).delete()
    theirs = answered(today, "See you then, Sam")
    Thread.objects.create(number=DANA, sender=default_sender())
    erased(today, dana)
    assert Reply.objects.get(pk=theirs.pk).body == "See you then, Sam"
    assert Thread.objects.exists()
    assert str(Customer.objects.get(pk=sam.pk).phone) == DANA


def test_the_provider_is_asked_until_all_copies_are_gone(
    today: Day, dana: Customer, maya: Technician
) -> None:
    visit = today.book(maya, dana)
    today.deliver()
    past(visit)
    answered(today, "What about the dog?")
    PhoneCall.objects.create(provider_sid="CA1", number=DANA, customer=dana,
        sender=default_sender(), started_at=today.now, recording_sid="RE1", seconds=9)  # fmt: skip
    sid = attempts(visit)[0].provider_sid
    erased(today, dana)
    assert copies_left(dana) == 4
    today.provider.answers = [AmbiguousError(Family.AMBIGUOUS)]
    forgetting.run(lambda: today.provider, today.now)
    assert copies_left(dana) == 1
    forgetting.run(lambda: today.provider, today.now + timedelta(hours=7))
    assert copies_left(dana) == 0
    assert set(today.provider.forgotten) == {
        *((Copy.TEXT, sid), (Copy.TEXT, "SM1"), (Copy.CALL, "CA1"), (Copy.RECORDING, "RE1")),
    }


def test_pictures_they_sent_are_no_longer_in_the_storage(
    today: Day, dana: Customer, maya: Technician
) -> None:
    past(today.book(maya, dana))
    stored = default_storage.save("replies/dog.jpg", ContentFile(b"a dog"))
    reply = answered(today, "Look")
    reply.pictures.create(state="ready", stored=stored, try_at=today.now)
    erased(today, dana)
    assert not default_storage.exists(stored)
    assert not reply.pictures.exists()


def test_an_old_answer_handed_over_again_does_not_bring_them_back(
    today: Day, dana: Customer, maya: Technician
) -> None:
    past(today.book(maya, dana))
    answered(today, "It is Dana")
    erased(today, dana)
    assert answered(today, "It is Dana").body == ""


def test_files_that_lie_unused_go_too(today: Day, dana: Customer) -> None:
    stored = default_storage.save("imports/list", ContentFile(b"Dana Webb"))
    Import.objects.create(name="list.csv", state="checked", upload=stored, created_at=today.now)
    used = Import.objects.create(name="old.csv", state="done", created_at=today.now)
    assert inventory(dana, today.now).files == ["list.csv"]
    erased(today, dana)
    assert not default_storage.exists(stored)
    assert Import.objects.get() == used


@pytest.mark.parametrize("half", [{"state": "running"}, {"state": "failed", "position": 9}])
def test_nobody_is_erased_while_a_file_is_half_in(
    today: Day, dana: Customer, half: dict[str, object]
) -> None:
    Import.objects.create(name="list.csv", created_at=today.now, **half)
    with pytest.raises(ConflictError, match="half brought in"):
        erased(today, dana)


def test_who_erased_and_when_is_recorded_once(today: Day, dana: Customer, maya: Technician) -> None:
    gone = erased(today, dana)
    erased(today, dana)
    assert gone.erased_at == today.now
    assert Change.objects.about(dana).filter(what="customer erased").count() == 1
    assert not find_customers("").exists()


def test_calls_about_an_alarm_at_the_door_go_at_the_provider_too(
    today: Day, dana: Customer, maya: Technician
) -> None:
    visit = past(today.book(maya, dana))
    alarm = Alarm.objects.create(appointment=visit, number=DANA, source="page", note="Dana called",
        opened_at=today.now, ended_at=today.now)  # fmt: skip
    alarm.calls.create(turn=0, number="+12025550188", provider_sid="CA9", started_at=today.now)
    erased(today, dana)
    alarm.refresh_from_db()
    assert (alarm.number, alarm.note) == ("", "")
    assert KeptCopy.objects.get(sid="CA9").what == Copy.CALL


def test_an_end_of_e_mails_stays_and_is_told_of(today: Day) -> None:
    dana = make_customer("Dana Webb", phone=DANA)
    dana.email = "Dana@example.com"
    dana.save(update_fields=["email"])
    Suppression.objects.create(number="dana@example.com", sender=default_sender(),
        source="unsubscribed", at=today.now)  # fmt: skip
    assert inventory(dana, today.now).stops == 1
    erased(today, dana)
    assert Suppression.objects.filter(number="dana@example.com").exists()


@pytest.mark.parametrize(
    ("source", "said"),
    [("unsubscribed", "Asked for no e-mails"), ("bounced 550", "E-mails don&#x27;t arrive")],
)
def test_the_office_sees_on_the_customer_that_e_mails_have_ended(
    client: Client, source: str, said: str
) -> None:
    dana = make_customer("Dana Webb", phone=DANA)
    Customer.objects.update(email="dana@example.com")
    client.force_login(make_dispatcher())
    assert said not in client.get(f"/customers/{dana.pk}").content.decode()
    Suppression.objects.create(number="dana@example.com", sender=default_sender(),
        source=source, at=timezone.now())  # fmt: skip
    assert said in client.get(f"/customers/{dana.pk}").content.decode()


def test_of_a_visit_that_is_over_nobody_who_is_erased_hears_more(
    today: Day, dana: Customer, maya: Technician
) -> None:
    visit = today.book(maya, dana, hours=1)
    today.deliver()
    erased(today.later(hours=5), dana)
    today.move(visit, hours=24)
    today.cancel(visit)
    assert [text.state for text in visit.messages.all()] == [State.ACCEPTED]


def test_a_text_that_arrives_after_all_brings_no_news_to_who_is_erased(
    today: Day, dana: Customer, maya: Technician
) -> None:
    visit = today.book(maya, dana)
    today.deliver()
    today.receipt(attempts(visit)[0], State.UNDELIVERED, "30005")
    erased(today, dana)
    today.receipt(attempts(visit)[0], State.DELIVERED)
    assert not visit.messages.filter(state=State.QUEUED).exists()


def test_a_text_that_was_lost_for_the_set_up_does_not_wait_for_who_is_erased(
    today: Day, dana: Customer, maya: Technician
) -> None:
    visit = today.book(maya, dana)
    today.deliver()
    erased(today, dana)
    today.receipt(attempts(visit)[0], State.UNDELIVERED, "30034")
    assert not visit.messages.filter(state=State.HELD).exists()

"""A copy of all that is kept of one customer: what is in it, and who may fetch it how long."""

import json
from datetime import timedelta
from io import BytesIO
from uuid import uuid4
from zipfile import ZipFile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from appointments.models import Appointment, Customer
from fieldservice.company.models import Change, Look, User
from notifications import exporting
from notifications.export_services import ask_export
from notifications.models import CustomerExport, Message, PhoneCall
from notifications.providers.base import Family, NotProcessedError
from notifications.reply_services import receive
from technicians.models import Technician
from tests.factories import make_customer
from tests.spine import Day, default_sender

pytestmark = pytest.mark.django_db

DANA = "+12025550123"
TAPE = b"RIFF a hum"


@pytest.fixture
def rosa() -> User:
    return User.objects.create(username="rosa", role=User.Role.MANAGER)


@pytest.fixture
def today() -> Day:
    return Day(now=timezone.now())


@pytest.fixture
def dana(today: Day, maya: Technician) -> Customer:
    """She has a visit, a text, an answer with a picture, and a message on tape."""
    dana = make_customer("Dana Webb", phone=DANA)
    dana.locations.create(address="9 Elm Street", access_notes="Key under the pot")
    today.book(maya, dana)
    today.deliver()
    reply = receive(
        sid="SM1",
        number=DANA,
        body="Mind the dog",
        opt_out="",
        sender=default_sender(),
        now=today.now,
    )
    stored = default_storage.save("replies/dog.jpg", ContentFile(b"a dog"))
    reply.pictures.create(state="ready", stored=stored, try_at=today.now)
    PhoneCall.objects.create(provider_sid="CA1", number=DANA, customer=dana,
        sender=default_sender(), started_at=today.now, recording_sid="RE1", seconds=9)  # fmt: skip
    return dana


def tape(sid: str) -> bytes:
    assert sid == "RE1"
    return TAPE


def made(today: Day, rosa: User, dana: Customer, fetch: exporting.Fetch = tape) -> CustomerExport:
    export = ask_export(by=rosa, customer=dana, now=today.now)
    exporting.make(export.pk, today.now, fetch)
    return CustomerExport.objects.get(pk=export.pk)


def opened(export: CustomerExport) -> ZipFile:
    with default_storage.open(export.stored) as file:
        return ZipFile(BytesIO(file.read()))


def test_everything_kept_of_her_is_in_it(today: Day, rosa: User, dana: Customer) -> None:
    archive = opened(made(today, rosa, dana))
    said = json.loads(archive.read("customer.json"))
    assert said["customer"][0]["phone"] == DANA
    assert said["addresses"][0]["access_notes"] == "Key under the pot"
    assert said["visits"][0]["technician"] == "Maya Lopez"
    assert said["texts"][0]["body"] == Message.objects.get(kind="introduction").body
    assert said["answers"][0]["words"] == "Mind the dog"
    assert [row["what"] for row in said["history"]] == ["booked", "export asked"]


def test_pictures_and_tapes_lie_beside_it(today: Day, rosa: User, dana: Customer) -> None:
    archive = opened(made(today, rosa, dana))
    said = json.loads(archive.read("customer.json"))
    (picture,) = said["answers"][0]["pictures"]
    (call,) = said["calls_from_them"]
    assert archive.read(picture) == b"a dog"
    assert archive.read(f"tapes/{call['id']}.wav") == TAPE


def test_a_person_can_read_it_without_a_program(today: Day, rosa: User, dana: Customer) -> None:
    Message.objects.update(body="<b>Hello</b>")
    page = opened(made(today, rosa, dana)).read("customer.html").decode()
    assert "Mind the dog" in page
    assert "&lt;b&gt;Hello" in page
    assert "Access notes" in page
    assert not any(odd in page for odd in ("access_notes", "None", "True", "[]"))


def test_nothing_of_anybody_else_is_in_it(
    today: Day, rosa: User, dana: Customer, maya: Technician
) -> None:
    omar = make_customer("Omar Stranger", phone="+12025550199")
    today.book(maya, omar, hours=72)
    archive = opened(made(today, rosa, dana))
    assert b"Stranger" not in archive.read("customer.json")
    assert b"12025550199" not in archive.read("customer.json")


def test_a_tape_that_can_t_be_fetched_is_named(today: Day, rosa: User, dana: Customer) -> None:
    def gone(sid: str) -> bytes:
        raise NotProcessedError(Family.TEMPORARY, sid)

    export = made(today, rosa, dana, gone)
    said = json.loads(opened(export).read("customer.json"))
    assert len(said["files_not_fetched"]) == 1
    assert (export.state, export.percent) == ("ready", 100)


def test_asking_twice_makes_one(today: Day, rosa: User, dana: Customer) -> None:
    first, second = (ask_export(by=rosa, customer=dana, now=today.now) for _ in range(2))
    assert first == second


def test_two_workers_make_it_once_and_a_dead_one_is_replaced(
    today: Day, rosa: User, dana: Customer
) -> None:
    export = ask_export(by=rosa, customer=dana, now=today.now)
    CustomerExport.objects.update(busy_until=today.now + timedelta(minutes=5))
    assert not exporting.make(export.pk, today.now, tape)
    assert exporting.waiting(today.now) == []
    assert exporting.waiting(today.now + timedelta(minutes=6)) == [str(export.pk)]


def test_after_three_days_the_file_is_deleted(today: Day, rosa: User, dana: Customer) -> None:
    export = made(today, rosa, dana)
    exporting.tidy(today.now + timedelta(days=2))
    assert default_storage.exists(export.stored)
    exporting.tidy(today.now + timedelta(days=3))
    assert not default_storage.exists(export.stored)
    assert not CustomerExport.objects.exists()


@pytest.mark.parametrize(
    ("role", "status"), [("manager", 200), ("dispatcher", 404), ("technician", 404)]
)
def test_only_managers_fetch_it(
    today: Day, rosa: User, dana: Customer, role: str, status: int
) -> None:
    export = made(today, rosa, dana)
    client = Client()
    client.force_login(User.objects.create(username="somebody", role=role))
    answer = client.get(f"/exports/{export.pk}")
    assert answer.getvalue()
    assert answer.status_code == status
    assert Look.objects.filter(what="export", subject_id=str(dana.pk)).exists() == (status == 200)


def test_each_download_is_in_the_history(
    today: Day, rosa: User, dana: Customer, client: Client
) -> None:
    export = made(today, rosa, dana)
    client.force_login(rosa)
    answer = client.get(f"/exports/{export.pk}")
    assert answer.getvalue().startswith(b"PK")
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]
    assert Change.objects.about(dana).filter(what="export downloaded").count() == 1


def test_the_page_shows_how_far_it_is_then_the_file(
    today: Day, rosa: User, dana: Customer, client: Client
) -> None:
    client.force_login(rosa)
    client.post(f"/customers/{dana.pk}/exports")
    CustomerExport.objects.update(done=1, total=4)
    assert "25 %" in client.get(f"/customers/{dana.pk}/data").content.decode()
    exporting.make(CustomerExport.objects.get().pk, timezone.now(), tape)
    part = client.get(f"/customers/{dana.pk}/exports/state").content.decode()
    assert f"/exports/{CustomerExport.objects.get().pk}" in part


def test_erasing_is_asked_for_twice(today: Day, rosa: User, dana: Customer, client: Client) -> None:
    Appointment.objects.update(status="done")
    client.force_login(rosa)
    address = f"/customers/{dana.pk}/erase"
    assert client.post(address).status_code == 422
    assert client.post(address, {"sure": "yes"}).status_code == 302
    page = client.get(f"/customers/{dana.pk}/data").content.decode()
    assert "copies at the provider still to be deleted" in page
    assert "rosa" in page


def test_an_export_of_nobody_is_not_there(rosa: User, client: Client) -> None:
    client.force_login(rosa)
    assert client.get(f"/exports/{uuid4()}").status_code == 404

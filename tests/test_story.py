"""The whole way of a text through real processes: from the API to the phone, and the way back.

Told twice: on SQLite with the embedded broker, and on PostgreSQL with Redis. Each test has phones
and technicians of its own; none waits for nothing to happen: a later text proves it didn't.
"""

from collections import Counter
from collections.abc import Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from PIL import Image

from tests.office import Json, Office, until, visit
from tests.photos import UNDO, decoded, encoded, near, portrait
from tests.servers import Server, free_port, redis_program
from tests.services import migrated_database, missing, postgres_server
from tests.stack import Stack

LAST = "+12025550199"
FOOTBALL, BREAD = "plays football on Sundays", "bakes sourdough"
SHIRT = (36, 80, 122)  # of the portrait, at its lower edge
on_servers = pytest.mark.parametrize("office", ["servers"], indirect=True)


@pytest.fixture(scope="module")
def redis() -> Iterator[Server]:
    """A Redis of our own, for one of these tests stops it."""
    program, port = redis_program() or missing("Redis"), free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    server = Server(f"redis://127.0.0.1:{port}/0", command)
    server.start()
    yield server
    server.stop()


@pytest.fixture(scope="module", params=["embedded", "servers"])
def office(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    """A company whose product runs on what the parameter says."""
    with ExitStack() as resources:
        environment = {"EMAIL_URL": "file:"}
        if request.param == "servers":
            postgres = postgres_server() or missing("PostgreSQL")
            environment["DATABASE_URL"] = resources.enter_context(migrated_database(postgres))
            environment["REDIS_URL"] = request.getfixturevalue("redis").url
        stack = resources.enter_context(Stack(tmp_path_factory.mktemp("stack"), environment))
        if request.param == "embedded":
            stack.migrate()
        stack.start()
        yield resources.enter_context(Office(stack))


def letter(office: Office, address: str) -> str:
    """The e-mail to this address, as soon as it is there."""
    folder = office.stack.folder / "mail"

    def found() -> str | None:
        kept = (file.read_text() for file in folder.glob("*"))
        return next((text for text in kept if f"To: {address}" in text), None)

    return until(found)


@contextmanager
def worker_stopped(office: Office) -> Generator[None]:
    """No worker meanwhile; it ends as in a power failure."""
    office.stack.kill("worker")
    yield
    office.stack.start("worker")


def photo_from_a_phone() -> bytes:
    """A portrait lying on its side, with a camera's name and a place."""
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Secret Camera"
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    return encoded(portrait().transpose(UNDO[6]), exif=exif)


def maya(office: Office) -> str:
    """Six years with the company, with a photo and two interests."""
    hired = datetime.now(UTC).date() - timedelta(days=6 * 366 + 30)
    known = {"skills": ["old boilers"], "interests": [FOOTBALL, BREAD]}
    technician = office.technician("Maya Lopez", hired_on=hired.isoformat(), **known)
    assert office.photograph(technician, photo_from_a_phone())["status"] == "ready"
    return technician


@pytest.fixture(scope="module")
def dana(office: Office) -> Json:
    """Dana's visit, booked with Maya; its text has been delivered."""
    booked = office.book("+12025550101", maya(office))
    office.told(booked["id"])
    return booked


def texts_when_all_have_left(office: Office, *phones: str) -> list[Json]:
    """The texts on these phones, once a text booked later has left."""
    office.book(LAST)
    before = len(office.texts(LAST))
    until(lambda: len(office.texts(LAST)) > before)
    return office.texts(*phones)


def test_a_booking_is_told_once_and_its_receipts_arrive(office: Office, dana: Json) -> None:
    (message,), (text,) = office.messages(dana["id"]), office.texts("+12025550101")
    assert (message["kind"], message["channel"]) == ("introduction", "mms")
    assert (message["provider_sid"], message["body"]) == (text["sid"], text["body"])
    assert (message["state"], text["status"]) == ("delivered", "delivered")


@pytest.mark.usefixtures("dana")
def test_the_text_says_who_when_why_and_how_to_answer(office: Office) -> None:
    body = office.text("+12025550101")["body"]
    said = (
        *("Acme Heating:", "Dana", "Maya is coming", "9-11am", "your boiler service"),
        *("6 years with us", "old boilers", "Reply C", "R for another time", "202-555-0100"),
    )
    assert [words for words in said if words not in body] == []
    assert (FOOTBALL in body) + (BREAD in body) == 1


@pytest.mark.usefixtures("dana")
def test_the_photo_arrives_upright_baseline_and_without_secrets(office: Office) -> None:
    data = office.picture(office.text("+12025550101"))
    photo = decoded(data)
    assert near(photo.getpixel((photo.width // 2, photo.height - 5)), SHIRT)
    assert (photo.format, "progressive" in photo.info) == ("JPEG", False)
    assert not photo.getexif()
    assert b"Secret" not in data


def test_a_c_from_the_phone_confirms_the_visit(office: Office, dana: Json) -> None:
    assert office.visit(dana["id"])["confirmed_at"] is None
    office.reply("+12025550101", "C")
    assert until(lambda: office.visit(dana["id"])["confirmed_at"])


def test_a_text_booked_while_no_worker_runs_leaves_when_one_starts(office: Office) -> None:
    with worker_stopped(office):
        booked = office.book("+12025550111")
    office.told(booked["id"])
    assert len(office.texts("+12025550111")) == 1


def test_who_was_reassigned_before_the_text_left_is_introduced_alone(office: Office) -> None:
    omar, ruth = office.technician("Omar Haddad"), office.technician("Ruth Cole")
    with worker_stopped(office):
        booked = office.book("+12025550112", omar)
        office.change(booked["id"], technician_id=ruth)
    assert office.told(booked["id"])["kind"] == "introduction"
    (text,) = texts_when_all_have_left(office, "+12025550112")
    assert "Ruth" in text["body"]
    assert "Omar" not in text["body"]


def test_a_text_to_a_landline_goes_by_e_mail(office: Office) -> None:
    body = visit(phone := "+12025550160")
    body["customer"]["email"] = "dana@example.com"
    with office.provider(later_error_code={phone: 30006}):
        booked = office.ask(body).json()
        assert "/v/" in letter(office, "dana@example.com")
    told = until(lambda: [m for m in office.messages(booked["id"]) if m["channel"] == "email"])
    assert [(m["to"], m["kind"]) for m in told] == [("dana@example.com", "confirmation")]


@on_servers
def test_a_broker_that_is_down_delays_a_text_and_loses_none(office: Office, redis: Server) -> None:
    redis.stop()
    try:
        booked = office.ask(visit("+12025550121"))
        assert (booked.status_code, office.texts("+12025550121")) == (201, [])
    finally:
        redis.start()
    office.told(booked.json()["id"])
    assert len(texts_when_all_have_left(office, "+12025550121")) == 1


def test_receipts_that_overtake_the_provider_s_answer_are_kept(office: Office) -> None:
    with office.provider(latency_ms=1500):
        booked = office.book("+12025550131")
        office.told(booked["id"])
    with office.provider(latency_ms=1500, callbacks="off"):
        # Only an answer makes it accepted, and the one before was due before.
        office.told(office.book("+12025550132")["id"], "accepted")
    (message,), (text,) = office.messages(booked["id"]), office.texts("+12025550131")
    assert (message["state"], message["provider_sid"]) == ("delivered", text["sid"])


def test_the_same_booking_sent_twice_is_one_visit_and_one_text(office: Office) -> None:
    body = visit("+12025550141", office.technician("Ada Quist"))
    first, second = office.ask(body, key="form-7"), office.ask(body, key="form-7")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len(texts_when_all_have_left(office, "+12025550141")) == 1


def test_of_50_bookings_of_one_slot_one_is_made_and_told(office: Office) -> None:
    technician = office.technician("Ines Falk")
    phones = [f"+120255502{number:02}" for number in range(50)]
    # A token of its own: one token may ask 50 times a second.
    with Office(office.stack) as rush, ThreadPoolExecutor(len(phones)) as pool:
        answers = pool.map(lambda phone: rush.ask(visit(phone, technician)).status_code, phones)
        assert Counter(answers) == {201: 1, 409: 49}
    assert len(texts_when_all_have_left(office, *phones)) == 1


def test_after_a_stop_nothing_leaves_and_the_api_says_why(office: Office) -> None:
    office.told(office.book("+12025550151")["id"])
    office.reply("+12025550151", "STOP")
    booked = office.book("+12025550151")
    assert office.told(booked["id"], "skipped")["reason"] == "suppressed"
    assert len(office.texts("+12025550151")) == 1


def test_a_worker_killed_in_mid_call_sends_no_second_text(office: Office) -> None:
    with office.provider(hang_seconds=60, hang_count=1):
        booked = office.book("+12025550161")
        office.text("+12025550161")
        with worker_stopped(office):
            office.told(booked["id"])
    assert len(texts_when_all_have_left(office, "+12025550161")) == 1

"""Races for one slot, with real connections: one visit, one text, everybody else is told no."""

import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import datetime, time, timedelta
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from appointments.call_services import Call, take
from appointments.customers import CustomerDetails
from appointments.models import Appointment, Customer, JobType
from appointments.services import Booking, book, cancel
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Robot
from fieldservice.run import BASE_DIR
from notifications.claiming import claim
from notifications.models import Message, Question
from notifications.reply_services import receive
from technicians.models import Skill, Technician
from technicians.services import skills_named
from tests.factories import make_customer, make_dispatcher, make_job_type, make_technician
from tests.spine import Day, default_sender, fresh, told
from tests.stack import Stack

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
CROWD = 50
# What each of the rivals does in a process of its own.
RIVAL = """
import django; django.setup()
from tests.test_booking_in_parallel import rivals
print(rivals({threads}))
"""
PEOPLE = """
import django; django.setup()
from tests.test_booking_in_parallel import people
people()
"""
COUNT = """
SELECT (SELECT count(*) FROM appointments_appointment),
    (SELECT count(*) FROM notifications_message)
"""


def on_postgres() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite in memory has one connection; a file is raced for below.")


def people() -> None:
    make_technician("Maya Lopez")
    make_customer("Dana Webb")
    make_job_type()


def try_to_book(external_id: str | None = None, technician: bool = True) -> str:
    """Book Maya for tomorrow; what came of it."""
    start = (timezone.now() + timedelta(days=1)).replace(minute=0, second=0, microsecond=0)
    booking = Booking(
        customer=Customer.objects.get(),
        technician=Technician.objects.get() if technician else None,
        job_type=JobType.objects.get(),
        arrival_window_start=start,
        arrival_window_end=start + timedelta(hours=2),
        external_id=external_id,
    )
    try:
        book(by=Robot.SYSTEM, booking=booking)
    except ConflictError as error:
        return error.field
    return "booked"


def rivals(count: int, attempt: Callable[[], str] = try_to_book) -> dict[str, int]:
    """How often each came of so many who start together, each on a connection of its own."""
    together = threading.Barrier(count)

    def rival(_: int) -> str:
        together.wait()
        try:
            return attempt()
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return dict(Counter(pool.map(rival, range(count))))


def test_fifty_who_want_one_slot_get_one_visit_and_one_text() -> None:
    on_postgres()
    people()
    assert rivals(CROWD) == {"booked": 1, "technician_id": CROWD - 1}
    assert (Appointment.objects.count(), Message.objects.count()) == (1, 1)


def test_a_file_of_sqlite_is_raced_for_by_processes(tmp_path: Path) -> None:
    stack = Stack(tmp_path, {"DJANGO_SETTINGS_MODULE": "fieldservice.settings"})
    stack.migrate()

    def start(code: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            [sys.executable, "-c", code],
            cwd=BASE_DIR,
            env=stack.environment,
            stdout=subprocess.PIPE,
            text=True,
        )

    def said(process: "subprocess.Popen[str]") -> str:
        words, _ = process.communicate(timeout=60)
        return words.strip().splitlines()[-1] if words.strip() else ""

    said(start(PEOPLE))
    racing = [start(RIVAL.format(threads=CROWD // 2)) for _ in range(2)]
    total: Counter[str] = Counter()
    for process in racing:
        total.update(eval(said(process)))
    assert total == {"booked": 1, "technician_id": CROWD - 1}
    with closing(sqlite3.connect(tmp_path / "fieldservice.sqlite3")) as kept:
        assert kept.execute(COUNT).fetchone() == (1, 1)


def test_one_form_sent_eight_times_at_once_is_one_visit_of_one_customer() -> None:
    on_postgres()
    priya, tomorrow = make_dispatcher(), timezone.now().date() + timedelta(days=1)
    call = Call(
        form_key=uuid4(),
        details=CustomerDetails(name="Dana Webb", phone="+12025550123"),
        job_type=make_job_type(),
        day=tomorrow,
        hours=(time(9), time(11)),
    )
    answers = rivals(8, lambda: str(take(by=priya, call=call).pk))
    assert answers == {str(Appointment.objects.get().pk): 8}
    assert Customer.objects.count() == Message.objects.count() == 1


def test_one_external_id_is_booked_once() -> None:
    on_postgres()
    people()
    outcome = rivals(8, lambda: try_to_book("CRM-1", technician=False))
    assert outcome == {"booked": 1, "external_id": 7}


def test_two_numbers_of_one_choice_at_once_are_one_visit_at_one_time() -> None:
    on_postgres()
    day = Day(now=timezone.now())
    visit = day.book(make_technician("Maya Lopez"), hours=48, on_the_phone=True)
    day.deliver()
    sids = count()

    def write(body: str) -> str:
        sid, sender = f"SM{next(sids)}", default_sender()
        receive(sid=sid, number=visit.text_to, sender=sender, body=body, opt_out="", now=day.now)
        return body

    write("R")
    day.deliver()
    numbers = iter("1323")
    assert sum(rivals(4, lambda: write(next(numbers))).values()) == 4
    asked, moved = Question.objects.get(), fresh(visit)
    chosen = asked.options[(asked.choice or 0) - 1]
    assert moved.arrival_window_start == datetime.fromisoformat(chosen["start"])
    assert moved.version == visit.version + 2  # one move, and their yes to it


def test_the_database_has_the_last_word_on_an_overlap() -> None:
    on_postgres()
    people()
    assert try_to_book() == "booked"
    visit = Appointment.objects.get()
    visit.pk, visit.external_id = make_customer().pk, None
    with pytest.raises(IntegrityError, match="no_overlap"):
        visit.save(force_insert=True)


def waits_for_a_lock() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
        return bool(cursor.fetchone()[0])


def test_a_text_taken_while_its_visit_is_called_off_is_followed_by_the_cancel() -> None:
    on_postgres()
    day = Day(now=timezone.now())
    visit = day.book(make_technician("Maya Lopez"), on_the_phone=True)

    def call_off() -> None:
        cancel(by=Robot.SYSTEM, appointment=Appointment.objects.get(pk=visit.pk), now=day.now)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            assert claim(day.now, 9)  # a worker is taking it in this very moment
            office = pool.submit(call_off)
            while not waits_for_a_lock():
                assert not office.done()
        office.result()
    assert told(visit) == [("introduction", "sending"), ("cancel", "queued")]


def test_two_who_write_the_same_new_skill_at_once_share_it() -> None:
    on_postgres()

    def also_write() -> None:
        skills_named(["old boilers"], "en")
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            skills_named(["old boilers"], "en")
            other = pool.submit(also_write)
            while not waits_for_a_lock():
                assert not other.done()
        other.result()
    assert [skill.words.count() for skill in Skill.objects.all()] == [1]

"""Files brought in: what rows become, what is left out, and that no row is lost or doubled."""

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from pytest_django import Settings

from appointments import import_services, services
from appointments.columns import Columns, Field, Kind
from appointments.importing import introducing, rows, tidying, working
from appointments.models import (
    Appointment,
    ConsentEvent,
    Customer,
    Import,
    JobType,
    Location,
    TimeOff,
)
from appointments.statuses import Status
from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import BusinessUnit, Change, User
from notifications import delivery, sweeping
from notifications.foretelling import news_of
from notifications.introducing import outlook
from notifications.models import CallTask, Message, TextSwitch
from notifications.providers.memory import MemoryProvider
from notifications.services import send_again
from notifications.states import Kind as TextKind
from technicians.models import Technician
from tests.factories import make_customer, make_dispatcher, make_technician

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 2, 14, tzinfo=UTC)  # Tuesday, ten in the morning in New York
WEBSITE = "the form on our website"
VISITS = """Visit #,Name,Phone,Street,City,Day,Start,End,Job,Technician,Status
V1,Dana Webb,202 555 0123,12 Elm Street,Albany,06/03/2026,9:00 AM,11:00 AM,Boiler,Maya Lopez,
V2,Erik Holm,(202) 555-0124,,,06/04/2026,9:00 AM,11:00 AM,Boiler,,
V3,Dana Webb,202 555 0123,12 Elm Street,Albany,05/03/2026,9:00 AM,11:00 AM,Tap,Maya Lopez,Finished
"""
HEAD = "Visit #,Name,Phone,Day,Start,End,Job,Technician,Status\n"


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def priya() -> User:
    BusinessUnit.objects.update(time_zone="America/New_York")
    return make_dispatcher()


def clock() -> datetime:
    return NOW


def uploaded(by: User, text: str, kind: Kind = Kind.VISITS) -> Import:
    content = text.encode()
    return import_services.receive(
        by=by, kind=kind, name="old.csv", upload=io.BytesIO(content), size=len(content), now=NOW
    )


def as_said(job: Import, *, agreed: bool = True) -> Columns:
    source, on = (WEBSITE, date(2026, 3, 1)) if agreed else ("", None)
    return Columns(columns=job.fields(), month_first=True, consent_source=source, consent_on=on)


def checked(by: User, text: str, kind: Kind = Kind.VISITS, *, agreed: bool = True) -> Import:
    job = uploaded(by, text, kind)
    import_services.check(by=by, job=job, told=as_said(job, agreed=agreed))
    working.work(job.pk, clock)
    return again(job)


def brought_in(by: User, text: str, kind: Kind = Kind.VISITS, *, agreed: bool = True) -> Import:
    job = checked(by, text, kind, agreed=agreed)
    import_services.start(by=by, job=job)
    finish(job)
    return again(job)


def finish(job: Import) -> None:
    while working.work(job.pk, clock):
        pass


def again(job: Import) -> Import:
    return Import.objects.get(pk=job.pk)


def problems(job: Import) -> list[tuple[int, str, str]]:
    return list(job.problems.values_list("row", "heading", "what"))


def counts(job: Import) -> tuple[int, int, int]:
    return job.made, job.known, job.left_out


def visit(external_id: str) -> Appointment:
    return Appointment.objects.get(external_id=external_id)


def told(external_id: str) -> list[str]:
    return list(
        Message.objects.filter(appointment=visit(external_id)).values_list("kind", flat=True)
    )


# What rows become


def test_a_row_becomes_a_visit_in_the_zone_of_the_unit(priya: User) -> None:
    maya = make_technician("Maya Lopez")
    job = brought_in(priya, VISITS)
    first = visit("V1")
    assert (job.state, counts(job)) == ("done", (3, 0, 0))
    assert (first.technician, first.job_type.name) == (maya, "Boiler")
    assert first.arrival_window_start == datetime(2026, 6, 3, 13, tzinfo=UTC)
    assert [place.address for place in first.customer.locations.all()] == ["12 Elm Street, Albany"]
    assert Customer.objects.count() == 2


def test_what_is_over_is_history_and_tells_nobody(priya: User) -> None:
    make_technician("Maya Lopez")
    job = brought_in(priya, VISITS)
    assert (job.past, visit("V3").status, visit("V3").introduce_later) == (1, "done", False)
    assert not Message.objects.exists()


def test_a_dry_run_writes_nothing(priya: User) -> None:
    job = checked(priya, VISITS)
    assert (job.state, counts(job)) == ("checked", (3, 0, 0))
    assert not Customer.objects.exists()
    assert not Appointment.objects.exists()


def test_a_dry_run_names_each_problem_by_row_and_column(priya: User) -> None:
    make_technician("Maya Lopez")
    text = HEAD + (
        "V1,Dana Webb,12,06/03/2026,9:00,11:00,Boiler,,\n"
        "V2,Dana Webb,2025550123,soon,9:00,11:00,Boiler,,\n"
        "V3,Dana Webb,2025550123,06/03/2026,11:00,9:00,Boiler,,\n"
        "V4,Dana Webb,2025550123,06/03/2026,9:00,11:00,Boiler,Maya Lopez,\n"
        "V5,Erik Holm,2025550124,06/03/2026,10:00,12:00,Boiler,Maya Lopez,\n"
        "V4,Dana Webb,2025550123,06/03/2026,9:00,11:00,Boiler,,\n"
        "V7,Mina Park,2025550125,06/03/2026,,,,Nobody Known,\n"
        "V8,Nobody Here,,06/03/2026,9:00,11:00,Boiler,,\n"
    )
    job = checked(priya, text)
    assert problems(job) == [
        (2, "Phone", "bad_phone"),
        (3, "Day", "bad_day"),
        (4, "End", "ends_first"),
        (6, "Technician", "busy"),
        (7, "Visit #", "twice"),
        (8, "Start", "no_time"),
        (8, "Job", "no_job"),
        (8, "Technician", "unknown_tech"),
        (9, "Name", "no_customer"),
    ]
    assert counts(job) == (3, 0, 5)
    assert job.new_words["technicians"] == ["Nobody Known"]


def test_a_dry_run_in_short_parts_finds_what_one_in_one_go_does(
    priya: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    maya = make_technician("Maya Lopez")
    rows_ = [
        f"V{number % 2},Dana Webb,2025550123,06/03/2026,9:00,11:00,Boiler {number},{who},\n"
        for number, who in enumerate(["Maya Lopez", "Maya Lopez", "Nobody Known", "Maya Lopez"])
    ]
    monkeypatch.setattr(rows, "AT_ONCE", 1)
    job = uploaded(priya, HEAD + "".join(rows_))
    import_services.check(by=priya, job=job, told=as_said(job))
    parts = 1
    while working.work(job.pk, clock, seconds=0):
        parts += 1
    job = again(job)
    found = [(row, what) for row, _heading, what in problems(job)]
    assert (job.state, parts, counts(job), job.notes) == ("checked", 5, (2, 0, 2), "")
    assert found == [(3, "busy"), (4, "unknown_tech"), (4, "twice"), (5, "twice")]
    assert job.new_words["jobs"] == [f"Boiler {number}" for number in range(4)]
    assert not maya.appointments.exists()


def test_the_office_says_whom_an_unknown_name_means(priya: User) -> None:
    maya = make_technician("Maya Lopez")
    job = checked(priya, VISITS.replace("Maya Lopez", "M. Lopez"))
    assert job.new_words["technicians"] == ["M. Lopez"]
    import_services.explain(by=priya, job=job, names={"M. Lopez": str(maya.pk)}, job_type=None)
    finish(job)
    assert (again(job).new_words["technicians"], problems(job)) == ([], [])
    import_services.start(by=priya, job=again(job))
    finish(job)
    assert visit("V1").technician == maya


def test_all_work_may_become_of_one_kind_and_its_titles_notes(priya: User) -> None:
    job = checked(priya, VISITS)
    repair = JobType.objects.create(name="Repair")
    import_services.explain(by=priya, job=job, names={}, job_type=repair)
    finish(job)
    assert again(job).new_words["jobs"] == []
    import_services.start(by=priya, job=again(job))
    finish(job)
    assert (visit("V1").job_type, visit("V1").notes) == (repair, "Boiler")
    assert list(JobType.objects.all()) == [repair]


def test_visits_are_of_the_unit_that_was_said(priya: User) -> None:
    west = BusinessUnit.objects.create(name="West", text_name="Acme", time_zone="America/Denver")
    job = uploaded(priya, VISITS)
    import_services.check(by=priya, job=job, told=as_said(job), unit=west)
    finish(job)
    import_services.start(by=priya, job=again(job))
    finish(job)
    assert visit("V1").business_unit == west
    assert visit("V1").arrival_window_start == datetime(2026, 6, 3, 15, tzinfo=UTC)


def test_technicians_work_for_the_unit_that_was_said(priya: User) -> None:
    west = BusinessUnit.objects.create(name="West", text_name="Acme")
    job = uploaded(priya, "Name,Hire date\nMaya Lopez,03/04/2019\n", Kind.TECHNICIANS)
    import_services.check(by=priya, job=job, told=as_said(job), unit=west)
    finish(job)
    import_services.start(by=priya, job=again(job))
    finish(job)
    assert Technician.objects.get().business_unit == west


def test_a_visit_in_time_off_goes_on_the_tray(priya: User) -> None:
    maya = make_technician("Maya Lopez")
    off = NOW + timedelta(hours=12)
    TimeOff.objects.create(technician=maya, start=off, end=off + timedelta(days=1))
    job = brought_in(priya, VISITS)
    assert (visit("V1").technician, visit("V3").technician) == (None, maya)
    assert [what for _row, _heading, what in problems(job)] == ["off"]


def test_what_was_found_wrong_is_left_out_or_goes_on_the_tray(priya: User) -> None:
    make_technician("Maya Lopez")
    text = HEAD + (
        "V1,Dana Webb,2025550123,06/03/2026,9:00,11:00,Boiler,Maya Lopez,\n"
        "V2,Erik Holm,2025550124,06/03/2026,10:00,12:00,Boiler,Maya Lopez,\n"
        "V1,Ruth Cole,2025550129,06/03/2026,9:00,11:00,Boiler,,\n"
    )
    job = brought_in(priya, text)
    assert (counts(job), visit("V2").technician) == ((2, 0, 1), None)
    assert [what for _row, _heading, what in problems(job)] == ["busy", "twice"]
    assert not Customer.objects.filter(name="Ruth Cole").exists()


def test_customers_come_with_address_number_and_consent(priya: User) -> None:
    text = "ID,Name,Mobile,Email,Address\n7,Dana Webb,202-555-0123,d@example.org,12 Elm Street\n"
    brought_in(priya, text, Kind.CUSTOMERS)
    dana = Customer.objects.get(external_id="7")
    assert (dana.greeting, str(dana.phone), dana.reach) == ("Dana", "+12025550123", "picture")
    assert dana.locations.get().address == "12 Elm Street"
    consent = ConsentEvent.objects.get(customer=dana)
    assert (consent.source, consent.at.date()) == (WEBSITE, date(2026, 3, 1))


def test_an_address_comes_with_its_point(priya: User) -> None:
    head = "Name,Mobile,Address,Latitude,Longitude\n"
    rows = "Dana Webb,2025550123,1 Elm Street,40.7,-74.0\nLee Ortiz,2025550177,2 Elm Street,x,1\n"
    job = brought_in(priya, head + rows, Kind.CUSTOMERS)
    points = Location.objects.order_by("address").values_list("latitude", "longitude")
    assert list(points) == [(40.7, -74.0), (None, None)]
    assert [problem.what for problem in job.problems.all()] == ["bad_point"]


def test_who_did_not_agree_is_called_and_never_texted(priya: User) -> None:
    brought_in(priya, "Name,Mobile\nDana Webb,2025550123\n", Kind.CUSTOMERS, agreed=False)
    assert Customer.objects.get().reach == Customer.Reach.CALL
    assert not ConsentEvent.objects.exists()


def test_where_the_file_says_who_agreed_only_those_did(priya: User) -> None:
    text = "Name,Mobile,SMS consent\nDana,2025550123,yes\nErik,2025550124,no\nMina,2025550125,\n"
    brought_in(priya, text, Kind.CUSTOMERS)
    assert list(ConsentEvent.objects.values_list("customer__name", flat=True)) == ["Dana"]


def test_technicians_come_by_the_service_of_the_office(priya: User) -> None:
    text = "Name,Hire date,Phone,Skills\nMaya Lopez,03/04/2019,2025550181,taps; roofs\nOmar,,,\n"
    job = brought_in(priya, text, Kind.TECHNICIANS)
    maya = Technician.objects.get()
    assert (maya.hired_on, maya.skills.count()) == (date(2019, 3, 4), 2)
    assert problems(job) == [(3, "Hire date", "no_hired_on")]


# Once, and only once


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (VISITS, Kind.VISITS),
        (VISITS.replace("Visit #", "Nothing"), Kind.VISITS),
        ("ID,Name,Mobile\n7,Dana Webb,2025550123\n", Kind.CUSTOMERS),
        ("Name,Mobile\nDana Webb,2025550123\n", Kind.CUSTOMERS),
        ("Name,Hire date\nMaya Lopez,03/04/2019\n", Kind.TECHNICIANS),
    ],
)
def test_the_same_file_a_second_time_makes_nothing_new(priya: User, text: str, kind: Kind) -> None:
    first = brought_in(priya, text, kind)
    second = brought_in(priya, text, kind)
    assert counts(second) == (0, first.made, 0)


def test_somebody_known_stays_as_they_are(priya: User) -> None:
    dana = make_customer("Dana Webb", language="es")
    job = brought_in(priya, "Name,Mobile,Language\nDANA WEBB,2025550123,en\n", Kind.CUSTOMERS)
    dana.refresh_from_db()
    assert (job.known, dana.name, dana.language) == (1, "Dana Webb", "es")


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> str:
    """Seven visits, two in each batch."""
    monkeypatch.setattr(rows, "AT_ONCE", 2)
    lines = (f"V{n},Dana {n},202555012{n},06/0{n}/2026,9:00,11:00,Boiler,,\n" for n in range(3, 10))
    return HEAD + "".join(lines)


class PowerCutError(Exception):
    """The worker is gone."""


def test_a_worker_that_dies_between_batches_loses_and_doubles_nothing(
    priya: User, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = checked(priya, many)
    import_services.start(by=priya, job=job)
    save, calls = working._save, iter(range(9))

    def dying(job: Import, now: datetime, **values: object) -> None:
        if next(calls) == 2:
            raise PowerCutError  # in the third batch, when its rows are written
        save(job, now, **values)

    monkeypatch.setattr(working, "_save", dying)
    with pytest.raises(PowerCutError):
        working.work(job.pk, clock)
    assert (Appointment.objects.count(), again(job).made) == (4, 4)
    monkeypatch.setattr(working, "_save", save)
    assert not working.work(job.pk, clock)  # the dead worker's claim still holds
    later = NOW + timedelta(minutes=2)
    assert tidying.stalled(later) == [str(job.pk)]
    working.work(job.pk, lambda: later)
    assert (again(job).state, Appointment.objects.count(), Customer.objects.count()) == (
        "done",
        7,
        7,
    )


def test_a_long_file_is_done_in_short_tasks(priya: User, many: str) -> None:
    job = checked(priya, many)
    import_services.start(by=priya, job=job)
    assert working.work(job.pk, clock, seconds=0)
    assert (again(job).row, Appointment.objects.count()) == (2, 2)
    finish(job)
    assert again(job).made == 7


def test_what_fails_again_and_again_at_one_place_stops(
    priya: User, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = checked(priya, many)
    import_services.start(by=priya, job=job)
    Import.objects.update(tries=5)
    assert not working.work(job.pk, clock)
    assert again(job).state == "failed"


def test_a_worker_that_lost_its_claim_writes_nothing_more(priya: User, many: str) -> None:
    job = checked(priya, many)
    import_services.start(by=priya, job=job)

    def overtaken() -> Iterator[datetime]:
        yield NOW
        yield NOW
        Import.objects.update(claim=None)
        while True:
            yield NOW

    moments = overtaken()
    working.work(job.pk, lambda: next(moments))
    assert Appointment.objects.count() == 0
    assert again(job).state == "running"


def test_a_file_is_deleted_with_success_and_after_a_month(priya: User) -> None:
    job = brought_in(priya, VISITS)
    waiting = uploaded(priya, VISITS)
    assert default_storage.listdir("imports")[1] == [waiting.upload.removeprefix("imports/")]
    tidying.tidy(NOW + timedelta(days=31))
    assert not Import.objects.filter(pk=waiting.pk).exists()
    assert default_storage.listdir("imports")[1] == []
    assert (again(job).sample, job.problems.count()) == ([], 0)


def test_a_running_file_is_neither_started_again_nor_discarded(priya: User, many: str) -> None:
    job = checked(priya, many)
    import_services.start(by=priya, job=job)
    with pytest.raises(ConflictError):
        import_services.start(by=priya, job=job)
    with pytest.raises(ConflictError):
        import_services.discard(by=priya, job=again(job))


def test_a_needed_column_is_asked_for_by_name(priya: User) -> None:
    job = uploaded(priya, "Name,Colour\nDana Webb,blue\n", Kind.CUSTOMERS)
    told = Columns(columns={0: Field.NAME}, month_first=True)
    with pytest.raises(InvalidError, match="Mobile number or Other number"):
        import_services.check(by=priya, job=job, told=told)


# Silence until asked


def deliver(now: datetime) -> int:
    """How many texts reached the provider, after a sweep."""
    provider = MemoryProvider()
    sweeping.run(lambda: provider, now)
    delivery.run(lambda: provider, lambda: now, lambda seconds: None)
    return len(provider.sent)


@pytest.mark.parametrize("changes", [{"status": Status.ON_THE_WAY}, {"notes": "Gate"}])
def test_a_change_that_is_no_news_leaves_a_waiting_visit_silent(
    priya: User, changes: dict[str, object]
) -> None:
    make_technician("Maya Lopez")
    brought_in(priya, VISITS)
    services.edit(by=priya, appointment=visit("V1"), changes=changes, now=NOW)
    assert (told("V1"), deliver(NOW), visit("V1").introduce_later) == ([], 0, True)


def test_a_new_face_by_hand_introduces_as_usual(priya: User) -> None:
    make_technician("Maya Lopez")
    omar = make_technician("Omar Haddad")
    brought_in(priya, VISITS)
    services.reassign(by=priya, appointment=visit("V1"), technician=omar, now=NOW)
    assert (told("V1"), visit("V1").introduce_later) == ([TextKind.INTRODUCTION], False)


def test_a_visit_called_off_by_hand_is_told_although_nothing_was_told_before(priya: User) -> None:
    brought_in(priya, VISITS)
    services.cancel(by=priya, appointment=visit("V2"), now=NOW)
    assert (told("V2"), deliver(NOW)) == ([TextKind.CANCEL], 1)


def test_calling_off_an_imported_visit_is_foretold_as_it_is_told(priya: User) -> None:
    brought_in(priya, VISITS)
    draft = Appointment.objects.for_texts().get(external_id="V2")
    draft.status = Status.CANCELED
    news = news_of(draft, now=NOW)
    services.cancel(by=priya, appointment=visit("V2"), now=NOW)
    provider = MemoryProvider()
    delivery.run(lambda: provider, lambda: NOW, lambda seconds: None)
    assert news
    assert [text.body for text in provider.sent] == [news.preview.rendered.body]


def test_where_introductions_are_switched_off_the_outlook_says_so(priya: User) -> None:
    make_technician("Maya Lopez")
    job = brought_in(priya, VISITS)
    unit = BusinessUnit.objects.get()
    TextSwitch.objects.create(business_unit=unit, kind=TextKind.INTRODUCTION, is_on=False)
    found = outlook(job, NOW)
    assert (found.visits, found.texts, found.nothing) == (2, 0, 2)


def test_a_text_sent_by_hand_is_an_introduction_too(priya: User) -> None:
    make_technician("Maya Lopez")
    brought_in(priya, VISITS)
    send_again(by=priya, appointment=visit("V1"), form_key="1", now=NOW)
    assert not visit("V1").introduce_later


def test_the_outlook_says_how_many_texts_and_calls_it_would_be(priya: User) -> None:
    make_technician("Maya Lopez")
    make_customer("Erik Holm", phone="+12025550124")
    Customer.objects.update(reach=Customer.Reach.CALL)
    found = outlook(brought_in(priya, VISITS), NOW)
    assert (found.visits, found.texts, found.calls, found.emails, found.nothing) == (2, 1, 1, 0, 0)


def test_asked_for_every_waiting_visit_is_told_once(priya: User) -> None:
    make_technician("Maya Lopez")
    job = brought_in(priya, VISITS)
    import_services.introduce(by=priya, job=job, now=NOW)
    assert tidying.to_introduce(NOW) == [str(job.pk)]
    introducing.introduce(job.pk, clock)
    introducing.introduce(job.pk, clock)
    assert (told("V1"), told("V3")) == (["introduction"], [])
    assert set(told("V2")) == {"confirmation", "reminder"}
    assert (deliver(NOW), tidying.to_introduce(NOW)) == (2, [])


def test_whoever_did_not_agree_is_called_when_visits_are_introduced(priya: User) -> None:
    job = brought_in(priya, VISITS, agreed=False)
    import_services.introduce(by=priya, job=job, now=NOW)
    introducing.introduce(job.pk, clock)
    assert (deliver(NOW), CallTask.objects.count()) == (0, 2)


def test_an_import_stands_in_the_history(priya: User) -> None:
    brought_in(priya, VISITS)
    assert Change.objects.get(what="imported", subject_id=str(visit("V2").pk)).user == priya

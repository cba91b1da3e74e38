"""Customers and visits as integrations book, change and read them."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from appointments.models import Appointment, ConsentEvent, Customer, JobType, Location
from appointments.statuses import Status
from fieldservice.company.models import ApiToken, BusinessUnit, Change
from tests.factories import make_appointment, make_customer, make_job_type, make_technician
from tests.integration import Caller, customer_body, tomorrow, visit_body

pytestmark = pytest.mark.django_db


@pytest.fixture
def crm() -> Caller:
    return Caller()


def days(number: int, hour: int) -> datetime:
    return datetime(2030, 3, number, hour, tzinfo=UTC)


def test_a_customer_is_answered_as_kept(crm: Caller) -> None:
    body = customer_body(language="es", time_zone="America/Denver", external_id="C-1")
    made = crm.post("/customers", body)
    assert made.status == 201
    assert made.body["greeting"] == "Dana"
    assert {name: made.body[name] for name in ("name", "phone", "language", "time_zone")} == {
        name: body[name] for name in ("name", "phone", "language", "time_zone")
    }
    assert crm.get(f"/customers/{made.body['id']}").body == made.body


def test_a_customer_sent_twice_is_one_with_one_consent(crm: Caller) -> None:
    first, second = (crm.post("/customers", customer_body()) for _ in range(2))
    assert (second.status, second.body) == (201, first.body)
    assert ConsentEvent.objects.get().source == "web site"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Dana\nWebb"),
        ("name", "x" * 101),
        ("phone", "12"),
        ("phone", 12025550123),
        ("language", "de"),
        ("time_zone", "Mars/Olympus"),
        ("email", "at home"),
        ("consent", None),
        ("consent.at", {"source": "web site", "at": "2026-01-05T09:00:00"}),
        ("consent.source", {"source": "", "at": "2026-01-05T09:00:00Z"}),
        ("opted_out", False),
    ],
)
def test_a_customer_field_that_cannot_be_right_is_named(
    crm: Caller, field: str, value: object
) -> None:
    refused = crm.post("/customers", customer_body(**{field.split(".", maxsplit=1)[0]: value}))
    assert (refused.status, refused.fields) == (422, [field])


def test_a_visit_is_booked_with_a_new_customer_and_a_new_kind_of_work(crm: Caller) -> None:
    maya = make_technician()
    booked = crm.post("/appointments", visit_body(technician_id=str(maya.pk)))
    visit = Appointment.objects.get()
    assert booked.status == 201
    assert booked.body == {
        "id": str(visit.pk),
        "customer_id": str(Customer.objects.get().pk),
        "technician_id": str(maya.pk),
        "job_type": "Boiler service",
        "status": "scheduled",
        "confirmed_at": None,
        "planned_start": f"{tomorrow(10):%Y-%m-%dT%H:%M:%SZ}",
        "planned_end": f"{tomorrow(11):%Y-%m-%dT%H:%M:%SZ}",
        "arrival_window_start": f"{tomorrow(10):%Y-%m-%dT%H:%M:%SZ}",
        "arrival_window_end": f"{tomorrow(12):%Y-%m-%dT%H:%M:%SZ}",
        "version": 1,
    }


def test_a_booking_is_told_to_the_history_as_the_tokens(crm: Caller) -> None:
    crm.post("/appointments", visit_body())
    assert Change.objects.get(what="booked").token == ApiToken.objects.get()


def test_a_new_kind_of_work_takes_an_hour_and_is_known_the_next_time(crm: Caller) -> None:
    crm.post("/appointments", visit_body(job_type="Heat pump check"))
    crm.post("/appointments", visit_body(job_type="heat PUMP check"))
    job_type = JobType.objects.get()
    assert (job_type.name, job_type.minutes) == ("Heat pump check", 60)
    assert (job_type.words.get().text, job_type.skills.count()) == ("Heat pump check", 0)


def test_a_known_customer_is_booked_by_id_at_an_address(crm: Caller) -> None:
    dana = make_customer()
    for _ in range(2):
        body = visit_body(customer_id=str(dana.pk), address="4 Elm St", notes="gate code 4711")
        crm.post("/appointments", body)
    assert Location.objects.get().customer == dana
    assert {visit.notes for visit in dana.appointments.all()} == {"gate code 4711"}


def test_a_plan_of_its_own_is_kept(crm: Caller) -> None:
    plan = {"planned_start": tomorrow(11).isoformat(), "planned_end": tomorrow(14).isoformat()}
    crm.post("/appointments", visit_body(**plan))
    visit = Appointment.objects.get()
    assert (visit.planned_start, visit.planned_end) == (tomorrow(11), tomorrow(14))


def test_times_are_told_in_the_zone_of_the_visit(crm: Caller) -> None:
    visit = make_appointment(make_customer(time_zone="Asia/Kolkata"), start=days(4, 9))
    told = crm.get(f"/appointments/{visit.pk}").body
    assert told["planned_start"] == "2030-03-04T14:30:00+05:30"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("job_type", ""),
        ("job_type", "x" * 61),
        ("technician_id", str(UUID(int=7))),
        ("technician_id", "maya"),
        ("customer_id", str(UUID(int=7))),
        ("arrival_window_start", "2030-03-04T09:00:00"),
        ("arrival_window_start", "1893456000"),
        ("arrival_window_start", 1893456000),
        ("arrival_window_start", "9999-12-31T23:59:59-14:00"),
        ("arrival_window_end", tomorrow(9).isoformat()),
        ("planned_end", tomorrow(9).isoformat()),
        ("planned_start", "tomorrow"),
        ("notes", "zero \x00 byte"),
        ("address", "x" * 301),
        ("status", "done"),
    ],
)
def test_a_booking_field_that_cannot_be_right_is_named(
    crm: Caller, field: str, value: object
) -> None:
    refused = crm.post("/appointments", visit_body(**{field: value}))
    assert (refused.status, refused.fields) == (422, [field])
    assert not Appointment.objects.exists()


def test_a_window_that_is_over_is_refused_and_leaves_no_customer(crm: Caller) -> None:
    past = {
        "arrival_window_start": "2026-01-05T09:00:00Z",
        "arrival_window_end": "2026-01-05T11:00:00Z",
    }
    assert crm.post("/appointments", visit_body(**past)).status == 422
    assert not Customer.objects.exists()


def test_a_visit_has_exactly_one_customer(crm: Caller) -> None:
    both = {"customer": customer_body(), "customer_id": str(make_customer().pk)}
    for which in (both, {"customer": None}):
        refused = crm.post("/appointments", visit_body(**which))
        assert (refused.status, refused.fields) == (422, ["customer_id"])


def test_a_technician_is_not_booked_twice_at_one_time(crm: Caller) -> None:
    body = visit_body(technician_id=str(make_technician().pk))
    assert [crm.post("/appointments", body).status for _ in range(2)] == [201, 409]


def test_a_visit_goes_back_to_the_tray(crm: Caller) -> None:
    visit = make_appointment(technician=make_technician())
    changed = crm.patch(f"/appointments/{visit.pk}", {"technician_id": None})
    assert (changed.status, changed.body["technician_id"]) == (200, None)
    assert changed.body["version"] == 2


def test_one_patch_is_one_change(crm: Caller) -> None:
    visit, sam = make_appointment(technician=make_technician()), make_technician("Sam Okafor")
    body = {
        "technician_id": str(sam.pk),
        "arrival_window_start": tomorrow(15).isoformat(),
        "arrival_window_end": tomorrow(17).isoformat(),
    }
    changed = crm.patch(f"/appointments/{visit.pk}", body)
    assert (changed.body["technician_id"], changed.body["version"]) == (str(sam.pk), 2)
    visit.refresh_from_db()
    assert (visit.planned_start, visit.planned_end) == (tomorrow(15), tomorrow(16))


def test_a_patch_of_nothing_changes_nothing(crm: Caller) -> None:
    visit = make_appointment()
    assert crm.patch(f"/appointments/{visit.pk}", {}).body["version"] == 1


@pytest.mark.parametrize("version", ["1", '"1"', 'W/"1"', "*"])
def test_the_version_that_was_read_may_be_changed(crm: Caller, version: str) -> None:
    visit = make_appointment()
    changed = crm.patch(f"/appointments/{visit.pk}", {"status": "on_the_way"}, if_match=version)
    assert (changed.status, changed.body["status"]) == (200, "on_the_way")


def test_a_version_that_has_passed_is_a_conflict(crm: Caller) -> None:
    visit = make_appointment()
    refused = crm.patch(f"/appointments/{visit.pk}", {"status": "canceled"}, if_match='"7"')
    assert refused.status == 409
    assert Appointment.objects.get().status == Status.SCHEDULED


def test_a_version_that_is_no_number_is_refused(crm: Caller) -> None:
    visit = make_appointment()
    refused = crm.patch(f"/appointments/{visit.pk}", {"status": "canceled"}, if_match="latest")
    assert (refused.status, refused.fields) == (422, ["If-Match"])


def test_a_move_the_table_forbids_is_a_conflict(crm: Caller) -> None:
    visit = make_appointment()
    crm.patch(f"/appointments/{visit.pk}", {"status": "done"})
    refused = crm.patch(f"/appointments/{visit.pk}", {"status": "arrived"})
    assert (refused.status, refused.fields) == (409, ["status"])


@pytest.mark.parametrize(
    "body",
    [
        {"status": "lost"},
        {"status": None},
        {"planned_start": None},
        {"arrival_window_end": None},
        {"technician_id": str(uuid4())},
        {"notes": "gate code"},
    ],
)
def test_a_change_that_cannot_be_right_is_named(crm: Caller, body: dict[str, object]) -> None:
    refused = crm.patch(f"/appointments/{make_appointment().pk}", body)
    assert (refused.status, refused.fields) == (422, list(body))


def test_a_visit_or_customer_nobody_knows_is_not_found(crm: Caller) -> None:
    for path in (f"/appointments/{uuid4()}", "/appointments/7", f"/customers/{uuid4()}"):
        assert crm.get(path).status == 404
    assert crm.patch(f"/appointments/{uuid4()}", {}).status == 404


@pytest.mark.parametrize(
    ("zone", "start", "day"),
    [
        ("Pacific/Kiritimati", days(4, 10), "2030-03-05"),
        ("Pacific/Kiritimati", days(4, 9), "2030-03-04"),
        ("Etc/GMT+12", days(4, 11), "2030-03-03"),
        ("Etc/GMT+12", days(4, 12), "2030-03-04"),
        ("UTC", days(4, 0), "2030-03-04"),
        ("UTC", days(4, 23), "2030-03-04"),
    ],
)
def test_a_day_is_the_day_where_the_visit_is(
    crm: Caller, zone: str, start: datetime, day: str
) -> None:
    make_appointment(make_customer(time_zone=zone), start=start)
    found = [
        each
        for each in ("2030-03-03", "2030-03-04", "2030-03-05")
        if crm.get(f"/appointments?day={each}").body["items"]
    ]
    assert found == [day]


def test_pages_of_a_day_skip_visits_of_other_days_and_lose_none(crm: Caller) -> None:
    here, away = make_customer(time_zone="UTC"), make_customer(time_zone="Pacific/Kiritimati")
    hours = range(12, 18)
    mine = [str(make_appointment(here, start=days(4, hour)).pk) for hour in hours]
    for hour in hours:
        make_appointment(away, start=days(4, hour))
    first = crm.get("/appointments?day=2030-03-04&limit=4").body
    second = crm.get(f"/appointments?day=2030-03-04&limit=4&after={first['next']}").body
    assert [each["id"] for each in first["items"] + second["items"]] == mine
    assert second["next"] is None


def test_visits_at_one_moment_are_all_listed(crm: Caller) -> None:
    visits = {str(make_appointment(make_customer(), start=days(4, 9)).pk) for _ in range(3)}
    first = crm.get("/appointments?limit=2").body
    second = crm.get(f"/appointments?limit=2&after={first['next']}").body
    assert {each["id"] for each in first["items"] + second["items"]} == visits


def test_visits_are_listed_by_technician(crm: Caller) -> None:
    maya, sam = make_technician("Maya Lopez"), make_technician("Sam Okafor")
    mine = make_appointment(make_customer(), maya)
    make_appointment(make_customer(), sam)
    listed = crm.get(f"/appointments?day=&technician={maya.pk}").body
    assert [each["id"] for each in listed["items"]] == [str(mine.pk)]


@pytest.mark.parametrize(("field", "value"), [("day", "monday"), ("technician", "maya")])
def test_a_filter_that_cannot_be_right_is_named(crm: Caller, field: str, value: str) -> None:
    assert crm.get(f"/appointments?{field}={value}").fields == [field]


def test_a_job_that_takes_longer_is_planned_longer(crm: Caller) -> None:
    make_job_type("Boiler service", minutes=90)
    crm.post("/appointments", visit_body())
    visit = Appointment.objects.get()
    assert visit.planned_end - visit.planned_start == timedelta(minutes=90)


@pytest.mark.parametrize("name", ["North", " north "])
def test_a_visit_is_of_the_unit_that_is_named(crm: Caller, name: str) -> None:
    north = BusinessUnit.objects.create(name="North")
    assert crm.post("/appointments", visit_body(business_unit=name)).status == 201
    assert Appointment.objects.get().business_unit == north


def test_a_visit_is_of_the_unit_of_who_comes_where_none_is_named(crm: Caller) -> None:
    north, maya = BusinessUnit.objects.create(name="North"), make_technician()
    type(maya).objects.update(business_unit=north)
    assert crm.post("/appointments", visit_body(technician_id=str(maya.pk))).status == 201
    assert Appointment.objects.get().business_unit == north


def test_an_unknown_unit_is_named_and_nothing_booked(crm: Caller) -> None:
    answer = crm.post("/appointments", visit_body(business_unit="South"))
    assert (answer.status, answer.fields) == (422, ["business_unit"])
    assert not Customer.objects.exists()


def test_an_archived_job_is_read_on_old_visits_but_not_booked_anew(crm: Caller) -> None:
    visit = make_appointment(make_customer())
    JobType.objects.update(archived_at=days(1, 9))
    answer = crm.post("/appointments", visit_body(job_type=visit.job_type.name))
    assert (answer.status, answer.fields) == (422, ["job_type"])
    assert crm.get(f"/appointments/{visit.pk}").body["job_type"] == visit.job_type.name


def test_the_point_of_an_address_and_a_recall_come_along(crm: Caller) -> None:
    point = {"address": "1 Elm Street", "latitude": 40.7, "longitude": -74.0}
    assert crm.post("/appointments", visit_body(recall=True, **point)).status == 201
    visit = Appointment.objects.select_related("location").get()
    assert visit.recall
    assert visit.location is not None
    assert (visit.location.latitude, visit.location.longitude) == (40.7, -74.0)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"address": "1 Elm Street", "latitude": 40.7}, "longitude"),
        ({"latitude": 40.7, "longitude": -74.0}, "address"),
        ({"address": "1 Elm Street", "latitude": 90.1, "longitude": 0}, "latitude"),
    ],
)
def test_half_a_point_or_one_of_nowhere_is_refused(
    crm: Caller, given: dict[str, object], field: str
) -> None:
    refused = crm.post("/appointments", visit_body(**given))
    assert (refused.status, field in str(refused.body)) == (422, True)
    assert not Appointment.objects.exists()


def test_a_customer_may_want_fewer_texts(crm: Caller) -> None:
    for said in ({"fewer_texts": True}, {}):  # who doesn't say leaves it as it is
        assert crm.post("/customers", customer_body(**said)).body["fewer_texts"] is True

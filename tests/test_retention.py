"""What was kept long enough goes, in batches that may be cut off, and counted before it does."""

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from appointments.models import Appointment, WindowHold
from fieldservice.company.errors import InvalidError
from fieldservice.company.models import Change, Look, Robot, User
from notifications import retention
from notifications.arrival import number_is_refused
from notifications.models import (
    Alarm,
    CallTask,
    KeptCopy,
    Message,
    PhoneCall,
    Question,
    Reply,
    ReplyPicture,
    VisitLink,
)
from notifications.retention_services import keep_for
from notifications.states import State
from technicians.models import Technician
from tests.factories import make_customer, make_technician
from tests.spine import Day, attempts, default_sender, last

pytestmark = pytest.mark.django_db

DANA = "+12025550123"
DAY = timedelta(days=1)


@pytest.fixture
def today() -> Day:
    return Day(now=timezone.now())


@pytest.fixture
def visit(today: Day, maya: Technician) -> Appointment:
    """With a text that arrived, and one row of everything else that is kept."""
    visit = today.book(maya)
    today.deliver()
    today.receipt(attempts(visit)[0], State.DELIVERED)
    now, sender = today.now, default_sender()
    Message.objects.filter(pk=last(visit).pk).update(channel="mms", media_url="https://x/y.jpg")
    reply = Reply.objects.create(
        provider_sid="SM1", number=DANA, sender=sender, body="Hello", received_at=now
    )
    stored = default_storage.save("replies/dog.jpg", ContentFile(b"a dog"))
    reply.pictures.create(state="ready", stored=stored, try_at=now)
    PhoneCall.objects.create(
        provider_sid="CA1", number=DANA, sender=sender, started_at=now, recording_sid="RE1"
    )
    CallTask.objects.create(dedupe_key="x", number=DANA, reason="by_call", made_at=now, done_at=now)
    Alarm.objects.create(
        appointment=visit, source="help", number=DANA, opened_at=now, ended_at=now, note="Fine"
    )
    Look.objects.create(at=now, what="visit", subject_id=str(visit.pk))
    span = {"start": now, "end": now + DAY}
    WindowHold.objects.create(appointment=visit, until=now, **span)
    Question.objects.create(number=DANA, sender=sender, appointment=visit, kind="another_time",
        options=[], about_start=now, expires_at=now)  # fmt: skip
    VisitLink.objects.update(expires_at=now)
    return visit


def counted(now: datetime) -> dict[str, int]:
    return {count.kind.name: count.rows for count in retention.counts(now)}


def gone(now: datetime) -> None:
    while retention.run(now):
        pass


@pytest.mark.parametrize("kind", retention.KINDS, ids=lambda kind: kind.name)
def test_each_kind_is_kept_to_its_last_day_and_not_longer(
    today: Day, visit: Appointment, kind: retention.Kind
) -> None:
    span = timedelta(days=kind.days)
    assert counted(today.now + span - timedelta(minutes=1))[kind.name] == 0
    over = today.now + span + timedelta(minutes=1)
    assert counted(over)[kind.name] == 1
    gone(over)
    assert counted(over)[kind.name] == 0


def test_what_is_counted_stays_without_words(today: Day, visit: Appointment) -> None:
    stored = ReplyPicture.objects.get().stored
    gone(today.now + timedelta(days=800))
    text = last(visit)
    assert (text.body, text.to, text.media_url) == ("", "", "")
    assert (text.state, bool(text.dedupe_key), bool(text.delivered_at)) == (
        *(State.DELIVERED, True, True),
    )
    assert (Reply.objects.get().body, Reply.objects.get().number) == ("", "")
    assert not default_storage.exists(stored)


def test_the_provider_is_to_delete_its_copies_too(today: Day, visit: Appointment) -> None:
    gone(today.now + timedelta(days=800))
    kept = {(copy.what, copy.sid) for copy in KeptCopy.objects.all()}
    assert kept >= {("text", "SM1"), ("call", "CA1"), ("recording", "RE1")}
    assert KeptCopy.objects.get(attempt=attempts(visit)[0]).what == "text"


def test_only_the_photo_goes_first(today: Day, visit: Appointment) -> None:
    gone(today.now + timedelta(days=100))
    assert KeptCopy.objects.get(attempt=attempts(visit)[0]).what == "pictures"
    assert "Maya" in last(visit).body


def test_a_text_that_still_waits_is_never_emptied(today: Day, visit: Appointment) -> None:
    Message.objects.update(state=State.UNSETTLED)
    gone(today.now + timedelta(days=800))
    assert last(visit).body


def test_what_is_cut_off_goes_on_the_next_time(today: Day, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "BATCH", 2)
    for number in range(5):
        Look.objects.create(at=today.now, what="visit", subject_id=str(number))
    later = today.now + timedelta(days=400)
    assert retention.run(later)
    assert Look.objects.count() == 3
    assert retention.run(later)
    assert not retention.run(later)
    assert not Look.objects.exists()


def test_a_dry_run_counts_and_changes_nothing(today: Day, visit: Appointment) -> None:
    Look.objects.update(at=today.now - timedelta(days=400))
    said = StringIO()
    call_command("retention", "--dry-run", stdout=said)
    assert ["looks", "365", "days", "1"] in [line.split() for line in said.getvalue().splitlines()]
    assert Look.objects.exists()
    call_command("retention", stdout=said)
    assert not Look.objects.exists()


def test_the_company_s_own_span_counts(today: Day, visit: Appointment) -> None:
    assert keep_for(by=Robot.SYSTEM, days={"looks": 10})
    assert counted(today.now + timedelta(days=11))["looks"] == 1
    assert not keep_for(by=Robot.SYSTEM, days={"looks": 10})
    assert Change.objects.get(what="spans changed").details["values"] == {"looks": [365, 10]}


@pytest.mark.parametrize("days", [0, 3651])
def test_a_span_nobody_can_mean_is_refused(days: int) -> None:
    with pytest.raises(InvalidError) as refused:
        keep_for(by=Robot.SYSTEM, days={"looks": days})
    assert refused.value.field == "looks"


def test_managers_see_what_goes_tonight_and_change_it(
    today: Day, visit: Appointment, client: Client
) -> None:
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    Look.objects.update(at=today.now - timedelta(days=400))
    assert "1 is older and goes tonight" in client.get("/settings/retention").content.decode()
    assert client.post("/settings/retention", {"looks": "500"}).status_code == 302
    assert retention.spans()["looks"] == 500
    wrong = client.post("/settings/retention", {"looks": "4000"})
    assert (wrong.status_code, 'value="4000"' in wrong.content.decode()) == (422, True)


@pytest.mark.skipif("connection.vendor != 'postgresql'", reason="its planner says which index")
@pytest.mark.parametrize(
    "kind", [k for k in retention.KINDS if k.name != "alarms"], ids=lambda kind: kind.name
)
def test_old_rows_are_found_by_an_index(kind: retention.Kind) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
    # Alarms are a handful a year.
    plan = kind.over(timezone.now()).order_by().values_list("pk").explain()
    assert "Index" in plan
    assert "Seq Scan" not in plan


def test_who_opened_a_customer_is_noted_once_a_page(visit: Appointment, client: Client) -> None:
    priya = User.objects.create(username="priya", role=User.Role.DISPATCHER)
    client.force_login(priya)
    Look.objects.all().delete()
    client.get(f"/customers/{visit.customer_id}")
    client.get(f"/visits/{visit.pk}")
    reply = Reply.objects.get()
    client.get(f"/inbox/{reply.pk}")
    client.get(f"/inbox/{reply.pk}", headers={"HX-Request": "true"})
    noted = Look.objects.order_by("pk").values_list("what", "subject_id", "user")
    assert list(noted) == [
        ("customer", str(visit.customer_id), priya.pk),
        ("visit", str(visit.pk), priya.pk),
        ("thread", str(reply.pk), priya.pk),
    ]


def test_managers_ask_who_opened_a_visit(visit: Appointment, client: Client) -> None:
    rosa = User.objects.create(username="rosa", first_name="Rosa", role=User.Role.MANAGER)
    client.force_login(rosa)
    client.get(f"/visits/{visit.pk}")
    asked = {"of": str(visit.pk), "person": str(rosa.pk), "what": "visit"}
    page = client.get("/settings/looks", asked).content.decode()
    assert page.count('class="card stack tight"') == 1
    assert "Dana" not in page
    none = client.get("/settings/looks", {"of": "nobody"}).content.decode()
    assert "Nobody has opened this yet" in none


def test_a_landline_is_remembered_longer_than_its_texts(today: Day, maya: Technician) -> None:
    lee = make_customer("Lee Chan", phone="+12025550144")
    refused, works = today.book(maya), today.book(make_technician("Ruth Cole"), lee)
    today.deliver()
    today.receipt(attempts(refused)[0], State.UNDELIVERED, code="30006")
    today.receipt(attempts(works)[0], State.DELIVERED)
    retention.run(today.now + 731 * DAY)
    assert number_is_refused(DANA)
    assert not number_is_refused("+12025550144")
    later = today.book(make_technician("Ben Ito"), lee)
    Message.objects.filter(appointment=later).update(to=DANA, state=State.DELIVERED, body="Hi")
    assert not number_is_refused(DANA)
    retention.run(today.now + 800 * DAY)
    assert not number_is_refused(DANA)

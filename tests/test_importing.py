"""Files brought in: what rows become, what is left out, and that no row is lost or doubled."""

import io
from datetime import UTC, datetime

import pytest

from appointments import import_services
from appointments.columns import Columns, Field, Kind
from appointments.importing import working
from appointments.models import Appointment, Customer, Import
from fieldservice.company.models import BusinessUnit, User
from notifications.models import Message
from tests.factories import make_dispatcher, make_technician

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 2, 14, tzinfo=UTC)  # Tuesday, ten in the morning in New York
WEBSITE = "the form on our website"
VISITS = """Visit #,Name,Phone,Day,Start,End,Job,Technician,Status
V1,Dana Webb,202 555 0123,06/03/2026,9:00 AM,11:00 AM,Boiler service,Maya Lopez,
V2,Erik Holm,(202) 555-0124,06/04/2026,9:00 AM,11:00 AM,Boiler service,,
V3,Dana Webb,202 555 0123,05/03/2026,9:00 AM,11:00 AM,Tap,Maya Lopez,Finished
"""


@pytest.fixture
def priya() -> User:
    BusinessUnit.objects.update(time_zone="America/New_York")
    return make_dispatcher()


def uploaded(by: User, text: str, kind: Kind = Kind.VISITS) -> Import:
    content = text.encode()
    return import_services.receive(
        by=by, kind=kind, name="old.csv", upload=io.BytesIO(content), size=len(content), now=NOW
    )


def told(job: Import, *, agreed: bool = True, **more: Field) -> Columns:
    columns = job.fields() | {job.headings.index(name): field for name, field in more.items()}
    return Columns(columns=columns, month_first=True, consent_source=WEBSITE if agreed else "")


def clock() -> datetime:
    return NOW


def checked(by: User, text: str, kind: Kind = Kind.VISITS, *, agreed: bool = True) -> Import:
    job = uploaded(by, text, kind)
    import_services.check(by=by, job=job, told=told(job, agreed=agreed))
    working.work(job.pk, clock)
    return Import.objects.get(pk=job.pk)


def brought_in(by: User, text: str, kind: Kind = Kind.VISITS, *, agreed: bool = True) -> Import:
    job = checked(by, text, kind, agreed=agreed)
    import_services.start(by=by, job=job)
    while working.work(job.pk, clock):
        pass
    return Import.objects.get(pk=job.pk)


def problems(job: Import) -> list[tuple[int, str, str]]:
    return list(job.problems.values_list("row", "heading", "what"))


def test_visits_become_customers_jobs_and_visits(priya: User) -> None:
    maya = make_technician("Maya Lopez")
    job = brought_in(priya, VISITS.replace("Visit #", "Ref"))
    assert (job.state, job.made, job.known, job.left_out, job.past) == ("done", 3, 0, 0, 1)
    first = Appointment.objects.get(external_id="V1")
    assert first.technician == maya
    assert first.arrival_window_start == datetime(2026, 6, 3, 13, tzinfo=UTC)
    assert Customer.objects.count() == 2
    assert not Message.objects.exists()

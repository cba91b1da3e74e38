"""A technician can't come: the visits, who takes them over, and the one text each customer gets."""

from datetime import time, timedelta

import pytest
from django.utils import timezone

from appointments.availability import Candidate
from appointments.cover import Proposal, proposals
from appointments.models import Appointment, TimeOff
from appointments.sick_services import call_in_sick, come_back, hand_over, take_time_off
from appointments.statuses import Status
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import BusinessUnit
from notifications.models import CallTask, Thanks
from technicians.models import Technician
from tests.factories import (
    make_appointment,
    make_customer,
    make_dispatcher,
    make_job_type,
    make_technician,
)
from tests.integration import Caller
from tests.spine import NOW, OFFICE, Day, fresh, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def day() -> Day:
    """Ten in the morning in New York, where the office is."""
    BusinessUnit.objects.update(time_zone="America/New_York")
    return Day()


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez")


def booked(
    day: Day, maya: Technician | None, hours: float = 2, name: str = "Dana Webb"
) -> Appointment:
    """A visit of which the customer was told some hours ago."""
    phone = f"+1202555{100 + Appointment.objects.count():04}"
    visit = day.book(maya, make_customer(name, phone=phone), hours=hours)
    day.deliver()
    return visit


def sick(day: Day, maya: Technician) -> TimeOff:
    return call_in_sick(by=OFFICE, technician=maya, now=day.now)


def give(day: Day, off: TimeOff, *pairs: tuple[Appointment, Technician]) -> list[str]:
    takers = {visit.pk: technician.pk for visit, technician in pairs}
    return hand_over(by=OFFICE, takers=takers, time_off=off, now=day.now).refusals


def best(proposal: Proposal) -> Candidate:
    assert proposal.best
    return proposal.best


def bodies(day: Day) -> list[str]:
    return [outgoing.body for outgoing in day.deliver()]


def test_the_rest_of_the_day_is_back_on_the_tray_and_nothing_else(
    day: Day, maya: Technician
) -> None:
    begun, rest, tomorrow = (booked(day, maya, hours) for hours in (0.5, 3, 25))
    day.edit(begun, status=Status.ON_THE_WAY)
    off = sick(day, maya)
    assert [fresh(visit).technician for visit in (begun, rest, tomorrow)] == [maya, None, maya]
    assert list(off.put_back.all()) == [rest]
    assert off.end == NOW + timedelta(hours=14)  # midnight in New York


def test_who_is_late_for_a_visit_does_not_come_to_it_either(day: Day, maya: Technician) -> None:
    late = booked(day, maya, hours=1)
    day.later(hours=2.5)  # planned for one hour, the window is two
    sick(day, maya)
    assert fresh(late).technician is None


def test_sick_said_twice_is_sick_once(day: Day, maya: Technician) -> None:
    booked(day, maya)
    assert sick(day, maya) == sick(day, maya)
    assert TimeOff.objects.count() == 1


def test_the_customer_gets_the_new_face_in_one_text(day: Day, maya: Technician) -> None:
    visit, luis = booked(day.later(hours=-1), maya, hours=4), make_technician("Luis Ortega")
    off = sick(day.later(hours=1), maya)
    assert bodies(day.later(minutes=5)) == []
    assert give(day, off, (visit, luis)) == []
    (text,) = bodies(day)
    assert "Luis" in text
    assert bodies(day.later(hours=1)) == []
    assert told(visit) == [
        ("introduction", "accepted"),
        ("confirmation", "skipped"),
        ("new_face", "accepted"),
    ]


def test_a_day_that_stays_nobodys_is_told_once(day: Day, maya: Technician) -> None:
    visit = booked(day.later(hours=-1), maya, hours=4)
    sick(day.later(hours=1), maya)
    assert len(bodies(day.later(minutes=11))) == 1
    assert bodies(day.later(minutes=30)) == []
    assert told(visit)[-1] == ("confirmation", "accepted")


def test_who_gets_no_texts_is_called_once_about_the_new_face(day: Day, maya: Technician) -> None:
    dana, luis = make_customer(), make_technician("Luis Ortega")
    dana.reach = "call"
    dana.save()
    visit = day.book(maya, dana, hours=4)
    CallTask.objects.update(done_at=day.now, done_by=None)
    off = sick(day.later(hours=1), maya)
    give(day, off, (visit, luis))
    assert CallTask.objects.open().count() == 1
    assert bodies(day.later(hours=1)) == []


def test_well_after_all_nobody_hears_of_it(day: Day, maya: Technician) -> None:
    visit = booked(day.later(hours=-1), maya, hours=4)
    off = sick(day.later(hours=1), maya)
    come_back(by=OFFICE, time_off=off, now=day.now)
    assert fresh(visit).technician == maya
    assert bodies(day.later(hours=1)) == []
    assert not TimeOff.objects.exists()


def test_a_visit_somebody_else_has_taken_meanwhile_stays_theirs(day: Day, maya: Technician) -> None:
    luis, ben = make_technician("Luis Ortega"), make_technician("Ben Ortiz")
    visit = booked(day, maya)
    off = sick(day, maya)
    day.reassign(visit, ben)
    give(day, off, (visit, luis))
    come_back(by=OFFICE, time_off=off, now=day.now)
    assert fresh(visit).technician == ben


def test_one_refusal_stops_no_other(day: Day, maya: Technician) -> None:
    luis = make_technician("Luis Ortega")
    dana, lena = booked(day, maya, 2), booked(day, maya, 4, "Lena Fischer")
    make_appointment(make_customer("Sam Cho"), luis, start=dana.planned_start, now=day.now)
    off = sick(day, maya)
    refusals = give(day, off, (dana, luis), (lena, luis))
    assert refusals == ["Dana Webb: Luis Ortega has another visit at that time."]
    assert fresh(lena).technician == luis


def test_nobody_is_booked_or_sent_in_their_time_off(day: Day, maya: Technician) -> None:
    visit = booked(day, make_technician("Luis Ortega"), hours=25)
    start = day.now + timedelta(hours=24)
    end = start + timedelta(hours=5)
    why = TimeOff.Why.TIME_OFF
    take_time_off(by=OFFICE, technician=maya, start=start, end=end, why=why, now=day.now)
    with pytest.raises(ConflictError, match="Maya Lopez is off then, until Wed 3 Jun, 15:00"):
        day.reassign(visit, maya)
    day.move(visit, hours=5)
    day.reassign(visit, maya)


def test_an_integration_is_told_of_time_off_but_not_why(day: Day, maya: Technician) -> None:
    now = timezone.now()
    visit = make_appointment(start=now + timedelta(hours=2), now=now)
    TimeOff.objects.create(technician=maya, start=now, end=now + timedelta(days=1), why="sick")
    refused = Caller().patch(f"/appointments/{visit.pk}", {"technician_id": str(maya.pk)})
    assert (refused.status, refused.body["errors"][0]["field"]) == (409, "technician_id")
    assert "Maya Lopez is off then" in refused.body["detail"]
    assert "sick" not in str(refused.body).lower()


def test_overtime_is_booked(day: Day, maya: Technician) -> None:
    maya.shifts.create(weekday=0, starts=time(8), ends=time(9))
    assert day.book(maya).technician == maya


def test_a_visit_that_begins_when_time_off_ends_is_no_conflict(day: Day, maya: Technician) -> None:
    start, end = day.now + timedelta(hours=20), day.now + timedelta(hours=24)
    why = TimeOff.Why.TIME_OFF
    take_time_off(by=OFFICE, technician=maya, start=start, end=end, why=why, now=day.now)
    assert day.book(maya).technician == maya


def test_each_visit_is_proposed_to_somebody_who_is_free_for_it(day: Day, maya: Technician) -> None:
    luis, ben = make_technician("Luis Ortega"), make_technician("Ben Ortiz")
    visits = [booked(day, make_technician(f"Maya {n}"), name=f"Dana {n}") for n in range(2)]
    for visit in visits:
        day.reassign(visit, None)
    Technician.objects.exclude(pk__in=[luis.pk, ben.pk]).update(left_on=day.now.date())
    first, second = proposals(visits)
    assert {best(first).technician, best(second).technician} == {luis, ben}


def test_with_one_person_for_two_visits_at_a_time_the_second_has_nobody(
    day: Day, maya: Technician
) -> None:
    visits = [booked(day, None, name=f"Dana {n}") for n in range(2)]
    first, second = proposals(visits)
    assert best(first).technician == maya
    assert second.best is None
    assert [one.technician for one in second.others] == [maya]


def test_whom_the_customer_liked_is_proposed_and_whom_they_did_not_is_not(
    day: Day, maya: Technician
) -> None:
    dana, luis = make_customer(), make_technician("Luis Ortega")
    for technician, thumb in ((maya, "down"), (luis, "up"), (luis, "up")):
        visit = day.book(technician, dana, hours=1)
        day.edit(visit, status=Status.DONE)
        Thanks.objects.create(appointment=visit, technician=technician, thumb=thumb, at=day.now)
        day.later(hours=3)
    (only,) = proposals([day.book(None, dana, hours=24)])
    assert best(only).technician == luis
    assert best(only).reason == "Been here twice, both thumbs up · Free all day"
    assert [one.reason for one in only.others] == ["Been here once · Free all day"]


def test_a_new_job_type_with_skills_is_a_reason(day: Day) -> None:
    make_technician("Maya Lopez", skills=["Boilers"])
    job = make_job_type()
    job.skills.set(Technician.objects.get().skills.all())
    (only,) = proposals([day.book(hours=24)])
    assert best(only).reason == "Trained for this job · Free all day"


def test_whom_the_office_told_by_phone_gets_no_text_of_the_new_face(
    day: Day, maya: Technician
) -> None:
    omar, priya = make_technician("Omar Haddad"), make_dispatcher()
    told_one, other = booked(day, maya, 3, "Ada"), booked(day, maya, 6, "Grace")
    off = sick(day, maya)
    takers = {told_one.pk: omar.pk, other.pk: omar.pk}
    hand_over(by=priya, takers=takers, time_off=off, phoned=[told_one.pk], now=day.now)
    assert CallTask.objects.get(reason=CallTask.Reason.BY_PHONE).appointment == told_one
    assert [outgoing.to for outgoing in day.later(minutes=15).deliver()] == [other.text_to]

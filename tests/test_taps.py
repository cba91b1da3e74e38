"""What a technician taps on the phone: each tap counts once, late or twice, and can be undone."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from appointments.models import Appointment, Tap
from appointments.services import edit, reassign, reschedule
from appointments.statuses import Status
from appointments.tap_services import Tapped, take
from appointments.taps import expected
from fieldservice.company.models import Change, Robot, User
from technicians.models import Technician
from tests.factories import make_appointment, make_customer, make_technician
from tests.spine import NOW, fresh
from tests.technician_pages import technician_named

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def maya() -> Technician:
    return technician_named("Maya Lopez")


@pytest.fixture
def visit(maya: Technician) -> Appointment:
    """At Dana's, half an hour from now."""
    start = NOW + timedelta(minutes=30)
    return make_appointment(technician=maya, start=start, now=NOW - timedelta(days=1))


def tap(
    visit: Appointment,
    what: str,
    *,
    detail: str = "",
    at: datetime = NOW,
    ago: timedelta = timedelta(),
    key: uuid.UUID | None = None,
    who: Technician | None = None,
) -> Tap | None:
    """A tap of the visit's own technician, unless it is somebody else's."""
    one = who or visit.technician
    assert one is not None
    assert isinstance(one.user, User)
    said = Tapped(key=key or uuid.uuid4(), what=Tap.What(what), detail=detail, ago=ago)
    return take(by=one.user, technician=one, visit_id=visit.pk, tapped=said, now=at)


def done(visit: Appointment, what: str, **more: str) -> Tap:
    """A tap that is taken."""
    taken = tap(visit, what, detail=more.get("detail", ""))
    assert taken is not None
    assert taken.refusal == ""
    return taken


def refused(taken: Tap | None) -> str:
    assert taken is not None
    return taken.refusal


@pytest.mark.parametrize("what", ["on_the_way", "arrived", "done", "no_access"])
def test_a_tap_says_where_the_technician_is(visit: Appointment, what: str) -> None:
    done(visit, what)
    assert (fresh(visit).status, fresh(visit).status_at) == (what, NOW)


def test_a_tap_sent_twice_counts_once(visit: Appointment) -> None:
    key = uuid.uuid4()
    first, second = (tap(visit, "done", key=key, at=NOW + n * MINUTE) for n in range(2))
    assert first == second
    assert fresh(visit).status_at == NOW
    assert Tap.objects.count() == 1


def test_a_tap_that_waited_for_the_network_says_when_it_was_made(visit: Appointment) -> None:
    tap(visit, "on_the_way", ago=20 * MINUTE)
    assert fresh(visit).status_at == NOW - 20 * MINUTE


def test_another_ones_visit_takes_no_tap(visit: Appointment) -> None:
    omar = technician_named("Omar Haddad")
    assert tap(visit, "done", who=omar) is None
    assert fresh(visit).status == Status.SCHEDULED


def test_a_tap_after_the_visit_went_to_somebody_else_changes_nothing(visit: Appointment) -> None:
    maya, omar = visit.technician, make_technician("Omar Haddad")
    reassign(by=Robot.SYSTEM, appointment=fresh(visit), technician=omar, now=NOW)
    assert tap(visit, "done", ago=5 * MINUTE, who=maya) is None
    assert fresh(visit).status == Status.SCHEDULED


def test_a_tap_taken_before_is_answered_the_same_after_the_visit_went_away(
    visit: Appointment,
) -> None:
    maya, key = visit.technician, uuid.uuid4()
    first = tap(visit, "on_the_way", key=key)
    omar = make_technician("Omar Haddad")
    reassign(by=Robot.SYSTEM, appointment=fresh(visit), technician=omar, now=NOW)
    assert tap(visit, "on_the_way", key=key, who=maya) == first


def test_nobody_learns_of_another_ones_tap_by_its_key(visit: Appointment) -> None:
    key, omar = uuid.uuid4(), technician_named("Omar Haddad")
    other = make_appointment(make_customer("Sam Ito"), omar, start=NOW + MINUTE, now=NOW)
    tap(visit, "done", key=key)
    assert tap(other, "done", key=key) is None


def test_a_tap_the_table_forbids_is_answered_with_a_sentence(visit: Appointment) -> None:
    done(visit, "done")
    assert "“Done” can't become “Arrived”" in refused(tap(visit, "arrived"))


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(hours=24), ""),
        (timedelta(hours=24, seconds=1), "more than a day ago"),
    ],
)
def test_a_tap_older_than_a_day_says_nothing_any_more(
    maya: Technician, ago: timedelta, words: str
) -> None:
    start = NOW - timedelta(hours=20)
    visit = make_appointment(technician=maya, start=start, now=NOW - timedelta(days=3))
    assert words in refused(tap(visit, "on_the_way", ago=ago))
    assert bool(words) == (fresh(visit).status == Status.SCHEDULED)


def test_nobody_sets_out_to_a_visit_of_another_day(visit: Appointment) -> None:
    start = NOW + timedelta(days=1)
    reschedule(
        by=Robot.SYSTEM, appointment=fresh(visit), start=start, end=start + 60 * MINUTE, now=NOW
    )
    assert refused(tap(visit, "on_the_way")) == "This visit is on another day."


@pytest.mark.parametrize(("seconds", "is_taken"), [(30, True), (31, False)])
def test_what_the_office_said_after_the_tap_stays(
    visit: Appointment, seconds: int, is_taken: bool
) -> None:
    for status in (Status.ON_THE_WAY, Status.SCHEDULED):
        edit(by=Robot.SYSTEM, appointment=fresh(visit), changes={"status": status}, now=NOW)
    late = tap(visit, "on_the_way", ago=timedelta(seconds=seconds))
    assert (refused(late) == "") == is_taken


@pytest.mark.parametrize(
    ("at", "minutes", "there"),
    [
        ("08:00", 10, "09:10"),
        ("09:00", 20, "09:20"),
        ("09:14", 30, "09:45"),
        ("09:15", 30, "09:45"),
    ],
)
def test_who_is_late_is_expected_to_the_next_five_minutes(
    at: str, minutes: int, there: str
) -> None:
    tapped, nine, then = (
        datetime.fromisoformat(f"2026-06-02T{clock}").replace(tzinfo=UTC)
        for clock in (at, "09:00", there)
    )
    assert expected(tapped, nine, timedelta(minutes=minutes)) == then


def test_running_late_says_when_to_expect_them(visit: Appointment) -> None:
    done(visit, "late", detail="20")
    assert fresh(visit).expected_at == NOW + 50 * MINUTE
    assert fresh(visit).status == Status.SCHEDULED


@pytest.mark.parametrize(("detail", "words"), [("15", "Choose"), ("", "Choose"), ("x", "Choose")])
def test_only_the_offered_minutes_are_taken(visit: Appointment, detail: str, words: str) -> None:
    assert words in refused(tap(visit, "late", detail=detail))


def test_who_is_there_is_not_late(visit: Appointment) -> None:
    done(visit, "arrived")
    assert refused(tap(visit, "late", detail="10")) == "You are there already."


def test_who_comes_along_is_noted_and_goes_with_the_technician(visit: Appointment) -> None:
    done(visit, "apprentice", detail=" Sam ")
    assert fresh(visit).apprentice == "Sam"
    done(visit, "late", detail="10")
    omar = make_technician("Omar Haddad")
    reassign(by=Robot.SYSTEM, appointment=fresh(visit), technician=omar, now=NOW)
    assert (fresh(visit).apprentice, fresh(visit).expected_at) == ("", None)


@pytest.mark.parametrize("name", ["<b>", "Sam\n", "x" * 31])
def test_a_name_that_can_be_none_is_refused(visit: Appointment, name: str) -> None:
    assert refused(tap(visit, "apprentice", detail=name if name.strip() == name else "a\nb"))
    assert fresh(visit).apprentice == ""


@pytest.mark.parametrize(
    ("what", "detail"),
    [("on_the_way", ""), ("arrived", ""), ("done", ""), ("no_access", ""), ("late", "10"),
     ("apprentice", "Sam")],
)  # fmt: skip
def test_the_last_tap_is_taken_back(visit: Appointment, what: str, detail: str) -> None:
    before = fresh(visit)
    first = done(visit, what, detail=detail)
    done(visit, "undo", detail=str(first.pk))
    after = fresh(visit)
    for name in ("status", "status_at", "expected_at", "apprentice"):
        assert getattr(after, name) == getattr(before, name)


@pytest.mark.parametrize(("seconds", "is_taken"), [(90, True), (91, False)])
def test_a_tap_is_taken_back_for_a_minute_and_a_slow_call(
    visit: Appointment, seconds: int, is_taken: bool
) -> None:
    first = done(visit, "done")
    late = tap(visit, "undo", detail=str(first.pk), at=NOW + timedelta(seconds=seconds))
    assert (refused(late) == "") == is_taken


def test_a_tap_is_taken_back_once(visit: Appointment) -> None:
    first = done(visit, "on_the_way")
    done(visit, "undo", detail=str(first.pk))
    assert refused(tap(visit, "undo", detail=str(first.pk))) == "There is nothing to take back."


def test_what_others_changed_since_is_not_taken_back(visit: Appointment) -> None:
    first = done(visit, "on_the_way")
    edit(by=Robot.SYSTEM, appointment=fresh(visit), changes={"notes": "Ring twice."}, now=NOW)
    assert "can't be taken back" in refused(tap(visit, "undo", detail=str(first.pk)))


def test_a_done_visit_does_not_come_back_over_another_one(visit: Appointment) -> None:
    first = done(visit, "done")
    make_appointment(make_customer("Sam Ito"), visit.technician, start=visit.planned_start, now=NOW)
    assert "another visit" in refused(tap(visit, "undo", detail=str(first.pk)))
    assert fresh(visit).status == Status.DONE


@pytest.mark.parametrize("detail", ["", "nothing", str(uuid.UUID(int=0))])
def test_there_may_be_nothing_to_take_back(visit: Appointment, detail: str) -> None:
    assert refused(tap(visit, "undo", detail=detail)) == "There is nothing to take back."


def test_a_tap_is_in_the_history_under_the_technicians_name(visit: Appointment) -> None:
    done(visit, "on_the_way")
    line = Change.objects.filter(subject_id=str(visit.pk)).first()
    assert line is not None
    assert line.user is not None
    assert line.user.username == "maya"

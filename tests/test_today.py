"""Today at a glance: what needs a look, and the very rows behind each number."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from appointments.models import Appointment
from appointments.statuses import Status
from fieldservice.company.models import BusinessUnit, User
from fieldservice.company.services import default_unit
from notifications.models import Message, Pulse, Thanks
from notifications.today import Today, counts, reasons, texts_by_day, thumbs_by_week, visits_in
from technicians.completeness import incomplete
from technicians.models import Consent, Line, Technician
from technicians.services import grant
from tests.factories import make_appointment, make_dispatcher, make_technician
from tests.spine import OFFICE, Day, with_photo

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NOON = datetime(2026, 6, 2, 12, tzinfo=UTC)


@pytest.fixture
def priya(client: Client) -> User:
    """A dispatcher, signed in."""
    user = make_dispatcher()
    client.force_login(user)
    return user


@pytest.fixture
def today() -> Today:
    return Today(default_unit(), NOON)


def visit_at(start: datetime, **changes: object) -> Appointment:
    """A visit of two hours, with these values as they would have become."""
    visit = make_appointment(start=start, now=NOON - 2 * DAY)
    Appointment.objects.filter(pk=visit.pk).update(**changes)
    return visit


def test_a_unit_s_day_is_counted_by_its_own_clock_and_of_it_alone(day: Day) -> None:
    west = BusinessUnit.objects.create(name="West", time_zone="Pacific/Honolulu")
    visit_at(NOON + HOUR)
    for hours in (-3, 2, 21, 23):  # there it is two in the morning
        visit_at(NOON + hours * HOUR, business_unit=west)
    there = Today(west, NOON, is_narrowed=True)
    assert there.begins == datetime(2026, 6, 2, 10, tzinfo=UTC)
    assert counts(there)["whole"] == 2
    assert visits_in("nobody", there).count() == 3


WAY, DONE = Status.ON_THE_WAY, Status.DONE


@pytest.mark.parametrize(
    ("starts", "changes", "is_late"),
    [
        (timedelta(minutes=-91), {}, True),
        (timedelta(minutes=-89), {}, False),
        (-HOUR, {"status": WAY}, False),
        (-2.1 * HOUR, {"status": WAY}, True),
        (HOUR, {"status": WAY, "expected_at": NOON + 3.1 * HOUR}, True),
        (HOUR, {"status": WAY, "expected_at": NOON + 2.9 * HOUR}, False),
        (-5 * HOUR, {"status": DONE}, False),
        (-5 * HOUR, {"status": Status.CANCELED}, False),
        (-15 * HOUR, {}, False),  # yesterday's
    ],
)
def test_who_is_late(
    today: Today, starts: timedelta, changes: dict[str, object], *, is_late: bool
) -> None:
    visit_at(NOON + starts, **changes)
    assert visits_in("late", today).exists() is is_late


def test_the_counts_are_those_of_the_lists(today: Today, maya: Technician) -> None:
    visit_at(NOON + HOUR)
    visit_at(NOON + 2 * HOUR, technician=maya)
    visit_at(NOON + DAY, technician=maya, confirmed_at=NOON)
    visit_at(NOON + 3 * DAY)
    visit_at(NOON + 5 * HOUR, status=Status.CANCELED)
    found = {name: visits_in(name, today).count() for name in ("late", "unconfirmed", "nobody")}
    assert counts(today) == found | {"whole": 2}
    assert found == {"late": 0, "unconfirmed": 2, "nobody": 1}


def test_the_day_is_that_of_the_company(today: Today) -> None:
    BusinessUnit.objects.update(time_zone="America/New_York")
    there = Today(default_unit(), NOON)
    assert (there.begins, there.ends()) == (NOON - 8 * HOUR, NOON + 16 * HOUR)


def lost_text(reason: str, at: datetime) -> None:
    visit = make_appointment(start=NOON + 2 * DAY, now=NOON)
    visit.messages.filter(kind="confirmation").update(state="failed", reason=reason, changed_at=at)


def test_lost_texts_are_counted_by_their_reason(today: Today) -> None:
    for reason, at in [("unreachable", NOON), ("wrong_number", NOON), ("unreachable", NOON)]:
        lost_text(reason, at)
    lost_text("unreachable", NOON - DAY)
    assert reasons(today) == [("unreachable", 2), ("wrong_number", 1)]


def test_the_plot_counts_texts_by_day_and_outcome(today: Today) -> None:
    lost_text("unreachable", NOON)
    lost_text("unreachable", NOON - 6 * DAY)
    lost_text("unreachable", NOON - 7 * DAY)
    lost = [arrived_to_lost[-1] for arrived_to_lost in texts_by_day(today).values()]
    assert lost == [1, 0, 0, 0, 0, 0, 1]
    assert today.texts_on(NOON.date(), "lost").count() == 1


def test_the_plot_counts_thumbs_by_week(today: Today, maya: Technician) -> None:
    for thumb, ago in [("up", 0), ("down", 0), ("up", 7), ("", 0), ("up", 90)]:
        visit = make_appointment(start=NOON + 3 * DAY, now=NOON)
        at = NOON - ago * DAY
        Thanks.objects.create(appointment=visit, technician=maya, thumb=thumb, at=at)
    found = thumbs_by_week(today)
    assert list(found.values())[-2:] == [[1, 0], [1, 1]]
    assert sum(map(sum, found.values())) == 3
    assert today.thumbs_in(list(found)[-1], "up").count() == 1


def lacking() -> list[tuple[bool, bool, bool]]:
    people = incomplete(NOON.date())
    photo, skills, words = (f"lacks_{what}" for what in ("photo", "skills", "words"))
    return list(people.values_list(photo, skills, words))


def test_an_empty_profile_lacks_it_all() -> None:
    make_technician("Ruth")
    assert lacking() == [(True, True, True)]


def test_a_profile_with_everything_is_complete() -> None:
    with_photo(make_technician("Maya", skills=["Boilers"], interests=["tomatoes"]))
    assert lacking() == []


def test_what_is_kept_back_by_choice_is_complete(today: Today) -> None:
    ruth = make_technician("Ruth", skills=["Boilers"])
    grant(by=OFFICE, technician=ruth, fields=[Consent.Field.PHOTO, Consent.Field.BIO])
    ruth.consents.filter(field__in=["photo", "bio"]).update(withdrawn_at=NOON)
    assert lacking() == []


def test_words_that_nobody_agreed_to_tell_are_not_there() -> None:
    ruth = with_photo(make_technician("Ruth", skills=["Boilers"]))
    Line.objects.create(technician=ruth, kind="bio", language="en", text="Hi", renewed_at=NOON)
    ruth.consents.filter(field="bio").delete()
    ruth.consents.exclude(field__in=["photo", "skills"]).delete()
    assert lacking() == [(False, False, True)]


@pytest.mark.parametrize("field", ["paused_at", "removed_at"])
def test_who_shows_nothing_by_choice_lacks_nothing(field: str) -> None:
    make_technician("Ruth")
    Technician.objects.update(**{field: NOON})
    assert lacking() == []


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_number_opens_its_list(client: Client, priya: User, day: Day) -> None:
    make_appointment(start=timezone.now() + HOUR)
    Message.objects.update(state="failed", reason="unreachable", changed_at=timezone.now())
    html = page(client, reverse("today"))
    doors = [
        reverse("today_visits", args=["unconfirmed"]),
        reverse("today_texts") + "?reason=unreachable",
        reverse("today_texts", query={"day": today_there(), "outcome": "lost"}),
    ]
    for door in doors:
        assert door.replace("&", "&amp;") in html
        assert "Dana Webb" in page(client, door)


def today_there() -> str:
    return Today(default_unit(), timezone.now()).begins.date().isoformat()


def test_it_says_whether_workers_run(client: Client, priya: User) -> None:
    assert "No worker is running" in page(client, reverse("today"))
    Pulse.objects.update_or_create(name="worker", defaults={"at": timezone.now()})
    assert "A worker is running" in page(client, reverse("today"))


def test_profiles_are_listed_with_what_they_lack(client: Client, priya: User) -> None:
    make_technician("Ruth")
    assert "No photo" in page(client, reverse("today_profiles"))


def test_an_empty_list_says_so(client: Client, priya: User) -> None:
    assert "Nothing here any more." in page(client, reverse("today_visits", args=["late"]))


@pytest.mark.parametrize("path", ["/today/visits/soup", "/today/texts?outcome=soup"])
def test_a_list_nobody_has_heard_of_is_not_found(client: Client, priya: User, path: str) -> None:
    assert client.get(path).status_code == 404


def test_only_managers_see_what_was_wrong(client: Client, priya: User, maya: Technician) -> None:
    visit = make_appointment(technician=maya)
    Thanks.objects.create(
        appointment=visit, technician=maya, thumb="down", words="He was rude", at=timezone.now()
    )
    assert reverse("today_thumbs") not in page(client, reverse("today"))
    User.objects.update(role=User.Role.MANAGER)
    html = page(client, reverse("today"))
    address = reverse("today_thumbs", query={"week": monday(), "thumb": "down"})
    assert address.replace("&", "&amp;") in html
    assert "He was rude" in page(client, address)


def monday() -> str:
    day = Today(default_unit(), timezone.now()).begins.date()
    return (day - timedelta(days=day.weekday())).isoformat()


def test_the_page_asks_a_dozen_questions_whatever_the_size(
    client: Client, priya: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for hour in range(4):
        make_appointment(start=timezone.now() + (hour + 1) * HOUR)
    with django_assert_max_num_queries(12):
        client.get(reverse("today"))


def test_a_chosen_unit_goes_along_with_every_link(client: Client, priya: User) -> None:
    west = BusinessUnit.objects.create(name="West")
    visit_at(timezone.now() + HOUR)
    page = client.get(f"/today?unit={west.pk}").content.decode()
    for path in ("/board", "/today/visits/late", "/today/visits/nobody", "/today/profiles"):
        assert f'href="{path}?unit={west.pk}"' in page
    behind = client.get(f"/today/visits/nobody?unit={west.pk}").content.decode()
    assert f'href="/today?unit={west.pk}"' in behind
    assert "Nothing here any more." in behind

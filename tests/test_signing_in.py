"""Signing in by text: who gets a link, what a link is good for, and how it ends."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import make_password
from django.test import Client, RequestFactory
from pytest_django import Settings

from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Change, Tally, User
from technicians import signing_in
from technicians.models import Technician
from technicians.profile_services import update_details
from technicians.services import Profile
from technicians.signals import link_wanted
from technicians.signing_in import LINK_LIVES, Purpose, end_links, link, log_in, owner
from technicians.signing_in_services import (
    ask_link,
    invite,
    sign_out_everywhere,
    use_link,
    why_not,
)
from tests.factories import make_technician
from tests.technician_pages import technician_named

pytestmark = pytest.mark.django_db

MAYAS, OMARS, NOBODYS = "+12025550141", "+12025550142", "+12025550199"
NOON = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)
YESTERDAY = date(2026, 6, 9)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Links carry the time in them, so the day of these stories is the machine's too."""
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez", phone=MAYAS)


@pytest.fixture
def wanted() -> Iterator[list[tuple[str, str]]]:
    """The links that were announced: for whom and what for."""
    announced: list[tuple[str, str]] = []

    def hear(technician: Technician, purpose: str, **_more: object) -> None:
        announced.append((technician.first_name, purpose))

    link_wanted.connect(hear)
    yield announced
    link_wanted.disconnect(hear)


def manager() -> User:
    return User.objects.create(username="rosa", role=User.Role.MANAGER)


def token(of: Technician, purpose: str = Purpose.SIGN_IN) -> str:
    return link(of, purpose).rpartition("/")[2]


def log_in_of(technician: Technician) -> User:
    technician.refresh_from_db()
    assert technician.user
    return technician.user


# Asking


def test_a_known_number_gets_a_link_and_a_log_in(
    maya: Technician, wanted: list[tuple[str, str]]
) -> None:
    ask_link(phone=MAYAS)
    user = log_in_of(maya)
    assert wanted == [("Maya", "sign_in")]
    assert (user.role, user.get_full_name()) == (User.Role.TECHNICIAN, "Maya Lopez")
    assert not user.has_usable_password()


def test_a_log_in_that_is_there_stays_the_same(wanted: list[tuple[str, str]]) -> None:
    maya = technician_named("Maya Lopez")
    Technician.objects.update(phone=MAYAS)
    ask_link(phone=MAYAS)
    assert (wanted, log_in_of(maya).username) == ([("Maya", "sign_in")], "maya")


def test_an_unknown_number_gets_nothing(maya: Technician, wanted: list[tuple[str, str]]) -> None:
    ask_link(phone=NOBODYS)
    assert (wanted, User.objects.exists()) == ([], False)


def test_an_unknown_number_is_counted_as_a_known_one(maya: Technician) -> None:
    ask_link(phone=NOBODYS)
    unknown = Tally.objects.count()
    ask_link(phone=MAYAS)
    assert Tally.objects.count() == 2 * unknown


def test_whoever_has_left_gets_nothing(maya: Technician, wanted: list[tuple[str, str]]) -> None:
    Technician.objects.update(left_on=NOON.date())
    ask_link(phone=MAYAS)
    assert not wanted


def test_a_closed_log_in_gets_nothing(wanted: list[tuple[str, str]]) -> None:
    technician_named("Maya Lopez")
    Technician.objects.update(phone=MAYAS)
    User.objects.update(is_active=False)
    ask_link(phone=MAYAS)
    assert not wanted


def test_a_manager_who_also_visits_needs_the_password(wanted: list[tuple[str, str]]) -> None:
    technician_named("Maya Lopez")
    Technician.objects.update(phone=MAYAS)
    User.objects.update(role=User.Role.MANAGER)
    ask_link(phone=MAYAS)
    assert not wanted


def test_a_number_of_two_lets_in_neither(maya: Technician, wanted: list[tuple[str, str]]) -> None:
    make_technician("Omar Haddad", phone=MAYAS)
    ask_link(phone=MAYAS)
    assert not wanted


def test_a_leavers_number_lets_in_whoever_has_it_now(
    maya: Technician, wanted: list[tuple[str, str]]
) -> None:
    Technician.objects.update(left_on=YESTERDAY)
    make_technician("Omar Haddad", phone=MAYAS)
    ask_link(phone=MAYAS)
    assert wanted == [("Omar", "sign_in")]


@pytest.mark.parametrize(
    ("asked", "seconds_apart", "sent"),
    [(2, 59, 1), (2, 60, 2), (10, 60, 5), (6, 719, 5), (6, 720, 6)],
)
def test_a_number_gets_one_text_a_minute_and_five_an_hour(
    maya: Technician,
    wanted: list[tuple[str, str]],
    asked: int,
    seconds_apart: int,
    sent: int,
) -> None:
    for number in range(asked):
        ask_link(phone=MAYAS, now=NOON + timedelta(seconds=number * seconds_apart))
    assert len(wanted) == sent


def test_no_line_in_the_log_says_which_number(
    maya: Technician, caplog: pytest.LogCaptureFixture
) -> None:
    for _again in range(2):
        ask_link(phone=NOBODYS)
    assert "A number of 0 technicians asked for a link" in caplog.text
    assert "A number asked for too many links" in caplog.text
    assert NOBODYS[2:] not in caplog.text


# Links


def test_a_link_is_an_address_of_the_public_site(maya: Technician, settings: Settings) -> None:
    settings.PUBLIC_BASE_URL = "https://visits.example.com"
    ask_link(phone=MAYAS)
    maya.refresh_from_db()
    assert link(maya, Purpose.SIGN_IN).startswith("https://visits.example.com/in/")


def test_a_link_needs_a_log_in(maya: Technician) -> None:
    with pytest.raises(ValueError, match="log-in"):
        link(maya, Purpose.SIGN_IN)


def test_a_link_lets_in_once() -> None:
    maya = technician_named()
    first = token(maya)
    assert use_link(token=first) == maya.user
    assert use_link(token=first) is None


def test_looking_at_a_link_does_not_use_it_up() -> None:
    maya = technician_named()
    first = token(maya)
    assert [owner(first), owner(first)] == [maya, maya]


def test_of_two_links_the_second_ends_with_the_first() -> None:
    maya = technician_named()
    first, second = token(maya), token(maya, Purpose.INVITATION)
    assert use_link(token=first)
    assert use_link(token=second) is None


def test_of_two_who_press_at_once_one_gets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    maya = technician_named()
    made, quicker = token(maya), []

    def overtaken(token: str) -> Technician | None:
        found = owner(token)
        monkeypatch.undo()
        quicker.append(use_link(token=token))
        return found

    monkeypatch.setattr(signing_in, "owner", overtaken)
    assert use_link(token=made) is None
    assert quicker == [maya.user]


@pytest.mark.parametrize("purpose", Purpose)
@pytest.mark.parametrize(("seconds", "is_good"), [(-1, True), (0, False)])
def test_a_link_lives_as_long_as_its_purpose_says(
    clock: time_machine.Traveller, purpose: Purpose, seconds: int, is_good: bool
) -> None:
    maya = technician_named()
    made = token(maya, purpose)
    clock.shift(LINK_LIVES[purpose] + timedelta(seconds=seconds))
    assert (use_link(token=made) == maya.user) is is_good


@pytest.mark.parametrize("place", range(30))
def test_a_link_with_any_sign_changed_lets_nobody_in(place: int) -> None:
    made = token(technician_named())
    assert len(made) == 30
    # The last sign carries two bits only: “A” and “B” are the same there.
    other = "A" if made[place] not in "ABCDEFGHIJKLMNOP" else "g"
    assert owner(made[:place] + other + made[place + 1 :]) is None


@pytest.mark.parametrize("made", ["", "a", "A" * 30, "A" * 4000, "é" * 30, "%00", "a:b"])
def test_a_made_up_link_lets_nobody_in(made: str) -> None:
    technician_named()
    assert use_link(token=made) is None


def test_a_link_of_one_never_lets_in_another() -> None:
    maya, omar = technician_named("Maya Lopez"), technician_named("Omar Haddad")
    assert use_link(token=token(maya)) == maya.user
    assert owner(token(omar)) == omar


@pytest.mark.parametrize(
    "ended",
    [
        {"technician": {"left_on": NOON.date()}},
        {"user": {"is_active": False}},
        {"user": {"role": User.Role.DISPATCHER}},
    ],
)
def test_a_link_dies_with_its_log_in(ended: dict[str, dict[str, object]]) -> None:
    maya = technician_named()
    made = token(maya)
    User.objects.update(**ended.get("user", {"first_name": "Maya"}))
    Technician.objects.update(**ended.get("technician", {"phone": MAYAS}))
    assert use_link(token=made) is None


@pytest.mark.parametrize(("number", "is_good"), [(OMARS, False), ("", False), (MAYAS, True)])
def test_a_link_to_a_number_that_was_wrong_dies_with_it(
    maya: Technician, number: str, is_good: bool
) -> None:
    ask_link(phone=MAYAS)
    maya.refresh_from_db()
    made = token(maya)
    changed = Profile(display_name="Maya", hired_on=maya.hired_on, lines={}, phone=number)
    update_details(by=manager(), technician=maya, profile=changed)
    assert (owner(made) == maya) is is_good


def test_a_new_number_leaves_a_password_as_it_is() -> None:
    maya = technician_named()
    User.objects.update(password=make_password("warm-hello"))
    maya.refresh_from_db()
    end_links(maya)
    assert log_in_of(maya).check_password("warm-hello")


def test_using_a_link_is_history() -> None:
    maya = technician_named()
    use_link(token=token(maya))
    assert Change.objects.get(what="signed in by text").user == maya.user


# Inviting


def test_an_invitation_makes_a_log_in_and_is_remembered(
    maya: Technician, wanted: list[tuple[str, str]]
) -> None:
    invite(by=manager(), technician=maya)
    found = log_in(maya)
    assert wanted == [("Maya", "invitation")]
    assert (found.user, found.invited_at, found.signed_in_at) == (log_in_of(maya), NOON, None)


def test_nobody_is_invited_twice_in_a_minute(maya: Technician) -> None:
    rosa = manager()
    invite(by=rosa, technician=maya)
    with pytest.raises(ConflictError, match="Wait a minute"):
        invite(by=rosa, technician=maya)
    invite(by=rosa, technician=maya, now=NOON + timedelta(minutes=1))


def test_an_invitation_needs_a_number_of_ones_own(
    maya: Technician, wanted: list[tuple[str, str]]
) -> None:
    omar = make_technician("Omar Haddad", phone=MAYAS)
    with pytest.raises(ConflictError, match="Maya Lopez has this number too"):
        invite(by=manager(), technician=omar)
    assert not wanted
    assert why_not(make_technician("Sam Reyes"), NOON) == "A mobile phone is missing."


# Signing out everywhere


def test_signing_out_everywhere_ends_sessions_links_and_the_password() -> None:
    maya = technician_named()
    user = log_in_of(maya)
    user.set_password("warm-hello")
    user.save()
    phone, made = Client(), token(maya)
    phone.force_login(user)
    sign_out_everywhere(by=manager(), technician=maya)
    assert phone.get("/profile").status_code == 302
    assert use_link(token=made) is None
    assert authenticate(RequestFactory().get("/"), username="maya", password="warm-hello") is None


def test_a_new_link_lets_them_in_again() -> None:
    maya = technician_named()
    sign_out_everywhere(by=manager(), technician=maya)
    assert use_link(token=token(maya)) == maya.user


def test_signing_out_leaves_the_others_signed_in() -> None:
    maya, omar = technician_named("Maya Lopez"), technician_named("Omar Haddad")
    phone = Client()
    phone.force_login(log_in_of(omar))
    sign_out_everywhere(by=manager(), technician=maya)
    assert phone.get("/profile").status_code == 200


def test_a_log_in_of_the_office_is_not_ended_here(maya: Technician) -> None:
    with pytest.raises(ConflictError, match="Nobody signs in as this technician"):
        sign_out_everywhere(by=manager(), technician=maya)


@pytest.mark.parametrize(
    ("left_on", "status"), [(NOON.date() + timedelta(days=1), 200), (NOON.date(), 302)]
)
def test_leaving_ends_the_sessions_on_the_day(left_on: date, status: int) -> None:
    phone = Client()
    phone.force_login(log_in_of(technician_named()))
    Technician.objects.update(left_on=left_on)
    assert phone.get("/profile").status_code == status


def test_closing_a_log_in_ends_its_sessions() -> None:
    phone = Client()
    phone.force_login(log_in_of(technician_named()))
    User.objects.update(is_active=False)
    assert phone.get("/profile").status_code == 302

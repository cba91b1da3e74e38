"""The pages of signing in: the same for every number, one button, and a rest after many tries."""

import logging
from datetime import timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from fieldservice.company.models import User
from fieldservice.company.sessions import LIVES
from fieldservice.company.tasks import tidy_keys
from fieldservice.company.views import SIGN_INS
from fieldservice.jsonlog import masked
from technicians.models import Technician
from technicians.pages.signing_in import DEAD_LINKS, NUMBERS
from technicians.signing_in import Purpose, link
from tests.factories import make_dispatcher, make_technician
from tests.technician_pages import address, dispatcher, html, signed_in_as, technician_named

pytestmark = pytest.mark.django_db

MAYAS, NOBODYS = "+12025550141", "+12025550199"
PASSWORD = "long and secret"  # priya's


def path_of(maya: Technician, purpose: str = Purpose.SIGN_IN) -> str:
    return "/in/" + link(maya, purpose).rpartition("/")[2]


def ask(phone: str, client: Client | None = None) -> HttpResponse:
    answer = (client or Client()).post("/sign-in/text", {"phone": phone}, follow=True)
    assert isinstance(answer, HttpResponse)
    return answer


def sign_in(password: str, name: str = "priya", peer: str = "203.0.113.9") -> HttpResponse:
    answer = Client(REMOTE_ADDR=peer).post("/sign-in", {"username": name, "password": password})
    assert isinstance(answer, HttpResponse)
    return answer


def without_token(page: HttpResponse) -> str:
    """The page but for what differs with every request."""
    return "\n".join(line for line in html(page).splitlines() if "csrfmiddleware" not in line)


# Asking for a link


def test_the_sign_in_page_asks_for_the_number_first() -> None:
    page = html(Client().get("/sign-in"))
    assert 0 < page.index('name="phone"') < page.index('name="username"')


def test_a_wrong_number_learns_nothing() -> None:
    make_technician("Maya Lopez", phone=MAYAS)
    known, unknown = ask(MAYAS), ask(NOBODYS)
    assert known.status_code == unknown.status_code == 200
    assert without_token(known) == without_token(unknown)
    assert "If this number belongs to a technician" in html(known)


def test_a_number_may_be_written_as_people_write_it() -> None:
    maya = make_technician("Maya Lopez", phone=MAYAS)
    ask("(202) 555-0141")
    maya.refresh_from_db()
    assert maya.user


@pytest.mark.parametrize("words", ["", "maya", "12", "x" * 41])
def test_what_is_no_number_is_said_at_the_field(words: str) -> None:
    answer = ask(words)
    assert answer.status_code == 200
    assert 'class="error" id="id_phone_error"' in html(answer)


def test_one_address_asks_for_so_many_numbers_and_no_more() -> None:
    answers = [ask(f"+1202555{number:04}").status_code for number in range(100, 121)]
    assert answers == [200] * NUMBERS.most + [429]
    assert ask(NOBODYS, Client(REMOTE_ADDR="203.0.113.10")).status_code == 200


# Using a link


def test_fetching_a_link_does_not_use_it_up() -> None:
    maya = technician_named()
    path = path_of(maya)
    for _preview in range(3):
        assert "Sign in as Maya" in html(Client().get(path))
        Client().head(path)
    assert Client().post(path)["Location"] == "/"


def test_the_button_signs_in_for_half_a_year() -> None:
    phone, maya = Client(), technician_named()
    answer = phone.post(path_of(maya))
    assert answer.cookies["sessionid"]["max-age"] == LIVES.total_seconds()
    assert Session.objects.get().expire_date - timezone.now() > LIVES - timedelta(minutes=1)
    assert phone.get("/profile").status_code == 200


def test_whoever_is_new_comes_to_the_first_step() -> None:
    phone = Client()
    page = html(phone.post(path_of(technician_named()), follow=True))
    assert phone.get("/")["Location"] == "/welcome"
    assert "Maya" in page


def test_a_session_by_password_lives_as_long_as_before() -> None:
    make_dispatcher()
    answer = sign_in(PASSWORD)
    assert answer.cookies["sessionid"]["max-age"] == timedelta(days=14).total_seconds()


def test_a_used_link_says_how_to_get_a_new_one() -> None:
    path = path_of(technician_named())
    Client().post(path)
    for answer in (Client().get(path), Client().post(path)):
        assert answer.status_code == 410
        assert "Text me a new link" in html(answer)
        assert "Maya" not in html(answer)


def test_a_used_link_tapped_again_leads_on_whoever_is_signed_in() -> None:
    phone, path = Client(), path_of(technician_named())
    phone.post(path)
    assert phone.get(path)["Location"] == "/"


def test_a_link_leads_nowhere_else() -> None:
    path = path_of(technician_named())
    answer = Client().post(f"{path}?next=//evil.example", {"next": "//evil.example"})
    assert answer["Location"] == "/"


def test_a_link_takes_over_a_session_of_somebody_else() -> None:
    phone = signed_in_as(dispatcher())
    phone.post(path_of(technician_named()))
    assert phone.get("/day").status_code == 404
    assert phone.get("/profile").status_code == 200


def test_the_button_needs_its_own_page() -> None:
    path = path_of(technician_named())
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403


@pytest.mark.parametrize("is_good", [True, False])
def test_the_page_of_a_link_is_kept_nowhere_and_gives_it_to_nobody(is_good: bool) -> None:
    path = path_of(technician_named()) if is_good else "/in/" + "A" * 30
    headers = Client().get(path).headers
    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "strict-origin"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_no_line_in_the_log_has_a_link(caplog: pytest.LogCaptureFixture) -> None:
    path = path_of(technician_named())
    with caplog.at_level(logging.DEBUG):
        for _again in range(2):
            Client().post(path)
    token = path.rpartition("/")[2]
    assert "Gone" in caplog.text
    assert token in caplog.text
    assert token not in masked(caplog.text)


def test_somebody_who_tries_links_has_to_rest() -> None:
    client = Client()
    for _again in range(DEAD_LINKS.most):
        assert client.post("/in/" + "A" * 30).status_code == 410
    assert client.post("/in/" + "A" * 30).status_code == 429
    assert client.get(path_of(technician_named())).status_code == 429


# Passwords


def test_after_five_wrong_passwords_the_right_one_has_to_wait_too() -> None:
    make_dispatcher()
    assert [sign_in("wrong").status_code for _again in range(5)] == [200] * 4 + [429]
    rest = sign_in(PASSWORD)
    assert rest.status_code == 429
    assert "a quarter of an hour is enough" in html(rest)


def test_the_wait_is_over_after_a_quarter_of_an_hour() -> None:
    make_dispatcher()
    for _again in range(5):
        sign_in("wrong")
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=15))
    assert sign_in(PASSWORD).status_code == 302


@pytest.mark.parametrize(("name", "peer"), [("priya", "198.51.100.7"), ("rosa", "203.0.113.9")])
def test_nobody_can_lock_out_others(name: str, peer: str) -> None:
    for each in ("priya", "rosa"):
        make_dispatcher(each)
    for _again in range(5):
        sign_in("wrong", "priya", "203.0.113.9")
    assert sign_in(PASSWORD, name, peer).status_code == 302


def test_the_right_password_forgets_the_wrong_ones() -> None:
    make_dispatcher()
    for _again in range(2):
        for _wrong in range(4):
            sign_in("wrong")
        assert sign_in(PASSWORD).status_code == 302


def test_one_address_signs_in_so_often_and_no_more() -> None:
    client = Client()
    for number in range(SIGN_INS.most):
        client.post("/sign-in", {"username": f"guess {number}"})
    assert client.post("/sign-in", {"username": "priya"}).status_code == 429


def test_a_wrong_password_is_logged_without_name_or_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    make_dispatcher()
    for _again in range(5):
        sign_in("wrong")
    assert "New login failure" in caplog.text
    assert "Locking out" in caplog.text
    assert not [word for word in ("priya", "203.0.113", "wrong") if word in caplog.text]


def test_yesterdays_wrong_passwords_are_forgotten() -> None:
    sign_in("wrong")
    tidy_keys()
    assert AccessAttempt.objects.count() == 1
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(hours=25))
    tidy_keys()
    assert not AccessAttempt.objects.exists()


# The office


def test_the_office_invites_and_sees_it() -> None:
    maya, office = make_technician("Maya Lopez", phone=MAYAS), signed_in_as(dispatcher())
    assert "Invite Maya" in html(office.get(address("technician", maya)))
    page = html(office.post(address("technician_invite", maya), follow=True))
    assert "Maya gets an invitation by text." in page
    assert "Invite Maya again" in page
    assert "Sent an invitation" in page


def test_whoever_came_in_is_not_invited_again() -> None:
    maya = technician_named()
    Technician.objects.update(phone=MAYAS)
    Client().post(path_of(maya))
    page = html(signed_in_as(dispatcher()).get(address("technician", maya)))
    assert "Invite Maya" not in page
    assert "Signed in by text" in page


def test_the_office_reads_why_somebody_cant_be_texted() -> None:
    maya = make_technician("Maya Lopez", phone=MAYAS)
    make_technician("Omar Haddad", phone=MAYAS)
    page = html(signed_in_as(dispatcher()).get(address("technician", maya)))
    assert "Omar Haddad has this number too." in page
    assert "Invite Maya" not in page


@pytest.mark.parametrize(
    ("more", "invited"),
    [
        ({"phone": MAYAS, "invite": "on"}, True),
        ({"phone": MAYAS}, False),
        ({"invite": "on"}, False),
    ],
)
def test_somebody_new_is_invited_at_once_unless_the_office_says_no(
    more: dict[str, str], invited: bool
) -> None:
    data = {"display_name": "Maya Lopez", "hired_on": "2019-03-04", "languages": "en"}
    page = html(signed_in_as(dispatcher()).post("/technicians/add", data | more, follow=True))
    assert ("gets an invitation by text" in page) is invited
    assert (Technician.objects.get().user is not None) is invited


def test_inviting_is_ticked_for_somebody_new_and_not_asked_of_others() -> None:
    office, maya = signed_in_as(dispatcher()), make_technician()
    assert 'name="invite" id="id_invite" checked' in html(office.get("/technicians/add"))
    assert "id_invite" not in html(office.get(address("technician_details", maya)))


def test_a_manager_signs_somebody_out_everywhere() -> None:
    phone, maya = Client(), technician_named()
    phone.post(path_of(maya))
    manager = signed_in_as(User.objects.create(username="rosa", role=User.Role.MANAGER))
    assert "Sign Maya out everywhere" in html(manager.get(address("technician", maya)))
    page = html(manager.post(address("technician_sign_out", maya), follow=True))
    assert "Maya is signed out everywhere." in page
    assert "Signed them out everywhere" in page
    assert phone.get("/profile")["Location"] == "/sign-in?next=/profile"


def test_a_dispatcher_signs_nobody_out() -> None:
    maya, office = technician_named(), signed_in_as(dispatcher())
    assert "out everywhere" not in html(office.get(address("technician", maya)))
    assert office.post(address("technician_sign_out", maya)).status_code == 404


def test_a_wrong_password_says_what_to_do() -> None:
    make_dispatcher()
    assert "A manager can make you a link." in html(sign_in("wrong"))

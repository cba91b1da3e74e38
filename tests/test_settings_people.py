"""Log-ins of the office and tokens: made, changed, switched off, and never the last manager."""

import re

import pytest
from django.test import Client

from fieldservice.company.errors import ConflictError
from fieldservice.company.models import ApiToken, Change, User
from fieldservice.company.people_services import change_person, lock_out
from fieldservice.company.services import newest_change
from tests.factories import make_dispatcher

pytestmark = pytest.mark.django_db

PASSWORD = "blue kettle on monday"
NEW = {"first_name": "Ada", "last_name": "King", "username": "ada", "role": "dispatcher"}


@pytest.fixture
def manager() -> User:
    return User.objects.create_user("rosa", password=PASSWORD, role=User.Role.MANAGER)


@pytest.fixture
def rosa(client: Client, manager: User) -> Client:
    """Rosa, a manager, signed in."""
    client.force_login(manager)
    return client


def added(rosa: Client, **changes: str) -> str:
    """The path of the link a new person gets."""
    page = rosa.post("/settings/people/add", NEW | changes).content.decode()
    return str(re.findall(r"<code>https?://[^/]+(/new-password/[^<]+)</code>", page)[0])


def choose(link: str) -> Client:
    """A browser in which a password was chosen through this link."""
    visitor = Client()
    form = visitor.get(link, follow=True)
    twice = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    visitor.post(form.redirect_chain[-1][0], twice)
    return visitor


def test_a_new_person_chooses_a_password_and_signs_in(rosa: Client) -> None:
    choose(added(rosa))
    visitor = Client()
    visitor.post("/sign-in", {"username": "ada", "password": PASSWORD})
    assert visitor.get("/day").status_code == 200
    assert visitor.get("/settings/people").status_code == 404


def test_a_link_works_once(rosa: Client) -> None:
    link = added(rosa)
    choose(link)
    assert "This link is used or too old." in Client().get(link, follow=True).content.decode()


def test_the_link_stands_in_no_history(rosa: Client) -> None:
    link = added(rosa)
    assert not [one for one in Change.objects.all() if link.split("/")[-1] in str(one.details)]


def test_nobody_gets_in_before_a_password_is_chosen(rosa: Client) -> None:
    added(rosa)
    visitor = Client()
    visitor.post("/sign-in", {"username": "ada", "password": ""})
    assert visitor.get("/day").status_code == 302


@pytest.mark.parametrize("taken", ["rosa", "ROSA"])
def test_a_log_in_is_given_once(rosa: Client, taken: str) -> None:
    page = rosa.post("/settings/people/add", NEW | {"username": taken}).content.decode()
    assert "id_username_error" in page
    assert User.objects.count() == 1


def test_sessions_end_at_once_and_don_t_come_back_with_the_log_in(rosa: Client) -> None:
    ada, desk = make_dispatcher("ada"), Client()
    desk.force_login(ada)
    rosa.post(f"/settings/people/{ada.pk}/switch")
    assert desk.get("/day").status_code == 302
    rosa.post(f"/settings/people/{ada.pk}/switch")
    assert User.objects.get(pk=ada.pk).is_active
    assert desk.get("/day").status_code == 302


def test_a_link_made_before_is_dead_once_the_log_in_is_off(rosa: Client) -> None:
    link = added(rosa)
    ada = User.objects.get(username="ada")
    rosa.post(f"/settings/people/{ada.pk}/switch")
    assert "used or too old" in Client().get(link, follow=True).content.decode()


def test_another_role_counts_from_the_next_click(rosa: Client) -> None:
    ada, desk = make_dispatcher("ada"), Client()
    desk.force_login(ada)
    rosa.post(f"/settings/people/{ada.pk}", NEW | {"role": "manager"})
    assert desk.get("/settings/people").status_code == 200
    assert User.objects.get(pk=ada.pk).is_staff
    rosa.post(f"/settings/people/{ada.pk}", NEW)
    assert desk.get("/settings/people").status_code == 404
    assert not User.objects.get(pk=ada.pk).is_superuser


def test_the_last_manager_stays(rosa: Client, manager: User) -> None:
    rosa.post(f"/settings/people/{manager.pk}/switch")
    page = rosa.post(f"/settings/people/{manager.pk}", NEW | {"username": "rosa"})
    assert "Make somebody else a manager first." in page.content.decode()
    manager.refresh_from_db()
    assert (manager.is_active, manager.role) == (True, User.Role.MANAGER)


def test_who_never_chose_a_password_is_no_second_manager(rosa: Client, manager: User) -> None:
    added(rosa, role="manager")
    with pytest.raises(ConflictError):
        lock_out(by=manager, person=manager)


def test_a_second_manager_may_take_over(rosa: Client, manager: User) -> None:
    choose(added(rosa, role="manager"))
    change_person(by=manager, person=manager, changes={"role": User.Role.DISPATCHER})
    assert rosa.get("/settings/people").status_code == 404


def test_technicians_are_not_among_them(rosa: Client) -> None:
    maya = User.objects.create(username="maya", role=User.Role.TECHNICIAN)
    assert "maya" not in rosa.get("/settings/people").content.decode()
    assert rosa.get(f"/settings/people/{maya.pk}").status_code == 404


def test_a_token_is_shown_once_and_opens_until_it_is_revoked(rosa: Client) -> None:
    page = rosa.post("/settings/tokens", {"name": "CRM", "role": "read"}).content.decode()
    [token] = re.findall(r"<code>([^<]+)</code>", page)
    caller = Client(headers={"authorization": f"Bearer {token}"})
    assert caller.get("/api/v1/technicians").status_code == 200
    assert token not in rosa.get("/settings/tokens").content.decode()
    rosa.post(f"/settings/tokens/{ApiToken.objects.get().pk}/revoke")
    assert caller.get("/api/v1/technicians").status_code == 401
    assert [one.what for one in Change.objects.all()] == ["token revoked", "token made"]
    assert token not in str([one.details for one in Change.objects.all()])


def test_the_same_form_sent_twice_makes_one_token(rosa: Client) -> None:
    for _time in range(2):
        rosa.post("/settings/tokens", {"name": "CRM", "role": "integration"})
    assert ApiToken.objects.count() == 1


def test_a_log_in_that_somebody_else_changed_meanwhile_is_not_overwritten(
    rosa: Client, manager: User
) -> None:
    ada = make_dispatcher("ada")
    seen = newest_change(ada)
    change_person(by=manager, person=ada, changes={"last_name": "King"})
    page = rosa.post(f"/settings/people/{ada.pk}", NEW | {"seen": str(seen)}).content.decode()
    assert "Somebody changed this while you did" in page
    assert User.objects.get(pk=ada.pk).first_name != "Ada"

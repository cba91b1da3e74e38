"""Which texts a company sends: chosen on its page, told in the history, never overwritten."""

import pytest
from django.test import Client

from appointments.models import JobType
from fieldservice.company.models import BusinessUnit, User
from fieldservice.company.services import newest_change
from notifications.models import TextSwitch

pytestmark = pytest.mark.django_db
AS_IT_IS = {"all_introduction": "on", "all_reminder": "on", "all_on_my_way": "on"}
AS_IT_IS |= {"all_thanks": "on", "late_warning": "15"}


@pytest.fixture
def rosa(client: Client) -> Client:
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    return client


def save(rosa: Client, **changes: str) -> str:
    seen = str(newest_change(BusinessUnit.objects.get()))
    form = {**AS_IT_IS, "seen": seen, **changes}
    return rosa.post("/settings/texts", form, follow=True).content.decode()


def test_what_is_saved_as_it_was_is_no_change(rosa: Client) -> None:
    assert "Saved." in save(rosa)
    assert newest_change(BusinessUnit.objects.get()) == 0


def test_the_history_says_what_was_switched_for_all_and_for_one_kind_of_work(rosa: Client) -> None:
    boiler = JobType.objects.create(name="Boiler service")
    own = {f"tone_{boiler.pk}": "sober", f"job_{boiler.pk}_reminder": "off"}
    assert "Saved." in save(rosa, all_arrived="on", late_warning="20", **own)
    history = rosa.get("/settings/history").content.decode()
    assert "Chose which texts Main sends" in history
    for said in ("At the door:", "Reminder · Boiler service:", "Tone of its texts · Boiler", "20"):
        assert said in history


def test_a_choice_somebody_else_made_meanwhile_is_not_overwritten(rosa: Client) -> None:
    save(rosa, all_arrived="on")
    assert "Somebody changed this while you did" in save(rosa, seen="0")
    assert TextSwitch.objects.get(kind="arrived").is_on

"""The first three minutes: steps that can be left at any point and are found again."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fieldservice.company.models import User
from technicians.models import Technician
from technicians.pages.welcome import is_set_up, open_step
from technicians.services import grant, withdraw
from tests.factories import make_technician
from tests.headshot_company import own, published
from tests.technician_pages import dispatcher, html, signed_in_as, technician_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya() -> Technician:
    return technician_named("Maya Lopez")


@pytest.fixture
def client(maya: Technician) -> Client:
    """Maya's phone."""
    return signed_in_as(maya.user)


def answer(client: Client, step: str, **said: str) -> str:
    """Where the answer to a prompt leads."""
    fields = {f"en-{name}": text for name, text in said.items()}
    return str(client.post(f"/welcome/{step}", fields).headers["Location"])


def again(maya: Technician) -> Technician:
    return Technician.objects.for_introduction().get(pk=maya.pk)


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get("/welcome").headers["Location"] == "/sign-in?next=/welcome"


def test_the_office_has_nothing_to_set_up() -> None:
    assert signed_in_as(dispatcher()).get("/welcome").status_code == 404


def test_a_new_technician_begins_with_the_photo(client: Client) -> None:
    assert client.get("/welcome").headers["Location"] == "/welcome/photo"


def test_each_answer_leads_to_the_next_question(client: Client, maya: Technician) -> None:
    assert answer(client, "interest", interest_1="bakes bread") == "/welcome/opener"
    assert answer(client, "opener", opener="I tidy up.") == "/welcome/bio"
    assert answer(client, "bio", bio="I like boilers.") == "/welcome/publish"
    assert set(maya.lines.values_list("kind", "text")) == {
        ("interest", "bakes bread"),
        ("opener", "I tidy up."),
        ("bio", "I like boilers."),
    }


@pytest.mark.parametrize("step", ["photo", "interest", "opener", "bio", "publish"])
def test_every_step_can_wait(client: Client, step: str) -> None:
    page = html(client.get(f"/welcome/{step}"))
    assert "Later" in page


def test_nothing_is_told_before_it_is_published(client: Client, maya: Technician) -> None:
    answer(client, "interest", interest_1="bakes bread")
    assert "interest" not in again(maya).agreed()


def test_one_tap_publishes_what_is_shown(client: Client, maya: Technician) -> None:
    answer(client, "interest", interest_1="bakes bread")
    page = html(client.get("/welcome/publish"))
    assert "bakes bread" in page
    client.post("/welcome/publish", {"tell": ["tenure", "interest"]})
    assert again(maya).agreed() == {"tenure", "interest"}
    assert maya.consents.get(field="interest").source == "self"


def test_what_is_published_counts_as_still_true(client: Client, maya: Technician) -> None:
    long_ago = timezone.now() - timedelta(days=200)
    maya.lines.create(kind="bio", language="en", text="Hello", renewed_at=long_ago)
    client.post("/welcome/publish", {"tell": ["bio"]})
    assert maya.lines.get().is_awake(timezone.now())


def test_what_is_unticked_is_kept_back(client: Client, maya: Technician) -> None:
    answer(client, "interest", interest_1="bakes bread")
    client.post("/welcome/publish", {"tell": ["interest"]})
    assert again(maya).agreed() == {"interest"}


def test_a_field_that_was_not_shown_is_not_published(client: Client, maya: Technician) -> None:
    client.post("/welcome/publish", {"tell": ["tenure", "bio", "surname"]})
    assert again(maya).agreed() == {"tenure"}


def test_who_comes_back_goes_on_where_they_left(client: Client, maya: Technician) -> None:
    published(maya, timezone.now())
    answer(client, "interest", interest_1="bakes bread")
    assert client.get("/welcome").headers["Location"] == "/welcome/opener"


def test_what_is_withheld_is_not_asked_again(maya: Technician) -> None:
    for field in ("photo", "interest", "opener"):
        withdraw(by=own(maya), technician=maya, field=field)
    assert open_step(again(maya)) == "bio"


def test_who_has_published_comes_to_the_own_day(client: Client) -> None:
    client.post("/welcome/publish", {"tell": ["tenure"]})
    assert client.get("/welcome").headers["Location"] == reverse("my_day")


def test_the_profile_offers_to_set_up_until_that_is_done(client: Client) -> None:
    assert 'href="/welcome"' in html(client.get("/profile"))
    client.post("/welcome/publish", {"tell": ["tenure"]})
    assert 'href="/welcome"' not in html(client.get("/profile"))


def test_words_that_wait_for_approval_are_not_asked_again(client: Client, maya: Technician) -> None:
    maya.drafts.create(kind="interest", language="en", texts=["tea"], written_at=timezone.now())
    assert "tea" in html(client.get("/welcome/interest"))
    withdraw(by=own(maya), technician=maya, field="photo")
    assert open_step(again(maya)) == "opener"
    page = html(client.post("/welcome/publish", {"tell": ["tenure"]}, follow=True))
    assert "wait for the manager" in page


@pytest.mark.parametrize(
    ("field", "by_themselves", "is_done"),
    [
        ("photo", True, False),
        ("tenure", False, False),
        ("tenure", True, True),
        ("bio", False, True),
    ],
)
def test_a_decision_about_words_makes_a_profile(
    maya: Technician, field: str, by_themselves: bool, is_done: bool
) -> None:
    by = own(maya) if by_themselves else dispatcher()
    grant(by=by, technician=maya, fields=[field])
    assert is_set_up(again(maya)) is is_done


def test_other_lines_of_a_kind_outlive_the_prompt(client: Client) -> None:
    tom = make_technician("Tom Reed", interests=["chess", "tea"])
    tom.user = User.objects.create(username="tom", role=User.Role.TECHNICIAN)
    tom.save()
    answer(signed_in_as(tom.user), "interest", interest_1="chess by post")
    assert [line.text for line in tom.lines.filter(kind="interest")] == ["chess by post", "tea"]


def test_a_line_that_is_too_long_is_shown_again(client: Client, maya: Technician) -> None:
    page = html(client.post("/welcome/interest", {"en-interest_1": "x" * 61}))
    assert "At most 60 characters" in page
    assert "x" * 61 in page
    assert not maya.lines.exists()


def test_examples_are_in_the_language_of_the_words_not_of_the_page(
    client: Client, maya: Technician
) -> None:
    maya.languages = ["es", "en"]
    maya.save()
    page = html(client.get("/welcome/interest", headers={"Accept-Language": "en"}))
    assert "What would you talk about while the kettle is on?" in page
    assert "cultiva demasiados tomates" in page
    assert 'name="es-interest_1"' in page


def test_there_is_no_unknown_step(client: Client) -> None:
    assert client.get("/welcome/surname").status_code == 404


def test_a_log_in_without_a_profile_has_no_steps(client: Client, maya: Technician) -> None:
    Technician.objects.update(user=None)
    assert client.get("/welcome/photo").status_code == 404
    assert client.get("/welcome").headers["Location"] == "/profile"

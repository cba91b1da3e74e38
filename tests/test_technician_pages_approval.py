"""The manager's page of what waits, and what its technician reads of it."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fieldservice.company.models import BusinessUnit, User
from technicians.models import Headshot, Line, Technician
from technicians.profile_services import save_words
from tests.headshot_company import own, waiting
from tests.technician_pages import address, dispatcher, html, signed_in_as, technician_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def maya() -> Technician:
    maya = technician_named("Maya Lopez")
    BusinessUnit.objects.update(approve_photos=True, approve_words=True)
    return maya


@pytest.fixture
def rosa() -> Client:
    return signed_in_as(User.objects.create(username="rosa", role=User.Role.MANAGER))


def write(maya: Technician, text: str, by: User | None = None) -> None:
    words = {"en": {Line.Kind.BIO: (text,)}}
    save_words(by=by or own(maya), technician=maya, words=words)


def test_without_anything_the_page_says_so(rosa: Client) -> None:
    assert "Nothing waits." in html(rosa.get("/approvals"))


def test_old_and_new_stand_side_by_side_and_are_counted(rosa: Client, maya: Technician) -> None:
    write(maya, "I like new houses.", by=dispatcher())
    write(maya, "I like old houses.")
    waiting(maya, timezone.now())
    page = html(rosa.get("/approvals"))
    assert page.index("I like new houses.") < page.index("I like old houses.")
    assert address("waiting_photo", maya) in page
    assert "2 to approve" in html(rosa.get("/technicians"))


def test_approved_words_are_told(rosa: Client, maya: Technician) -> None:
    write(maya, "I like old houses.")
    draft = maya.drafts.get()
    sent = {"verdict": "approve", "seen": draft.written_at.isoformat()}
    page = html(rosa.post(reverse("approve_words", args=[draft.pk]), sent, follow=True))
    assert "Approved. Customers are told from the next text on." in page
    assert maya.lines.get().text == "I like old houses."


def test_the_technician_reads_that_words_wait_and_then_the_answer(
    rosa: Client, maya: Technician
) -> None:
    write(maya, "I like old houses.")
    phone = signed_in_as(own(maya))
    assert "the new words wait for approval" in html(phone.get("/profile"))
    draft = maya.drafts.get()
    sent = {"answer": "Say why.", "seen": draft.written_at.isoformat()}
    rosa.post(reverse("approve_words", args=[draft.pk]), sent)
    page = html(phone.get("/profile"))
    assert "the office says “Say why.”" in page
    assert "I like old houses." in page


def test_a_photo_is_approved_or_sent_back_with_a_sentence(rosa: Client, maya: Technician) -> None:
    phone, shot = signed_in_as(own(maya)), waiting(maya, timezone.now())
    assert "Customers see it as soon as the office has looked at it." in html(phone.get("/profile"))
    path = reverse("approve_photo", args=[shot.pk])
    assert "Say in a sentence" in html(rosa.post(path, {"answer": ""}, follow=True))
    rosa.post(path, {"answer": "Take off the sunglasses."})
    assert "The office says: Take off the sunglasses." in html(phone.get("/profile"))
    assert Headshot.objects.get().state == "refused"
    assert rosa.post(path, {"verdict": "approve"}).status_code == 404


def test_the_waiting_photo_is_for_its_owner_and_managers(rosa: Client, maya: Technician) -> None:
    shot = waiting(maya, timezone.now())
    path = address("waiting_photo", maya)
    assert rosa.get(path).content == b"480 px"
    assert signed_in_as(own(maya)).get(path).status_code == 200
    assert signed_in_as(dispatcher()).get(path).status_code == 404
    assert rosa.get(f"/media/headshots/{shot.key}.jpg").status_code == 404

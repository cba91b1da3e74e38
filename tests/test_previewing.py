"""Previews are the truth: the renderer that sends, asked before anything is saved or published."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from notifications.previewing import as_published, preview_line, preview_technician
from technicians.consent_services import pause
from technicians.models import Headshot, Line, Technician
from technicians.own_services import About, Paper, save_about
from technicians.services import grant
from tests.factories import make_job_type
from tests.headshot_company import own, published
from tests.technician_pages import address, dispatcher, html, signed_in_as, technician_named

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def maya() -> Technician:
    make_job_type()
    return technician_named("Maya Lopez")


@pytest.fixture
def client(maya: Technician) -> Client:
    """Maya's phone."""
    return signed_in_as(maya.user)


def say(maya: Technician, kind: str, text: str) -> None:
    maya.lines.create(kind=kind, language="en", text=text, renewed_at=NOW)


@pytest.mark.parametrize(
    ("kind", "language", "text", "sentence"),
    [
        ("interest", "en", "bakes bread", "Off duty: bakes bread."),
        ("interest", "es", "hornea pan", "Fuera del trabajo: hornea pan."),
        ("opener", "en", "I tidy up.", 'Maya says: "I tidy up."'),
        ("bio", "en", "I like boilers.", "I like boilers."),
    ],
)
def test_a_line_is_shown_as_the_customer_reads_it(
    maya: Technician, kind: str, language: str, text: str, sentence: str
) -> None:
    line = preview_line(maya, Line.Kind(kind), language, text)
    assert line.sentence == sentence
    assert line.has_room


def test_a_line_that_is_only_shown_leaves_no_trace(maya: Technician) -> None:
    say(maya, "interest", "bakes bread")
    preview_line(maya, Line.Kind.INTEREST, "en", "plays chess")
    assert maya.lines.get().text == "bakes bread"
    assert maya.consents.get().field == "tenure"


def test_a_line_says_what_it_adds_to_the_price(maya: Technician) -> None:
    line = preview_line(maya, Line.Kind.OPENER, "en", "I show you what I did. " * 4)
    assert (line.parts, line.parts_without, line.more) == (3, 2, 1)
    assert line.dear == ""


def test_letters_that_make_a_text_dear_are_named(maya: Technician) -> None:
    assert preview_line(maya, Line.Kind.INTEREST, "en", "señor tea 🫖").dear == "🫖"


def test_what_has_no_room_is_said(maya: Technician) -> None:
    line = preview_line(maya, Line.Kind.OPENER, "en", "€" * 160)
    assert not line.has_room


def test_publishing_is_shown_before_it_happens(maya: Technician) -> None:
    say(maya, "interest", "bakes bread")
    with as_published(maya, ["interest"]) as shown:
        body = preview_technician(shown, "en", "text").rendered.body
    assert "Off duty: bakes bread." in body
    assert "years with us" not in body
    assert Technician.objects.get().agreed() == {"tenure"}


def test_what_waits_for_approval_is_shown_as_approved(maya: Technician) -> None:
    maya.drafts.create(kind="interest", language="en", texts=["plays chess"], written_at=NOW)
    with as_published(maya, ["interest"]) as shown:
        assert "plays chess" in preview_technician(shown, "en", "text").rendered.body
    assert not maya.lines.exists()


def test_a_photo_that_waits_is_shown_from_where_only_its_owner_sees_it(
    client: Client, maya: Technician
) -> None:
    shot = published(maya, NOW)
    Headshot.objects.update(state=Headshot.State.WAITING)
    page = html(client.get(address("technician_preview", maya), {"publishing": "yes"}))
    assert page.count(reverse("waiting_photo", args=[maya.pk])) == 2
    assert shot.key not in page
    assert shot.key not in html(client.get(address("technician_preview", maya)))


def test_without_a_photo_there_is_one_text_to_show(client: Client, maya: Technician) -> None:
    page = html(client.get(address("technician_preview", maya)))
    assert page.count("Maya is coming") == 1
    assert "there is no photo to show" in page


def test_with_a_photo_both_texts_are_shown(client: Client, maya: Technician) -> None:
    published(maya, NOW)
    page = html(client.get(address("technician_preview", maya)))
    assert page.count("Maya is coming") == 2
    assert "Picture text" in page


def test_the_page_stands_beside_the_texts(client: Client, maya: Technician) -> None:
    about = About(say_it_like="MY-ah", years_before=9, papers=(Paper("Gas Safe", 2019),))
    save_about(by=own(maya), technician=maya, about=about)
    say(maya, "bio", "I like boilers.")
    unseen = html(client.get(address("technician_preview", maya)))
    grant(by=own(maya), technician=maya, fields=["say_like", "trade", "certified", "bio"])
    page = html(client.get(address("technician_preview", maya)))
    for said in ("MY-ah", "in the trade", "Gas Safe, 2019", "I like boilers."):
        assert said in page
        assert said not in unseen


def test_while_they_pause_the_page_says_that_there_is_only_a_name(
    client: Client, maya: Technician
) -> None:
    say(maya, "bio", "I like boilers.")
    pause(by=own(maya), technician=maya, on=True)
    assert "The first name, and nothing else." in html(
        client.get(address("technician_preview", maya))
    )


def test_the_last_step_shows_what_would_be_told(client: Client, maya: Technician) -> None:
    say(maya, "opener", "I tidy up.")
    asked = {"language": "en", "publishing": "yes", "tell": ["opener"]}
    assert "I tidy up." in html(client.get(address("technician_preview", maya), asked))
    assert "opener" not in Technician.objects.get().agreed()


@pytest.mark.parametrize(("field", "status"), [("en-bio", 200), ("en-surname", 404), ("", 404)])
def test_only_own_words_can_be_tried(
    client: Client, maya: Technician, field: str, status: int
) -> None:
    path = address("line_preview", maya) + f"?field={field}"
    assert client.post(path, {field: "Hello"}).status_code == status


def test_a_line_is_answered_as_it_is_typed(client: Client, maya: Technician) -> None:
    path = address("line_preview", maya) + "?field=en-interest_2"
    page = html(client.post(path, {"en-interest_2": "plays with the kids"}))
    assert "Off duty: plays with the kids." in page
    assert "This tells strangers that there are children." in page
    assert 'name="en-interest_2-kept" value="plays with the kids"' in page


def test_the_office_gets_no_suggestions_meant_for_the_technician(maya: Technician) -> None:
    path = address("line_preview", maya) + "?field=en-interest_1"
    page = html(signed_in_as(dispatcher()).post(path, {"en-interest_1": "plays with the kids"}))
    assert "Off duty: plays with the kids." in page
    assert "strangers" not in page


def test_an_empty_line_has_nothing_to_show(client: Client, maya: Technician) -> None:
    path = address("line_preview", maya) + "?field=en-interest_1"
    assert html(client.post(path, {"en-interest_1": " "})).strip() == ""


def test_a_line_that_is_still_too_long_is_hinted_at_but_not_shown(
    client: Client, maya: Technician
) -> None:
    path = address("line_preview", maya) + "?field=en-interest_1"
    page = html(client.post(path, {"en-interest_1": "plays with the kids " * 4}))
    assert "Off duty" not in page
    assert "This tells strangers that there are children." in page

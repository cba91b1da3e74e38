"""Name, trade and certificates in their own words, and lines that are still true."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from technicians.models import Line, Technician
from technicians.own_services import About, Paper, save_about
from tests.headshot_company import own
from tests.technician_pages import PART, address, html, signed_in_as, technician_named, words

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SAID = {
    "about-say_it_like": "MY-ah",
    "about-pronouns": "she/her",
    "about-years_before": "9",
    "about-paper_1": "Gas Safe",
    "about-year_1": "2019",
}


@pytest.fixture
def maya() -> Technician:
    return technician_named("Maya Lopez")


@pytest.fixture
def client(maya: Technician) -> Client:
    """Maya's phone."""
    return signed_in_as(maya.user)


def line_of_age(maya: Technician, days: int) -> Line:
    then = timezone.now() - days * DAY
    return maya.lines.create(kind="opener", language="en", text="I tidy up.", renewed_at=then)


def test_name_and_trade_are_kept_and_not_told_by_themselves(
    client: Client, maya: Technician
) -> None:
    page = html(client.post(address("technician_about", maya), SAID, follow=True))
    maya.refresh_from_db()
    assert (maya.say_it_like, maya.pronouns, maya.years_before) == ("MY-ah", "she/her", 9)
    assert str(maya.certifications.get()) == "Gas Safe, 2019"
    assert "Customers are told what is switched on." in page
    assert maya.agreed() == {"tenure"}


def test_there_is_room_for_one_more_certificate(client: Client, maya: Technician) -> None:
    save_about(by=own(maya), technician=maya, about=About(papers=(Paper("Gas Safe"),)))
    assert 'name="about-paper_2"' in html(client.get("/profile"))


def test_a_certificate_without_its_name_goes(client: Client, maya: Technician) -> None:
    save_about(by=own(maya), technician=maya, about=About(papers=(Paper("Gas Safe", 2019),)))
    client.post(address("technician_about", maya), {"about-paper_1": ""})
    assert not maya.certifications.exists()


@pytest.mark.parametrize(
    ("field", "typed", "fits"),
    [
        ("say_it_like", "x" * 40, True),
        ("say_it_like", "x" * 41, False),
        ("pronouns", "x" * 30, True),
        ("pronouns", "x" * 31, False),
        ("years_before", "0", True),
        ("years_before", "60", True),
        ("years_before", "61", False),
        ("years_before", "-1", False),
        ("paper_1", "x" * 60, True),
        ("paper_1", "x" * 61, False),
        ("year_1", "1949", False),
        ("year_1", "1950", True),
        ("year_1", "2101", False),
    ],
)
def test_what_does_not_fit_is_said_at_its_field(
    client: Client, maya: Technician, field: str, typed: str, fits: bool
) -> None:
    page = html(client.post(address("technician_about", maya), {f"about-{field}": typed}))
    assert ("Not saved yet." in page) is not fits
    assert ("_error" in page) is not fits


@pytest.mark.parametrize(
    ("days", "sentence"),
    [
        (165, None),
        (167, "Is it still true?"),
        (179, "Is it still true?"),
        (181, "Not told for now: it is half a year old."),
    ],
)
def test_a_line_asks_in_time_whether_it_is_still_true(
    client: Client, maya: Technician, days: int, sentence: str | None
) -> None:
    line_of_age(maya, days)
    page = html(client.get("/profile"))
    assert ("Still true" in page) is (sentence is not None)
    assert (sentence or "") in page


def test_one_tap_keeps_a_line_for_another_half_year(client: Client, maya: Technician) -> None:
    line = line_of_age(maya, 181)
    path = f"/technicians/{maya.pk}/still-true/{line.pk}"
    answer = client.post(path, headers=PART)
    line.refresh_from_db()
    assert line.is_awake(timezone.now() + 179 * DAY)
    assert "profile-saved" in answer.headers["HX-Trigger"]
    assert client.post(path).headers["Location"] == "/profile"


def test_nobody_renews_another_ones_line(client: Client, maya: Technician) -> None:
    line = line_of_age(technician_named("Tom Reed"), 181)
    assert client.post(f"/technicians/{maya.pk}/still-true/{line.pk}").status_code == 404


def test_words_that_hold_too_much_are_asked_about_once(client: Client, maya: Technician) -> None:
    path, typed = address("technician_words", maya), words(en_interest_1="plays with the kids")
    page = html(client.post(path, typed))
    assert "This tells strangers that there are children." in page
    assert "Keep it" in page
    assert not maya.lines.exists()
    client.post(path, typed | {"en-interest_1-kept": "plays with the kids"})
    assert maya.lines.get().text == "plays with the kids"


def test_other_words_than_those_kept_are_asked_about_again(
    client: Client, maya: Technician
) -> None:
    typed = words(en_interest_1="sings in church") | {"en-interest_1-kept": "plays with the kids"}
    assert "Faith can turn" in html(client.post(address("technician_words", maya), typed))


def test_words_that_stand_already_are_not_asked_about(client: Client, maya: Technician) -> None:
    maya.lines.create(
        kind="interest", language="en", text="sings in church", renewed_at=timezone.now()
    )
    typed = words(en_interest_1="sings in church", en_opener="I tidy up.")
    client.post(address("technician_words", maya), typed)
    assert maya.lines.count() == 2

"""The office's pages about technicians: finding, adding, changing and letting go."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fieldservice.company.models import BusinessUnit, User
from technicians.models import Consent, Skill, Technician
from technicians.pages.office import A_PAGE
from technicians.services import withdraw
from tests.factories import make_technician
from tests.headshot_company import own, published
from tests.technician_pages import PART, address, dispatcher, html, signed_in_as, technician_named

pytestmark = pytest.mark.django_db

DETAILS = {
    "display_name": "Maya Lopez",
    "hired_on": "2019-03-04",
    "phone": "+12025550123",
    "languages": ["en"],
}


@pytest.fixture
def priya() -> User:
    return dispatcher()


@pytest.fixture
def office(priya: User) -> Client:
    return signed_in_as(priya)


def test_the_list_shows_who_works_here_with_years_and_skills(office: Client) -> None:
    make_technician("Maya Lopez", hired_on=date(2000, 1, 1), skills=["Boilers", "Leaks"])
    page = html(office.get("/technicians"))
    assert "Maya Lopez" in page
    assert "years with us" in page
    assert "Boilers, Leaks" in page


def test_only_three_skills_are_named_and_the_rest_counted(office: Client) -> None:
    make_technician(skills=["A", "B", "C", "D", "E"])
    page = html(office.get("/technicians"))
    assert "A, B, C" in page
    assert "and 2 more" in page


@pytest.mark.parametrize(("asked", "found"), [("maya", True), ("OPE", True), ("tom", False)])
def test_a_part_of_the_name_finds_a_technician(office: Client, asked: str, found: bool) -> None:
    make_technician("Maya Lopez")
    assert ("Maya Lopez" in html(office.get("/technicians", {"q": asked}))) is found


def test_a_search_without_a_find_says_what_was_asked(office: Client) -> None:
    make_technician()
    assert "Nobody here is called “zzz”." in html(office.get("/technicians", {"q": "zzz"}))


def test_a_company_without_technicians_is_told_the_next_step(office: Client) -> None:
    page = html(office.get("/technicians"))
    assert "Nobody is here yet." in page
    assert reverse("technician_add") in page


def test_live_search_gets_the_cards_alone(office: Client) -> None:
    answer = office.get("/technicians", {"q": "maya"}, headers=PART)
    assert "<html" not in html(answer)
    assert "HX-Request" in answer["Vary"]


def test_who_has_left_is_listed_apart(office: Client) -> None:
    gone = make_technician("Tom Reed")
    gone.left_on = timezone.localdate()
    gone.save()
    assert "Tom Reed" not in html(office.get("/technicians"))
    assert "Tom Reed" in html(office.get("/technicians", {"left": "yes"}))


def test_a_page_more_than_full_leads_to_the_next(office: Client) -> None:
    for number in range(A_PAGE + 1):
        make_technician(f"Maya {number:02}")
    first, second = office.get("/technicians"), office.get("/technicians", {"page": 2})
    assert f"Maya {A_PAGE:02}" not in html(first)
    assert f"Maya {A_PAGE:02}" in html(second)
    assert "page=2" in html(first)


def test_the_list_asks_the_database_as_often_for_twenty_as_for_two(office: Client) -> None:
    asked = []
    for total in (2, 20):
        while Technician.objects.count() < total:
            make_technician(skills=["Boilers"])
        with CaptureQueriesContext(connection) as queries:
            office.get("/technicians")
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_an_empty_profile_says_what_is_missing(office: Client) -> None:
    make_technician()
    page = html(office.get("/technicians"))
    for words in ("No photo yet", "No skills yet", "No own words yet"):
        assert words in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (["photo"], "No photo yet"),
        (["skills"], "No skills yet"),
        (["interest", "opener", "bio"], "No own words yet"),
    ],
)
def test_what_is_withheld_is_never_shown_as_missing(
    office: Client, fields: list[str], words: str
) -> None:
    maya = technician_named("Maya Lopez")
    for field in fields:
        withdraw(by=own(maya), technician=maya, field=field)
    assert words not in html(office.get("/technicians"))


def test_one_withheld_kind_of_words_does_not_hide_that_others_are_missing(office: Client) -> None:
    maya = technician_named("Maya Lopez")
    withdraw(by=own(maya), technician=maya, field="bio")
    assert "No own words yet" in html(office.get("/technicians"))


def test_a_technician_is_added_with_name_start_phone_and_languages(office: Client) -> None:
    answer = office.post("/technicians/add", DETAILS | {"languages": ["en", "es"]}, follow=True)
    maya = Technician.objects.get()
    assert answer.redirect_chain == [(f"/technicians/{maya.pk}", 302)]
    assert (maya.display_name, maya.hired_on) == ("Maya Lopez", date(2019, 3, 4))
    assert (str(maya.phone), maya.languages) == ("+12025550123", ["en", "es"])
    assert "Maya Lopez is here. A photo comes next." in html(answer)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"display_name": "Maya <b>"}, "A name can&#x27;t contain"),
        ({"display_name": "M" * 61}, "at most 60 characters"),
        ({"hired_on": "soon"}, "Enter a valid date."),
        ({"hired_on": "1899-12-31"}, "Check the year."),
        ({"phone": "12"}, "does not exist"),
        ({"new_skill": "boilers\tand more"}, "Use one line"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(
    office: Client, wrong: dict[str, str], message: str
) -> None:
    page = html(office.post("/technicians/add", DETAILS | wrong))
    assert message in page
    assert 'aria-invalid="true"' in page
    assert "2019-03-04" in page or "hired_on" in wrong
    assert not Technician.objects.exists()


def test_changed_details_keep_own_words_and_languages_we_do_not_write(office: Client) -> None:
    maya = make_technician(interests=["bakes bread"], languages=["es", "fr", "en"])
    office.post(address("technician_details", maya), DETAILS | {"languages": ["en", "es"]})
    maya.refresh_from_db()
    assert maya.languages == ["es", "fr", "en"]
    assert maya.lines.get().text == "bakes bread"


def test_the_unit_somebody_works_for_is_chosen_where_there_are_several(office: Client) -> None:
    maya = make_technician()
    assert (
        "id_business_unit" not in office.get(address("technician_details", maya)).content.decode()
    )
    west = BusinessUnit.objects.create(name="West")
    office.post(address("technician_details", maya), DETAILS | {"business_unit": west.pk})
    maya.refresh_from_db()
    assert maya.business_unit == west
    office.post(address("technician_details", maya), DETAILS | {"business_unit": ""})
    maya.refresh_from_db()
    assert maya.business_unit is None


def test_skills_are_chosen_and_a_new_one_is_made(office: Client) -> None:
    maya = make_technician(skills=["Boilers", "Leaks"])
    details = DETAILS | {"skills": ["Leaks"], "new_skill": "Heat pumps"}
    office.post(address("technician_details", maya), details)
    assert [skill.name for skill in maya.skills.all()] == ["Heat pumps", "Leaks"]
    assert Skill.objects.get(name="Heat pumps").words.get().text == "Heat pumps"


def test_a_change_of_the_phone_switches_nothing_on_again(office: Client, priya: User) -> None:
    maya = make_technician()
    withdraw(by=priya, technician=maya, field="tenure")
    office.post(address("technician_details", maya), DETAILS)
    assert "tenure" not in Technician.objects.get().agreed()


def test_the_day_of_leaving_can_be_set_and_taken_back(office: Client) -> None:
    maya = make_technician()
    office.post(address("technician_leaving", maya), {"left_on": "2030-01-31"})
    assert Technician.objects.get().left_on == date(2030, 1, 31)
    office.post(address("technician_leaving", maya), {"left_on": ""})
    assert Technician.objects.get().left_on is None


def test_the_page_of_someone_who_has_left_says_so(office: Client) -> None:
    maya = make_technician(hired_on=date(2020, 5, 2))
    for days, is_said in ((1, False), (0, True)):
        day = timezone.localdate() + timedelta(days=days)
        office.post(address("technician_leaving", maya), {"left_on": day.isoformat()})
        assert ("Left, " in html(office.get(address("technician", maya)))) is is_said


def test_nobody_leaves_before_the_first_day(office: Client) -> None:
    maya = make_technician(hired_on=date(2020, 5, 2))
    page = html(office.post(address("technician_leaving", maya), {"left_on": "2020-05-01"}))
    assert "Nobody can leave before they start." in page
    assert Technician.objects.get().left_on is None
    office.post(address("technician_leaving", maya), {"left_on": "2020-05-02"})
    assert Technician.objects.get().left_on == date(2020, 5, 2)


def test_the_office_sees_who_switched_a_field_on(office: Client) -> None:
    maya = technician_named("Maya Lopez")
    published(maya, timezone.now() - timedelta(hours=1))
    page = html(office.get(address("technician", maya)))
    assert "The technician, " in page
    assert "The office, " in page


def test_the_history_says_who_did_what(office: Client, priya: User) -> None:
    maya = technician_named("Maya Lopez")
    withdraw(by=own(maya), technician=maya, field="bio")
    page = html(office.get(address("technician", maya)))
    assert "Switched off for customers: About me" in page
    assert "maya, " in page


def test_what_a_technician_switched_off_the_office_cannot_switch_on(office: Client) -> None:
    maya = technician_named("Maya Lopez")
    withdraw(by=own(maya), technician=maya, field="bio")
    page = html(office.get(address("technician", maya)))
    assert "Switched off by Maya" in page
    answer = office.post(address("technician_switch", maya, "bio"), {"tell": "yes"}, follow=True)
    assert "Nobody else can switch it on again." in html(answer)
    assert Consent.objects.get(field="bio").withdrawn_at


def test_what_the_office_switched_off_it_can_switch_on(office: Client) -> None:
    maya = make_technician()
    for tell in ("no", "yes"):
        office.post(address("technician_switch", maya, "tenure"), {"tell": tell})
    assert Technician.objects.get().agreed() == {"tenure"}


def test_the_office_cannot_put_up_a_photo_that_was_taken_down(office: Client) -> None:
    maya = technician_named("Maya Lopez")
    withdraw(by=own(maya), technician=maya, field="photo")
    page = html(office.get(address("technician", maya)))
    assert "Only Maya can put one up again." in page
    assert 'type="file"' not in page

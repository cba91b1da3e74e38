"""The technician's own page: photo, words and switches, each answered at its place."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fieldservice.company.models import Change, User
from technicians import headshots
from technicians.models import Consent, Headshot, Line, Technician
from tests.headshot_company import damaged, own, picture, published, uploaded, usable
from tests.technician_pages import (
    PART,
    address,
    dispatcher,
    html,
    nobody,
    signed_in_as,
    technician_named,
    words,
)

pytestmark = pytest.mark.django_db

POSTS = [
    ("technician_words", ()),
    ("technician_switch", ("bio",)),
    ("technician_photo", ()),
    ("technician_crop", ()),
    ("technician_details", ()),
    ("technician_leaving", ()),
]
PAGES = [
    ("technician", ()),
    ("technician_photo_state", ()),
    ("technician_crop", ()),
    ("technician_master", ()),
    ("technician_details", ()),
]
STRANGERS = {
    "/profile": "/sign-in?next=/profile",
    "/technicians": "/sign-in?next=/technicians",
}


@pytest.fixture
def maya() -> Technician:
    return technician_named("Maya Lopez")


@pytest.fixture
def client(maya: Technician) -> Client:
    """Maya's phone."""
    return signed_in_as(maya.user)


@pytest.mark.parametrize(("page", "sign_in"), STRANGERS.items())
def test_strangers_are_asked_to_sign_in(page: str, sign_in: str) -> None:
    assert Client().get(page).headers["Location"] == sign_in


def test_a_technician_sees_the_own_page_without_the_offices_frame(client: Client) -> None:
    page = html(client.get("/profile"))
    assert "Maya, this is how customers meet you" in page
    assert 'class="rail"' not in page
    assert "It does not recognise you and keeps no face data." in page


@pytest.mark.parametrize("page", ["/technicians", "/technicians/add"])
def test_the_list_is_the_offices(client: Client, page: str) -> None:
    assert client.get(page).status_code == 404


@pytest.mark.parametrize(("name", "more"), PAGES)
def test_another_technicians_pages_are_not_there(
    client: Client, name: str, more: tuple[str, ...]
) -> None:
    tom = technician_named("Tom Reed")
    published(tom, timezone.now())
    assert client.get(address(name, tom, *more)).status_code == 404


@pytest.mark.parametrize(("name", "more"), POSTS)
def test_nothing_can_be_sent_for_another_technician(
    client: Client, name: str, more: tuple[str, ...]
) -> None:
    tom = technician_named("Tom Reed")
    before = Change.objects.count()
    assert client.post(address(name, tom, *more), {"tell": "no"}).status_code == 404
    assert Change.objects.count() == before


@pytest.mark.parametrize(("name", "more"), [*PAGES, *POSTS])
def test_an_unknown_technician_is_not_there_for_the_office(
    name: str, more: tuple[str, ...]
) -> None:
    office = signed_in_as(dispatcher())
    path = reverse(name, args=[nobody(), *more])
    assert office.post(path).status_code in (404, 405)


def test_a_log_in_without_a_profile_is_told_whom_to_ask() -> None:
    user = User.objects.create_user("new", role=User.Role.TECHNICIAN)
    answer = signed_in_as(user).get("/profile")
    assert answer.status_code == 404
    assert "Ask the office to connect it with your log-in." in html(answer)


def test_the_office_has_no_profile_of_its_own() -> None:
    assert signed_in_as(dispatcher()).get("/profile").status_code == 404


def test_saved_words_are_kept_by_language_and_named_in_the_answer(
    client: Client, maya: Technician
) -> None:
    said = words(en_opener="I tidy up.", es_bio="Hola", en_interest_1="bread", en_interest_3="tea")
    answer = client.post(address("technician_words", maya), said, follow=True)
    lines = set(maya.lines.values_list("kind", "language", "text"))
    assert lines == {
        ("opener", "en", "I tidy up."),
        ("bio", "es", "Hola"),
        ("interest", "en", "bread"),
        ("interest", "en", "tea"),
    }
    assert "Saved. Changed: Off duty, In my own voice, About me." in html(answer)


def test_words_alone_are_not_told_until_their_switch_is_on(
    client: Client, maya: Technician
) -> None:
    answer = client.post(
        address("technician_words", maya), words(en_opener="I tidy up."), follow=True
    )
    assert "opener" not in maya.agreed()
    assert "Customers are told what is switched on." in html(answer)


def test_saving_what_was_there_says_so_and_wakes_what_slept(
    client: Client, maya: Technician
) -> None:
    long_ago = timezone.now() - timedelta(days=181)
    Line.objects.create(
        technician=maya, kind="bio", language="en", text="Hello", renewed_at=long_ago
    )
    assert "Is it still true?" in html(client.get("/profile"))
    answer = client.post(address("technician_words", maya), words(en_bio="Hello"), follow=True)
    assert "Saved. Everything is as it was." in html(answer)
    assert maya.lines.get().is_awake(timezone.now())


@pytest.mark.parametrize(
    ("field", "length", "fits"),
    [
        ("interest_1", 60, True),
        ("interest_1", 61, False),
        ("opener", 160, True),
        ("opener", 161, False),
        ("bio", 600, True),
        ("bio", 601, False),
    ],
)
def test_a_limit_is_held_at_its_field_and_nothing_typed_is_lost(
    client: Client, maya: Technician, field: str, length: int, fits: bool
) -> None:
    typed = words(**{f"es_{field}": "x" * length, "en_opener": "I tidy up."})
    page = html(client.post(address("technician_words", maya), typed, follow=True))
    assert maya.lines.exists() is fits
    assert ("characters; this has" in page) is not fits
    assert "x" * length in page
    assert "I tidy up." in page


def test_the_tab_with_the_error_is_the_open_one(client: Client, maya: Technician) -> None:
    typed = words(es_opener="x" * 161) | {"language": "en"}
    page = html(client.post(address("technician_words", maya), typed))
    assert 'value="es" form="words-form" checked' in page


def test_lines_of_a_text_count_their_breaks_once(client: Client, maya: Technician) -> None:
    text = "\r\n".join("x" * 9 for _ in range(60))  # 599 characters with breaks of one
    client.post(address("technician_words", maya), words(en_bio=text))
    assert maya.lines.get().text.count("\n") == 59


def test_a_line_break_in_one_line_becomes_a_space(client: Client, maya: Technician) -> None:
    client.post(address("technician_words", maya), words(en_opener="I tidy\r\nup."))
    assert maya.lines.get().text == "I tidy up."


def test_htmx_gets_the_words_alone_and_wakes_the_previews(client: Client, maya: Technician) -> None:
    answer = client.post(
        address("technician_words", maya), words(en_opener="I tidy up."), headers=PART
    )
    assert "<html" not in html(answer)
    assert 'id="words"' in html(answer)
    assert "hx-swap-oob" in html(answer)
    assert "profile-saved" in answer.headers["HX-Trigger"]


def test_words_that_are_refused_wake_no_preview(client: Client, maya: Technician) -> None:
    typed = words(en_opener="x" * 161)
    answer = client.post(address("technician_words", maya), typed, headers=PART)
    assert "HX-Trigger" not in answer.headers


@pytest.mark.parametrize("field", Consent.Field.values)
def test_each_field_is_switched_on_and_off_by_its_owner(
    client: Client, maya: Technician, field: str
) -> None:
    for tell, is_told in (("no", False), ("yes", True)):
        client.post(address("technician_switch", maya, field), {"tell": tell})
        assert maya.consents.get(field=field).source == "self"
        assert (field in Technician.objects.get().agreed()) is is_told


def test_a_switch_answers_htmx_with_its_new_place(client: Client, maya: Technician) -> None:
    answer = client.post(address("technician_switch", maya, "bio"), {"tell": "yes"}, headers=PART)
    assert 'id="telling-bio"' in html(answer)
    assert 'aria-checked="true"' in html(answer)
    assert "profile-saved" in answer.headers["HX-Trigger"]


def test_there_is_no_switch_for_an_unknown_field(client: Client, maya: Technician) -> None:
    answer = client.post(address("technician_switch", maya, "surname"), {"tell": "yes"})
    assert answer.status_code == 404


def test_a_photo_taken_down_is_gone_and_its_answer_says_what_stays(
    client: Client, maya: Technician
) -> None:
    published(maya, timezone.now())
    answer = client.post(address("technician_switch", maya, "photo"), {"tell": "no"}, headers=PART)
    assert "A photo already sent stays on the customer&#x27;s phone." in html(answer)
    assert "Taken down" in html(answer)
    assert maya.headshots.get().state == "withdrawn"


def test_an_uploaded_photo_is_watched_until_it_is_ready(client: Client, maya: Technician) -> None:
    page = html(client.post(address("technician_photo", maya), {"file": picture()}, follow=True))
    state = address("technician_photo_state", maya)
    assert "Being made ready" in page
    assert state in page
    assert client.get(state, headers=PART).status_code == 204
    headshots.make_ready(maya.headshots.get().pk, imaging=usable)
    answer = client.get(state, headers=PART)
    assert "The photo is ready." in html(answer)
    assert state not in html(answer)
    assert "profile-saved" in answer.headers["HX-Trigger"]


def test_a_refused_photo_is_explained_in_words(client: Client, maya: Technician) -> None:
    published(maya, timezone.now() - timedelta(hours=1))
    shot = uploaded(maya, timezone.now())
    headshots.make_ready(shot.pk, imaging=damaged)
    page = html(client.get(address("technician_photo_state", maya), headers=PART))
    assert "Part of this file is missing or damaged. Upload the photo once more." in page
    assert "The photo before stays in use." in page


def test_a_photo_nobody_works_on_is_said_to_take_long_just_once(
    client: Client, maya: Technician
) -> None:
    uploaded(maya, timezone.now() - timedelta(minutes=1))
    state = address("technician_photo_state", maya)
    answer = client.get(state, headers=PART)
    assert "This takes longer than usual." in html(answer)
    assert f"{state}?late=yes" in html(answer)
    assert client.get(state, {"late": "yes"}, headers=PART).status_code == 204


def test_a_photo_of_last_year_is_said_to_be_old(client: Client, maya: Technician) -> None:
    published(maya, timezone.now() - timedelta(days=364))
    assert "over a year old" not in html(client.get("/profile"))
    maya.headshots.update(uploaded_at=timezone.now() - timedelta(days=365))
    assert "This photo is over a year old." in html(client.get("/profile"))


def test_without_script_the_state_is_the_page_itself(client: Client, maya: Technician) -> None:
    assert client.get(address("technician_photo_state", maya)).headers["Location"] == "/profile"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "Choose a photo first."),
        ({"file": picture(b"")}, "This file is empty. Choose the photo again."),
    ],
)
def test_an_upload_without_a_photo_is_explained_at_its_field(
    client: Client, maya: Technician, sent: dict[str, str], message: str
) -> None:
    page = html(client.post(address("technician_photo", maya), sent))
    assert message in page
    assert not Headshot.objects.exists()


def test_a_crop_is_made_of_three_sliders(client: Client, maya: Technician) -> None:
    published(maya, timezone.now() - timedelta(hours=1))
    sliders = {"across": "0", "down": "100", "zoom": "50"}
    answer = client.post(address("technician_crop", maya), sliders)
    assert answer.headers["Location"] == "/profile"
    crop = Headshot.objects.get(state="processing").crop
    assert crop == pytest.approx([0, 0.4, 0.6, 1])


@pytest.mark.parametrize("zoom", ["-0.1", "100.1", "", "nan"])
def test_a_slider_beside_its_scale_is_refused(client: Client, maya: Technician, zoom: str) -> None:
    published(maya, timezone.now() - timedelta(hours=1))
    sliders = {"across": "0", "down": "0", "zoom": zoom}
    assert client.post(address("technician_crop", maya), sliders).status_code == 200
    assert not Headshot.objects.filter(state="processing").exists()


def test_a_crop_waits_for_the_photo_before(client: Client, maya: Technician) -> None:
    published(maya, timezone.now() - timedelta(hours=1))
    uploaded(maya, timezone.now())
    sliders = {"across": "0", "down": "0", "zoom": "0"}
    page = html(client.post(address("technician_crop", maya), sliders))
    assert "A newer photo is being made ready. Try again in a moment." in page


def test_there_is_nothing_to_crop_without_a_photo(client: Client, maya: Technician) -> None:
    assert client.get(address("technician_crop", maya)).status_code == 404
    assert client.get(address("technician_master", maya)).status_code == 404


def test_the_whole_picture_is_for_its_owner_and_for_no_cache(
    client: Client, maya: Technician
) -> None:
    published(maya, timezone.now())
    answer = client.get(address("technician_master", maya))
    assert answer.content == b"the master"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_the_office_changes_words_in_the_technicians_name(maya: Technician) -> None:
    office = signed_in_as(dispatcher())
    said = words(en_bio="Hello")
    answer = office.post(address("technician_words", maya), said)
    assert answer.headers["Location"] == address("technician", maya)
    office.post(address("technician_switch", maya, "bio"), {"tell": "yes"})
    assert maya.consents.get(field="bio").source == "company"
    assert own(maya) != Change.objects.filter(what="words saved").get().user

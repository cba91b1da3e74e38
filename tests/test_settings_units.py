"""Business units: added, changed, made the default, and how each one looks."""

import io

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image, PngImagePlugin
from pytest_django import DjangoCaptureOnCommitCallbacks

from fieldservice.company import logos
from fieldservice.company.colours import is_readable, text_on
from fieldservice.company.models import BusinessUnit, Change, User
from fieldservice.company.services import default_unit
from notifications.models import Sender
from notifications.services import sender_of
from tests.factories import make_appointment

pytestmark = pytest.mark.django_db


@pytest.fixture
def rosa(client: Client) -> Client:
    """Rosa, a manager, signed in."""
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    return client


def filled(**changes: str) -> dict[str, str]:
    form = {"name": "Acme Air", "text_name": "Acme Air", "time_zone": "America/Denver"}
    return form | {"language": "en"} | changes


def air() -> BusinessUnit:
    return BusinessUnit.objects.create(name="Air", text_name="Acme Air")


def picture(kind: str, size: tuple[int, int] = (300, 100), **more: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, kind, **more)
    return out.getvalue()


def upload(client: Client, unit: BusinessUnit, content: bytes) -> str:
    """What the page answers."""
    form = {"logo": SimpleUploadedFile("logo.png", content)}
    answer = client.post(f"/settings/units/{unit.pk}/logo", form, follow=True)
    unit.refresh_from_db()
    return answer.content.decode()


def test_a_manager_adds_a_unit(rosa: Client) -> None:
    assert rosa.post("/settings/units/add", filled()).status_code == 302
    made = BusinessUnit.objects.get(is_default=False)
    assert (made.text_name, made.time_zone) == ("Acme Air", "America/Denver")
    assert Change.objects.get(what="unit added").details == {"name": "Acme Air"}
    assert "Acme Air" in rosa.get("/settings").content.decode()


def test_two_units_can_t_have_one_name(rosa: Client) -> None:
    rosa.post("/settings/units/add", filled())
    assert "already exists" in rosa.post("/settings/units/add", filled()).content.decode()
    assert BusinessUnit.objects.count() == 2


def test_what_names_no_unit_belongs_to_the_new_default_and_still_has_a_sender(
    rosa: Client,
) -> None:
    before, sender, unit = default_unit(), Sender.objects.get(), air()
    rosa.post(f"/settings/units/{unit.pk}/default")
    assert default_unit() == unit
    assert not BusinessUnit.objects.get(pk=before.pk).is_default
    assert sender_of(make_appointment()) == sender
    assert Sender.objects.get().business_unit == unit


def test_a_default_with_a_sender_of_its_own_keeps_it(rosa: Client) -> None:
    unit, first = air(), Sender.objects.get()
    own = Sender.objects.create(business_unit=unit, address="+12025550111")
    rosa.post(f"/settings/units/{unit.pk}/default")
    assert Sender.objects.get(business_unit__is_default=True) == own
    first.refresh_from_db()
    assert first.business_unit != unit


def test_of_two_who_change_a_unit_at_once_the_second_is_told(rosa: Client) -> None:
    unit = air()
    address, seen = f"/settings/units/{unit.pk}", {"seen": "0"}
    rosa.post(address, filled(text_name="First") | seen)
    page = rosa.post(address, filled(text_name="Second") | seen).content.decode()
    assert "Somebody changed this while you did." in page
    unit.refresh_from_db()
    assert unit.text_name == "First"


@pytest.mark.parametrize(
    ("typed", "kept"), [("#0F766E", "#0f766e"), ("", ""), (" #ffffff ", "#ffffff")]
)
def test_a_colour_letters_can_be_read_on_is_kept(rosa: Client, typed: str, kept: str) -> None:
    unit = air()
    rosa.post(f"/settings/units/{unit.pk}", filled(colour=typed))
    unit.refresh_from_db()
    assert unit.colour == kept
    assert (unit.on_colour != "") is (kept != "")


@pytest.mark.parametrize("typed", ["teal", "#12345", "#0f766e;", "url(x)", "#808080"])
def test_a_colour_that_is_none_or_unreadable_is_refused(rosa: Client, typed: str) -> None:
    unit = air()
    page = rosa.post(f"/settings/units/{unit.pk}", filled(colour=typed)).content.decode()
    assert "id_colour_error" in page
    assert BusinessUnit.objects.get(pk=unit.pk).colour == ""


@pytest.mark.parametrize(
    ("colour", "letters"), [("#0f766e", "#ffffff"), ("#ffff00", "#1f2430"), ("#000000", "#ffffff")]
)
def test_letters_are_white_or_dark(colour: str, letters: str) -> None:
    assert text_on(colour) == letters
    assert is_readable(colour)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_served_as_a_picture_of_our_own_making(rosa: Client, kind: str) -> None:
    unit = air()
    upload(rosa, unit, picture(kind, (2000, 500)))
    answer = Client().get(unit.logo_url)
    assert answer["Content-Type"] == "image/png"
    assert Image.open(io.BytesIO(answer.content)).size == (640, 160)


def test_what_hides_in_a_logo_stays_behind(rosa: Client) -> None:
    unit, hidden = air(), PngImagePlugin.PngInfo()
    hidden.add_text("Comment", "<script>alert(1)</script>")
    upload(rosa, unit, picture("PNG", pnginfo=hidden) + b"<script>alert(2)</script>")
    assert b"script" not in Client().get(unit.logo_url).content


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "not a picture we can read"),
        (picture("GIF"), "not a picture we can read"),
        (picture("PNG")[:60], "not a picture we can read"),
        (picture("PNG", (15, 100)), "too small"),
        (picture("PNG", (2001, 2000)), "too many pixels"),
        (b"\x89PNG" + b"x" * 2_000_000, "larger than 2 MB"),
        (b"", "empty"),
    ],
)
def test_no_other_file_becomes_a_logo(rosa: Client, content: bytes, told: str) -> None:
    unit = air()
    assert told in upload(rosa, unit, content)
    assert unit.logo_url == ""


def test_a_new_logo_has_a_new_address_and_the_old_one_is_gone(rosa: Client) -> None:
    unit = air()
    upload(rosa, unit, picture("PNG"))
    old = unit.logo_url
    upload(rosa, unit, picture("JPEG"))
    assert unit.logo_url != old
    assert Client().get(old).status_code == 404


def test_a_removed_logo_leaves_no_file(
    rosa: Client, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    unit = air()
    upload(rosa, unit, picture("PNG"))
    name = logos.stored(unit.logo_key)
    with django_capture_on_commit_callbacks(execute=True):
        rosa.post(f"/settings/units/{unit.pk}/logo", {"remove": "yes"})
    assert not default_storage.exists(name)
    assert BusinessUnit.objects.get(pk=unit.pk).logo_url == ""


def test_the_history_says_who_changed_what_from_what_to_what(rosa: Client) -> None:
    unit = air()
    rosa.post(f"/settings/units/{unit.pk}", filled())
    page = rosa.get("/settings/history?about=company").content.decode()
    assert "Changed the unit Acme Air" in page
    assert "Time zone: <del>UTC</del>" in page
    assert "<ins>America/Denver</ins>" in page
    assert "Last changed by rosa" in rosa.get(f"/settings/units/{unit.pk}").content.decode()


def test_a_unit_gets_a_sender_of_its_own(rosa: Client) -> None:
    unit = air()
    form = {"address": "202 555 0111", "per_second": "2"}
    rosa.post(f"/settings/sender/of/{unit.pk}", form)
    assert Sender.objects.get(business_unit=unit).address == "+12025550111"
    rosa.post(f"/settings/sender/of/{unit.pk}", form | {"address": "MG" + "a" * 32})
    newest = Change.objects.filter(what="sender changed")[0]
    assert newest.details["values"] == {"address": ["+12025550111", "MG" + "a" * 32]}


@pytest.mark.parametrize("typed", ["", "call me", "+12025550199"])
def test_a_sender_without_a_number_or_with_another_s_is_refused(rosa: Client, typed: str) -> None:
    Sender.objects.update(address="+12025550199")
    unit = air()
    page = rosa.post(f"/settings/sender/of/{unit.pk}", {"address": typed, "per_second": "1"})
    assert "id_address_error" in page.content.decode()
    assert Sender.objects.count() == 1


def test_a_sender_that_somebody_else_changed_meanwhile_is_not_overwritten(rosa: Client) -> None:
    unit = BusinessUnit.objects.get(is_default=True)
    path, form = f"/settings/sender/of/{unit.pk}", {"address": "+12025550166", "per_second": "1"}
    rosa.post(path, form | {"seen": "0"})
    page = rosa.post(path, form | {"per_second": "9", "seen": "0"}).content.decode()
    assert "Somebody changed this while you did" in page

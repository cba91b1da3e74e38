"""What phones, carriers and pages get from a photo's address."""

from datetime import date, timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from technicians.headshot_files import MMS, stored
from technicians.headshot_services import remove_headshot
from technicians.models import Headshot
from technicians.views import headshot
from tests.headshot_company import MINUTE, SECOND, again, maria, own, published, uploaded

pytestmark = pytest.mark.django_db

KINDS = [
    (".jpg", "image/jpeg", b"an mms"),
    ("-480.webp", "image/webp", b"480 px"),
    ("-160.webp", "image/webp", b"160 px"),
]
DAY = timedelta(days=1)


def address(shot: Headshot, suffix: str = ".jpg") -> str:
    return f"/media/headshots/{again(shot).key}{suffix}"


@pytest.fixture
def shot() -> Headshot:
    """Maria's photo in use."""
    return published(maria(), timezone.now())


@pytest.mark.parametrize(("suffix", "content_type", "content"), KINDS)
def test_a_photo_is_served_with_its_true_type_and_length(
    client: Client, shot: Headshot, suffix: str, content_type: str, content: bytes
) -> None:
    answer = client.get(address(shot, suffix))
    assert (answer.status_code, answer.content) == (200, content)
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Length"] == str(len(content))


@pytest.mark.parametrize(("suffix", "content_type", "content"), KINDS)
def test_head_tells_the_same_without_the_photo(
    client: Client, shot: Headshot, suffix: str, content_type: str, content: bytes
) -> None:
    answer = client.head(address(shot, suffix))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Length"] == str(len(content))


def test_head_does_not_leave_it_to_the_server_to_drop_the_photo(
    rf: RequestFactory, shot: Headshot
) -> None:
    assert headshot(rf.get("/"), shot.key).content == b"an mms"
    assert headshot(rf.head("/"), shot.key).content == b""


def test_a_photo_is_safe_to_show_and_soon_forgotten(client: Client, shot: Headshot) -> None:
    headers = client.get(address(shot)).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Disposition"] == "inline"
    assert headers["Cache-Control"] == "private, max-age=3600"


def test_a_photo_sets_no_cookie_and_asks_for_none(client: Client, shot: Headshot) -> None:
    answer = client.get(address(shot))
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_the_addresses_have_names(shot: Headshot) -> None:
    assert reverse("headshot", args=[shot.key]) == address(shot)
    assert reverse("headshot_webp", args=[shot.key, 160]) == address(shot, "-160.webp")


@pytest.mark.parametrize("suffix", ["-master.jpg", "-320.webp", ".png", "", ".jpg/"])
def test_nothing_else_of_a_photo_has_an_address(
    client: Client, shot: Headshot, suffix: str
) -> None:
    assert client.get(address(shot, suffix)).status_code == 404


def test_an_upload_has_no_address(client: Client) -> None:
    shot = uploaded(maria(), timezone.now())
    assert client.get(f"/media/{shot.upload}").status_code == 404
    assert client.get(f"/{shot.upload}").status_code == 404


def test_a_photo_can_only_be_looked_at(client: Client, shot: Headshot) -> None:
    assert client.post(address(shot)).status_code == 405


def test_an_unknown_key_is_not_found(client: Client) -> None:
    assert client.get("/media/headshots/aaaabbbbccccdddd.jpg").status_code == 404


@pytest.mark.parametrize("state", ["processing", "refused"])
def test_a_photo_that_was_never_published_is_not_found(client: Client, state: str) -> None:
    shot = uploaded(maria(), timezone.now())
    Headshot.objects.update(state=state)
    assert client.get(address(shot)).status_code == 404


@pytest.mark.parametrize(
    ("ago", "status"), [(DAY - MINUTE, 200), (DAY + SECOND, 410)], ids=["within", "after"]
)
def test_a_superseded_photo_lives_a_day_and_is_gone_then(
    client: Client, shot: Headshot, ago: timedelta, status: int
) -> None:
    Headshot.objects.update(state="superseded", ended_at=timezone.now() - ago)
    answer = client.get(address(shot))
    assert answer.status_code == status


def test_a_removed_photo_is_gone_at_once_with_those_before_it(
    client: Client, shot: Headshot
) -> None:
    technician = shot.technician
    newer = published(technician, timezone.now())
    remove_headshot(by=own(technician), technician=technician)
    for dead in (shot, newer):
        answer = client.get(address(dead))
        assert (answer.status_code, answer.content) == (410, b"")
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("left_on", "status"), [(date(2026, 1, 1), 410), (date(2999, 1, 1), 200)])
def test_a_photo_is_gone_when_its_technician_has_left(
    client: Client, left_on: date, status: int
) -> None:
    shot = published(maria(left_on=left_on), timezone.now())
    assert client.get(address(shot)).status_code == status


def test_a_photo_whose_files_are_lost_is_gone_and_the_log_says_so(
    client: Client, shot: Headshot, caplog: pytest.LogCaptureFixture
) -> None:
    default_storage.delete(stored(shot.key, MMS))
    assert client.get(address(shot)).status_code == 410
    assert f"The files of headshot {shot.pk} are not in the storage" in caplog.text


def test_a_photo_from_a_storage_without_paths_is_served_by_us_too(
    client: Client, settings: Settings
) -> None:
    memory = {"BACKEND": "django.core.files.storage.InMemoryStorage"}
    settings.STORAGES = {**settings.STORAGES, "default": memory}
    shot = published(maria(), timezone.now())
    answer = client.get(address(shot))
    assert (answer.status_code, answer.content) == (200, b"an mms")
    assert client.head(address(shot)).headers["Content-Length"] == "6"

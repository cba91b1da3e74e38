"""The pages of files: what a manager is asked, shown and given to download."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from appointments.importing import working
from appointments.models import Import
from fieldservice.company.models import User
from notifications.models import Sender
from tests.factories import make_customer

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 2, 14, tzinfo=UTC)
FILE = b"Name,Mobile\nDana Webb,2025550123\n=Erik,12\n"


@pytest.fixture(autouse=True)
def own_files(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def rosa(client: Client) -> Client:
    client.force_login(User.objects.create(username="rosa", role=User.Role.MANAGER))
    return client


def upload(rosa: Client, content: bytes = FILE, kind: str = "customers") -> str:
    """The page after an upload."""
    file = SimpleUploadedFile("old.csv", content)
    return rosa.post("/imports", {"kind": kind, "file": file}, follow=True).content.decode()


def answer(rosa: Client, **more: str) -> str:
    """The page after saying what the columns mean."""
    job = Import.objects.get()
    columns = {f"column_{number}": field for number, field in job.columns.items()}
    said = {"month_first": "yes", **columns, **more}
    return rosa.post(f"/imports/{job.pk}", said, follow=True).content.decode()


AGREED = {"agreed": "agreed", "consent_source": "Our website", "consent_on": "2026-03-01"}


def test_a_file_that_is_no_table_is_refused_at_its_field(rosa: Client) -> None:
    assert "This is not a table we can read" in upload(rosa, b"%PDF-1.7")
    assert not Import.objects.exists()


def test_nothing_is_checked_before_consent_is_answered(rosa: Client) -> None:
    assert "May these customers be texted?" in upload(rosa)
    assert "Say whether they agreed" in answer(rosa)
    assert "Needed where they agreed" in answer(rosa, agreed="agreed")
    assert Import.objects.get().state == "uploaded"


def test_a_day_to_come_is_no_day_they_agreed_on(rosa: Client) -> None:
    upload(rosa)
    assert "still to come" in answer(rosa, **(AGREED | {"consent_on": "2090-01-01"}))


def test_technicians_are_not_asked_about_customers(rosa: Client) -> None:
    page = upload(rosa, b"Name,Hire date\nMaya Lopez,03/04/2019\n", "technicians")
    assert "May these customers" not in page


def test_progress_is_shown_until_the_dry_run_is_over(rosa: Client) -> None:
    upload(rosa)
    assert "<progress" in answer(rosa, **AGREED)
    job = Import.objects.get()
    working.work(job.pk)
    page = rosa.get(f"/imports/{job.pk}").content.decode()
    assert "Bring in 1 row" in page
    assert "not a mobile number" in page


def test_the_problems_can_be_downloaded_and_hold_no_formula(rosa: Client) -> None:
    upload(rosa, b"Name,Mobile\nDana Webb,=12\n")
    answer(rosa, **AGREED)
    job = Import.objects.get()
    working.work(job.pk)
    lines = rosa.get(f"/imports/{job.pk}/problems.csv").content.decode("utf-8-sig").splitlines()
    assert lines[1] == "2,Mobile,'=12,This is not a mobile number that can get texts.,yes"


def test_a_deleted_file_is_gone(rosa: Client) -> None:
    upload(rosa)
    page = rosa.post(f"/imports/{Import.objects.get().pk}/discard", follow=True)
    assert "Nothing of it was brought in" in page.content.decode()
    assert not Import.objects.exists()


def test_the_page_before_introducing_says_how_many_texts_that_would_be(rosa: Client) -> None:
    job = Import.objects.create(kind="visits", state="done", created_at=NOW)
    make_customer()
    Sender.objects.update(per_second=1)
    page = rosa.get(f"/imports/{job.pk}/introduce").content.decode()
    assert "No visit of this file waits" in page

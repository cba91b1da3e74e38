"""Who may change a photo, and what the change sets going."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks

from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import Actor, Change, Robot
from technicians import headshots, services
from technicians.headshot_services import (
    MAX_BYTES,
    receive_headshot,
    remove_headshot,
    set_crop,
)
from technicians.headshot_words import OLD
from technicians.imaging import Crop, Processed, opening
from technicians.models import Headshot, Technician
from tests.headshot_company import (
    HOUR,
    MADE,
    MIDDLE,
    MINUTE,
    NOON,
    again,
    an_integration,
    calls_for,
    files_of,
    maria,
    own,
    picture,
    published,
    uploaded,
    usable,
)

pytestmark = pytest.mark.django_db

LEFT_HALF = Crop(0, 0, 0.5, 1)


def consent(technician: Technician) -> tuple[str, bool]:
    photo = technician.consents.get(field="photo")
    return photo.source, photo.is_granted


def received(by: Actor, technician: Technician) -> Headshot:
    """What became of a photo that somebody uploads an hour after noon."""
    shot = receive_headshot(by=by, technician=technician, upload=picture(), now=NOON + HOUR)
    headshots.make_ready(shot.pk, now=NOON + HOUR, imaging=usable)
    return again(shot)


def test_an_upload_is_kept_under_an_unguessable_name_until_it_is_made_ready() -> None:
    technician = maria()
    first, second = uploaded(technician), uploaded(technician)
    assert first.state == "processing"
    assert first.upload.startswith("uploads/")
    assert first.upload != second.upload
    assert "maria" not in first.upload
    with default_storage.open(first.upload) as kept:
        assert kept.read() == b"a picture"


def test_an_upload_calls_a_worker_with_nothing_but_its_id(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        shot = uploaded(maria())
        assert calls_for(shot) == []
    (call,) = calls_for(shot)
    assert f"('{shot.pk}',)" in call


def test_an_upload_of_ones_own_is_consent() -> None:
    technician = maria()
    uploaded(technician)
    assert consent(technician) == ("self", True)


def test_an_integrations_upload_is_consent_by_api_and_needs_no_approval() -> None:
    technician = maria()
    assert received(an_integration(), technician).state == "ready"
    assert consent(technician) == ("api", True)


def test_an_own_photo_makes_the_consent_of_the_office_ones_own() -> None:
    technician = maria()
    received(Robot.SYSTEM, technician)
    assert consent(technician) == ("company", True)
    received(own(technician), technician)
    assert consent(technician) == ("self", True)


def test_a_photo_from_the_office_leaves_the_technicians_own_consent() -> None:
    technician = maria()
    received(own(technician), technician)
    received(Robot.SYSTEM, technician)
    assert consent(technician) == ("self", True)


def test_an_integration_does_not_bring_back_a_photo_the_technician_withdrew() -> None:
    technician = maria()
    published(technician)
    services.withdraw(by=own(technician), technician=technician, field="photo", now=NOON)
    shot = received(an_integration(), technician)
    assert shot.state == "withdrawn"
    assert not consent(technician)[1]
    headshots.tidy(NOON + HOUR)
    assert files_of(shot.key) == []


def test_a_technician_who_uploads_again_is_shown_again() -> None:
    technician = maria()
    services.withdraw(by=own(technician), technician=technician, field="photo", now=NOON)
    assert received(own(technician), technician).state == "ready"


def test_who_uploaded_is_remembered() -> None:
    token, technician = an_integration(), maria()
    received(token, technician)
    change = Change.objects.get(subject_id=str(technician.pk), what="photo uploaded")
    assert change.token == token


@pytest.mark.parametrize(("size", "word"), [(0, "empty"), (MAX_BYTES + 1, "30 MB")])
def test_a_file_of_impossible_size_is_refused_at_the_door(size: int, word: str) -> None:
    technician = maria()
    upload = SimpleUploadedFile("maria.jpg", b"")
    upload.size = size
    with pytest.raises(InvalidError, match=word) as refused:
        receive_headshot(by=own(technician), technician=technician, upload=upload, now=NOON)
    assert refused.value.field == "file"
    assert not technician.headshots.exists()
    assert not technician.consents.filter(field="photo").exists()


@pytest.mark.parametrize("size", [1, MAX_BYTES])
def test_a_file_just_within_the_limits_comes_in(size: int) -> None:
    technician = maria()
    upload = picture()
    upload.size = size
    receive_headshot(by=own(technician), technician=technician, upload=upload, now=NOON)
    assert technician.headshots.count() == 1


def test_the_door_and_the_imaging_agree_on_the_largest_file() -> None:
    assert MAX_BYTES == opening.MAX_BYTES


def test_a_new_crop_is_cut_from_the_master_and_published_under_a_new_key() -> None:
    technician = maria()
    old = published(technician)
    shot = set_crop(by=own(technician), technician=technician, crop=LEFT_HALF, now=NOON + HOUR)
    seen = []

    def imaging(upload: bytes, crop: Crop | None, find_face: bool) -> Processed:
        seen.append((upload, crop))
        return usable(upload, crop, find_face)

    headshots.make_ready(shot.pk, now=NOON + HOUR, imaging=imaging)
    assert seen == [(MADE.master, LEFT_HALF)]
    assert (again(shot).state, again(old).state) == ("ready", "superseded")
    assert again(shot).crop == [0, 0, 0.5, 1]
    assert again(shot).key != old.key


@pytest.mark.parametrize(
    "crop",
    [Crop(-0.1, 0, 1, 1), Crop(0, 0, 1, 1.01), Crop(0.5, 0, 0.5, 1), Crop(0, 0.9, 1, 0.1)],
    ids=str,
)
def test_a_crop_outside_the_picture_is_refused(crop: Crop) -> None:
    technician = maria()
    published(technician)
    with pytest.raises(InvalidError, match="inside the picture"):
        set_crop(by=own(technician), technician=technician, crop=crop, now=NOON)
    assert technician.headshots.count() == 1


@pytest.mark.parametrize(("days", "is_old"), [(364, False), (365, True)])
def test_a_photo_is_old_after_a_year_however_often_it_is_cropped(days: int, is_old: bool) -> None:
    technician = maria()
    published(technician)
    for day in (100, 200):
        at = NOON + timedelta(days=day)
        shot = set_crop(by=own(technician), technician=technician, crop=MIDDLE, now=at)
        headshots.make_ready(shot.pk, now=at, imaging=usable)
    assert technician.headshots.get(state="ready").is_old(NOON + timedelta(days=days)) is is_old


def test_a_photo_the_browser_called_old_is_called_so_once() -> None:
    technician = maria()
    shot = receive_headshot(
        by=own(technician), technician=technician, upload=picture(), is_old=True, now=NOON
    )

    def imaging(upload: bytes, crop: Crop | None, find_face: bool) -> Processed:
        return replace(MADE, hints=(OLD, "blurry"))

    headshots.make_ready(shot.pk, now=NOON, imaging=imaging)
    assert again(shot).findings == [OLD, "blurry"]


def test_what_was_said_of_a_photos_age_is_said_of_its_crop() -> None:
    technician = maria()
    technician.headshots.filter(pk=published(technician).pk).update(findings=[OLD, "blurry"])
    shot = set_crop(by=own(technician), technician=technician, crop=MIDDLE, now=NOON + HOUR)
    headshots.make_ready(shot.pk, now=NOON + HOUR, imaging=usable)
    assert again(shot).findings == [OLD]


def test_without_a_photo_there_is_nothing_to_crop() -> None:
    technician = maria()
    with pytest.raises(ConflictError, match="Upload one first"):
        set_crop(by=own(technician), technician=technician, crop=LEFT_HALF, now=NOON)


def test_a_crop_of_the_old_photo_cannot_overtake_a_new_one() -> None:
    technician = maria()
    published(technician)
    uploaded(technician, NOON + MINUTE)
    with pytest.raises(ConflictError, match="newer photo"):
        set_crop(by=own(technician), technician=technician, crop=LEFT_HALF, now=NOON + HOUR)


def test_a_photo_the_technician_removes_stays_away() -> None:
    technician = maria()
    shot = published(technician)
    remove_headshot(by=own(technician), technician=technician, now=NOON + MINUTE)
    assert (again(shot).state, again(shot).ended_at) == ("withdrawn", NOON + MINUTE)
    assert received(an_integration(), technician).state == "withdrawn"


def test_a_photo_the_office_removes_may_be_replaced() -> None:
    technician = maria()
    shot = published(technician)
    remove_headshot(by=Robot.SYSTEM, technician=technician, now=NOON + MINUTE)
    assert again(shot).state == "withdrawn"
    assert received(an_integration(), technician).state == "ready"


def test_removing_also_ends_what_was_superseded_and_what_is_not_ready_yet() -> None:
    technician = maria()
    shots = [published(technician), published(technician, NOON + MINUTE), uploaded(technician)]
    remove_headshot(by=Robot.SYSTEM, technician=technician, now=NOON + HOUR)
    assert {again(shot).state for shot in shots} == {"withdrawn"}


def test_nobody_elses_photo_is_removed() -> None:
    mine, other = maria(), maria()
    published(mine)
    remains = published(other)
    remove_headshot(by=own(mine), technician=mine, now=NOON + HOUR)
    assert again(remains).state == "ready"

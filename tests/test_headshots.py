"""How an upload becomes the photo in use, and how photos end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.storage import default_storage

from fieldservice.company.services import default_unit
from technicians import headshots, services
from technicians.imaging import Crop, Processed
from technicians.models import Headshot
from tests import photos
from tests.headshot_company import (
    HOUR,
    MINUTE,
    NOON,
    SECOND,
    again,
    broken,
    damaged,
    files_of,
    maria,
    own,
    picture,
    published,
    uploaded,
    usable,
)

pytestmark = pytest.mark.django_db


def test_a_usable_photo_is_put_in_use_with_all_its_files() -> None:
    shot = published(maria())
    assert (shot.state, shot.published_at) == ("ready", NOON)
    assert shot.color == "#aa8866"
    assert shot.crop == [0.25, 0.25, 0.75, 0.75]
    assert len(files_of(shot.key)) == 4


def test_the_upload_is_deleted_once_it_has_served() -> None:
    shot = uploaded(maria())
    assert default_storage.exists(shot.upload)
    headshots.make_ready(shot.pk, now=NOON, imaging=usable)
    assert not default_storage.exists(shot.upload)
    assert again(shot).upload == ""


def test_a_real_picture_goes_the_whole_way() -> None:
    shot = uploaded(maria())
    default_storage.delete(shot.upload)
    default_storage.save(shot.upload, picture(photos.encoded(photos.portrait())))
    headshots.make_ready(shot.pk, now=NOON)
    shot = again(shot)
    assert shot.state == "ready"
    assert shot.placeholder.startswith("data:image/webp;base64,")


def test_a_new_photo_supersedes_the_one_in_use() -> None:
    technician = maria()
    old, new = published(technician), published(technician, NOON + HOUR)
    old = again(old)
    assert (old.state, old.ended_at) == ("superseded", NOON + HOUR)
    assert new.state == "ready"
    assert new.key != old.key


def test_a_refused_photo_leaves_the_old_one_in_use() -> None:
    technician = maria()
    old, bad = published(technician), uploaded(technician, NOON + HOUR)
    headshots.make_ready(bad.pk, now=NOON + HOUR, imaging=damaged)
    bad = again(bad)
    assert (bad.state, bad.findings, bad.upload) == ("refused", ["damaged"], "")
    assert again(old).state == "ready"


def test_a_newer_upload_that_is_ready_first_stays_in_use() -> None:
    technician = maria()
    slow, quick = uploaded(technician), uploaded(technician, NOON + SECOND)
    headshots.make_ready(quick.pk, now=NOON + 2 * SECOND, imaging=usable)
    headshots.make_ready(slow.pk, now=NOON + 3 * SECOND, imaging=usable)
    assert again(quick).state == "ready"
    assert (again(slow).state, again(slow).published_at) == ("superseded", None)
    headshots.tidy(NOON + timedelta(days=2))
    assert files_of(again(slow).key) == []


def test_a_task_that_runs_twice_works_once() -> None:
    shot = uploaded(maria())
    headshots.make_ready(shot.pk, now=NOON, imaging=usable)
    key = again(shot).key
    headshots.make_ready(shot.pk, now=NOON + HOUR, imaging=damaged)
    assert (again(shot).state, again(shot).key) == ("ready", key)


def test_a_second_worker_leaves_a_claimed_photo_alone() -> None:
    shot = uploaded(maria())

    def meanwhile(upload: bytes, crop: Crop | None, find_face: bool) -> Processed:
        headshots.make_ready(shot.pk, now=NOON + 59 * SECOND, imaging=damaged)
        return usable(upload, crop, find_face)

    headshots.make_ready(shot.pk, now=NOON, imaging=meanwhile)
    assert (again(shot).state, again(shot).tries) == ("ready", 1)


def test_a_slow_worker_loses_to_the_one_that_took_over_and_leaves_no_files() -> None:
    shot = uploaded(maria())
    slow_keys = []

    def overtaken(upload: bytes, crop: Crop | None, find_face: bool) -> Processed:
        slow_keys.append(again(shot).key)
        headshots.make_ready(shot.pk, now=NOON + 2 * MINUTE, imaging=usable)
        return usable(upload, crop, find_face)

    headshots.make_ready(shot.pk, now=NOON, imaging=overtaken)
    assert (again(shot).state, again(shot).published_at) == ("ready", NOON + 2 * MINUTE)
    assert len(files_of(again(shot).key)) == 4
    assert files_of(slow_keys[0]) == []


def test_a_slow_worker_does_not_publish_under_the_key_of_the_one_at_work_now() -> None:
    shot = uploaded(maria())

    def overtaken(upload: bytes, crop: Crop | None, find_face: bool) -> Processed:
        with pytest.raises(MemoryError):
            headshots.make_ready(shot.pk, now=NOON + 2 * MINUTE, imaging=broken)
        return usable(upload, crop, find_face)

    headshots.make_ready(shot.pk, now=NOON, imaging=overtaken)
    assert again(shot).state == "processing"
    assert default_storage.exists(shot.upload)


def test_what_a_killed_worker_left_behind_is_deleted_by_the_next() -> None:
    shot = uploaded(maria())
    with pytest.raises(MemoryError):
        headshots.make_ready(shot.pk, now=NOON, imaging=broken)
    left = f"headshots/{again(shot).key}.jpg"
    default_storage.save(left, picture())
    headshots.make_ready(shot.pk, now=NOON + MINUTE, imaging=usable)
    assert again(shot).state == "ready"
    assert not default_storage.exists(left)


def test_a_photo_withdrawn_while_it_is_made_ready_is_not_published() -> None:
    technician = maria()
    shot = uploaded(technician)

    def meanwhile(upload: bytes, crop: Crop | None, find_face: bool) -> Processed:
        services.withdraw(by=own(technician), technician=technician, field="photo", now=NOON)
        return usable(upload, crop, find_face)

    headshots.make_ready(shot.pk, now=NOON, imaging=meanwhile)
    assert again(shot).state == "withdrawn"
    assert files_of(again(shot).key) == []


def test_a_lost_call_is_found_after_a_minute_and_not_before() -> None:
    shot = uploaded(maria())
    assert headshots.stuck(NOON + 59 * SECOND) == []
    assert headshots.stuck(NOON + 60 * SECOND) == [str(shot.pk)]


def test_a_photo_a_worker_has_just_claimed_is_not_stuck() -> None:
    shot = uploaded(maria())
    with pytest.raises(MemoryError):
        headshots.make_ready(shot.pk, now=NOON + 5 * MINUTE, imaging=broken)
    assert headshots.stuck(NOON + 5 * MINUTE + 59 * SECOND) == []
    assert headshots.stuck(NOON + 6 * MINUTE) == [str(shot.pk)]


def test_a_photo_that_kills_every_worker_is_refused_as_taking_too_long() -> None:
    shot = uploaded(maria())
    for minute in range(headshots.MAX_TRIES):
        assert headshots.stuck(NOON + (minute + 1) * MINUTE) == [str(shot.pk)]
        with pytest.raises(MemoryError):
            headshots.make_ready(shot.pk, now=NOON + (minute + 1) * MINUTE, imaging=broken)
    assert headshots.stuck(NOON + HOUR) == []
    assert (again(shot).state, again(shot).findings) == ("refused", ["took_too_long"])


def test_a_photo_no_worker_ever_took_waits_however_long() -> None:
    shot = uploaded(maria())
    for hours in range(10):
        assert headshots.stuck(NOON + hours * HOUR + MINUTE) == [str(shot.pk)]


@pytest.mark.parametrize(
    ("later", "count"), [(timedelta(hours=23, minutes=59), 4), (timedelta(hours=24), 0)]
)
def test_files_of_a_superseded_photo_live_a_day(later: timedelta, count: int) -> None:
    technician = maria()
    old = published(technician)
    published(technician, NOON + HOUR)
    headshots.tidy(NOON + HOUR + later)
    assert len(files_of(old.key)) == count


def test_tidying_leaves_the_photo_in_use_alone() -> None:
    shot = published(maria())
    headshots.tidy(NOON + timedelta(days=900))
    assert len(files_of(shot.key)) == 4
    assert again(shot).placeholder


def test_of_a_withdrawn_photo_nothing_is_left_at_once() -> None:
    technician = maria()
    old, shot = published(technician), published(technician, NOON + HOUR)
    services.withdraw(by=own(technician), technician=technician, field="photo", now=NOON + HOUR)
    headshots.tidy(NOON + HOUR)
    assert files_of(old.key) == files_of(shot.key) == []
    shot = again(shot)
    assert (shot.placeholder, shot.color, shot.crop) == ("", "", None)


def test_an_upload_withdrawn_before_any_worker_took_it_is_deleted() -> None:
    technician = maria()
    shot = uploaded(technician)
    services.withdraw(by=own(technician), technician=technician, field="photo", now=NOON)
    headshots.tidy(NOON)
    assert not default_storage.exists(shot.upload)
    assert again(shot).upload == ""


def test_tidying_keeps_uploads_that_are_still_needed() -> None:
    shot = uploaded(maria())
    headshots.tidy(NOON + HOUR)
    assert default_storage.exists(shot.upload)


def test_who_has_left_leaves_no_photo_behind() -> None:
    technician = maria(left_on=date(2026, 6, 3))
    shot = published(technician)
    headshots.tidy(NOON)
    assert len(files_of(shot.key)) == 4
    headshots.tidy(NOON + timedelta(days=2))
    assert (again(shot).state, files_of(shot.key)) == ("withdrawn", [])


@pytest.mark.parametrize(("hour", "is_served"), [(3, True), (4, False)])
def test_the_last_day_ends_at_midnight_where_the_technician_works(
    hour: int, is_served: bool
) -> None:
    unit = default_unit()
    unit.time_zone = "America/New_York"
    unit.save()
    shot = published(maria(left_on=date(2026, 6, 2), unit=unit))
    now = datetime(2026, 6, 2, hour, tzinfo=UTC)
    assert headshots.is_served(shot, now) is is_served


@pytest.mark.parametrize("state", ["processing", "refused", "withdrawn"])
def test_no_other_photo_is_served(state: str) -> None:
    shot = Headshot(technician=maria(), state=state, uploaded_at=NOON, ended_at=NOON)
    assert not headshots.is_served(shot, NOON)

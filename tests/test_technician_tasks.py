"""The tasks of photos, as worker and timetable run them."""

import pytest
from celery import current_app
from django.conf import settings
from django.utils import timezone

from technicians.models import Headshot
from technicians.tasks import process_headshot, tidy_headshots
from tests.headshot_company import MINUTE, again, calls_for, files_of, maria, published, uploaded

pytestmark = pytest.mark.django_db


def test_the_task_makes_the_photo_ready_or_refuses_it() -> None:
    shot = uploaded(maria(), timezone.now())
    process_headshot(str(shot.pk))
    assert (again(shot).state, again(shot).findings) == ("refused", ["not_an_image"])


def test_the_task_of_a_photo_that_is_gone_ends_quietly() -> None:
    shot = uploaded(maria(), timezone.now())
    shot.delete()
    process_headshot("00000000-0000-0000-0000-000000000000")
    assert not Headshot.objects.exists()


def test_a_photo_whose_call_was_lost_is_called_for_again() -> None:
    shot = uploaded(maria(), timezone.now() - 2 * MINUTE)
    tidy_headshots()
    assert len(calls_for(shot)) == 1


def test_a_photo_on_its_way_is_not_called_for_twice() -> None:
    shot = uploaded(maria(), timezone.now())
    tidy_headshots()
    assert calls_for(shot) == []


def test_the_tidy_deletes_what_is_over() -> None:
    shot = published(maria(), timezone.now() - 2 * MINUTE)
    shot.technician.headshots.all().withdraw(timezone.now())
    tidy_headshots()
    assert files_of(shot.key) == []


def test_the_timetable_and_the_queues_know_the_tasks() -> None:
    timetable = [entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()]
    assert tidy_headshots.name in timetable
    route = current_app.amqp.router.route({}, process_headshot.name)
    assert route["queue"].name == "photos"


def test_a_killed_workers_photo_goes_back_to_the_queue() -> None:
    assert process_headshot.acks_late

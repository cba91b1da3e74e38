"""The queues: named for the plain worker, and none that a backlog can hold up."""

import subprocess
import sys

from django.conf import settings

from fieldservice.celery import app


def test_the_plain_worker_serves_every_queue_a_task_goes_to() -> None:
    routed = {route["queue"] for route in settings.CELERY_TASK_ROUTES.values()}
    served = {queue.name for queue in app.conf.task_queues}
    assert routed | {settings.CELERY_TASK_DEFAULT_QUEUE} == served


def test_the_sweep_does_not_queue_behind_texts() -> None:
    queue = app.amqp.router.route({}, "notifications.tasks.sweep")["queue"].name
    assert queue != settings.CELERY_TASK_DEFAULT_QUEUE


def test_beat_and_the_routes_name_tasks_that_exist() -> None:
    app.loader.import_default_modules()
    asked_for = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert asked_for | set(settings.CELERY_TASK_ROUTES) <= set(app.tasks)


# A worker is made here and not started: what it is now, the processes of its pool begin as.
MADE = """
import gc, sys
import tests.alone
from fieldservice.celery import app
app.Worker()
print(sys.getswitchinterval(), gc.get_freeze_count() > 100_000)
"""


def test_the_processes_of_a_worker_begin_settled() -> None:
    made = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MADE], capture_output=True, text=True, check=True
    )
    assert made.stdout.split() == ["0.03", "True"]

"""The queues: named for the plain worker, and none that a backlog can hold up."""

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

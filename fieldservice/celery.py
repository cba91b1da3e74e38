"""The Celery application; its timetable and limits stand in settings.py."""

import os

from celery import Celery
from kombu import Queue

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldservice.settings")

app = Celery("fieldservice")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Named here so that the plain worker serves every queue without a -Q.
app.conf.task_queues = [Queue("texts"), Queue("photos")]
app.autodiscover_tasks()

"""The Celery application; its timetable and limits stand in settings.py."""

import os

from celery import Celery
from kombu import Queue
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldservice.settings")

TRANSPORT_ALIASES["fsq"] = "fieldservice.fsq:Transport"
app = Celery("fieldservice")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Named here so that the plain worker serves every queue without a -Q.
app.conf.task_queues = [Queue("texts"), Queue("photos")]
app.autodiscover_tasks()

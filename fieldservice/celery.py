"""The Celery application; its timetable and limits stand in settings.py."""

import os
import sys

from celery import Celery
from celery.signals import beat_init, worker_init
from django.core.exceptions import ImproperlyConfigured
from kombu import Queue
from kombu.transport import TRANSPORT_ALIASES
from kombu.transport.redis import Channel

from fieldservice.starting import refuse_wrong_environment, spare_what_stays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fieldservice.settings")

# When Redis goes away, what a worker had not acknowledged would be put back over that very
# connection; this fails and ends the worker. The rows are the truth: a sweep finds them again.
Channel.do_restore = False
TRANSPORT_ALIASES["fsq"] = "fieldservice.fsq:Transport"
app = Celery("fieldservice")
app.config_from_object("django.conf:settings", namespace="CELERY")
# Named here so that the plain worker serves every queue without a -Q.
app.conf.task_queues = [Queue("texts"), Queue("sweeps"), Queue("photos"), Queue("imports")]
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def refuse(**_kwargs: object) -> None:
    """Leave with the reason when the environment is wrong."""
    try:
        refuse_wrong_environment()
    except ImproperlyConfigured as error:
        # Celery logs other exceptions of a signal and starts all the same.
        raise SystemExit(f"Cannot start: {error}") from error


@worker_init.connect
def settle(**_kwargs: object) -> None:
    """Before the first process of the pool is made: all of them begin as this one is now."""
    spare_what_stays()
    # Python gives a waiting thread its turn after this many seconds. With a hundred calls under
    # way its usual 0.005 spends one part in twenty of the processor on taking turns.
    sys.setswitchinterval(0.03)

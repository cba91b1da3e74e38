"""The product's Celery application in a hurry: what waits minutes, waits seconds.

`celery -A tests.drills.quick worker` is for the drills in small; `make drill` waits in earnest.
"""

from datetime import timedelta
from importlib import import_module

from celery.signals import celeryd_after_setup
from django.conf import settings

from fieldservice.celery import app

__all__ = ["app"]

TIMEOUT = 2.0  # seconds of a call
SWEEPING = {"STALE": timedelta(seconds=3 * TIMEOUT), "LOOKS": (1, 3, 8, 15)}


@celeryd_after_setup.connect
def hurry(**_kwargs: object) -> None:
    """Before the worker's children are forked, so that it holds for all of them."""
    settings.TWILIO_TIMEOUT = TIMEOUT
    sweeping = import_module("notifications.sweeping")  # its models are ready only now
    for name, seconds in SWEEPING.items():
        assert hasattr(sweeping, name), f"There is no {name} any more."
        setattr(sweeping, name, seconds)

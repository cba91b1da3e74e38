"""The project package: it wires the apps together and decides nothing itself."""

from fieldservice.celery import app as celery_app

__all__ = ["celery_app"]

"""Stops a process whose environment is wrong before it takes any work; what is wrong, checks say.

manage.py runs the checks by itself; gunicorn and Celery would start and fail later.
"""

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from notifications.checks import ENVIRONMENT


def refuse_wrong_environment() -> None:
    """Raise ImproperlyConfigured with every error of the environment and what to do about it."""
    errors = [check for check in run_checks(tags=[ENVIRONMENT]) if check.is_serious()]
    if errors:
        told = [f"{error.msg} {error.hint} ({error.id})" for error in errors]
        raise ImproperlyConfigured("\n".join(told))

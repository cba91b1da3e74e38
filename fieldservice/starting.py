"""What web and worker processes do once, before they take any work; what is wrong, checks say.

manage.py runs the checks by itself; gunicorn and Celery would start and fail later.
"""

import gc

from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured

from notifications.checks import ENVIRONMENT

# A page of a full board makes a hundred thousand objects, nearly all gone when it has left.
NEW_OBJECTS = 20_000


def refuse_wrong_environment() -> None:
    """Raise ImproperlyConfigured with every error of the environment and what to do about it."""
    errors = [check for check in run_checks(tags=[ENVIRONMENT]) if check.is_serious()]
    if errors:
        told = [f"{error.msg} {error.hint} ({error.id})" for error in errors]
        raise ImproperlyConfigured("\n".join(told))


def spare_what_stays() -> None:
    """Let Python's collector pass over what is loaded for good, and come less often.

    Walking all of it took 0.15 s of every tenth page of a full board.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 10, 10)

"""How work is announced to the workers; the row written before is the truth, this only a knock."""

import logging
from typing import ParamSpec

from celery import Task
from kombu.exceptions import OperationalError

logger = logging.getLogger(__name__)

P = ParamSpec("P")


def wake(task: Task[P, object], *args: P.args, **kwargs: P.kwargs) -> bool:
    """Hands the task to a worker; False when the broker is down: a sweep must find the row.

    Call it from `transaction.on_commit`, with nothing but ids.
    """
    try:
        task.apply_async(args, kwargs, retry=False)
    except OperationalError as error:
        # The type only: an error of the broker may hold its password.
        cause = type(error.__cause__ or error).__name__
        logger.warning("The broker is down (%s); %s waits for its sweep", cause, task.name)
        return False
    return True

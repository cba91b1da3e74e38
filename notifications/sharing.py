"""The provider's limit on calls at once, shared among all processes that send."""

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings

from notifications.models import Pulse

NAME = "sender "
ASK_EVERY = 1.0  # seconds; until then, too many calls may be under way
ALIVE = timedelta(seconds=30)  # longer than a run takes
FORGET_AFTER = timedelta(hours=1)


class Share:
    """The part of one process: as much as of any other that has sent lately."""

    def __init__(self) -> None:
        self._name = f"{NAME}{uuid.uuid4().hex[:12]}"
        self._processes = 1
        self._asked_at = -ASK_EVERY
        self._under_way = 0
        self._changed = threading.Condition()

    @property
    def calls(self) -> int:
        """How many calls may be under way in this process."""
        return max(1, settings.CALLS_AT_ONCE // self._processes)

    def renew(self, now: datetime) -> None:
        """Say that this process sends, and see how many others do; at most once a second."""
        if time.monotonic() - self._asked_at < ASK_EVERY:
            return
        self._asked_at = time.monotonic()
        Pulse.objects.bulk_create(
            [Pulse(name=self._name, at=now)],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["at"],
        )
        senders = Pulse.objects.filter(name__startswith=NAME)
        senders.filter(at__lt=now - FORGET_AFTER).delete()
        with self._changed:
            self._processes = max(1, senders.filter(at__gt=now - ALIVE).count())
            self._changed.notify_all()

    @contextmanager
    def call(self) -> Iterator[None]:
        """Wait until one more call may be made, and count it while it is."""
        with self._changed:
            self._changed.wait_for(lambda: self._under_way < self.calls)
            self._under_way += 1
        try:
            yield
        finally:
            with self._changed:
                self._under_way -= 1
                self._changed.notify()


@cache
def share() -> Share:
    """That of this process, made in its first run: processes forked from one would share a name."""
    return Share()

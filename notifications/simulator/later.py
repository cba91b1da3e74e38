"""Work for later: a clock that starts jobs when they are due, and a pool that runs them."""

import heapq
import itertools
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

Job = Callable[[], None]


class Later:
    """Runs jobs after a delay without ever making the caller wait."""

    def __init__(self, workers: int = 32) -> None:
        self._due: list[tuple[float, int, Job]] = []
        self._order = itertools.count()
        self._unfinished = 0
        self._closing = False
        self._changed = threading.Condition()
        self._pool = ThreadPoolExecutor(workers, thread_name_prefix="simulator-job")
        self._clock = threading.Thread(target=self._tick, name="simulator-clock", daemon=True)
        self._clock.start()

    def after(self, seconds: float, job: Job) -> None:
        """Run a job in the pool once this many seconds have passed."""
        with self._changed:
            self._unfinished += 1
            heapq.heappush(self._due, (time.monotonic() + seconds, next(self._order), job))
            self._changed.notify_all()

    def settled(self, timeout: float) -> bool:
        """Wait until nothing is due or running; False when that took too long."""
        with self._changed:
            return self._changed.wait_for(lambda: self._unfinished == 0, timeout)

    def forget(self) -> None:
        """Drop what has not started yet."""
        with self._changed:
            self._unfinished -= len(self._due)
            self._due.clear()
            self._changed.notify_all()

    def close(self) -> None:
        """Stop the clock, drop what is not due, and wait for what runs."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._clock.join()
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _tick(self) -> None:
        while job := self._next():
            # Without this a job's error would vanish with its future.
            self._pool.submit(self._run, job).add_done_callback(lambda done: done.result())

    def _next(self) -> Job | None:
        with self._changed:
            while not self._closing:
                wait = self._due[0][0] - time.monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(wait)
        return None

    def _run(self, job: Job) -> None:
        try:
            job()
        finally:
            with self._changed:
                self._unfinished -= 1
                self._changed.notify_all()

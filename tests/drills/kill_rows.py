"""Workers killed in the middle of their work, again and again."""

import os
import random
import signal
import subprocess
import sys
import time

from tests.drills.levers import (
    SENDING,
    WORKERS,
    Over,
    calls,
    change,
    fill,
    kill_workers,
    limit,
    switch,
    wait_for_calls,
)
from tests.stack import Stack

TEXTS_A_KILL = 50  # 200 kills for 10,000 texts
SECONDS_A_KILL = 5.0  # at most; a worker needs three to start
LEAST = 3
IN_FLIGHT = "SELECT 1 FROM notifications_attempt WHERE outcome = 'open'"


def kill9(stack: Stack, texts: int) -> Over:
    """All workers are killed with calls in flight, and no receipt comes: the list must settle."""
    switch(stack, latency_ms=400, callbacks="off")
    fill(stack, texts)
    stack.start(*SENDING)
    for _ in range(max(1, texts // 100)):
        wait_for_calls(stack, min(texts, calls(stack) + 20))
        time.sleep(random.uniform(0, 0.4))
        kill_workers(stack)
        stack.start(*WORKERS)
    return Over(time.time())


def kills(stack: Stack, texts: int) -> Over:
    """Now one worker is killed, now the other; two answers in a hundred are lost as well."""
    times, pause = max(LEAST, texts // TEXTS_A_KILL), min(SECONDS_A_KILL, texts / 10)
    # Receipts come so late that they don't hide what a kill has cut off.
    late: dict[str, float | str] = {"callbacks": "late", "callbacks_late_seconds": 20}
    switch(stack, latency_ms=1500, drop_after_accept_rate=0.02, **late)
    fill(stack, texts)
    # So slowly that texts are on their way at every kill.
    limit(stack, per_second=0.8 * texts / (times * pause))
    stack.start(*SENDING)
    wait_for_calls(stack, 1)
    on_their_way = whole = fallen = 0
    for number in range(times):
        time.sleep(random.uniform(0, 2 * pause))
        on_their_way += change(stack, IN_FLIGHT)
        whole += _kill(stack, number)
        fallen += _restart(stack)
        if number % 20 == 19:
            sys.stderr.write(f"{number + 1} of {times} kills\n")
    limit(stack, per_second=0)
    return Over(
        time.time(),
        f"{times} kills, {whole} of all processes, {on_their_way} on their way, "
        f"{fallen} workers ended by themselves",
    )


def _restart(stack: Stack) -> int:
    """As a supervisor does; how many were not killed by us and had ended all the same."""
    fallen = [name for name in WORKERS if name in stack.processes and _has_ended(stack, name)]
    for name in fallen:
        code = stack.processes.pop(name).returncode
        sys.stderr.write(f"{name} ended by itself with exit code {code}\n")
    stack.start(*WORKERS)
    return len(fallen)


def _has_ended(stack: Stack, name: str) -> bool:
    return stack.processes[name].poll() is not None


def _kill(stack: Stack, number: int) -> bool:
    """Whether it was a worker with all its processes; else it is one that sends."""
    victim = WORKERS[number % 2]
    if number % 3 == 2:
        children = _children(stack.processes[victim].pid)
        if children:
            os.kill(random.choice(children), signal.SIGKILL)
            return False
    for worker in WORKERS if number % 10 == 9 else (victim,):
        if not _has_ended(stack, worker):
            stack.kill(worker)
    return True


def _children(parent: int) -> list[int]:
    listed = subprocess.run(
        ["ps", "-A", "-o", "ppid=,pid="], capture_output=True, text=True, check=True
    )
    pairs = (line.split() for line in listed.stdout.splitlines())
    return [int(child) for above, child in pairs if int(above) == parent]

"""Thousands of random deeds in a small town, all of them checked: see `tests.any_day`."""

import json
import subprocess
import sys
import time

from tests.drills.counting import Result
from tests.stack import Stack

STEPS_A_TEXT = 10


def days(_stack: Stack, texts: int) -> Result:
    """`due` and `sent` are steps; each violation is a seed with which `tests.walk` shows it."""
    began = time.monotonic()
    walk = [sys.executable, "-W", "ignore", "-m", "tests.walk", str(texts * STEPS_A_TEXT)]
    told = subprocess.run(walk, check=True, capture_output=True, text=True).stdout
    seen = json.loads(told.splitlines()[-1])
    steps, bad = int(seen["steps"]), int(seen["violations"])
    note = f"{steps} steps, {bad} violations {' '.join(seen['wrong'])[:300]}".strip()
    seconds = time.monotonic() - began
    return Result("days", steps, steps, bad, 0, seconds, None, note)

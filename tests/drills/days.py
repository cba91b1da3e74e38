"""Thousands of random deeds in a small town, all of them checked: see `tests.any_day`."""

import json
import subprocess
import sys
import time
from typing import Any

from tests.drills.counting import Result
from tests.stack import Stack

STEPS_A_TEXT = 10


def days(_stack: Stack, texts: int) -> Result:
    """`due` and `sent` are steps; each violation is a seed with which `tests.walk` shows it."""
    began = time.monotonic()
    seen = _walk("tests.walk", str(texts * STEPS_A_TEXT))
    steps, bad = int(seen["steps"]), int(seen["violations"])
    note = f"{steps} steps, {bad} violations {' '.join(seen['wrong'])[:300]}".strip()
    seconds = time.monotonic() - began
    return Result("days", steps, steps, bad, 0, seconds, None, note)


def rules(_stack: Stack, _texts: int) -> Result:
    """`due` are breakages, `lost` those of which no rule of the days complained."""
    began = time.monotonic()
    seen = _walk("tests.walk_broken")
    due, lost = int(seen["broken"]), len(seen["unnoticed"])
    note = (
        f"unnoticed: {', '.join(seen['unnoticed']) or 'nothing'}. {' '.join(seen['wrong'])[:300]}"
    )
    seconds = time.monotonic() - began
    return Result("rules", due, due - lost, lost, 0, seconds, None, note, kept=not seen["wrong"])


def _walk(module: str, *arguments: str) -> dict[str, Any]:
    """What a process of its own tells in its last line."""
    walk = [sys.executable, "-W", "ignore", "-m", module, *arguments]
    told = subprocess.run(walk, check=True, stdout=subprocess.PIPE, text=True).stdout
    found: dict[str, Any] = json.loads(told.splitlines()[-1])
    return found

"""Runs the pipeline in a short-lived child with limits, so that no picture can hurt the worker."""

import json
import logging
import signal
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

from technicians.imaging.answers import Crop, Processed, Refused, unpacked

logger = logging.getLogger(__name__)

CHILD = Path(__file__).with_name("child.py")
TIMEOUT = 30.0  # seconds
READY = b"ready\n"  # the child's first word, once everything it needs is imported


class ChildDidNotStartError(RuntimeError):
    """The installation is broken, not the picture: the message holds what Python said."""


def process(upload: bytes, crop: Crop | None = None, find_face: bool = True) -> Processed | Refused:
    """Turns an upload into renditions; Refused for any picture that cannot be used."""
    return process_within(TIMEOUT, upload, crop, find_face)


def process_within(
    seconds: float, upload: bytes, crop: Crop | None, find_face: bool
) -> Processed | Refused:
    """As `process`, with its own limit of wall-clock time."""
    request = json.dumps({"crop": crop and asdict(crop), "find_face": find_face})
    # -I: nothing from the environment or the working directory is imported; -B: nothing written.
    command = [sys.executable, "-I", "-B", str(CHILD), request]
    try:
        child = subprocess.run(  # noqa: S603
            command, input=upload, capture_output=True, timeout=seconds, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        return Refused("took_too_long")
    return _answer(child)


def _answer(child: subprocess.CompletedProcess[bytes]) -> Processed | Refused:
    if child.returncode == -signal.SIGXCPU:
        return Refused("took_too_long")
    if not child.stdout.startswith(READY):
        raise ChildDidNotStartError(_last_words(child))
    try:
        return unpacked(child.stdout.removeprefix(READY))
    except (ValueError, KeyError, TypeError):
        logger.warning(
            "A picture ended the child with %s: %s", child.returncode, _last_words(child)
        )
        return Refused("damaged")


def _last_words(child: subprocess.CompletedProcess[bytes]) -> str:
    return child.stderr.decode(errors="replace").strip()[-1000:]

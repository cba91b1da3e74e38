"""`make bench` and `make drill` start as a user calls them: without settings."""

import os
import subprocess
import sys

import pytest

from fieldservice.run import BASE_DIR


@pytest.mark.parametrize("command", ["tests.bench.__main__", "tests.drills.__main__"])
def test_a_command_needs_no_settings_of_ours(command: str) -> None:
    bare = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-c", f"import {command}"],
        cwd=BASE_DIR,
        env=bare,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")

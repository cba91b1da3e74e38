"""The product as real processes with a folder, ports and a database of their own."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from fieldservice.run import BASE_DIR, answers, commands, simulator_account
from tests.servers import PATIENCE, Server, accepts, free_port, wait_until
from tests.services import ENVIRONMENT

ALL = ("web", "worker", "beat", "simulator")
Process = subprocess.Popen[bytes]


class Stack:
    """Web, worker, beat and phone simulator, started by name; `with` stops what still runs.

    A second worker is called worker-2; `servers` are those that nobody else uses, by name.
    """

    def __init__(
        self,
        folder: Path,
        environment: Mapping[str, str],
        servers: Mapping[str, Server] | None = None,
        celery: str = "fieldservice",
    ) -> None:
        """`environment` is laid over the demo's: SQLite and embedded broker under `folder`.

        `celery` names the module of the Celery application.
        """
        self.folder = folder
        self.servers = servers or {}
        self.celery = celery
        self.port = free_port(neighbors=1)
        self.url = f"http://127.0.0.1:{self.port}"
        self.simulator_url = f"http://127.0.0.1:{self.port + 1}"
        self.environment = {
            **os.environ,
            **ENVIRONMENT,
            "DATABASE_URL": "",
            "PORT": str(self.port),
            "VAR_DIR": str(folder),
            **simulator_account(self.port),
            **environment,
        }
        self.processes: dict[str, Process] = {}

    def start(self, *names: str) -> None:
        """Start the named processes, or all, as far as they don't run yet.

        Return when web and simulator answer.
        """
        for name in (name for name in names or ALL if name not in self.processes):
            with self.log(name).open("ab") as log:
                self.processes[name] = subprocess.Popen(
                    [sys.executable, *self._command(name)],
                    cwd=BASE_DIR,
                    env=self.environment,
                    start_new_session=True,
                    stdout=log,
                    stderr=log,
                )
        wait_until(lambda: self._ready(names or ALL), what=f"a whole stack, see {self.folder}")

    def stop(self, name: str, by: signal.Signals = signal.SIGTERM) -> None:
        """Signal the process and its children; return when it is gone."""
        process = self.processes.pop(name)
        os.killpg(process.pid, by)
        process.wait(PATIENCE)

    def kill(self, name: str) -> None:
        """End the process and its children as a power failure would."""
        self.stop(name, by=signal.SIGKILL)

    def manage(self, *arguments: str, stdin: str = "") -> str:
        """What a management command prints, run to its end in this stack's environment."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=BASE_DIR,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def migrate(self) -> None:
        """Make all tables; those of a SQLite file are made once in a run of the suite."""
        own = self.folder / "fieldservice.sqlite3"
        kept = Path(os.environ.get("TEST_FOLDER", self.folder), "migrated.sqlite3")
        if kept.exists() and not self.environment["DATABASE_URL"]:
            shutil.copy(kept, own)
            return
        self.manage("migrate", "--verbosity", "0")
        if own.exists():
            Path(shutil.copy(own, own.with_suffix(".copy"))).replace(kept)

    def log(self, name: str) -> Path:
        """Where the process writes what it has to say."""
        return self.folder / f"{name}.log"

    def _command(self, name: str) -> Sequence[str]:
        known = commands(self.port)
        # Workers of one machine need names of their own.
        command = known.get(name) or [*known["worker"], "-n", f"{name}@%h"]
        return [self.celery if word == "fieldservice" else word for word in command]

    def _ready(self, names: tuple[str, ...]) -> bool:
        for name in names:
            if self.processes[name].poll() is not None:
                code, words = self.processes[name].returncode, self.log(name).read_text()[-3000:]
                raise RuntimeError(f"{name} fell over with exit code {code}:\n{words}")
        web = "web" not in names or answers(self.port)
        return web and ("simulator" not in names or accepts(self.port + 1))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for name in list(self.processes):
            self.kill(name)

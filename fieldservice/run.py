"""Starts the whole product on one machine for `make run`; what each process does is its own."""

import io
import logging
import multiprocessing
import os
import secrets
import shlex
import signal
import socket
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import connections
from honcho import manager as honcho
from honcho.printer import Message, Printer

from fieldservice import env
from fieldservice.starting import refuse_wrong_environment

BASE_DIR = Path(__file__).resolve().parent.parent
PATIENCE = 10  # seconds; an idle worker takes five to leave


class CannotStartError(Exception):
    """A reason in plain words."""


class Screen:
    """Standard output that outlives its terminal: the processes must still be brought to an end."""

    def write(self, text: str) -> None:
        with suppress(OSError):
            sys.stdout.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            sys.stdout.flush()

    def isatty(self) -> bool:
        return sys.stdout.isatty()


class Signals:
    """How honcho ends a process: gently its main process, which knows its children, then all."""

    def terminate(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            # To the group it would cut the worker's children in the middle of a task.
            os.kill(pid, signal.SIGTERM)

    def kill(self, pid: int) -> None:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)


def main() -> int:
    """The exit code: 0 after Ctrl-C, else that of the process that fell over."""
    try:
        env.load_dotenv(BASE_DIR / ".env")
        port = env.port("PORT", 8000)
        refuse_taken_ports(port)
        os.environ |= demo_environment(port)
        keep_secret_key(Path(env.text("VAR_DIR", str(BASE_DIR / "var"))))
        logins = prepare_data()
    except (CannotStartError, ImproperlyConfigured) as error:
        say(f"Cannot start: {error}")
        return 2
    except KeyboardInterrupt:
        return 0
    return supervise(port, welcome(port, logins))


def refuse_taken_ports(port: int) -> None:
    """Raise CannotStartError when the web's or the simulator's port is not free."""
    for wanted in (port, port + 1):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", wanted))
            except OSError as error:
                raise CannotStartError(
                    f"port {wanted} is in use. Stop what uses it, or take others, for example: "
                    f"make run PORT={port + 100}"
                ) from error


def demo_environment(port: int) -> dict[str, str]:
    """What the processes are told: the environment's own words, and a demo's where it has none."""
    demo = {"PORT": str(port), "DEBUG": "true", "SENDER_MPS": "0"}
    if not env.text("TWILIO_ACCOUNT_SID"):
        demo |= simulator_account(port) | {"EMAIL_URL": "simulator:"}
    told = {name: env.text(name, value) for name, value in demo.items()}
    return told | {"DJANGO_SETTINGS_MODULE": "fieldservice.settings", "PYTHONUNBUFFERED": "1"}


def simulator_account(port: int) -> dict[str, str]:
    """The made-up account of the phone simulator."""
    return {
        "TWILIO_API_BASE_URL": f"http://127.0.0.1:{port + 1}",
        "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
        "TWILIO_AUTH_TOKEN": "simulator",
        "TWILIO_FROM": "+15005550006",
    }


def keep_secret_key(var_dir: Path) -> None:
    """Make `secret_key` in `var_dir`, readable by its owner only, unless there is a key already."""
    var_dir.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        kept = os.open(var_dir / "secret_key", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(kept, "w") as file:
            file.write(secrets.token_urlsafe(50))


def prepare_data() -> str:
    """Bring the database up to date, load the demo on the first start; what the demo printed."""
    django.setup()
    refuse_wrong_environment()
    say("Preparing the database ...")
    call_command("migrate", interactive=False, verbosity=0)
    printed = io.StringIO()
    if is_demo():
        say("Looking after the demo company ...")
        logging.disable(logging.INFO)  # its months of texts would fill the screen
        call_command("demo", stdout=printed)
    connections.close_all()  # not to be shared with the processes forked from here
    return printed.getvalue()


def welcome(port: int, logins: str) -> list[str]:
    """The lines shown once the web process answers."""
    return [
        "",
        f"Office:  {env.text('PUBLIC_BASE_URL', f'http://127.0.0.1:{port}')}/",
        *([f"Phones:  http://127.0.0.1:{port + 1}/"] if is_demo() else []),
        *logins.splitlines(),
        "Ctrl-C stops everything.",
        "",
    ]


def is_demo() -> bool:
    """With DEBUG off or a real account, known passwords and made-up customers stay out."""
    real_account = env.text("TWILIO_ACCOUNT_SID") and not env.text("TWILIO_API_BASE_URL")
    return env.boolean("DEBUG", default=True) and not real_account


def commands(port: int) -> dict[str, Sequence[str]]:
    """The processes by name; each runs under this very Python."""
    web = f"gunicorn fieldservice.wsgi --bind 127.0.0.1:{port} --workers 1 --threads 8"
    celery = "celery -A fieldservice --quiet"
    processes = {
        "web": f"-m {web} --graceful-timeout 2 --no-control-socket --log-level warning",
        "worker": f"-m {celery} worker --loglevel WARNING",
        "beat": f"-m {celery} beat --loglevel WARNING",
    }
    if is_demo():
        processes["simulator"] = "manage.py simulator"
    return {name: command.split() for name, command in processes.items()}


def supervise(port: int, lines: Sequence[str]) -> int:
    """Run every process until one ends or a signal comes, and leave none behind."""
    honcho.KILL_WAIT = PATIENCE
    manager = honcho.Manager(Printer(Screen()))
    manager._procmgr = Signals()
    for name, arguments in commands(port).items():
        # exec: without it the signal would reach a shell too.
        command = f"exec {shlex.join([sys.executable, *arguments])}"
        manager.add_process(name, command, cwd=str(BASE_DIR))
    announcer = multiprocessing.Process(
        target=announce, args=(manager.events, port, lines), daemon=True
    )
    announcer.start()
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # a closed terminal ends it too
        signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    manager.loop()
    stopped_by_hand = manager.returncode in {128 + signal.SIGINT, 128 + signal.SIGTERM}
    return 0 if stopped_by_hand else manager.returncode or 1


def announce(events: "multiprocessing.Queue[Message]", port: int, lines: Sequence[str]) -> None:
    """Show `lines` as soon as the web process answers; a process, as honcho forks after it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while not answers(port):
        time.sleep(0.2)
    now = datetime.now(UTC).astimezone()
    events.put(Message(type="line", data="\n".join(lines), time=now, name="", colour=None))


def answers(port: int) -> bool:
    """Whether the web process is up."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""The suite's environment, settled before Django reads its settings; a pytest plugin for that.

Servers are looked for in the environment, on this machine, then in wheels. The suite runs on
PostgreSQL when there is one, else on SQLite; `DATABASE_URL=sqlite://` asks for SQLite.
"""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import pytest

from tests import servers

ROOT = Path(__file__).parent.parent
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

# Every variable the settings read: a developer's shell or .env must not leak into the tests,
# and no test may reach a real provider.
ENVIRONMENT = {
    "SECRET_KEY": "only-for-tests",
    "DEBUG": "true",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "PORT": "8000",
    "PUBLIC_BASE_URL": "",
    "REDIS_URL": "",
    "MEDIA_ROOT": "",
    "MEDIA_S3_BUCKET": "",
    "METRICS_TOKEN": "",
    "SENTRY_DSN": "",
    "EMAIL_URL": "",
    "EMAIL_FROM": "",
    "SENDER_MPS": "0",
    "SEND_PROVIDER": "",
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "only-for-tests",
    "TWILIO_MESSAGING_SERVICE_SID": "",
    "TWILIO_FROM": "+15005550006",
    "TWILIO_API_BASE_URL": "http://127.0.0.1:9",
    # The workers of xdist must see sets, and so parametrized cases, in one order.
    "PYTHONHASHSEED": "0",
    # Playwright keeps an event loop in the thread that also asks the database.
    "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
}


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> Generator[None, None, None]:
    """A wrapper, because it has to come before pytest-django imports the settings."""
    if WORKER == "main":
        # As Ctrl-C, so that the servers end too when a time limit ends the tests.
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        remember_named_servers()
        os.environ |= ENVIRONMENT
        folder = tempfile.TemporaryDirectory(prefix="fieldservice-tests-")
        os.environ["TEST_FOLDER"] = servers.RUNNING.enter_context(folder)
        os.environ["DATABASE_URL"] = suite_database()
        if early_config.known_args_namespace.numprocesses:
            migrate_once()
    os.environ["VAR_DIR"] = str(Path(os.environ["TEST_FOLDER"], WORKER))
    yield


def pytest_unconfigure() -> None:
    """Not left to the end of Python, which deletes the servers' folders first."""
    servers.RUNNING.close()


def remember_named_servers() -> None:
    """Keep the servers the environment names under names that the settings don't read."""
    database, redis = os.environ.get("DATABASE_URL", ""), os.environ.get("REDIS_URL")
    if database.startswith("postgres"):
        os.environ["TEST_POSTGRES_URL"] = database
    if redis:
        os.environ["TEST_REDIS_URL"] = redis


def suite_database() -> str:
    """The address of the suite's database; the test databases are made beside it."""
    if os.environ.get("DATABASE_URL"):
        return os.environ["DATABASE_URL"]
    url = postgres_server()
    if url is None and required():
        raise pytest.UsageError("REQUIRE_SERVICES=1, and there is no PostgreSQL.")
    if url is not None:
        # The workers of xdist share the server their parent started.
        os.environ["TEST_POSTGRES_URL"] = url
    return url or "sqlite://"


def migrate_once() -> None:
    """Make the database of which those of all processes of xdist are copies."""
    if server := os.environ.get("TEST_POSTGRES_URL"):
        url = servers.RUNNING.enter_context(servers.fresh_database(server))
        migrate({**os.environ, "DATABASE_URL": url, "VAR_DIR": os.environ["TEST_FOLDER"]})
        os.environ["TEST_MIGRATED"] = urlsplit(url).path.removeprefix("/")


def migrate(environment: Mapping[str, str]) -> None:
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


@contextmanager
def migrated_database(server_url: str) -> Generator[str, None, None]:
    """The address of a new PostgreSQL database with all tables, dropped at the end."""
    like = os.environ.get("TEST_MIGRATED")
    with servers.fresh_database(server_url, like or "template1") as url:
        if like is None:
            migrate({**os.environ, "DATABASE_URL": url})
        yield url


def postgres_server() -> str | None:
    """The address of a PostgreSQL where databases may be made, or None."""
    named = os.environ.get("TEST_POSTGRES_URL")
    private = None if named else servers.postgres()
    return private.url if private else named


def redis_server() -> str | None:
    """The address of a Redis that no other worker of this run uses, or None."""
    named = os.environ.get("TEST_REDIS_URL")
    private = None if named else servers.redis()
    if named and WORKER != "main":
        # Each worker its own numbered database; Redis has sixteen.
        return urlsplit(named)._replace(path=f"/{int(WORKER[2:]) + 1}").geturl()
    return private.url if private else named


def required() -> bool:
    """Whether a missing service is a failure: so in CI."""
    return os.environ.get("REQUIRE_SERVICES") == "1"


def missing(what: str) -> NoReturn:
    """Skip the test that needs `what`, or fail it where everything has to be there."""
    if required():
        pytest.fail(f"REQUIRE_SERVICES=1, and there is no {what}.")
    pytest.skip(f"NOT TESTED: this machine has no {what}.")

"""Fixtures every test may ask for; the servers behind them are those of tests.services."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key

from technicians.models import Technician
from tests import chromium
from tests.factories import make_technician
from tests.servers import fresh_database
from tests.services import migrated_database, missing, postgres_server, redis_server
from tests.spine import Day
from tests.stack import Stack

MIGRATED = "_test_serialized_contents"  # where Django keeps the rows made by migrations
OTHERS_OUT = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""

# What takes longest begins first: each file has one process, and none is to be left for the end.
LONGEST = ("test_drills", "test_story", "browser/test_story", "test_photo_drill")


def pytest_configure() -> None:
    """Passwords are slow to make and to try on purpose: a quarter of a second each."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Each process makes a million objects that stay: looking through them takes half the time.
    gc.disable()


def pytest_collection_finish() -> None:
    """From here on what comes is looked through, and what there is no more."""
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files that empty the database come last: others need what the migrations made."""
    emptying = {item.path for item in items if empties_database(item)}
    items.sort(key=lambda item: (place(item), item.path in emptying))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """What the migrations made is there again for the next test of the same file."""
    yield
    connection = connections["default"]
    if nextitem and empties_database(item) and (made := vars(connection).get(MIGRATED)):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(made)


def place(item: pytest.Item) -> int:
    name = item.path.relative_to(Path(__file__).parent).with_suffix("").as_posix()
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def empties_database(item: pytest.Item) -> bool:
    mark = item.get_closest_marker("django_db")
    return mark is not None and bool(mark.kwargs.get("transaction"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Where the migrations have run once for all processes, the test database is a copy."""
    if migrated := os.environ.get("TEST_MIGRATED"):
        connections["default"].settings_dict["TEST"]["TEMPLATE"] = migrated


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database, which can go at the end although somebody still holds it."""
    yield
    # Threads, and Playwright's event loop, have connections of their own.
    if connections["default"].vendor == "postgresql":
        with django_db_blocker.unblock(), connections["default"].cursor() as cursor:
            cursor.execute(OTHERS_OUT)


@pytest.fixture(autouse=True)
def default_language() -> None:
    """The language of the settings: a page asked for in Spanish leaves its thread in Spanish."""
    translation.deactivate()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """An empty database on a real PostgreSQL, beside that of the suite."""
    server = postgres_server() or missing("PostgreSQL")
    with fresh_database(server) as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> str:
    """A real Redis that this worker has for itself."""
    return redis_server() or missing("Redis")


@pytest.fixture
def live_stack(tmp_path: Path) -> Iterator[Callable[..., Stack]]:
    """Starts the product as real processes: `live_stack(database="postgres", broker="redis")`.

    `environment` is laid over the demo's; the database is migrated and empty.
    """
    with ExitStack() as stacks:

        def start(database: str = "sqlite", broker: str = "fsq", **environment: str) -> Stack:
            if database == "postgres":
                server = postgres_server() or missing("PostgreSQL")
                environment["DATABASE_URL"] = stacks.enter_context(migrated_database(server))
            if broker == "redis":
                environment["REDIS_URL"] = redis_server() or missing("Redis")
            stack = stacks.enter_context(Stack(tmp_path, environment))
            if database == "sqlite":
                stack.migrate()
            stack.start()
            return stack

        yield start


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    program = chromium.program() or missing("Chromium")
    migrated = vars(connections["default"]).get(MIGRATED)
    with sync_playwright() as playwright:
        # Beside Playwright's event loop this thread has connections of its own: they must know
        # as well what serialized_rollback puts back.
        if migrated is not None:
            vars(connections["default"])[MIGRATED] = migrated
        browser = playwright.chromium.launch(executable_path=program, args=chromium.CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a visitor nobody has seen before."""
    with browser.new_context() as visitor:
        yield visitor.new_page()


@pytest.fixture
def day() -> Day:
    """The day most stories of texts begin on."""
    return Day()


@pytest.fixture
def maya() -> Technician:
    return make_technician("Maya Lopez")


@pytest.fixture
def omar() -> Technician:
    return make_technician("Omar Haddad")

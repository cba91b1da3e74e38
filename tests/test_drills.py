"""Every fault of `make drill` in small: nothing is lost, nothing comes twice.

One stack serves them all, as starting one takes longer than most drills. Its workers hurry.
"""

from collections.abc import Iterator

import psycopg
import pytest
import requests
from psycopg.errors import DeadlockDetected

from tests.bench.stacks import measured_stack
from tests.drills.rows import ROWS
from tests.office import until
from tests.servers import postgres_programs, redis_program
from tests.services import missing
from tests.stack import Stack

QUICK = {"DEBUG": "true", "SWEEP_SECONDS": "1"}
FEW = 24  # texts
FEWER = {"broken": 3, "photos": 2}  # one lasts as long as it has texts, one has a test of its own
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"


@pytest.fixture(scope="module")
def shared() -> Iterator[Stack]:
    """A stack of two workers, and how its database was before anything happened."""
    for program, what in ((postgres_programs(), "PostgreSQL"), (redis_program(), "Redis")):
        assert program or missing(what)
    with measured_stack(on_servers=True, celery="tests.drills.quick") as stack:
        stack.environment |= QUICK
        with psycopg.connect(stack.environment["DATABASE_URL"]) as database:
            database.execute("CREATE SCHEMA before")
            for (table,) in database.execute(TABLES).fetchall():
                database.execute(f"CREATE TABLE before.{table} AS TABLE public.{table}")
        yield stack


@pytest.fixture
def stack(shared: Stack) -> Stack:
    """The shared stack, as if nothing had ever happened on it."""
    requests.post(f"{shared.simulator_url}/simulator/reset", json={}).raise_for_status()
    until(lambda: is_restored(shared.environment["DATABASE_URL"]))
    return shared


def is_restored(database_url: str) -> bool:
    """Whether it could be done: the last receipts of the drill before may be in the way."""
    with psycopg.connect(database_url) as database:
        tables = [table for (table,) in database.execute(TABLES.replace("public", "before"))]
        try:
            database.execute(f"TRUNCATE {', '.join(tables)} CASCADE")
        except DeadlockDetected:
            return False
        # Rows come back in any order, so nobody asks for those they point to.
        database.execute("SET session_replication_role = replica")
        for table in tables:
            database.execute(f"INSERT INTO public.{table} SELECT * FROM before.{table}")
    return True


# Those of test_any_day are the days in small, and those of test_page_keys the keys.
OTHERS = {"days", "rules", "keys"}


@pytest.mark.parametrize("name", [name for name in ROWS if name not in OTHERS])
def test_nothing_is_lost_and_nothing_comes_twice(stack: Stack, name: str) -> None:
    result = ROWS[name].drill(stack, FEWER.get(name, FEW))
    assert (result.due > 0, result.lost, result.twice) == (True, 0, 0), result.note

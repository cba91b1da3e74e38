"""Stacks to measure: as in production, with servers of their own."""

import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import servers
from tests.stack import Stack


@contextmanager
def measured_stack(*, on_servers: bool) -> Generator[Stack]:
    """The simulator runs; web, worker and beat wait to be started."""
    with ExitStack() as resources:
        environment: dict[str, str] = {}
        if on_servers:
            postgres, redis = servers.postgres(), servers.redis()
            if postgres is None or redis is None:
                raise SystemExit("This needs PostgreSQL and Redis; see requirements-dev.txt.")
            environment["DATABASE_URL"] = resources.enter_context(
                servers.fresh_database(postgres.url)
            )
            environment["REDIS_URL"] = redis.url
        folder = resources.enter_context(tempfile.TemporaryDirectory(prefix="fieldservice-bench-"))
        stack = resources.enter_context(Stack(Path(folder), environment))
        stack.manage("migrate", "--verbosity", "0")
        stack.start("simulator")
        # The simulator is for development only; everything else is measured as it runs in earnest.
        stack.environment["DEBUG"] = "false"
        yield stack

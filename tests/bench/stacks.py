"""Stacks to measure: as in production, with servers of their own."""

import tempfile
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests import servers
from tests.servers import Server
from tests.stack import Stack


@contextmanager
def measured_stack(*, on_servers: bool, celery: str = "fieldservice") -> Generator[Stack]:
    """The simulator runs; web, worker and beat wait to be started."""
    with ExitStack() as resources:
        own = resources.enter_context(_own_servers()) if on_servers else {}
        variables = {"postgres": "DATABASE_URL", "redis": "REDIS_URL"}
        environment = {variables[name]: server.url for name, server in own.items()}
        folder = resources.enter_context(tempfile.TemporaryDirectory(prefix="fieldservice-bench-"))
        stack = resources.enter_context(Stack(Path(folder), environment, own, celery))
        stack.migrate()
        stack.start("simulator")
        # The simulator is for development only; everything else is measured as it runs in earnest.
        stack.environment["DEBUG"] = "false"
        yield stack


@contextmanager
def _own_servers() -> Generator[dict[str, Server]]:
    programs, program = servers.postgres_programs(), servers.redis_program()
    if programs is None or program is None:
        raise SystemExit("This needs PostgreSQL and Redis; see requirements-dev.txt.")
    with servers.own_postgres(programs) as postgres, servers.own_redis(program) as redis:
        yield {"postgres": postgres, "redis": redis}

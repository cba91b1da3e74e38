"""The table of drills: what is broken, how many texts it takes, and how soon all must be well."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from tests.bench.stacks import measured_stack
from tests.drills import behavior
from tests.drills.counting import Result
from tests.drills.days import days, rules
from tests.drills.keys import keys
from tests.drills.kill_rows import kill9, kills
from tests.drills.levers import Drill, counted
from tests.drills.photos import photos
from tests.drills.provider_rows import answers, broken, busy, hang
from tests.drills.server_rows import postgres, redis

LEAST = 50


@dataclass(frozen=True)
class Row:
    """A drill, its texts at full length, and the seconds within which the last one leaves."""

    drill: Drill
    texts: int = 500
    within: float | None = 60


ROWS: Mapping[str, Row] = {
    "answers": Row(counted(answers)),
    "busy": Row(counted(busy)),
    "broken": Row(counted(broken)),
    "hang": Row(counted(hang)),
    "redis": Row(counted(redis)),
    # A commit whose answer was lost looks like a call whose answer was lost.
    "postgres": Row(counted(postgres), within=420),
    "kill9": Row(counted(kill9), within=420),
    "kills": Row(counted(kills), texts=10_000, within=420),
    "keys": Row(keys, texts=100_000, within=None),
    "days": Row(days, within=None),
    "rules": Row(rules, within=None),
    "photos": Row(photos, texts=10_000, within=None),
} | {name: Row(drill, within=None) for name, drill in behavior.ROWS.items()}


def run(name: str, scale: float) -> Result:
    """One drill on PostgreSQL and Redis, from an empty database to the last text settled."""
    row = ROWS[name]
    with measured_stack(on_servers=True) as stack:
        result = row.drill(stack, max(LEAST, round(row.texts * scale)))
    return replace(result, within=row.within)

"""`python -m tests.walk STEPS [SEED]`: random days, and what came of them as one line of JSON.

For `make drill ROW=days`, and for whoever wants a longer walk than `make test` takes.
"""

import json
import secrets
import sys

from hypothesis import Phase, settings

from tests import alone
from tests.any_day import FOUND, AnyDay, run

EXAMPLES = 10  # of one seed: a bad day does not end the walk


def walk(least: int, first: int) -> dict[str, object]:
    """At least so many steps, from this seed on; of each bad seed what was wrong."""
    steps, seed, wrong = 0, first, list[str]()
    how = settings(max_examples=EXAMPLES, stateful_step_count=50, phases=[Phase.generate])
    while steps < least:
        try:
            run(how, seed)
        except FOUND as error:
            wrong.append(f"seed {seed}: {error}")
        steps, seed = steps + AnyDay.steps, seed + 1
    return {"steps": steps, "violations": len(wrong), "wrong": wrong[:5]}


if __name__ == "__main__":
    alone.make_database()
    begin_at = int(sys.argv[2]) if len(sys.argv) > 2 else secrets.randbelow(10**6)
    sys.stdout.write(json.dumps(walk(int(sys.argv[1]), begin_at)) + "\n")

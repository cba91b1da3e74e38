"""`python -m tests.walk_broken`: whether each rule of the random days can complain, as JSON."""

import json
import sys

from tests import alone
from tests.breakages import BREAKAGES
from tests.breaking import noticed, said_of


def walk() -> dict[str, object]:
    """Breakages nobody noticed, and what is said of their days where nothing is broken."""
    alone.make_database()
    unnoticed = [name for name, breakage in BREAKAGES.items() if not noticed(breakage)]
    wrong = [said for breakage in BREAKAGES.values() for said in said_of(breakage)]
    return {"broken": len(BREAKAGES), "unnoticed": unnoticed, "wrong": wrong}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(walk()) + "\n")

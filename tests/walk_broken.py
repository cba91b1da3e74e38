"""`python -m tests.walk_broken STEPS [WORDS]`: whether each rule of the random days can complain.

With each of `tests.breakages`, or those with these words in their names, at most so many steps;
what nobody noticed as one line of JSON.
"""

import json
import sys

from tests import alone
from tests.breakages import BREAKAGES, noticed


def walk(most: int, words: str) -> dict[str, object]:
    """How many breakages there are, which ones nobody noticed, and the steps of all."""
    unnoticed, steps = list[str](), dict[str, int]()
    for name in (name for name in BREAKAGES if words in name):
        was_noticed, steps[name] = noticed(BREAKAGES[name], most)
        sys.stderr.write(f"{name}: {was_noticed} after {steps[name]} steps\n")
        unnoticed += [] if was_noticed else [name]
    return {"broken": len(steps), "unnoticed": unnoticed, "steps": sum(steps.values())}


if __name__ == "__main__":
    alone.make_database()
    words = sys.argv[2] if len(sys.argv) > 2 else ""
    sys.stdout.write(json.dumps(walk(int(sys.argv[1]), words)) + "\n")

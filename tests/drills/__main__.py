"""`make drill`: breaks things, prints what was lost or sent twice, and writes var/drill.json.

ROW=kill9 runs one row; SCALE=0.2 makes fewer texts due, and what depends on them shorter.
"""

import json
import os
import signal
import sys
from dataclasses import asdict
from pathlib import Path

from fieldservice.run import BASE_DIR
from tests.drills import rows
from tests.drills.counting import Result

LINE = "{:>10} {:>6} {:>6} {:>6} {:>6} {:>8} {:>7}  {}\n"


def main(row: str, scale: float) -> int:
    """The exit code: 1 where a text was lost, came twice or came too late."""
    if row and row not in rows.ROWS:
        sys.stderr.write(f"There is no drill {row}. Choose from {', '.join(rows.ROWS)}.\n")
        return 2
    # As Ctrl-C, so that the servers end too when a time limit ends the drills.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _print("fault", "due", "sent", "lost", "twice", "seconds", "within", "seen")
    results = [_shown(rows.run(name, scale)) for name in _chosen(row)]
    kept = Path(BASE_DIR, "var", "drill.json")
    kept.parent.mkdir(exist_ok=True)
    told = [asdict(result) | {"is_good": result.is_good} for result in results]
    kept.write_text(json.dumps(told, indent=1))
    return 0 if all(result.is_good for result in results) else 1


def _chosen(row: str) -> list[str]:
    return [row] if row else list(rows.ROWS)


def _shown(result: Result) -> Result:
    counted = (result.due, result.sent, result.lost, result.twice, result.seconds)
    within = "-" if result.within is None else f"{result.within:.0f}"
    verdict = result.note if result.is_good else f"NOT GOOD {result.note}"
    _print(result.fault, *counted, within, verdict)
    return result


def _print(*cells: object) -> None:
    written = [f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in cells]
    sys.stdout.write(LINE.format(*written))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(os.environ.get("ROW", ""), float(os.environ.get("SCALE") or 1)))

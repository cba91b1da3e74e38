"""`make drill`: breaks things, prints what was lost or sent twice, and writes var/drill.json.

ROW=kill9 runs one row; SCALE=0.2 makes fewer texts due.
"""

import json
import os
import sys
from dataclasses import asdict
from pathlib import Path

from fieldservice.run import BASE_DIR
from tests.drills import rows
from tests.drills.counting import Result

TEXTS = 500
LINE = "{:>10} {:>6} {:>6} {:>6} {:>6} {:>9}\n"


def main(row: str, scale: float) -> int:
    """The exit code: 1 where a text was lost or came twice."""
    if row and row not in rows.ROWS:
        sys.stderr.write(f"There is no drill {row}. Choose from {', '.join(rows.ROWS)}.\n")
        return 2
    _print("fault", "due", "sent", "lost", "twice", "seconds")
    results = [_shown(rows.run(name, max(50, round(TEXTS * scale)))) for name in _chosen(row)]
    kept = Path(BASE_DIR, "var", "drill.json")
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps([asdict(result) for result in results], indent=1))
    return 0 if all(result.is_good for result in results) else 1


def _chosen(row: str) -> list[str]:
    return [row] if row else list(rows.ROWS)


def _shown(result: Result) -> Result:
    _print(*(value for value in asdict(result).values()))
    return result


def _print(*cells: object) -> None:
    written = [f"{cell:.1f}" if isinstance(cell, float) else str(cell) for cell in cells]
    sys.stdout.write(LINE.format(*written))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(os.environ.get("ROW", ""), float(os.environ.get("SCALE") or 1)))

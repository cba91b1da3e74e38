"""`make bench`: measures, prints a table and writes var/bench.json; SCALE=0.2 is a quick look."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from fieldservice.run import BASE_DIR
from tests.bench import photos, sending, waiting

WAITS, TEXTS = 60, 4000


def main(scale: float) -> None:
    load, cores = os.getloadavg()[0], os.cpu_count()
    sys.stdout.write(f"{cores} cores, load {load:.1f} before the start.\n")
    waits = [
        one
        for servers in waiting.TARGETS
        for one in waiting.measure(servers, max(10, round(WAITS * scale)))
    ]
    _print_table(
        "From a booking to the provider's POST, one at a time (seconds)",
        ("servers", "since", "texts", "p50", "p95", "max", "target p95"),
        [
            (w.servers, w.since, w.texts, w.p50, w.p95, w.longest, waiting.TARGETS[w.servers])
            for w in waits
        ],
    )
    rates = [sending.measure(latency, max(200, round(TEXTS * scale))) for latency in (0, 200)]
    _print_table(
        "Due texts a second on PostgreSQL and Redis, and Twilio's client alone",
        ("latency ms", "texts", "ours", "client alone", "ratio"),
        [(r.latency_ms, r.texts, r.ours, r.bare, r.ratio) for r in rates],
    )
    steps = [photos.measure(camera, max(3, round(10 * scale))) for camera in photos.CAMERAS]
    _print_table(
        "Making a photo ready, warm, beside Pillow alone (milliseconds)",
        ("megapixels", "ours", "pillow", "ratio", "target", "detection", "start"),
        [
            (s.megapixels, s.ours, s.pillow, s.ratio, photos.TARGET, s.detection, s.start)
            for s in steps
        ],
    )
    found = {
        "cores": cores,
        "load_before": load,
        "waits": [asdict(wait) for wait in waits],
        "photos": [asdict(step) | {"ratio": step.ratio} for step in steps],
        "rates": [asdict(rate) | {"ratio": rate.ratio} for rate in rates],
    }
    kept = Path(BASE_DIR, "var", "bench.json")
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(found, indent=1), encoding="utf-8")


Cell = str | float


def _print_table(title: str, names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    lines = [list(names), *([_written(cell) for cell in row] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    sys.stdout.write(f"\n{title}\n")
    for line in lines:
        cells = (cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        sys.stdout.write("  ".join(cells) + "\n")
    sys.stdout.flush()


def _written(cell: Cell) -> str:
    return f"{cell:.3g}" if isinstance(cell, float) and cell < 10 else f"{cell}".partition(".")[0]


if __name__ == "__main__":
    main(float(os.environ.get("SCALE") or 1))

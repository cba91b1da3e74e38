"""`make bench`: measures, prints a table and writes var/bench.json; SCALE=0.2 is a quick look."""

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from fieldservice.run import BASE_DIR
from tests.bench import board, imports, photos, sending, waiting

WAITS, TEXTS = 60, 4000
IMPORTED = 50_000


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
    due = max(200, round(TEXTS * scale))
    rates = [
        sending.measure(0, due),
        sending.measure(200, due),
        sending.measure(200, due, callbacks="on"),
    ]
    _print_table(
        "Due texts a second on PostgreSQL and Redis, beside Twilio's client alone",
        ("latency ms", "receipts", "texts", "ours", "alone", "ratio", "cpu ms", "alone", "ratio"),
        [_row(rate) for rate in rates],
    )
    few, many = 10_000, max(20_000, round(1_000_000 * scale))
    grown = sending.growth((few, many), due)
    _print_table(
        "The same with few texts in the database, and with many",
        ("rows", "texts", "per second", "cpu ms", "ratio", "target"),
        [
            (few, due, grown.before.per_second, grown.before.cpu_ms, 1.0, ""),
            (many, due, grown.ours.per_second, grown.ours.cpu_ms, grown.ratio, sending.TARGET_FLAT),
        ],
    )
    sizes = board.SIZES if scale >= 1 else board.SIZES[:2]
    boards = board.measure(max(20, round(100 * scale)), sizes)
    _print_table(
        "The board: 500 technicians, 4,000 visits that day (milliseconds)",
        ("asked", "visits in all", "p50", "p95", "target p95", "KB"),
        [(s.what, s.visits, s.p50, s.p95, s.target, s.kilobytes) for s in boards],
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
    files = [imports.measure(name, max(1000, round(IMPORTED * scale))) for name in imports.FORMATS]
    _print_table(
        "Bringing in visits from a file (seconds, and megabytes of the process)",
        ("format", "rows", "dry run", "import", "target", "before", "peak"),
        [
            (f.format, f.rows, f.checked, f.brought_in, imports.TARGET, f.before, f.peak)
            for f in files
        ],
    )
    found = {
        "cores": cores,
        "load_before": load,
        "imports": [asdict(file) for file in files],
        "waits": [asdict(wait) for wait in waits],
        "photos": [asdict(step) | {"ratio": step.ratio} for step in steps],
        "rates": [
            asdict(rate) | {"ratio": rate.ratio, "cpu_ratio": rate.cpu_ratio} for rate in rates
        ],
        "board": [asdict(speed) for speed in boards],
        "growth": asdict(grown) | {"ratio": grown.ratio},
    }
    kept = Path(BASE_DIR, "var", "bench.json")
    kept.parent.mkdir(exist_ok=True)
    kept.write_text(json.dumps(found, indent=1), encoding="utf-8")


Cell = str | float


def _row(rate: sending.Rate) -> tuple[Cell, ...]:
    ours, bare = rate.ours, rate.bare
    speed = (ours.per_second, bare.per_second, rate.ratio)
    price = (ours.cpu_ms, bare.cpu_ms, rate.cpu_ratio)
    return (rate.latency_ms, rate.callbacks, rate.texts, *speed, *price)


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

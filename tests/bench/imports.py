"""How long a large file takes, from the dry run to the last row, and what memory it needs."""

import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from openpyxl import Workbook

from fieldservice.run import BASE_DIR
from tests import servers

TARGET = 120  # seconds for the import
FORMATS = ("csv", "xlsx")
TECHNICIANS, CUSTOMERS, A_DAY = 100, 9000, 400
HEADINGS = ("Visit #", "Client name", "Mobile", "Street", "City", "Date", "Start", "End",
            "Job type", "Technician", "Notes")  # fmt: skip


@dataclass(frozen=True)
class Import:
    """Seconds, and megabytes of one process: before anything, and at the most."""

    format: str
    rows: int
    checked: float
    brought_in: float
    before: float
    peak: float


def measure(format_: str, rows: int) -> Import:
    """One file into an empty database of a PostgreSQL of its own, in a process of its own."""
    programs = servers.postgres_programs()
    if programs is None:
        raise SystemExit("This needs PostgreSQL; see requirements-dev.txt.")
    with tempfile.TemporaryDirectory(prefix="fieldservice-bench-") as folder:
        file = Path(folder, f"visits.{format_}")
        write(file, rows)
        with servers.own_postgres(programs) as server:
            environment = os.environ | {
                "DATABASE_URL": server.url,
                "VAR_DIR": folder,
                "SECRET_KEY": "only-for-the-bench",
                "DEBUG": "false",
                "DJANGO_SETTINGS_MODULE": "fieldservice.settings",
            }
            command = [sys.executable, "-m", "tests.bench.import_process", str(file)]
            done = subprocess.run(
                command, cwd=BASE_DIR, env=environment, check=True, capture_output=True, text=True
            )
    return Import(format_, rows, **json.loads(done.stdout.splitlines()[-1]))


def write(file: Path, rows: int) -> None:
    if file.suffix == ".csv":
        with file.open("w", newline="", encoding="utf-8") as content:
            csv.writer(content).writerows(_table(rows))
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in _table(rows):
        sheet.append(row)
    book.save(file)


def _table(rows: int) -> Iterator[tuple[str, ...]]:
    yield HEADINGS
    tomorrow = datetime.now(UTC).date() + timedelta(days=1)
    for n in range(rows):
        day, slot, who = tomorrow + timedelta(days=n // A_DAY), n % 4, n % CUSTOMERS
        yield (
            *(f"V{n}", f"Dana Webb {who}", f"202555{who:04}", f"{who} Main Street", "Albany"),
            *(f"{day:%m/%d/%Y}", f"{8 + 2 * slot}:00", f"{10 + 2 * slot}:00"),
            *("Boiler service", f"Technician {n // 4 % TECHNICIANS}", "Gate code 12"),
        )

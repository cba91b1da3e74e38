"""The process that is measured: brings in the file it is given, and prints what that took."""

import json
import sys
import time
from datetime import date
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from appointments import import_services  # noqa: E402
from appointments.columns import Columns, Kind  # noqa: E402
from appointments.importing import working  # noqa: E402
from appointments.models import Import  # noqa: E402
from fieldservice.company.models import User  # noqa: E402
from technicians.models import Technician  # noqa: E402
from tests.bench.imports import TECHNICIANS  # noqa: E402


def main(path: str) -> None:
    call_command("migrate", verbosity=0)
    Technician.objects.bulk_create(
        Technician(display_name=f"Technician {n}", hired_on=date(2019, 3, 4))
        for n in range(TECHNICIANS)
    )
    before, by = _megabytes(), User.objects.create(username="rosa")
    file = Path(path)
    with file.open("rb") as upload:
        size = file.stat().st_size
        job = import_services.receive(
            by=by, kind=Kind.VISITS, name="visits", upload=upload, size=size
        )
    told = Columns(columns=job.fields(), month_first=True, consent_source="the bench")
    began = time.monotonic()
    import_services.check(by=by, job=job, told=told)
    _work(job)
    checked = time.monotonic()
    import_services.start(by=by, job=job)
    _work(job)
    ended = time.monotonic()
    if Import.objects.get(pk=job.pk).state != Import.State.DONE:
        raise SystemExit("The file was not brought in.")
    found = {"checked": checked - began, "brought_in": ended - checked}
    sys.stdout.write(json.dumps(found | {"before": before, "peak": _megabytes()}) + "\n")


def _work(job: Import) -> None:
    """As the worker does, which gives way to others every few seconds."""
    while working.work(job.pk):
        pass


def _megabytes() -> float:
    """The most this process ever had: what getrusage tells may be the most of its parent."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    main(sys.argv[1])

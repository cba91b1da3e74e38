"""The dry run and the import itself: batch by batch, each with its position in one transaction.

Whoever is killed leaves whole batches and the place to go on from; a claim keeps two workers
from doing the same file, and a worker that lost its claim writes nothing more.
"""

import time
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from appointments.columns import Kind
from appointments.importing import kept
from appointments.importing.customers import Customers
from appointments.importing.rows import Importer, Planned, Row, What, batches, problem_rows
from appointments.importing.technicians import Technicians
from appointments.importing.visits import Visits
from appointments.models import Appointment, Import, ImportProblem
from appointments.models.imports import CLAIM_HOLDS, MOST_TRIES
from appointments.statuses import Status
from fieldservice.company.errors import InvalidError

State = Import.State
SLICE = 3.0  # seconds; what waits in the queue behind it can wait that long
Clock = Callable[[], datetime]


class OvertakenError(Exception):
    """Somebody else goes on with this file."""


def work(pk: uuid.UUID, clock: Clock = timezone.now, seconds: float = SLICE) -> bool:
    """Do some of what is to be done for this file; True when there is more."""
    job = _claim(pk, clock())
    if job is None:
        return False
    try:
        steps = {State.CHECKING: _check, State.RUNNING: _bring_in}
        return steps[State(job.state)](job, clock, seconds)
    except InvalidError as error:
        _end(job, State.FAILED, clock(), failure=error.message)
    except OvertakenError:
        pass
    return False


def _claim(pk: uuid.UUID, now: datetime) -> Import | None:
    """The file, if nobody is at it; one that keeps failing at the same place is stopped."""
    mine = uuid.uuid4()
    free = Import.objects.stalled(now).filter(pk=pk)
    if not free.update(claim=mine, busy_until=now + CLAIM_HOLDS, tries=F("tries") + 1):
        return None
    job = (
        Import.objects.select_related("by", "job_type", "business_unit").filter(claim=mine).first()
    )
    if job and job.tries > MOST_TRIES:
        _end(job, State.FAILED, now)
        return None
    return job


def _check(job: Import, clock: Clock, seconds: float) -> bool:
    """Some of the dry run: nothing is saved but what is wrong, and what the next part must know."""
    if not job.position:
        job.problems.all().delete()
    if not job.lines:
        lines, total = kept.unfold(job)
        _save(job, clock(), lines=lines, total=total)
    importer, until = _importer(job, clock(), dry=True), time.monotonic() + seconds
    importer.recall(kept.noted(job))
    counts = Counter[str]()
    with kept.open_lines(job) as lines_file:
        for rows, position in batches(job, lines_file):
            counts.update(_counted(importer.plan(rows)), row=len(rows))
            _list_problems(job, rows)
            if time.monotonic() > until:
                _pause(job, counts, position, importer, clock())
                return True
    counts["row"] = -job.row  # the import counts from the beginning
    words = importer.new_words()
    _end(job, State.CHECKED, clock(), notes="", new_words=words, **_added(job, counts))
    kept.forget(job.notes)
    return False


@transaction.atomic
def _list_problems(job: Import, rows: list[Row]) -> None:
    """What is wrong with these rows, in the place of what a worker that died had found."""
    job.problems.filter(row__gte=rows[0].number, row__lte=rows[-1].number).delete()
    ImportProblem.objects.bulk_create(problem_rows(job, rows))


def _pause(
    job: Import, counts: Counter[str], position: int, importer: Importer, now: datetime
) -> None:
    """Keep how far the dry run has come, and what it has seen, in one step."""
    before, notes = job.notes, kept.note(importer.seen_so_far())
    _save(job, now, position=position, notes=notes, tries=0, **_added(job, counts))
    kept.forget(before)
    _let_go(job)


def _bring_in(job: Import, clock: Clock, seconds: float) -> bool:
    importer, until = _importer(job, clock(), dry=False), time.monotonic() + seconds
    with kept.open_lines(job) as lines:
        for rows, position in batches(job, lines):
            with transaction.atomic():
                _write_batch(job, importer, rows, position, clock())
            if time.monotonic() > until:
                _let_go(job)
                return True
    _end(job, State.DONE, clock(), finished_at=clock())
    kept.throw_away(job)
    return False


def _write_batch(
    job: Import, importer: Importer, rows: list[Row], position: int, now: datetime
) -> None:
    """These rows and the place behind them: both are saved, or neither."""
    before = job.problems.filter(row__gte=rows[0].number, row__lte=rows[-1].number)
    # What is twice only the dry run could see; all else may be otherwise by now.
    twice = set(before.filter(what=What.TWICE).values_list("row", flat=True))
    before.exclude(what=What.TWICE).delete()
    plans = importer.plan([row for row in rows if row.number not in twice])
    importer.write()
    ImportProblem.objects.bulk_create(problem_rows(job, rows))
    counts = _counted(plans)
    counts["left_out"] += len(twice)
    counts["row"] = len(rows)
    _save(job, now, position=position, tries=0, **_added(job, counts))


def _added(job: Import, counts: Counter[str]) -> dict[str, int]:
    return {name: getattr(job, name) + count for name, count in counts.items()}


def _counted(plans: Sequence[Planned[object]]) -> Counter[str]:
    counts = Counter(made=0, known=0, left_out=0, past=0)
    for plan in plans:
        counts["left_out" if plan.row.is_out() else "known" if plan.known else "made"] += 1
        is_past = isinstance(plan.new, Appointment) and plan.new.status == Status.DONE
        counts["past"] += is_past
    return counts


def _importer(job: Import, now: datetime, *, dry: bool) -> Importer:
    if job.kind == Kind.VISITS:
        return Visits(job, now, dry=dry)
    return Customers(job) if job.kind == Kind.CUSTOMERS else Technicians(job)


def _save(job: Import, now: datetime, **values: object) -> None:
    """Note how far it has come, if it is still ours to do so."""
    busy = {"busy_until": now + CLAIM_HOLDS}
    # Nobody but the holder of the claim, and only from where we began.
    mine = Import.objects.filter(pk=job.pk, claim=job.claim, position=job.position)
    if not mine.update(**values, **busy):
        raise OvertakenError
    for name, value in values.items():
        setattr(job, name, value)


def _let_go(job: Import) -> None:
    Import.objects.filter(pk=job.pk, claim=job.claim).update(busy_until=None)


def _end(job: Import, state: Import.State, now: datetime, **values: object) -> None:
    if job.state == State.CHECKING:
        values |= {"position": 0}  # nothing of it is here
    mine = Import.objects.filter(pk=job.pk, claim=job.claim)
    mine.update(state=state, busy_until=None, tries=0, **values)

"""Bringing in a file, step by step as the office asks for it: upload, columns, check, go."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import IO

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.columns import Columns, Kind, guessed, heading_row, missing
from appointments.importing import files, kept
from appointments.models import Import, JobType
from appointments.tasks import introduce_import, run_import
from fieldservice.company.broker import wake
from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import BusinessUnit, User
from fieldservice.company.services import record

State = Import.State


def receive(
    *, by: User, kind: Kind, name: str, upload: IO[bytes], size: int, now: datetime | None = None
) -> Import:
    """The file, kept, with a guess at its columns. Raises InvalidError where it is no table."""
    if size > files.LARGEST:
        raise InvalidError(_("This file is larger than 25 MB. Split it."), field="file")
    sample = files.first_rows(upload)
    headings = heading_row(sample, kind)
    guess = guessed(sample[headings], kind)
    return Import.objects.create(
        kind=kind,
        name=name[:200],
        upload=kept.keep(upload),
        sample=sample,
        heading_row=headings,
        columns={str(column): field for column, field in guess.items()},
        by=by,
        created_at=now or timezone.now(),
    )


@transaction.atomic
def check(*, by: User, job: Import, told: Columns, unit: BusinessUnit | None = None) -> None:
    """Look at every row, writing none; what comes in is of `unit`, or of the default one.

    Raises InvalidError where a needed column is missing.
    """
    lacking = missing(told.columns.values(), Kind(job.kind))
    if lacking:
        names = _(" or ").join(str(field.label) for field in lacking[0])
        raise InvalidError(_("No column says this: %(names)s.") % {"names": names}, field="columns")
    values = {
        "columns": {str(column): field for column, field in told.columns.items()},
        "month_first": told.month_first,
        "consent_source": told.consent_source,
        "consent_on": told.consent_on,
        "business_unit": unit,
    }
    _go(job, (State.UPLOADED, State.CHECKED, State.FAILED), State.CHECKING, values)


@transaction.atomic
def explain(*, by: User, job: Import, names: Mapping[str, str], job_type: JobType | None) -> None:
    """Say whom unknown names stand for, by id, and what all work is called; then check anew."""
    values = {"names": dict(names), "job_type": job_type}
    _go(job, (State.CHECKED,), State.CHECKING, values)


@transaction.atomic
def start(*, by: User, job: Import) -> None:
    """Bring in what the check found to be right."""
    _go(job, (State.CHECKED,), State.RUNNING, {"by": by})
    record(by=by, what="import started", subject=job)


@transaction.atomic
def introduce(*, by: User, job: Import, now: datetime | None = None) -> None:
    """Let the customers of its visits ahead be told, as if the visits were booked now."""
    values = {"introduce_by": by, "introduce_at": now or timezone.now()}
    Import.objects.filter(pk=job.pk, state=State.DONE).update(**values)
    record(by=by, what="import introduced", subject=job)
    transaction.on_commit(partial(wake, introduce_import, str(job.pk)))


def discard(*, by: User, job: Import) -> None:
    """Forget a file of which nothing was brought in. Raises ConflictError where something was."""
    if not Import.objects.put_aside().filter(pk=job.pk).exists():
        raise ConflictError(_("Rows of this file are here already. It can't be discarded."))
    kept.throw_away(job)
    job.delete()


def _go(
    job: Import, before: tuple[Import.State, ...], state: Import.State, values: Mapping[str, object]
) -> None:
    """From the beginning of the file into `state`, and a knock; once, however often it is asked."""
    counts = dict.fromkeys(("position", "row", "made", "known", "left_out", "past", "tries"), 0)
    fresh: dict[str, object] = {**counts, "notes": "", "failure": "", "claim": None}
    ready = Import.objects.filter(pk=job.pk, state__in=before)
    if not ready.update(**(fresh | {"state": state} | dict(values))):
        raise ConflictError(_("This file is being worked on already."))
    transaction.on_commit(partial(wake, run_import, str(job.pk)))

"""What a manager does with job types: add, change, archive, offer again, delete."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.job_types import JobTypeDetails
from appointments.models import Appointment, JobType, JobTypeWords
from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Actor
from fieldservice.company.services import record, save_changes
from fieldservice.company.values import turned


@transaction.atomic
def add_job_type(*, by: Actor, details: JobTypeDetails) -> JobType:
    made = JobType.objects.create(name=details.name, minutes=details.minutes, tone=details.tone)
    _set_rest(made, details)
    record(by=by, what="job type added", subject=made, details={"name": made.name})
    return made


@transaction.atomic
def change_job_type(
    *, by: Actor, job_type: JobType, details: JobTypeDetails, seen: int | None = None
) -> bool:
    """Keep these values; booked visits keep their planned times. StaleError as in save_changes."""
    before = _rest(job_type)
    _set_rest(job_type, details)
    return save_changes(
        by=by,
        what="job type changed",
        subject=job_type,
        changes={"name": details.name, "minutes": details.minutes, "tone": details.tone},
        more=turned(before, _rest(job_type)),
        seen=seen,
    )


@transaction.atomic
def take_off(*, by: Actor, job_type: JobType, now: datetime | None = None) -> bool:
    """Offer it no more: archived where a visit is of it, else deleted; whether it is archived."""
    details = {"name": job_type.name}
    is_used = Appointment.objects.filter(job_type=job_type).exists()
    if is_used:
        job_type.archived_at = now or timezone.now()
        job_type.save(update_fields=["archived_at"])
        record(by=by, what="job type archived", subject=job_type, details=details)
    else:
        record(by=by, what="job type deleted", subject=job_type, details=details)
        job_type.delete()
    return is_used


@transaction.atomic
def offer_again(*, by: Actor, job_type: JobType) -> None:
    if job_type.archived_at is None:
        raise ConflictError(_("This job type is offered already."))
    job_type.archived_at = None
    job_type.save(update_fields=["archived_at"])
    record(by=by, what="job type offered", subject=job_type, details={"name": job_type.name})


def _rest(job_type: JobType) -> dict[str, str | int | float | bool | None]:
    """Its skills and words, as the history keeps them."""
    skills = job_type.skills.order_by("name").values_list("name", flat=True)
    words = dict(job_type.words.values_list("language", "text"))
    return {"skills": ", ".join(skills), "en": words.get("en", ""), "es": words.get("es", "")}


def _set_rest(job_type: JobType, details: JobTypeDetails) -> None:
    job_type.skills.set(details.skills)
    for language, text in details.words.items():
        if text:
            JobTypeWords.objects.update_or_create(
                job_type=job_type, language=language, defaults={"text": text}
            )
        else:
            job_type.words.filter(language=language).delete()

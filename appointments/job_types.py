"""Kinds of work by the words a caller uses; new words make a new kind."""

from appointments.models import JobType, JobTypeWords
from fieldservice.company.names import tidy


def job_type_named(name: str, *, language: str) -> JobType:
    """The kind of work of this name; a new one takes an hour and asks for no skill."""
    name = tidy(name)
    known = JobType.objects.filter(name__iexact=name).first()
    if known:
        return known
    job_type, is_new = JobType.objects.get_or_create(name=name)
    if is_new:
        JobTypeWords.objects.create(job_type=job_type, language=language, text=name)
    return job_type

"""Kinds of work by the words a caller uses; new words make a new kind."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from appointments.models import JobType, JobTypeWords
from fieldservice.company.names import tidy
from technicians.models import Skill


@dataclass(frozen=True)
class JobTypeDetails:
    """A job type as typed; `words`: how a customer reads it, by language."""

    name: str
    minutes: int
    tone: str
    skills: Collection[Skill]
    words: Mapping[str, str]


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

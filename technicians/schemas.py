"""What integrations send and get about technicians and photos: shapes only, no decisions."""

from datetime import date
from typing import Annotated, Literal, TypeAlias
from uuid import UUID

from pydantic import Field, StringConstraints

from fieldservice.company.schemas import Answer, Body, Day, ExternalId, Words
from technicians.models import Line, Technician
from technicians.services import Profile, words_language

Phrases = Annotated[
    list[Annotated[Words, Field(min_length=1, max_length=60)]], Field(max_length=20)
]
HeadshotWord: TypeAlias = Literal["none", "processing", "ready", "refused"]
SpokenLanguage = Annotated[str, StringConstraints(pattern="^[a-z]{2}$")]


class TechnicianBody(Body):
    display_name: Annotated[Words, Field(min_length=1, max_length=60)]
    hired_on: Day
    skills: Phrases | None = None
    interests: Phrases | None = None
    bio: Annotated[Words, Field(max_length=Line.LIMITS[Line.Kind.BIO])] | None = None
    phone: Words | None = None
    languages: Annotated[list[SpokenLanguage], Field(max_length=20)] | None = None
    external_id: ExternalId | None = None

    def profile(self) -> Profile:
        lines = {
            Line.Kind.INTEREST: self.interests,
            Line.Kind.BIO: None if self.bio is None else [self.bio],
        }
        return Profile(
            display_name=self.display_name,
            hired_on=self.hired_on,
            skills=None if self.skills is None else tuple(self.skills),
            lines={kind: tuple(texts) for kind, texts in lines.items() if texts is not None},
            phone=self.phone,
            languages=None if self.languages is None else tuple(self.languages),
            external_id=self.external_id,
        )


class TechnicianAnswer(Answer):
    id: UUID
    display_name: str
    hired_on: date
    skills: list[str]
    interests: list[str]
    bio: str | None
    phone: str | None
    languages: list[str]
    external_id: str | None


class TechnicianList(Answer):
    items: list[TechnicianAnswer]
    next: str | None


class Finding(Answer):
    code: str
    text: str


class HeadshotStatus(Answer):
    status: HeadshotWord


class HeadshotAnswer(HeadshotStatus):
    findings: list[Finding]
    url: str | None


def technician_answer(technician: Technician) -> TechnicianAnswer:
    language = words_language(technician)
    lines = [line for line in technician.lines.all() if line.language == language]
    return TechnicianAnswer(
        id=technician.pk,
        display_name=technician.display_name,
        hired_on=technician.hired_on,
        skills=[skill.name for skill in technician.skills.all()],
        interests=[line.text for line in lines if line.kind == Line.Kind.INTEREST],
        bio=next((line.text for line in lines if line.kind == Line.Kind.BIO), None),
        phone=str(technician.phone) or None,
        languages=technician.languages,
        external_id=technician.external_id,
    )

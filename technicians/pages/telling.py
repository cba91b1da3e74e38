"""What customers would be told of a technician, field by field, as the last step of setting up."""

from dataclasses import dataclass

from technicians.drafts import as_written
from technicians.models import Consent, Line, Technician
from technicians.pages import shown
from technicians.services import FIELD_OF_LINE


@dataclass(frozen=True)
class Told:
    """A field that has something to say, and what that is; `is_on` unless they withheld it."""

    field: Consent.Field
    words: list[str]
    is_on: bool


def told(technician: Technician, language: str) -> list[Told]:
    """What customers of this language would read, field by field; the photo has its own switch."""
    said = shown.spoken(technician)[language]
    words = {
        Consent.Field.TENURE: [said.tenure],
        Consent.Field.TRADE: [said.trade],
        Consent.Field.SKILLS: said.skills,
        Consent.Field.SAY_LIKE: [technician.say_it_like],
        Consent.Field.PRONOUNS: [technician.pronouns],
        Consent.Field.CERTIFIED: list(map(str, technician.certifications.all())),
        Consent.Field.LANGUAGES: list(map(shown.language_name, technician.languages)),
        **{FIELD_OF_LINE[kind]: _lines(technician, kind, language) for kind in Line.Kind},
    }
    held_back = shown.withheld(technician)
    said_by_field = {field: list(filter(None, texts)) for field, texts in words.items()}
    return [
        Told(field, texts, field not in held_back)
        for field, texts in said_by_field.items()
        if texts
    ]


def _lines(technician: Technician, kind: Line.Kind, language: str) -> list[str]:
    lines = as_written(technician)
    return [line.text for line in lines if (line.kind, line.language) == (kind, language)]

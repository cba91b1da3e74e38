"""What a manager does with skills: add, change the words customers read, delete the unused."""

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from fieldservice.company.errors import ConflictError
from fieldservice.company.models import Actor
from fieldservice.company.services import record, save_changes
from fieldservice.company.values import turned
from technicians.models import Skill, SkillWords


@transaction.atomic
def add_skill(*, by: Actor, name: str, words: Mapping[str, str]) -> Skill:
    """`words`: what customers read after “Good at:”, by language."""
    made = Skill.objects.create(name=name)
    _say(made, words)
    record(by=by, what="skill added", subject=made, details={"name": name})
    return made


@transaction.atomic
def change_skill(
    *, by: Actor, skill: Skill, name: str, words: Mapping[str, str], seen: int | None = None
) -> bool:
    """Keep name and words; StaleError as in save_changes."""
    before = _said(skill)
    _say(skill, words)
    more = turned(before, _said(skill))
    what, changes = "skill changed", {"name": name}
    return save_changes(by=by, what=what, subject=skill, changes=changes, more=more, seen=seen)


@transaction.atomic
def delete_skill(*, by: Actor, skill: Skill) -> None:
    """Raises ConflictError while somebody has it or a job asks for it."""
    if skill.technicians.exists() or skill.job_types.exists():
        told = _("Somebody has this skill, or a job asks for it. Take it from them first.")
        raise ConflictError(told)
    record(by=by, what="skill deleted", subject=skill, details={"name": skill.name})
    skill.delete()


def _said(skill: Skill) -> dict[str, str | int | float | bool | None]:
    words = dict(skill.words.values_list("language", "text"))
    return {"en": words.get("en", ""), "es": words.get("es", "")}


def _say(skill: Skill, words: Mapping[str, str]) -> None:
    for language, text in words.items():
        if text:
            SkillWords.objects.update_or_create(
                skill=skill, language=language, defaults={"text": text}
            )
        else:
            skill.words.filter(language=language).delete()

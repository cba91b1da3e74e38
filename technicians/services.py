"""Profiles and consent: who may write what about a technician, each in one transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import Actor, ApiToken, Language, User
from fieldservice.company.names import tidy
from fieldservice.company.phones import textable
from fieldservice.company.services import record
from technicians.models import Consent, Line, Skill, SkillWords, Technician
from technicians.signing_in import end_links

FIELD_OF_LINE = {
    Line.Kind.INTEREST: Consent.Field.INTEREST,
    Line.Kind.OPENER: Consent.Field.OPENER,
    Line.Kind.BIO: Consent.Field.BIO,
}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A whole profile as an integration or the office writes it; None leaves a part as it is.

    `lines` are own words by kind; the first of `languages` that we write is that of all words.
    `unit` is the number of a business unit, 0 for all of them.
    """

    display_name: str
    hired_on: date
    skills: tuple[str, ...] | None = None
    lines: Mapping[Line.Kind, tuple[str, ...]]
    phone: str | None = None
    languages: tuple[str, ...] | None = None
    external_id: str | None = None
    unit: int | None = None


@transaction.atomic
def save_profile(
    *, by: Actor, profile: Profile, now: datetime | None = None
) -> tuple[Technician, bool]:
    """The technician and whether they are new; a known external id is updated.

    What is written here counts as consented by `by`, but never again once withdrawn.
    Raises InvalidError naming the field, and then nothing is saved.
    """
    now = now or timezone.now()
    technician = _find(profile.external_id)
    if technician:
        check_here(technician)
    is_new = technician is None
    technician = technician or Technician(external_id=profile.external_id)
    write_details(technician, profile)
    language = words_language(technician)
    for kind, texts in profile.lines.items():
        write_lines(technician, kind, texts, language, now)
    _grant_written(by, technician, profile, now)
    record(by=by, what="profile saved", subject=technician)
    return technician, is_new


def words_language(technician: Technician) -> str:
    """The language their own words are in: the first spoken one that we write."""
    return next(
        (code for code in technician.languages if code in Language.values), Language.ENGLISH
    )


def skills_named(names: Iterable[str], language: str) -> list[Skill]:
    """The skills of these names, made where they are new, with words for customers."""
    skills = []
    # In one order for all: who makes the same new ones at this moment must not wait in a circle.
    for name in sorted({tidy(name) for name in names}):
        skill = Skill.objects.filter(name__iexact=name).first() or _new_skill(name, language)
        skills.append(skill)
    return skills


def _new_skill(name: str, language: str) -> Skill:
    """The skill, made just now by us or by somebody else."""
    _cleaned(Skill(name=name), "skills")
    skill, is_new = Skill.objects.get_or_create(name=name)
    if is_new:
        SkillWords.objects.create(skill=skill, language=language, text=name)
    return skill


@transaction.atomic
def grant(
    *,
    by: Actor,
    technician: Technician,
    fields: Iterable[str],
    now: datetime | None = None,
) -> None:
    """Let customers be told these fields.

    The technician can undo any withdrawal, the office only its own, an import none. What the
    technician grants is theirs, whoever had granted it before.
    """
    now = now or timezone.now()
    source = source_of(by, technician)
    for field in fields:
        consent, is_new = Consent.objects.get_or_create(
            technician=technician, field=field, defaults={"source": source, "granted_at": now}
        )
        if not is_new and consent.withdrawn_at and may_undo(by, consent):
            consent.granted_at, consent.withdrawn_at, consent.source = now, None, source
            consent.save(update_fields=["granted_at", "withdrawn_at", "source"])
        elif consent.is_granted and source == Consent.Source.SELF != consent.source:
            consent.granted_at, consent.source = now, source
            consent.save(update_fields=["granted_at", "source"])


@transaction.atomic
def withdraw(*, by: Actor, technician: Technician, field: str, now: datetime | None = None) -> None:
    """Stop telling customers this field, from the very next text on."""
    now = now or timezone.now()
    source = source_of(by, technician)
    consent = technician.consents.select_for_update().filter(field=field).first()
    consent = consent or Consent(technician=technician, field=field, granted_at=now)
    # A second withdrawal by the office must not make the technician's own undoable.
    if consent.is_granted or source == Consent.Source.SELF:
        consent.source, consent.withdrawn_at = source, now
        consent.save()
    if field == Consent.Field.PHOTO:
        technician.headshots.all().withdraw(now)
    record(by=by, what="consent withdrawn", subject=technician, details={"field": field})


def check_here(technician: Technician) -> None:
    """Raises ConflictError where everything about them was removed, as nothing may come back."""
    if technician.removed_at:
        raise ConflictError(_("This person has left, and everything about them was removed."))


def may_undo(by: Actor, consent: Consent) -> bool:
    """Whether this person may switch a withdrawn field on again."""
    if source_of(by, consent.technician) == Consent.Source.SELF:
        return True
    return isinstance(by, User) and consent.source == Consent.Source.COMPANY


def source_of(by: Actor, technician: Technician) -> Consent.Source:
    if isinstance(by, ApiToken):
        return Consent.Source.API
    if isinstance(by, User) and technician.user_id == by.pk:
        return Consent.Source.SELF
    return Consent.Source.COMPANY


def _find(external_id: str | None) -> Technician | None:
    if not external_id:
        return None
    return Technician.objects.filter(external_id=external_id).first()


def write_details(technician: Technician, profile: Profile) -> None:
    """Save what the profile says apart from own words."""
    number = technician.phone
    technician.display_name = tidy(profile.display_name)
    technician.hired_on = profile.hired_on
    if profile.phone is not None:
        technician.phone = textable(profile.phone) if profile.phone else ""
    if profile.languages is not None:
        technician.languages = list(profile.languages)
    if profile.unit is not None:
        technician.business_unit_id = profile.unit or None
    _cleaned(technician)
    technician.save()
    if number and technician.phone != number:
        end_links(technician)
    if profile.skills is not None:
        technician.skills.set(skills_named(profile.skills, words_language(technician)))


def write_lines(
    technician: Technician, kind: Line.Kind, texts: Iterable[str], language: str, now: datetime
) -> None:
    """Make `texts` the only lines of this kind and language; unchanged ones keep their row."""
    wanted = list(dict.fromkeys(filter(None, map(tidy, texts))))
    lines = technician.lines.filter(kind=kind, language=language)
    lines.exclude(text__in=wanted).delete()
    kept = {line.text: line for line in lines}
    for position, text in enumerate(wanted):
        line = kept.get(text) or Line(technician=technician, kind=kind, language=language)
        line.text, line.position, line.renewed_at = text, position, now
        _saved(line, _field_of(kind))


def check_lines(
    technician: Technician, kind: Line.Kind, texts: Iterable[str], language: str, now: datetime
) -> None:
    """Raises InvalidError naming the field when one of these could not be a line."""
    for text in filter(None, map(tidy, texts)):
        line = Line(technician=technician, kind=kind, language=language, text=text, renewed_at=now)
        _cleaned(line, _field_of(kind))


def _field_of(kind: Line.Kind) -> str:
    return {"bio": "bio", "opener": "opener"}.get(kind, "interests")


def _grant_written(by: Actor, technician: Technician, profile: Profile, now: datetime) -> None:
    written = [Consent.Field.TENURE]
    if profile.skills:
        written.append(Consent.Field.SKILLS)
    if profile.languages:
        written.append(Consent.Field.LANGUAGES)
    written += [FIELD_OF_LINE[kind] for kind, texts in profile.lines.items() if any(texts)]
    grant(by=by, technician=technician, fields=written, now=now)


def _saved(line: Line, field: str) -> None:
    _cleaned(line, field)
    line.save()


def _cleaned(row: Technician | Skill | Line, field: str = "") -> None:
    try:
        # The phone was looked at more kindly: fictional numbers are not in the plan.
        row.full_clean(exclude=["phone"], validate_unique=False, validate_constraints=False)
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        named = name if field == "" else field
        raise InvalidError(messages[0], field="" if named == "__all__" else named) from error

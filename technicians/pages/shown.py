"""What the pages show of a technician: their photo's state, their switches, what is missing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from fieldservice.company.models import Language, User
from technicians.drafts import as_written
from technicians.headshot_words import OLD, describe
from technicians.models import Consent, Headshot, Technician
from technicians.pages.words_form import WordsForm
from technicians.services import may_undo, words_language
from technicians.tenure import tenure_words, trade_words

SKILLS_SHOWN = 3
USUALLY = timedelta(seconds=20)  # what a photo takes when a worker is there
OWN_WORDS = (Consent.Field.OPENER, Consent.Field.INTEREST, Consent.Field.BIO)


@dataclass(frozen=True)
class Photo:
    """The photo in use, and in words what became of the latest one."""

    state: str  # none, processing, waiting, ready, refused or withdrawn
    in_use: Headshot | None
    findings: list[str]
    is_late: bool
    is_sent_back: bool = False  # by the office, with a sentence

    @property
    def is_processing(self) -> bool:
        return self.state == Headshot.State.PROCESSING


@dataclass(frozen=True)
class Switch:
    """Whether customers are told a field, who said so, and who may change it."""

    field: Consent.Field
    consent: Consent | None
    is_locked: bool

    @property
    def is_on(self) -> bool:
        return self.consent is not None and self.consent.is_granted

    @property
    def where(self) -> str:
        """“texts”, “page” or “both”, as chosen or because only one place says this field."""
        only = Consent.ONLY_IN.get(self.field)
        if only or self.consent is None or self.consent.in_texts == self.consent.on_page:
            return only or "both"
        return Consent.Channel.TEXTS if self.consent.in_texts else Consent.Channel.PAGE

    @property
    def has_a_choice(self) -> bool:
        return self.field not in Consent.ONLY_IN

    @property
    def is_of_the_technician(self) -> bool:
        return self.consent is not None and self.consent.source == Consent.Source.SELF


@dataclass(frozen=True)
class Spoken:
    """What we say of a technician in one language."""

    code: str
    name: str
    tenure: str
    trade: str
    skills: list[str]
    speechless: list[str]  # skills without words in this language
    form: WordsForm

    @property
    def is_wrong(self) -> bool:
        return self.form.is_bound and not self.form.is_valid()


@dataclass(frozen=True)
class Card:
    """A technician in the list."""

    technician: Technician
    tenure: str
    skills: list[str]
    more: int  # skills that are not shown
    missing: list[str]


def card(technician: Technician) -> Card:
    skills = [skill.name for skill in technician.skills.all()]
    return Card(
        technician=technician,
        tenure=tenure_words(technician.hired_on, timezone.localdate(), get_language() or "en"),
        skills=skills[:SKILLS_SHOWN],
        more=len(skills[SKILLS_SHOWN:]),
        missing=missing(technician),
    )


def photo(technician: Technician) -> Photo:
    shots = list(technician.headshots.all())
    in_use = technician.headshot()
    latest = shots[0] if shots else None
    ended = (Headshot.State.SUPERSEDED, Headshot.State.WITHDRAWN)
    # What became of a photo before is no matter any more where none is wanted.
    if latest is None or latest.state in ended or Consent.Field.PHOTO in withheld(technician):
        latest = in_use
    return Photo(
        state=str(latest.state) if latest else _without_photo(technician),
        in_use=in_use,
        findings=_findings(latest) if latest else [],
        is_late=latest is not None and timezone.now() - latest.uploaded_at > USUALLY,
        is_sent_back=latest is not None and bool(latest.answer),
    )


def _findings(shot: Headshot) -> list[str]:
    aged = [OLD] if shot.is_published and shot.is_old(timezone.now()) else []
    codes = dict.fromkeys([*shot.findings, *aged])
    answer = [_("The office says: %(answer)s") % {"answer": shot.answer}] if shot.answer else []
    return [*answer, *map(describe, codes)]


def switches(technician: Technician, by: User) -> dict[str, Switch]:
    """The switch of each field as this person finds it."""
    consents = {consent.field: consent for consent in technician.consents.all()}
    return {field.value: _switch(field, consents.get(field), by) for field in Consent.Field}


def spoken(
    technician: Technician, forms: Mapping[str, WordsForm] | None = None
) -> dict[str, Spoken]:
    """The technician in each language we write; `forms` are those that were just sent."""
    known = forms or {code: words_form(technician, code) for code in Language.values}
    return {code: _spoken(technician, Language(code), form) for code, form in known.items()}


def words_form(
    technician: Technician, code: str, data: Mapping[str, object] | None = None
) -> WordsForm:
    return WordsForm(code, as_written(technician), data)


def open_language(technician: Technician, asked: str, said: Iterable[Spoken] = ()) -> str:
    """The tab that is open: the first one with an error, the one asked for, or their own."""
    wrong = next((each.code for each in said if each.is_wrong), "")
    return wrong or (asked if asked in Language.values else words_language(technician))


def language_name(code: str) -> str:
    """The language's own name, or the code of one that Django has no name for."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code


def withheld(technician: Technician) -> set[str]:
    """The fields they, or somebody for them, switched off."""
    return {one.field for one in technician.consents.all() if not one.is_granted}


def missing(technician: Technician) -> list[str]:
    """What nobody has added yet. What is withheld is not missing."""
    held_back = withheld(technician)
    words = {
        "none": _("No photo yet"),
        "refused": _("Photo not usable"),
        "processing": _("Photo being made ready"),
    }
    seen = photo(technician)
    found = [words.get(seen.state, "")]
    if seen.in_use and seen.in_use.is_old(timezone.now()):
        found.append(_("Photo over a year old"))
    if not technician.skills.all() and Consent.Field.SKILLS not in held_back:
        found.append(_("No skills yet"))
    if not as_written(technician) and not held_back.issuperset(OWN_WORDS):
        found.append(_("No own words yet"))
    return list(filter(None, found))


def _switch(field: Consent.Field, consent: Consent | None, by: User) -> Switch:
    is_off = consent is not None and not consent.is_granted
    return Switch(field, consent, is_off and consent is not None and not may_undo(by, consent))


def _spoken(technician: Technician, language: Language, form: WordsForm) -> Spoken:
    skills = list(technician.skills.all())
    words = {
        skill.pk: each.text
        for skill in skills
        for each in skill.words.all()
        if each.language == language
    }
    since, today = technician.hired_on, timezone.localdate()
    tenure = tenure_words(since, today, language)
    return Spoken(
        code=language.value,
        name=str(language.label),
        tenure=tenure,
        trade=trade_words(since, technician.years_before, today, language, tenure),
        skills=[words[skill.pk] for skill in skills if skill.pk in words],
        speechless=[skill.name for skill in skills if skill.pk not in words],
        form=form,
    )


def _without_photo(technician: Technician) -> str:
    consents = technician.consents.all()
    is_withheld = any(one.field == Consent.Field.PHOTO and not one.is_granted for one in consents)
    return "withdrawn" if is_withheld else "none"

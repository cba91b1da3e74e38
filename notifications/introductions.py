"""Owns the final words of a text about a visit; who may be told what, the caller has decided."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import NamedTuple

from notifications.segments import fold_accents, is_gsm7, parts, plain_typography
from notifications.wording import (
    CREW_ONLY,
    WITHOUT_DAY,
    Template,
    render,
    required,
    says,
    wording,
)

OPENING = 90  # what a lock screen or a flip phone shows
MMS_LENGTH = 1600
# Only a happy first meeting has room for a personal word.
_PERSONAL_KINDS = frozenset({"introduction"})
_NEEDS_TECHNICIAN = frozenset({"introduction", "new_face", "on_my_way", "arrived"})
_FIRST = frozenset({"company", "technician", "day", "hours"})
_FOLDED = frozenset({"skills", "interest", "opener", "job", "past", "van"})
_QUOTES = '"“”„«»'
# An opener stands between quotes already.
_INNER_QUOTES = str.maketrans(dict.fromkeys(_QUOTES, "'"))


@dataclass(frozen=True)
class Facts:
    """Everything a text may say, already decided and consented; "" means not there."""

    company: str = ""
    person_phone: str = ""
    greeting: str = ""
    technician: str = ""
    previous: str = ""
    job: str = ""
    day: str = ""
    hours: str = ""
    old_day: str = ""
    old_hours: str = ""
    tenure: str = ""
    trade: str = ""
    skills: tuple[str, ...] = ()
    interest: str = ""
    opener: str = ""
    words: str = ""
    person: str = ""
    options: str = ""
    opens: str = ""
    by: str = ""
    unnamed: str = ""
    first_offer: str = ""
    gone: str = ""
    ran_out: str = ""
    emergency: str = ""
    link: str = ""
    past: str = ""
    minutes: str = ""
    expected: str = ""
    van: str = ""
    door_words: str = ""
    returns: bool = False
    confirmed: bool = False
    overdue: bool = False
    sober: bool = False
    photo: bool = False
    first_text: bool = False


@dataclass(frozen=True)
class Words:
    """A finished text, which of the technician's own words it tells, its parts (1 for an MMS)."""

    body: str
    interest_told: bool
    parts: int
    opener_told: bool = False


class _Draft(NamedTuple):
    """A text as it would be, and what the placeholders of its template stand for in it."""

    body: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class _Writer:
    """What stays the same while a text is shortened."""

    template: Template
    sms: bool
    roomy: bool
    no_photo: bool
    first: frozenset[str] = _FIRST
    by_email: bool = False
    aloud: bool = False

    def draft(self, facts: Facts) -> _Draft:
        values = self._values(facts)
        body = self._written(values)
        if not self.sms or is_gsm7(body):
            return _Draft(body, values)
        folds = {name: fold_accents(values[name]) for name in _FOLDED & values.keys()}
        folded = self._written(values | folds)
        return _Draft(folded if is_gsm7(folded) else body, values)

    def _values(self, facts: Facts) -> dict[str, str]:
        by_text = not (self.by_email or self.aloud)
        said = _said(facts) | {
            "no_photo": _flag(self.no_photo),
            "roomy": _flag(self.roomy),
            "tight": _flag(not self.roomy),
            "by_text": _flag(by_text),
            "by_email": _flag(self.by_email),
        }
        return {name: self._clean(said[name]) for name in self.template.names}

    def fits(self, body: str, *, first_text: bool) -> bool:
        if not self.sms:
            return len(body) <= MMS_LENGTH
        limit = (2 if is_gsm7(body) else 3) + first_text
        return parts(body) <= limit

    def opens_well(self, facts: Facts) -> bool:
        start = _draft(self, facts).body[:OPENING]
        first = self.first & self.template.names
        return all(self._clean(getattr(facts, name)) in start for name in first)

    def _written(self, values: dict[str, str]) -> str:
        body = render(self.template, values)
        return plain_typography(body) if self.sms else body

    def _clean(self, value: str) -> str:
        if not value:
            return value  # as most are
        plain = plain_typography(value) if self.sms else value
        return _one_line(plain)


@lru_cache(maxsize=1)
def _draft(writer: _Writer, facts: Facts) -> _Draft:
    """Kept until the next one is asked for: what opens well is most often the final text."""
    return writer.draft(facts)


def compose(
    kind: str, language: str, facts: Facts, *, channel: str, template: Template | None = None
) -> Words:
    """The final text, as full as its channel ("mms", "sms", "email" or "call") affords.

    Without a technician an introduction or a new face is told as a confirmation. A `template`
    that lacks a required placeholder, or has one only technicians are told, gives way to our own
    wording, and so does in an e-mail or a call one that doesn't say what is meant for texts only.
    """
    by_email, aloud = channel == "email", channel == "call"
    needless = {"day", "hours"} if kind in WITHOUT_DAY else frozenset()
    usable = template if template and _is_usable(template, kind, language) else None
    if by_email or aloud:
        usable = usable if usable and _parts_ways(usable, kind, language) else None
    if not facts.technician.strip() and kind in _NEEDS_TECHNICIAN:
        kind, usable = "confirmation", None
    facts = _suitable(kind, replace(facts, link="") if aloud else facts)
    sms = channel == "sms"
    no_photo = not (aloud or facts.photo or facts.link)
    words = usable or wording(kind, language)
    writer = _Writer(words, sms, True, no_photo, _FIRST - needless, by_email, aloud)
    writer, facts = _opened(writer, facts)
    for shorter in _shorter(writer, facts):
        body, values = _draft(writer, shorter)
        if writer.fits(body, first_text=facts.first_text):
            break
    told, quoted = says(words, "interest", values), says(words, "opener", values)
    return Words(body, told, parts(body) if sms else 1, quoted)


def _is_usable(template: Template, kind: str, language: str) -> bool:
    return required(kind, language) <= template.names and CREW_ONLY.isdisjoint(template.names)


def _parts_ways(template: Template, kind: str, language: str) -> bool:
    """Whether it asks what is for texts only, as far as ours does."""
    return {"by_text"} & wording(kind, language).names <= template.names


def sentence(name: str, language: str, facts: Facts, *, template: Template | None = None) -> str:
    """The part of an introduction that says `name`, alone; "" where the wording has none."""
    pieces = (template or wording("introduction", language)).pieces
    alone = (Template((piece,)) for piece in pieces)
    said = next((part for part in alone if name in part.names), None)
    if said is None:
        return ""
    return _Writer(said, sms=False, roomy=True, no_photo=False).draft(facts).body.strip()


def _suitable(kind: str, facts: Facts) -> Facts:
    """The facts without those that would be false, doubled or out of place in this text."""
    if facts.previous == facts.technician:
        facts = replace(facts, previous="")
    if facts.photo:
        facts = replace(facts, link="")
    if facts.past == facts.job:  # "is back", for the same: it needs no second sentence
        facts = replace(facts, past="")
    if kind not in _PERSONAL_KINDS:
        facts = replace(facts, interest="", opener="")
    return _sober(facts) if facts.sober else facts


def _sober(facts: Facts) -> Facts:
    """Who and when, without cheer, and without a word a neighbor could smile at."""
    return replace(facts, interest="", opener="", job="", past="", skills=(), returns=False)


def _opened(writer: _Writer, facts: Facts) -> tuple[_Writer, Facts]:
    """The warmest opening that still shows who and when on a lock screen."""
    for version in (facts, replace(facts, greeting="")):
        if writer.opens_well(version):
            return writer, version
    return replace(writer, roomy=False), replace(facts, greeting="")


def _shorter(writer: _Writer, facts: Facts) -> Iterator[Facts]:
    """The facts again and again, each time with the least needed one gone.

    The detail stays while anything but the years can go, as it is what people smile at. The link
    goes last: its page says all that had to be left out, and shows the photo.
    """
    yield facts
    told, facts = facts, replace(facts, interest="")
    # A detail that makes every letter dear, or leaves no room for the rest, is for the page.
    if is_gsm7(writer.draft(told).body) or not is_gsm7(writer.draft(facts).body):
        yield from _thinner(told)
    yield from _thinner(facts)
    facts = replace(facts, van="", opener="", trade="", past="", skills=(), job="", greeting="")
    yield (facts := replace(facts, tenure=""))
    yield (facts := replace(facts, old_day="", old_hours=""))
    yield replace(facts, link="")


def _thinner(facts: Facts) -> Iterator[Facts]:
    yield facts
    yield (facts := replace(facts, van="", opener=""))
    yield (facts := replace(facts, trade="", past=""))
    while len(facts.skills) > 1:
        yield (facts := replace(facts, skills=facts.skills[:-1]))
    yield (facts := replace(facts, job=""))
    yield (facts := replace(facts, greeting=""))
    yield replace(facts, skills=())


def _said(facts: Facts) -> dict[str, str]:
    tenure = ", ".join(filter(None, (facts.tenure, facts.trade)))
    counted = tenure[:1].isdigit()
    return {name: value for name, value in vars(facts).items() if isinstance(value, str)} | {
        "tenure": tenure if counted else "",
        "newcomer": "" if counted else tenure,
        "skills": ", ".join(skill.strip(" .") for skill in facts.skills if skill.strip(" .")),
        "opener": facts.opener.strip(_QUOTES + " ").translate(_INNER_QUOTES),
        "nobody": _flag(not facts.technician.strip()),
        "first_text": _flag(facts.first_text),
        "returns": _flag(facts.returns),
        "comes": _flag(not facts.returns),
        "confirmed": _flag(facts.confirmed),
        "unconfirmed": _flag(not facts.confirmed),
        "overdue": _flag(facts.overdue),
    }


def _one_line(value: str) -> str:
    spaced = " ".join(value.split())
    if spaced.isprintable():
        return spaced
    return "".join(letter for letter in spaced if unicodedata.category(letter) != "Cc")


def _flag(fact: bool) -> str:
    return "yes" if fact else ""

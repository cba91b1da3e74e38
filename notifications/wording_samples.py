"""How a wording reads: the very texts, made by the composer that sends, about a made-up visit."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from appointments.windows import day_words, hours_words
from fieldservice.company.models import BusinessUnit
from notifications.introductions import Facts, compose
from notifications.segments import parts, plain_typography
from notifications.states import CrewKind, Kind
from notifications.wording import Template, render
from technicians.tenure import tenure_words

MANY = 3  # parts; dearer than that, most of the people have stopped reading
WITH_FACE = {Kind.INTRODUCTION, Kind.NEW_FACE, Kind.RESCHEDULE, Kind.ON_MY_WAY, Kind.ARRIVED}
LINK = "https://visits.example.com/v/abcdefghijklmnop"
SAID: Mapping[str, Mapping[str, str]] = {
    "en": {
        "job": "boiler service",
        "interest": "grows far too many tomatoes",
        "opener": "I tidy up as I go",
        "words": "Thank you for the quick repair",
        "where": "12 Elm Street",
        "day": "Tue 14 May",
        "van": "white van",
        "door_words": "blue kettle",
        "expected": "11:15am",
        "options": "1 for Wed 15 May, 9-11am, 2 for Thu 16 May, 1-3pm",
        "opens": "Mon 8am",
    },
    "es": {
        "job": "revisión de la caldera",
        "interest": "cultiva tomates",
        "opener": "Lo dejo todo limpio",
        "words": "Gracias por la rápida reparación",
        "where": "Calle Olmo 12",
        "day": "mar 14 mayo",
        "van": "furgoneta blanca",
        "door_words": "tetera azul",
        "expected": "11:15h",
        "options": "1 para mié 15 mayo, 9-11h, 2 para jue 16 mayo, 13-15h",
        "opens": "lun 8h",
    },
}
SKILLS = {"en": ("boilers", "heat pumps"), "es": ("calderas", "bombas de calor")}


@dataclass(frozen=True)
class Sample:
    title: str | Promise
    body: str
    parts: int
    is_mms: bool = False

    @property
    def is_long(self) -> bool:
        return self.parts > MANY


def samples(
    kind: str, language: str, template: Template, unit: BusinessUnit, today: date
) -> list[Sample]:
    """The first text to somebody, the later ones, and with a photo where there may be one."""
    if kind in CrewKind.values:
        first = _to_technician(_("The first text to a technician"), "yes", language, template, unit)
        later = _to_technician(_("Later texts"), "", language, template, unit)
        return [first, later] if first.body != later.body else [first]
    facts = _facts(kind, language, unit, today)
    greeted = replace(facts, first_text=True)
    told = [
        _to_customer(_("The first text to a customer"), kind, language, greeted, template),
        _to_customer(_("Later texts"), kind, language, facts, template),
    ]
    if kind in WITH_FACE:
        shown = replace(facts, photo=True)
        told += [_to_customer(_("With a photo"), kind, language, shown, template, channel="mms")]
    return told


def _to_customer(
    title: str | Promise,
    kind: str,
    language: str,
    facts: Facts,
    template: Template,
    *,
    channel: str = "sms",
) -> Sample:
    words = compose(kind, language, facts, channel=channel, template=template)
    return Sample(title, words.body, words.parts, channel == "mms")


def _to_technician(
    title: str | Promise, first: str, language: str, template: Template, unit: BusinessUnit
) -> Sample:
    known = {"company": unit.text_name, "technician": "Maya", "link": LINK, "first_text": first}
    known |= {"customer": "Dana"} | dict(SAID[language])
    values = dict.fromkeys(template.names, "") | known
    body = plain_typography(render(template, values))
    return Sample(title, body, parts(body))


def _facts(kind: str, language: str, unit: BusinessUnit, today: date) -> Facts:
    start = datetime.combine(today + timedelta(days=1), time(9))
    said = SAID[language]
    facts = Facts(
        company=unit.text_name,
        person_phone=unit.person_phone.as_national if unit.person_phone else "555-0100",
        greeting="Dana",
        technician="" if kind == Kind.CONFIRMATION else "Maya",
        previous="Sam" if kind == Kind.NEW_FACE else "",
        job=said["job"],
        day=day_words(start, language),
        hours=hours_words(start, start + timedelta(hours=2), language),
        tenure=tenure_words(today - timedelta(days=365 * 6 + 40), today, language),
        skills=SKILLS[language],
        interest=said["interest"],
        opener=said["opener"],
        words=said["words"],
        person="Jo",
        minutes="20",
        expected=said["expected"],
        van=said["van"],
        door_words=said["door_words"],
        overdue=True,
        options=said["options"],
        opens=said["opens"],
        first_offer="yes",
        emergency="911",
        link=LINK if kind in WITH_FACE else "",
    )
    if kind != Kind.RESCHEDULE:
        return facts
    before = start - timedelta(days=1)
    old_hours = hours_words(before, before + timedelta(hours=2), language)
    return replace(facts, old_day=day_words(before, language), old_hours=old_hours)

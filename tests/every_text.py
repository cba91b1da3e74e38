"""Every kind of text in every language, with each gap of what we know, in a file for each language.

`python -m tests.every_text` writes them anew; what has changed is then read in the diff.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from notifications.introductions import Facts, Words, compose
from notifications.segments import parts
from notifications.states import ABOUT_THANKS, CrewKind, Kind
from notifications.wording import LANGUAGES, render, wording

FULL = Facts(
    company="Acme Heating",
    person_phone="555-010-0100",
    greeting="Dana",
    technician="Maya",
    previous="Omar",
    job="boiler service",
    day="Tue 14 May",
    hours="9-11am",
    old_day="Mon 13 May",
    old_hours="1-3pm",
    tenure="6 years with us",
    trade="15 in the trade",
    skills=("heat pumps", "old boilers"),
    interest="plays football on Sundays",
    opener="I tidy up as I go",
    link="https://acme.example/v/k3x9q2m7w4",
    minutes="20",
    expected="11:20am",
    van="white Acme van",
    door_words="blue kettle",
    words="Yes, please keep the gate open",
    person="Jo",
    options="1 for Wed 15 May, 8-10am; 2 for Wed 15 May, 2-4pm; 3 for Thu 16 May, 10am-noon",
    opens="Mon 20 May, 8am",
    first_offer="yes",
    by="2:30pm",
    emergency="911",
)
FACTS = {
    "en": FULL,
    "es": replace(
        FULL,
        technician="Luis",
        previous="Ana",
        job="revisión de la caldera",
        day="mar 14 mayo",
        hours="9-11h",
        old_day="lun 13 mayo",
        old_hours="13-15h",
        tenure="6 años con nosotros",
        trade="15 en el oficio",
        skills=("bombas de calor", "calderas viejas"),
        interest="juega al fútbol los domingos",
        opener="Lo dejo todo limpio",
        expected="11:20h",
        van="furgoneta blanca de Acme",
        door_words="tetera azul",
        words="Sí, deje la puerta abierta, por favor",
        options="1 para mié 15 mayo, 8-10h; 2 para mié 15 mayo, 14-16h; 3 para jue 16 mayo, 10-12h",
        opens="lun 20 mayo, 8h",
        by="14:30h",
    ),
}
# What a text to a technician of ours may say; the names are those of the wordings.
CREW = {
    "company": "Acme Heating",
    "technician": "Maya",
    "customer": "Dana",
    "where": "12 Elm Street",
    "link": "https://acme.example/t/k3x9q2m7w4",
}
CREW_SAID = {
    "en": {"day": "Tue 14 May", "words": "She even wiped the floor."},
    "es": {"day": "mar 14 mayo", "words": "Un trabajo impecable."},
}
CREW_GAPS: dict[str, dict[str, str]] = {
    "everything": {},
    "no words": {"words": ""},
    "no address": {"where": ""},
    "nothing": {"words": "", "where": ""},
    "the first text": {"first_text": "yes"},
}
RETURNS = {"en": "AC repair", "es": "reparación del aire"}
KEPT = (
    *("company", "person_phone", "day", "hours", "expected", "words", "person"),
    *("options", "opens"),
)
# What may be missing, alone; what a wording doesn't name makes no difference and is left out.
GAPS: dict[str, dict[str, Any]] = {
    "no greeting": {"greeting": ""},
    "no technician": {"technician": ""},
    "nobody before": {"previous": ""},
    "no job": {"job": ""},
    "same hours": {"old_hours": ""},
    "same day": {"old_day": "", "old_hours": ""},
    "no tenure": {"tenure": ""},
    "not in the trade before": {"trade": ""},
    "no skills": {"skills": ()},
    "no interest": {"interest": ""},
    "no opener": {"opener": ""},
    "no minutes": {"minutes": ""},
    "no van": {"van": ""},
    "no words for the door": {"door_words": ""},
    "no photo": {"link": "", "photo": False},
    "no phone": {"person_phone": ""},
    "confirmed": {"confirmed": True},
    "after the window": {"overdue": True},
    "nobody named": {"person": "", "unnamed": "yes"},
    "no hour named": {"by": ""},
    "a country we know nothing of": {"emergency": ""},
    "office open": {"opens": ""},
    "time just gone": {"gone": "yes", "first_offer": ""},
    "times held no longer": {"ran_out": "yes", "first_offer": ""},
    "sober": {"sober": True},
    "the first text": {"first_text": True},
}


def path(language: str) -> Path:
    return Path(__file__).parent / f"every_text.{language}.txt"


def written(language: str) -> str:
    """All of them, one a line, below the kind: what is missing, how it goes, its parts, words."""
    blocks = [f"# {kind}\n" + "\n".join(_lines(kind, language)) for kind in Kind.values]
    blocks += [f"# {kind}\n" + "\n".join(_crew(kind, language)) for kind in CrewKind.values]
    return "\n\n".join(blocks) + "\n"


def with_two_gaps(language: str) -> Iterator[tuple[Facts, Words]]:
    """Each kind by text and by picture text, wherever any two things it could say are missing."""
    for kind in Kind.values:
        names = wording(kind, language).names
        gaps = [missing for gap, missing in GAPS.items() if _matters(kind, gap, missing, names)]
        for one, other in combinations(gaps, 2):
            for channel in ("sms", "mms"):
                full = replace(FACTS[language], photo=channel == "mms")
                facts = replace(full, **(one | other))
                yield facts, compose(kind, language, facts, channel=channel)


def _lines(kind: str, language: str) -> Iterator[str]:
    full = FACTS[language]
    for channel in ("sms", "mms", "email", "call"):
        yield _line("everything", kind, language, replace(full, photo=channel == "mms"), channel)
    if kind not in ABOUT_THANKS:  # those always have somebody to thank
        yield _line("nothing", kind, language, _only_kept(full), "sms")
    names = wording(kind, language).names
    for gap, missing in GAPS.items():
        if _matters(kind, gap, missing, names):
            yield _line(gap, kind, language, replace(full, **missing), "sms")
    if "returns" in names:
        back = replace(full, past=RETURNS[language], returns=True, opener="")
        yield _line("was here before", kind, language, back, "sms")


def _crew(kind: str, language: str) -> Iterator[str]:
    template = wording(kind, language)
    full = dict.fromkeys(template.names, "") | CREW | CREW_SAID[language]
    for gap, missing in CREW_GAPS.items():
        if missing.keys() <= template.names:
            body = render(template, full | missing)
            yield f"{gap}, sms, {parts(body)}: {body}"


def _only_kept(full: Facts) -> Facts:
    return Facts(**{name: getattr(full, name) for name in KEPT})


def _matters(kind: str, gap: str, missing: dict[str, Any], names: frozenset[str]) -> bool:
    if gap == "no technician" and kind in ABOUT_THANKS:
        return False
    if gap == "nobody named" and kind == Kind.ANSWER:
        return False
    if gap == "office open" and kind == Kind.CLOSED:
        return False
    return gap == "sober" or bool(missing.keys() & names)


def _line(gap: str, kind: str, language: str, facts: Facts, channel: str) -> str:
    words = compose(kind, language, facts, channel=channel)
    return f"{gap}, {channel}, {words.parts}: {words.body}"


if __name__ == "__main__":
    for language in LANGUAGES:
        path(language).write_text(written(language), encoding="utf-8")

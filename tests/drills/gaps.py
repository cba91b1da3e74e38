"""Technicians of whom little is known: their texts are whole sentences all the same."""

import re
import time
from dataclasses import dataclass
from datetime import timedelta

from tests.drills.company import all_delivered, at_work, phones, texts_sent, together
from tests.drills.counting import Result, count
from tests.office import Json, Office, tomorrow_at_nine
from tests.photos import encoded, portrait
from tests.stack import Stack

KNOWN = ("photo", "interests", "bio", "skills")
KINDS = 2 ** len(KNOWN)
LEADS = {"interests": ("Off duty:", "Fuera del trabajo:"), "skills": ("Good at:", "Su fuerte:")}
# What a gap in a sentence leaves behind.
BROKEN = re.compile(
    r"""
    None | null | [][{}] | [ ]{2} | \(\s*\) | "\s*" | ^\s*$
    | \s[,.:;!?] | [,.:;]\s*[,.;] | [,;:]\s*$
    """,
    re.MULTILINE | re.VERBOSE,
)


@dataclass(frozen=True)
class Profile:
    """What is known of a technician, and the language of whom they visit."""

    known: frozenset[str]
    language: str
    is_new: bool

    @classmethod
    def number(cls, number: int) -> "Profile":
        known = frozenset(name for bit, name in enumerate(KNOWN) if number >> bit & 1)
        language = "es" if (number // KINDS + len(known)) % 2 else "en"
        return cls(known, language, is_new=number % 3 == 0)

    def tells(self, what: str) -> bool:
        """Whether a text says it; words of another language are left out."""
        return what in self.known and self.language == "en"


def gaps(stack: Stack, texts: int) -> Result:
    """Every combination of a photo, an interest, words of their own and skills, or none of them."""
    texts = max(texts, KINDS)
    profiles = [Profile.number(number) for number in range(min(texts, 2 * KINDS))]
    with at_work(stack) as office:
        crew = together(lambda profile: hired(office, profile), profiles)
        booked = together(lambda number: book(office, number, profiles, crew), range(texts))
        ended_at = time.time()
        all_delivered(stack)
        by_phone = {text["to"]: text for text in texts_sent(stack)}
        for number, phone in enumerate(phones(texts)):
            is_whole(by_phone[phone], profiles[number % len(profiles)])
        (message,) = office.messages(booked[0]["id"])
        assert message["channel"] == "sms", "A text without a photo is a picture text."
    return count(stack, "gaps", texts, ended_at)


def hired(office: Office, profile: Profile) -> str:
    words: Json = {
        "interests": ["plays football on Sundays"],
        "bio": "Born in Toledo.",
        "skills": ["old boilers"],
    }
    own = {name: said for name, said in words.items() if name in profile.known}
    hired_on = (
        f"{tomorrow_at_nine() - timedelta(days=3):%Y-%m-%d}" if profile.is_new else "2020-03-01"
    )
    technician = office.technician("Maya Lopez", hired_on=hired_on, **own)
    if "photo" in profile.known:
        found = office.photograph(technician, encoded(portrait()))
        assert found["status"] == "ready", found
    return technician


def book(office: Office, number: int, profiles: list[Profile], crew: list[str]) -> Json:
    days_later, who = divmod(number, len(crew))
    start = tomorrow_at_nine() + timedelta(days=days_later)
    return office.book(
        phones(number + 1)[number], crew[who], start, language=profiles[who].language
    )


def is_whole(text: Json, profile: Profile) -> None:
    body = text["body"]
    flaw = BROKEN.search(body)
    assert not flaw, f"“{flaw and flaw[0]}” stands in: {body}"
    for what, leads in LEADS.items():
        said = any(lead in body for lead in leads)
        assert said == profile.tells(what), f"{what} of {sorted(profile.known)}: {body}"
    pictures = len(text["media"]), len(text["form"].get("MediaUrl", ()))
    expected = (1, 1) if "photo" in profile.known else (0, 0)
    assert pictures == expected, f"{pictures} pictures of {sorted(profile.known)}."

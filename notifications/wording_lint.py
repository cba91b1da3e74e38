"""Says what is wrong with a wording, or could be better, before it is kept; knows no rows."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from notifications.optouts import WORDS, Heard
from notifications.segments import dear_letters
from notifications.states import Kind
from notifications.wording import PLACEHOLDERS, Template, WordingError, allowed, parse, required
from notifications.wording.template import Part, Piece, Slot

OPENING = 40  # a lock screen shows the sender's name there
OUR_LETTERS = frozenset("CRGN")
# Public shorteners: carriers block them, as nobody sees where they lead.
SHORTENERS = frozenset({"bit.ly", "tinyurl.com", "goo.gl", "t.co", "ow.ly", "is.gd", "buff.ly"})
TAKEN = {word.upper() for word, heard in WORDS.items() if heard != Heard.CONFIRM}
TAKEN |= {"HELP", "INFO"}
_TAKEN = "|".join(sorted(TAKEN, key=len, reverse=True))
_VERB = "reply|text|send|answer|respond|write|responda|conteste|envíe|envie|escriba|mande"
_FILLER = r"(?:\s+(?:back|with|the|a|word|us|con|la|palabra|un|una))*"
# “Reply cancel”, in any case, and CANCEL alone, which people take for a word to send.
_REPLIES = re.compile(rf"\b(?i:{_VERB})\b{_FILLER}\s+[\"“'«]?(?P<word>(?i:{_TAKEN}))\b")
_SHOUTED = re.compile(rf"(?<!\w)(?P<word>{_TAKEN})(?!\w)")
_PURPOSE = re.compile(rf"(?<!\w)(?P<word>{_TAKEN})\s*(?:=|to\b|para\b)(?P<what>[^.,;]*)")
_ENDS_TEXTS = re.compile(
    r"(?i)\b(texts?|messages?|sms|opt|unsubscribe|mensajes?|baja|help|ayuda)\b"
)
_LETTER = re.compile(rf"\b(?i:{_VERB})\b{_FILLER}\s+[\"“'«]?(?P<letter>[A-Z0-9])\b")
_LINK = re.compile(
    r"(?i)\b(?:https?://|www\.)[^\s\[\]]+|\b(?:[a-z0-9-]+\.)+(?:com|net|org|ly|gl|co|io)\b"
)


@dataclass(frozen=True)
class Finding:
    """One remark; an error keeps the wording from being saved."""

    is_error: bool
    words: str


def lint(kind: str, language: str, text: str) -> list[Finding]:
    """Every remark about a wording, errors first."""
    try:
        template = parse(text, allowed(kind))
    except WordingError as error:
        return [Finding(True, _unknown(text, kind) or str(error))]
    first, rest = _spoken(template, True), _spoken(template, False)
    if kind == Kind.HELP:  # it says in every text how to end them
        first, rest = rest, ""
    every = f"{rest} {first}"
    errors = [*_missing(kind, language, template), *_first_text(kind, language, first)]
    errors += [*_opt_outs(first, rest), *_shortened(every)]
    found = [Finding(True, words) for words in dict.fromkeys(errors)]
    hints = [*_order(template), *_letters(rest), *_foreign(every), *_price(every)]
    return found + [Finding(False, words) for words in dict.fromkeys(hints)]


def is_refused(findings: Iterable[Finding]) -> bool:
    return any(finding.is_error for finding in findings)


def _unknown(text: str, kind: str) -> str:
    """A placeholder that exists, but for other texts, is told from one that doesn't."""
    names = re.findall(r"\{\??(\w+)\}", text)
    foreign = [name for name in names if name in PLACEHOLDERS and name not in allowed(kind)]
    if not foreign:
        return ""
    return str(_("{%s} says nothing in this kind of text. Take it out.") % foreign[0])


def _missing(kind: str, language: str, template: Template) -> Iterator[str]:
    for name in sorted(required(kind, language) - template.names - {"first_text"}):
        missing = _("Say {%(name)s}: %(meaning)s.")
        yield missing % {"name": name, "meaning": PLACEHOLDERS[name]}


def _first_text(kind: str, language: str, first: str) -> Iterator[str]:
    if "first_text" in required(kind, language) and not re.search(r"\bSTOP\b", first):
        yield _("The first text must say how to end texts: [{?first_text}Reply STOP to end texts.]")


def _opt_outs(first: str, rest: str) -> Iterator[str]:
    told = _(
        "The provider takes %s for itself, and the customer may get no more texts. Ask for C, R."
    )
    for pattern in (_REPLIES, _SHOUTED):
        for found in pattern.finditer(rest):
            yield told % found["word"].upper()
    for found in _PURPOSE.finditer(first):
        if not _ENDS_TEXTS.search(found["what"]):
            yield told % found["word"]


def _shortened(text: str) -> Iterator[str]:
    for host in _hosts(text):
        if host in SHORTENERS:
            yield _("Carriers block links of %s. Use the whole address.") % host


def _foreign(text: str) -> Iterator[str]:
    ours = urlsplit(settings.PUBLIC_BASE_URL).hostname or ""
    for host in _hosts(text):
        if host not in SHORTENERS and host != ours:
            yield _("A link to %s: people are taught not to tap what they don't know.") % host


def _hosts(text: str) -> Iterator[str]:
    for found in _LINK.finditer(text):
        link = found[0].lower()
        yield urlsplit(link if "://" in link else f"https://{link}").hostname or ""


def _order(template: Template) -> Iterator[str]:
    before = ""
    for piece in template.pieces:
        if isinstance(piece, Slot) and piece.name == "company":
            break
        before += piece if isinstance(piece, str) else "x"
    else:
        return
    if len(before) > OPENING:
        yield _("Say {company} first: it is what a locked phone shows.")


def _letters(rest: str) -> Iterator[str]:
    for found in _LETTER.finditer(rest):
        if found["letter"] not in OUR_LETTERS:
            told = _("Only C, R, G and N are understood. A person reads who answers %s.")
            yield told % found["letter"]


def _price(text: str) -> Iterator[str]:
    if letters := dear_letters(text):
        yield _("These make every part of a text shorter, so dearer: %s") % " ".join(letters)


def _spoken(template: Template, in_first: bool) -> str:
    """What is literally said: in the part of the first text, or anywhere else."""
    return "".join(_said(template.pieces, in_first, False))


def _said(pieces: Iterable[Piece], wanted: bool, inside: bool) -> Iterator[str]:
    for piece in pieces:
        if isinstance(piece, Part):
            is_first = any(
                isinstance(one, Slot) and one.name == "first_text" for one in piece.pieces
            )
            yield from _said(piece.pieces, wanted, inside or is_first)
        elif inside is wanted:
            # A value stands between the words, so that they don't run into one.
            yield piece if isinstance(piece, str) else "" if piece.silent else "-"

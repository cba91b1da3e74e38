"""Owns what a text costs on the wire: GSM-7, parts, plain letters; others choose the words."""

import math
import re
import unicodedata
from functools import lru_cache

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}[]~\\|€")
_GSM7 = _BASIC | _ESCAPED

_PLAIN = str.maketrans(
    dict.fromkeys("‘’‚‛′‹›`´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−•", "-")
    | dict.fromkeys("\t\v\f\u00a0\u1680\u202f\u205f\u3000\u2028\u2029", " ")
    | {chr(code): " " for code in range(0x2000, 0x200B)}
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
    # Marks that turn the reading direction could make a text show other words than were sent.
    | {chr(code): "" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}
    | {"…": "..."}
)
# Joiners hold an emoji or a Persian word together; beside Latin letters they are only left-overs.
_STRAY_JOINERS = re.compile(
    "(?<![\u0250-\U0010ffff])[\u200c-\u200f]+|[\u200c-\u200f]+(?![\u0250-\U0010ffff])"
)
# Letters that carry no separable accent, so decomposing them finds nothing.
_LETTERS = {"ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th"} | {
    "œ": "oe", "Œ": "OE", "ı": "i", "ħ": "h", "Ħ": "H", "ŧ": "t", "Ŧ": "T", "º": "o", "ª": "a",
}  # fmt: skip


def is_gsm7(text: str) -> bool:
    """True when the cheap alphabet carries the whole text."""
    return _GSM7.issuperset(text)


def septets(text: str) -> int | None:
    """The text's length in GSM-7, or None when one character needs UCS-2."""
    return sum(_gsm7_costs(text)) if is_gsm7(text) else None


@lru_cache(maxsize=8)  # asked more than once while a text is shortened
def parts(text: str) -> int:
    """How many parts an SMS of this text is billed as; an empty text has none."""
    if is_gsm7(text):
        return _packed(_gsm7_costs(text), alone=160, joined=153)
    return _packed([2 if ord(letter) > 0xFFFF else 1 for letter in text], alone=70, joined=67)


def plain_typography(text: str) -> str:
    """The same words with plain quotes, dashes and spaces; letters and accents stay."""
    plain = unicodedata.normalize("NFC", text).translate(_PLAIN)
    # Most texts are ASCII, and the search is slow.
    return plain if plain.isascii() else _STRAY_JOINERS.sub("", plain)


def fold_accents(text: str) -> str:
    """The text with its nearest GSM-7 letters, or untouched where those would not do."""
    composed = unicodedata.normalize("NFC", text)
    folded = "".join(letter if is_gsm7(letter) else _nearest(letter) for letter in composed)
    return folded if is_gsm7(folded) else text


def dear_letters(text: str) -> str:
    """The letters, each once, for which a whole text has to leave the cheap alphabet."""
    composed = unicodedata.normalize("NFC", plain_typography(text))
    return "".join(dict.fromkeys(one for one in composed if not is_gsm7(fold_accents(one))))


def _gsm7_costs(text: str) -> list[int]:
    return [2 if letter in _ESCAPED else 1 for letter in text]


def _packed(costs: list[int], *, alone: int, joined: int) -> int:
    length = sum(costs)
    if length <= alone:
        return 1 if costs else 0
    if length == len(costs):
        return math.ceil(length / joined)
    count, used = 1, 0
    for cost in costs:
        # A pair goes to the next part whole, so a part may end one short.
        if used + cost > joined:
            count, used = count + 1, 0
        used += cost
    return count


def _nearest(letter: str) -> str:
    bare = "".join(
        piece for piece in unicodedata.normalize("NFD", letter) if not unicodedata.combining(piece)
    )
    return _LETTERS.get(letter, bare)

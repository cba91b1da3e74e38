"""What an answer to “How was it?” says: a thumb, and the words beside it; pure."""

import re
from enum import StrEnum

from notifications.optouts import plain


class Thumb(StrEnum):
    UP = "up"
    DOWN = "down"
    NONE = ""


LETTERS = {"g": Thumb.UP, "n": Thumb.DOWN}  # as our text asks for, with or without more words
_WHOLE = {
    **dict.fromkeys(("good", "great", "all good", "very good", "bien", "todo bien"), Thumb.UP),
    **dict.fromkeys(("no", "bad", "not good", "mal", "muy mal"), Thumb.DOWN),
}
_SIGNS = {"👍": Thumb.UP, "👎": Thumb.DOWN, "❤": Thumb.UP, "😀": Thumb.UP, "😊": Thumb.UP}
_TONES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0f]")
# What phones send for a finger on our text; they repeat our own words behind it.
_REACTIONS: tuple[tuple[re.Pattern[str], Thumb], ...] = (
    (re.compile(r"^(?:liked|loved|le gusto|me gusto|le encanto|me encanto)\b.*[\"“«]"), Thumb.UP),
    (re.compile(r"^(?:disliked|no le gusto|no me gusto)\b.*[\"“«]"), Thumb.DOWN),
)
_MARKS = " .,;:!-–—\n\t"


def read(body: str) -> tuple[Thumb, str]:
    """The thumb, and what else was said, letter by letter; without a thumb all is words."""
    body = body.strip()
    if not body:
        return Thumb.NONE, ""
    for pattern, thumb in _REACTIONS:
        if pattern.match(_small(body)):
            return thumb, ""
    toneless = _TONES.sub("", body)
    if toneless[:1] in _SIGNS:
        return _SIGNS[toneless[0]], toneless[1:].lstrip(_MARKS)
    if plain(body) in _WHOLE:
        return _WHOLE[plain(body)], ""
    first, *rest = body.split(maxsplit=1)
    if plain(first) in LETTERS:
        return LETTERS[plain(first)], "".join(rest).lstrip(_MARKS)
    return Thumb.NONE, body


def _small(body: str) -> str:
    return body.casefold().replace("ó", "o")

"""A customer's words as a technician may read them: no way to reach them past the office."""

import re

from notifications.optouts import plain

HIDDEN = "…"
# Six digits and more, however they are grouped; a house number, a year or an hour stays.
_NUMBER = re.compile(r"\+?\(?\d(?:[\s().\-/]{0,2}\d){5,}")
_ADDRESS = re.compile(r"\S+@\S+\.\w+|(?:https?://|www\.)\S+", re.IGNORECASE)
# Whom they want at their door is for the office alone to hear.
_REJECTS = re.compile(
    r"\b(?:not (?:him|her|them|this (?:one|guy|man|woman|person))"
    r"|(?:some|any)(?:one|body) else"
    r"|(?:another|other|different) (?:guy|man|woman|person|technician)"
    r"|(?:dont|do not|wont|no longer) want (?:him|her|them|this)"
    r"|(?:el|ella|ese|esa|este|esta) no|otr[ao] (?:persona|tecnic[ao]|hombre|mujer|chic[ao])"
    r"|no quiero (?:a |que venga )?(?:el|ella|ese|esa|este|esta))\b"
)


def masked(words: str) -> str:
    """`words` without numbers and addresses."""
    return _NUMBER.sub(HIDDEN, _ADDRESS.sub(HIDDEN, words))


def rejects_somebody(words: str) -> bool:
    """Whether they may be asking for somebody else."""
    return bool(_REJECTS.search(plain(words)))

"""Words by which customers end, resume or confirm: pure, and never more than they said."""

import re
import unicodedata

# The provider acts on these whole words itself; we only keep the same books.
STOP_WORDS = frozenset(
    {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke", "optout"}
    | {"alto", "parar", "basta", "baja", "cancelar"}
)
START_WORDS = frozenset({"start", "unstop"})
CONFIRM_WORDS = frozenset({"c"})


def is_stop(body: str) -> bool:
    return plain(body) in STOP_WORDS


def is_start(body: str) -> bool:
    return plain(body) in START_WORDS


def is_confirmation(body: str) -> bool:
    return plain(body) in CONFIRM_WORDS


def plain(body: str) -> str:
    """`body` in small letters without accents, punctuation and outer spaces."""
    bare = unicodedata.normalize("NFD", body.casefold())
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    return re.sub(r"[^\w\s]", "", letters).strip()

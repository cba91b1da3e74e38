"""What an answer seems to ask for, by plain rules; it is only ever suggested, a person clicks."""

import re
from enum import StrEnum

from notifications.optouts import plain


class Suggestion(StrEnum):
    OFFER_TIMES = "offer_times"
    SAY_WHO = "say_who"
    CALL_THEM = "call_them"


# Read without accents and apostrophes: “can't” is “cant” here.
_RULES: tuple[tuple[Suggestion, re.Pattern[str]], ...] = (
    (
        Suggestion.OFFER_TIMES,
        re.compile(
            r"\b(another|other|different|new|better) (time|day|date)\b|\breschedule\b"
            r"|\b(can ?not|cant|wont) make (it|that)\b|\b(earlier|later|tomorrow) instead\b"
            r"|\b(move|change) (it|the (visit|time|day|appointment))\b"
            r"|\b(is|does)(nt| not) (good|work|suit)\b"
            r"|\botr[ao] (hora|dia|fecha)\b|\bcambiar (la|de) (cita|hora|dia)\b"
        ),
    ),
    (
        Suggestion.SAY_WHO,
        re.compile(
            r"\bwho(s| is| will)\b.*\b(com|this|that|it\b)|\bwhich (technician|guy|person)\b"
            r"|\bquien\b.*\b(viene|es|va a venir|vendra)\b"
        ),
    ),
    (
        Suggestion.CALL_THEM,
        re.compile(
            r"\b(call|ring|phone) me\b|\bcan (you|somebody|someone) call\b"
            r"|\bgive me a (call|ring)\b|\bllam(e|a|en)me\b|\bme (puede|pueden) llamar\b"
        ),
    ),
)


def suggest(body: str) -> list[Suggestion]:
    """What a click could do about these words, the likeliest first; most often nothing."""
    said = plain(body)
    return [suggestion for suggestion, asked in _RULES if asked.search(said)]

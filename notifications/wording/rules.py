"""Owns which placeholders a wording of each kind must say, and which it may say."""

from functools import cache

from notifications.states import CrewKind
from notifications.wording.files import LANGUAGES, wording

# Law and courtesy: where our own wording says these, without them a company's is not sent.
LAW = frozenset({"company", "person_phone", "day", "hours", "first_text"})
# Without these a text of its kind is worth nothing.
POINT = {
    "answer": frozenset({"words"}),
    "offer": frozenset({"options"}),
    "which": frozenset({"options"}),
    "door": frozenset({"emergency"}),
    "kind_words": frozenset({"words"}),
    "invitation": frozenset({"link"}),
    "looked_at": frozenset({"link"}),
    "new_photo": frozenset({"link"}),
    "published": frozenset({"link"}),
    "sign_in": frozenset({"link"}),
    "still_true": frozenset({"link"}),
}
# What says the moment itself need not say the day.
WITHOUT_DAY = frozenset({"on_my_way", "late", "arrived"})
CREW = frozenset(CrewKind.values)
VISIT = {"company", "person_phone", "greeting", "technician", "job", "day", "hours"}
ASKED = {"first_text", "by_text", "by_email", "roomy", "tight", "no_photo", "nobody"}
# A technician has no greeting, and a customer's thanks no arrival window.
CREW_ONLY = frozenset({"customer", "where"})
OURS = {"company", "technician", "link", "first_text"}


@cache
def required(kind: str, language: str) -> frozenset[str]:
    """What every wording of this kind has to say."""
    law = LAW - {"day", "hours"} if kind in WITHOUT_DAY else LAW
    return (law | POINT.get(kind, frozenset())) & wording(kind, language).names


@cache
def allowed(kind: str) -> frozenset[str]:
    """What makes sense in a text of this kind."""
    shared = OURS if kind in CREW else VISIT | ASKED
    return frozenset(shared).union(*(wording(kind, each).names for each in LANGUAGES))

"""Twilio's codes and words in ours; an unknown code falls back by where it was seen."""

from notifications.providers.base import Family, Report, Stage

_BY_FAMILY: dict[Family, tuple[int, ...]] = {
    Family.OPTED_OUT: (21610, 30004),
    Family.WRONG_NUMBER: (21211, 21217, 21401, 21408, 21612, 21614, 30005, 30006),
    Family.CONTENT: (21602, 21617, 21619, 21620, 21623, 30007, 30019, 11751),
    Family.PICTURE: (30011, 21621, 21622, 12300, 11200),
    Family.TEMPORARY: (20429, 14107, 21611, 30001, 30022, 30017),
    Family.ONCE_MORE: (30003, 30008),
    Family.AMBIGUOUS: (20500, 20503),
    Family.DAILY_CAP: (30023, 30027),
    Family.SET_UP: (
        *(20003, 20005, 20404, 21606, 21212, 21603, 21604, 21609, 21659),
        *(30032, 30033, 30034),
    ),
    Family.EXPIRED: (30036,),
}
FAMILIES: dict[int, Family] = {
    code: family for family, codes in _BY_FAMILY.items() for code in codes
}

# A status that says as much as its code, where something in between has cut the code off.
BY_STATUS = {429: "20429"}


def of_answer(code: int | None, status: int) -> Family:
    """The family of an error the create call answered with HTTP `status`."""
    if code in FAMILIES:
        return FAMILIES[code]
    if status == 429:
        return Family.TEMPORARY
    if status >= 500 or status == 408:
        return Family.AMBIGUOUS
    # 401 and 403 with a new code are still about who we are, not about this text.
    return Family.SET_UP if status in {401, 403} else Family.CONTENT


def of_callback(code: str) -> Family:
    """The family of a failure that came later, as a status callback."""
    known = FAMILIES.get(int(code)) if code.isdecimal() else None
    # A callback that says "lost" leaves no doubt.
    return Family.UNREACHABLE if known in {None, Family.AMBIGUOUS} else known


_STAGES: dict[str, Stage] = {
    "accepted": Stage.ACCEPTED,
    "queued": Stage.ACCEPTED,
    "sending": Stage.ACCEPTED,
    "sent": Stage.SENT,
    "delivered": Stage.DELIVERED,
    "read": Stage.READ,
    "undelivered": Stage.UNDELIVERED,
    "failed": Stage.FAILED,
}
_LOST = {Stage.UNDELIVERED, Stage.FAILED}


def report(word: str, code: str) -> Report | None:
    """What a status says, by callback or when asked for; None for a word we don't know."""
    stage = _STAGES.get(word)
    if stage in _LOST:
        return Report(stage, of_callback(code), code)
    # Only of a lost text the code is one.
    return Report(stage) if stage else None

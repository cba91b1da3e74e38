"""Breakages of senders that are stopped, and of what the office does with texts that wait."""

from notifications.providers.base import Family
from tests.breaking import HOUR, OFFER, WORK, Breakage, as_first_seen, but, nothing

NEXT_STEPS = "notifications.aftermath._NEXT_STEPS"
CHANGED = (*OFFER, ("wait", 61), ("assign", 0, 1, "by text"))

OF_THE_DESK: dict[str, Breakage] = {
    "a cap holds one text": Breakage(
        "closed", NEXT_STEPS, but(Family.DAILY_CAP), (*CHANGED, ("deliver", "day's cap"), *WORK)
    ),
    "a wrong set-up holds one text": Breakage(
        "closed", NEXT_STEPS, but(Family.SET_UP), (*CHANGED, ("deliver", "not set up"), *WORK)
    ),
    "a cap never ends": Breakage(
        "left_behind",
        "notifications.sweeping._release_held",
        nothing,
        (*CHANGED, ("deliver", "day's cap"), ("wait", 18 * HOUR), ("beat",)),
    ),
    "what was held goes as it was": Breakage(
        "untrue",
        "notifications.delivery.look",
        as_first_seen,
        (
            *(("book", 0, 0, 24, True), ("deliver", "not set up"), ("assign", 0, 1, "by text")),
            *(("resume", True), *WORK),
        ),
    ),
    "nobody is called meanwhile": Breakage(
        "held_up",
        "notifications.late.run",
        nothing,
        (("book", 0, 0, 3, True), ("deliver", "not set up"), ("wait", 2 * HOUR), ("beat",)),
    ),
}

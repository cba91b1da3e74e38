"""Breakages of senders that are stopped, of what the office does, and of who is erased."""

from datetime import datetime

from notifications import erase_services
from notifications.belongings import Belongings
from notifications.models import Suppression
from notifications.providers.base import Family
from notifications.states import State
from tests.breaking import HOUR, OFFER, WORK, Breakage, always, as_first_seen, but, nothing

NEXT_STEPS = "notifications.aftermath._NEXT_STEPS"
CHANGED = (*OFFER, ("wait", 61), ("assign", 0, 1, "by text"))


def and_what_they_said(theirs: Belongings, now: datetime) -> None:
    BLANK(theirs, now)
    Suppression.objects.filter(number__in=theirs.addresses).delete()


BLANK = erase_services._blank_answers
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
    "the end is told to who was erased": Breakage(
        "erased",
        "notifications.erase_services._blank_texts",
        nothing,
        (*OFFER, ("erase", 0), *WORK),
    ),
    "who was erased is called": Breakage(
        "erased",
        "notifications.erase_services._blank_calls",
        nothing,
        (("book", 0, 0, 24, True), ("deliver", "words refused"), ("erase", 0)),
    ),
    "answers keep their number": Breakage(
        "erased",
        "notifications.erase_services._blank_answers",
        nothing,
        (("book", 2, 0, 24, True), ("deliver", "accepted"), ("reply", 1, "thanks"), ("erase", 2)),
    ),
    "a STOP is erased, too": Breakage(
        "texted_in_silence",
        "notifications.erase_services._blank_answers",
        and_what_they_said,
        (
            *(("book", 2, 0, 24, True), ("deliver", "accepted"), ("reply", 1, "STOP")),
            *(("erase", 2), ("book", 2, 0, 28, True), *WORK),
        ),
    ),
    "given up, and sent": Breakage(
        "given_up",
        "notifications.settings_services.give_up",
        always,
        (*CHANGED, ("deliver", "not set up"), ("give_up", 0), ("resume", True), *WORK),
    ),
    "all can be tried again": Breakage(
        "tried_for_nothing",
        "notifications.stuck.LOST",
        (State.ACCEPTED,),
        (("book", 0, 0, 24, True), ("deliver", "accepted"), ("try_again", 0)),
    ),
}

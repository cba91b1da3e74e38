"""The product broken on purpose, one small thing at a time, and the rule of `complaints` to notice.

A day that was found by chance would take thousands of steps to find again, so each is written down.
What stands here is of texts to who wants them; `breakages_of_ways` is of letters and calls.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from appointments import services as visits
from appointments.models import Appointment, WindowHold
from notifications import calls, outcomes, plan, sweeping, timing
from notifications.models import CallTask
from notifications.providers.base import Family
from notifications.states import Kind, State
from tests.breakages_of_the_desk import OF_THE_DESK
from tests.breakages_of_ways import OF_WAYS
from tests.breaking import HOUR, OFFER, WORK, Breakage, always, as_first_seen, but, never, nothing


def but_no_stranger(why: CallTask.Reason, **more: object) -> object:
    return None if why == CallTask.Reason.WRONG_NUMBER else ASK(why, **more)  # type: ignore[arg-type]


def but_no_time(known: plan.Picture, true: plan.Picture) -> Kind | None:
    """News of who comes, and never of when."""
    same_time = replace(true, start=known.start, end=known.end)
    return None if known.same_as(same_time) else NEWS(known, same_time)


def in_one_zone(visit: Appointment) -> plan.Quiet | None:
    quiet = QUIET(visit)
    return replace(quiet, zone=ZoneInfo("America/New_York")) if quiet else None


def a_day_longer(visit: Appointment, now: datetime) -> datetime:
    return USEFUL(visit, now) + timedelta(days=1)


def and_the_yes(visit: Appointment, changes: Mapping[str, object], now: datetime) -> None:
    if "technician" in changes:
        visit.confirmed_at = None
    FORGET(visit, changes, now)


# What is there.
ASK, QUIET, USEFUL = calls.ask, timing.quiet_hours, timing.useful_until
NEWS, FORGET = plan._news, visits._forget_the_way
ENDINGS = outcomes.CONSEQUENCES


VISITED = (
    *(("tap", 0, "on_the_way", "15", False), ("wait", 600), ("tap", 0, "arrived", "", False)),
    ("wait", 600),
)

BREAKAGES: dict[str, Breakage] = {
    "a new time is no news": Breakage(
        "misled", "notifications.plan._news", but_no_time, (*OFFER, ("move", 0, 3, "by text"))
    ),
    "strangers stay unnoticed": Breakage(
        "misled", "notifications.calls.ask", but_no_stranger, (*OFFER, ("reply", 0, "Wrong number"))
    ),
    "nobody calls": Breakage(
        "misled",
        "notifications.calls.instead_of",
        nothing,
        (*OFFER, ("reply", 0, "Please stop texting me"), ("assign", 0, 1, "by text")),
    ),
    "lost is lost": Breakage(
        "misled",
        "notifications.outcomes._next_way",
        nothing,
        (*OFFER, ("report", 0, State.UNDELIVERED)),
    ),
    "a STOP is not kept": Breakage(
        "texted_in_silence",
        "notifications.reply_services.suppress",
        lambda *_: [],
        (*OFFER, ("reply", 0, "STOP"), ("assign", 0, 1, "by text"), *WORK),
    ),
    "a refusal is not kept": Breakage(
        "texted_in_silence",
        "notifications.aftermath._NEXT_STEPS",
        but(Family.OPTED_OUT),
        (
            *(*OFFER, ("stop_elsewhere", 0), ("assign", 0, 1, "by text"), *WORK),
            *(("assign", 0, 2, "by text"), *WORK),
        ),
    ),
    "no hours are quiet": Breakage(
        "woken",
        "notifications.timing.quiet_hours",
        nothing,
        (
            *(("book", 0, 0, 45, True), ("deliver", "accepted"), ("wait", 13 * HOUR)),
            *(("assign", 0, 1, "by text"), *WORK),
        ),
    ),
    "all live in one zone": Breakage(
        "woken",
        "notifications.timing.quiet_hours",
        in_one_zone,
        (
            *(("book", 2, 0, 45, True), ("deliver", "accepted"), ("wait", 23 * HOUR)),
            *(("assign", 0, 1, "by text"), *WORK),
        ),
    ),
    "a click wakes whom it may not": Breakage(
        "woken",
        "notifications.deciding._keeps_hours",
        lambda text, _: not text.by_hand,
        (*OFFER, ("wait", 13 * HOUR), ("send_again", 0), *WORK),
        is_strict=True,
    ),
    "news stays useful": Breakage(
        "too_late",
        "notifications.services.useful_until",
        a_day_longer,
        (("book", 0, 0, 1, True), ("wait", 4 * HOUR), ("deliver", "accepted")),
    ),
    "thanks stay useful": Breakage(
        "too_late",
        "notifications.thanks_services.USEFUL_FOR",
        timedelta(days=4),
        (
            *(*OFFER, ("wait", 25 * HOUR), *VISITED, ("tap", 0, "done", "", False)),
            *(("wait", 72 * HOUR), *WORK),
        ),
    ),
    "details are forgotten": Breakage(
        "told_twice",
        "notifications.outcomes.remember_details",
        nothing,
        (*OFFER, ("book", 0, 0, 32, True), *WORK),
    ),
    "two leave together": Breakage(
        "told_twice",
        "notifications.preparing.replace",
        lambda known, **_: known,
        (("book", 0, 0, 24, True), *OFFER[1:2], ("book", 0, 0, 32, True), *WORK),
    ),
    "doubt is a no": Breakage(
        "sent_twice",
        "notifications.sweeping._conclude",
        lambda call, _, now: sweeping._give_up(call, now),
        (("book", 0, 0, 24, True), ("deliver", "answer lost"), *WORK),
    ),
    "doubt is a loss": Breakage(
        "lost_on_the_way",
        "notifications.outcomes.CONSEQUENCES",
        ENDINGS | {Family.AMBIGUOUS: ENDINGS[Family.CONTENT]},
        (("book", 0, 0, 24, True), ("deliver", "answer lost")),
    ),
    "an old look": Breakage(
        "untrue",
        "notifications.delivery.look",
        as_first_seen,
        (("book", 0, 0, 24, True), ("deliver", "busy"), ("assign", 0, 1, "by text"), *WORK),
    ),
    "late thanks for a yes": Breakage(
        "untrue",
        "notifications.deciding._is_untrue",
        never,
        (
            *(("book", 2, 0, 24, True), ("deliver", "accepted"), ("wait", 61)),
            *(("reply", 1, "C"), ("move", 0, 1, "by phone"), ("deliver", "accepted")),
        ),
    ),
    "thanks for anything": Breakage(
        "thanked_wrongly",
        "notifications.thanks_services._is_fitting",
        always,
        (
            *(*OFFER, ("wait", 24 * HOUR), *VISITED, ("tap", 0, "done", "", True)),
            *(("wait", HOUR), *WORK),
        ),
    ),
    "two places at once": Breakage(
        "sold_twice",
        "appointments.rules.check_free",
        nothing,
        (*OFFER, ("book", 2, 0, 24, True)),
    ),
    "nothing is held": Breakage(
        "sold_twice",
        "appointments.free_windows._holds",
        lambda *_: WindowHold.objects.none(),
        (*OFFER, ("page", 0, "another time", 1), ("page", 1, "another time", 1)),
    ),
    "the sick work": Breakage(
        "absent",
        "appointments.rules._check_there",
        nothing,
        (("book", 0, 0, 3, True), ("call_in_sick", 0), ("assign", 0, 0, "by text")),
    ),
    "two lists to choose from": Breakage(
        "asked_twice",
        "notifications.question_services._end_which",
        nothing,
        (*OFFER, ("wait", 61), ("reply", 0, "C"), *WORK, ("reply", 0, "C")),
    ),
    "a yes to any time": Breakage(
        "confirmations: kept",
        "appointments.services.ALONG",
        visits.ALONG - {"confirmed_at"},
        (*OFFER, ("page", 0, "yes", 1), ("move", 0, 1, "by text")),
    ),
    "a yes to one face": Breakage(
        "confirmations: lost",
        "appointments.services._forget_the_way",
        and_the_yes,
        (*OFFER, ("page", 0, "yes", 1), ("assign", 0, 1, "by text")),
    ),
}
BREAKAGES |= OF_WAYS | OF_THE_DESK

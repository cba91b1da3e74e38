"""The product broken on purpose, one small thing at a time, and the rule of `complaints` to notice.

`tests.walk_broken` walks through them.
"""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from unittest.mock import patch
from zoneinfo import ZoneInfo

from hypothesis import Phase, settings

from appointments import services as visits
from appointments.models import Appointment, WindowHold
from notifications import calls, deciding, outcomes, plan, sweeping, timing
from notifications.models import CallTask, Message
from notifications.providers.base import Family
from notifications.states import Kind
from tests.any_day import FOUND, AnyDay, run


@dataclass(frozen=True)
class Breakage:
    """`rule` must complain while `broken` stands in the place of what is there."""

    rule: str
    place: str
    broken: object


def nothing(*_args: object, **_more: object) -> None:
    """It is forgotten."""


def always(*_args: object, **_more: object) -> bool:
    return True


def never(*_args: object, **_more: object) -> bool:
    return False


def but_no_stranger(why: CallTask.Reason, **more: object) -> object:
    return None if why == CallTask.Reason.WRONG_NUMBER else ASK(why, **more)  # type: ignore[arg-type]


def but_no_time(known: plan.Picture, true: plan.Picture) -> Kind | None:
    """News of who comes, and never of when."""
    same_time = replace(true, start=known.start, end=known.end)
    return None if known.same_as(same_time) else NEWS(known, same_time)


def as_first_seen(messages: Iterable[Message]) -> deciding.World:
    world = LOOK(messages)
    seen = {pk: SEEN.setdefault(pk, visit) for pk, visit in world.appointments.items()}
    return replace(world, appointments=seen)


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
ASK, LOOK, QUIET, USEFUL = calls.ask, deciding.look, timing.quiet_hours, timing.useful_until
NEWS, FORGET = plan._news, visits._forget_the_way
STEPS, ENDINGS = outcomes._NEXT_STEPS, outcomes.CONSEQUENCES
SEEN: dict[uuid.UUID, Appointment] = {}
LOST = {Family.AMBIGUOUS: ENDINGS[Family.CONTENT]}
DAYS = timedelta(days=4)
UNHELD = WindowHold.objects.none


def but(family: Family) -> Mapping[Family, object]:
    """What follows from a failure, except from this one."""
    return {known: step for known, step in STEPS.items() if known != family}


BREAKAGES: dict[str, Breakage] = {
    "a new time is no news": Breakage("misled", "notifications.plan._news", but_no_time),
    "strangers stay unnoticed": Breakage("misled", "notifications.calls.ask", but_no_stranger),
    "nobody calls": Breakage("misled", "notifications.calls.instead_of", nothing),
    "lost is lost": Breakage("misled", "notifications.outcomes._next_way", nothing),
    "a STOP is not kept": Breakage(
        "texted_in_silence", "notifications.reply_services.suppress", lambda *_: []
    ),
    "a refusal is not kept": Breakage(
        "texted_in_silence", "notifications.outcomes._NEXT_STEPS", but(Family.OPTED_OUT)
    ),
    "no hours are quiet": Breakage("woken", "notifications.timing.quiet_hours", nothing),
    "all live in one zone": Breakage("woken", "notifications.timing.quiet_hours", in_one_zone),
    "a click wakes whom it may not": Breakage(
        "woken", "notifications.deciding._keeps_hours", lambda text, _: not text.by_hand
    ),
    "news stays useful": Breakage("too_late", "notifications.services.useful_until", a_day_longer),
    "thanks stay useful": Breakage("too_late", "notifications.thanks_services.USEFUL_FOR", DAYS),
    "details are forgotten": Breakage(
        "told_twice", "notifications.outcomes.remember_details", nothing
    ),
    "two leave together": Breakage(
        "told_twice", "notifications.preparing.replace", lambda known, **_: known
    ),
    "doubt is a no": Breakage(
        "sent_twice",
        "notifications.sweeping._conclude",
        lambda call, _, now: sweeping._give_up(call, now),
    ),
    "doubt is a loss": Breakage(
        "lost_on_the_way", "notifications.outcomes.CONSEQUENCES", ENDINGS | LOST
    ),
    "an old look": Breakage("untrue", "notifications.delivery.look", as_first_seen),
    "late thanks for a yes": Breakage("untrue", "notifications.deciding._is_untrue", never),
    "thanks for anything": Breakage(
        "thanked_wrongly", "notifications.thanks_services._is_fitting", always
    ),
    "two places at once": Breakage("sold_twice", "appointments.rules.check_free", nothing),
    "nothing is held": Breakage(
        "sold_twice", "appointments.free_windows._holds", lambda *_: UNHELD()
    ),
    "the sick work": Breakage("absent", "appointments.rules._check_there", nothing),
    "a cap holds one text": Breakage(
        "capped", "notifications.outcomes._NEXT_STEPS", but(Family.DAILY_CAP)
    ),
    "two lists to choose from": Breakage(
        "asked_twice", "notifications.question_services._end_which", nothing
    ),
    "a yes to any time": Breakage(
        "confirmations: kept", "appointments.services.ALONG", visits.ALONG - {"confirmed_at"}
    ),
    "a yes to one face": Breakage(
        "confirmations: lost", "appointments.services._forget_the_way", and_the_yes
    ),
}
HOW = settings(
    max_examples=10,
    stateful_step_count=50,
    phases=[Phase.generate],
    report_multiple_bugs=False,
)


def noticed(breakage: Breakage, most: int) -> tuple[bool, int]:
    """Whether its rule complained, and after how many steps."""
    steps = first = 0
    with patch(breakage.place, breakage.broken):
        while steps < most:
            try:
                run(HOW, first, breakage.rule)
            except FOUND:
                return True, steps + AnyDay.steps
            steps, first = steps + AnyDay.steps, first + 1
    return False, steps

"""The provider refuses numbers, customers or us: one call each, a reason, and a person who acts."""

from collections import Counter
from functools import partial

from tests.desk import Desk
from tests.drills.company import (
    phones,
    provider,
    rows,
    states,
    swept,
    texts_sent,
    together,
    with_pages,
)
from tests.drills.counting import Result
from tests.drills.levers import WORKERS
from tests.office import Json, Office, until
from tests.stack import Stack

REASONS = {21211: "wrong_number", 21614: "wrong_number", 21610: "suppressed"}
UNREGISTERED = 30034
READABLE_WITHIN = 5.0  # seconds
SLOWEST = """
SELECT coalesce(max(extract(epoch FROM changed_at - created_at)), 0)::float
FROM notifications_message WHERE state = 'failed'
"""
STOPPED = "SELECT id, stopped_code FROM notifications_sender WHERE stopped_code <> ''"


def codes(stack: Stack, texts: int) -> Result:
    """`seconds` is the longest time from a booking to the reason why its text failed."""
    wrong, held = phones(texts)[: texts // 2], phones(texts)[texts // 2 :]
    stack.environment["SWEEP_SECONDS"] = "1"  # a sweep shows that nothing more happens
    with with_pages(stack) as (office, desk):
        seconds = refused(stack, office, desk, wrong)
        stopped(stack, office, desk, held)
    arrived = Counter(text["to"] for text in texts_sent(stack) if text["status"] == "delivered")
    twice = sum(arrived.values()) - len(arrived)
    return Result("codes", len(held), len(arrived), len(held) - len(arrived), twice, seconds)


def refused(stack: Stack, office: Office, desk: Desk, numbers: list[str]) -> float:
    """A third of these for each reason; some of those who opted out are heard of only later."""
    code_of = {phone: list(REASONS)[n % 3] for n, phone in enumerate(numbers)}
    later = {phone: code for phone, code in list(code_of.items())[-3:] if code == 21610}
    now = {phone: code for phone, code in code_of.items() if phone not in later}
    with office.provider(error_code=now, later_error_code=later):
        booked = dict(zip(numbers, together(office.book, numbers), strict=True))
        until(lambda: states(stack) == {"failed": len(numbers)})
    calls = provider(stack)["creates"]
    assert calls == len(numbers), f"{len(numbers)} texts that can't arrive cost {calls} calls."
    together(partial(is_explained, office), [(booked[p], code_of[p]) for p in numbers])
    opted_out = {phone for phone, code in code_of.items() if code == 21610}
    known = {number for (number,) in rows(stack, "SELECT number FROM notifications_suppression")}
    assert known == opted_out, f"{opted_out ^ known} are not marked as their answers ask for."
    (waiting,) = rows(stack, "SELECT count(*) FROM notifications_calltask WHERE done_at IS NULL")
    assert waiting == (len(numbers),), f"{waiting} calls are asked for, not {len(numbers)}."
    assert "Dana Webb" in desk.page("calls"), "The page of calls does not show them."
    ((seconds,),) = rows(stack, SLOWEST)
    assert seconds < READABLE_WITHIN, f"A reason was to be read only after {seconds} s."
    return float(seconds)


def is_explained(office: Office, told: tuple[Json, int]) -> None:
    visit, code = told
    (message,) = office.messages(visit["id"])
    said = (message["state"], message["reason"], message["error_code"])
    assert said == ("failed", REASONS[code], str(code)), f"{code} is explained as {said}."


def stopped(stack: Stack, office: Office, desk: Desk, numbers: list[str]) -> None:
    """Nobody may text from here any more: all wait, until somebody has mended it and says so."""
    before, stops = provider(stack)["creates"], stops_noted(stack)
    first, *others = numbers
    with office.provider(error_code=dict.fromkeys(numbers, UNREGISTERED)):
        visit = office.book(first)
        ((sender, code),) = until(lambda: rows(stack, STOPPED))
        (message,) = office.messages(visit["id"])
        assert code == str(UNREGISTERED), f"The sender is stopped for {code}."
        assert (message["state"], message["reason"]) == ("held", "sender_stopped"), message
        together(office.book, others)
        swept(stack)
        burned = provider(stack)["creates"] - before
        assert burned == 1, f"A stopped sender made {burned} calls."
        assert "sender is stopped (30034)" in desk.page("day"), "The board does not say it."
    stops = stops_noted(stack) - stops
    assert stops == 1, f"The sender was stopped {stops} times."
    desk.post(f"settings/sender/{sender}/resume")
    until(lambda: states(stack).get("delivered") == len(numbers))
    calls = provider(stack)["creates"] - before
    assert calls == 1 + len(numbers), f"After a click {calls - 1} calls sent {len(numbers)} texts."
    assert "sender is stopped" not in desk.page("day"), "The board still says it is stopped."


def stops_noted(stack: Stack) -> int:
    """How often a worker has written that it stopped a sender."""
    logs = [stack.log(worker).read_text() for worker in WORKERS]
    return sum(log.count("stopped: code") for log in logs)

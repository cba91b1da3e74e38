"""Breakages of the way by which news comes: by text, by letter or by call, and by one of them."""

from datetime import datetime

from notifications import emailing
from notifications.models import Attempt, Message
from notifications.states import Kind, Mover, State
from tests.breaking import WORK, Breakage, never, nothing

LETTER = emailing.instead_of
BOOKED = (("book", 0, 0, 24, True), ("deliver", "accepted"))
LATER = (("wait", 61), ("move", 0, 1, "by text"), *WORK)


def and_a_call(text: Message, kind: Kind, now: datetime) -> None:
    """Who asked does not hear that there is a letter."""
    LETTER(text, kind, now)


def again(attempt: Attempt, now: datetime) -> None:
    doubtful = Message.objects.filter(pk=attempt.message_id)
    doubtful.move(Mover.DELIVERY, State.QUEUED, send_after=now, changed_at=now)


OF_WAYS: dict[str, Breakage] = {
    "e-mail is no wish": Breakage(
        "by_another_way", "notifications.deciding._other_way", nothing, BOOKED, addresses="others"
    ),
    "a letter and a call": Breakage(
        "called_beside",
        "notifications.emailing.instead_of",
        and_a_call,
        (*BOOKED, ("report", 0, State.UNDELIVERED)),
        addresses="some",
    ),
    "a letter leaves its card": Breakage(
        "called_beside",
        "notifications.calls.arrived",
        nothing,
        (("book", 0, 0, 24, True), ("deliver", "words refused"), *LATER),
        addresses="others",
    ),
    "as it was is news": Breakage(
        "told_again",
        "notifications.plan.Picture.same_as",
        never,
        (*BOOKED, ("move", 0, 1, "by text"), ("move", 0, -1, "by text"), *WORK),
        addresses="others",
    ),
    "nobody lives there": Breakage(
        "texted_in_silence",
        "notifications.no_emails.is_stopped",
        never,
        (*BOOKED, ("report", 0, State.UNDELIVERED), *LATER),
        addresses="others",
    ),
    "no more letters": Breakage(
        "texted_in_silence",
        "notifications.no_emails.is_stopped",
        never,
        (*BOOKED, ("answer_letter", 0, "unsubscribed"), *LATER),
        addresses="others",
    ),
    "doubt sends letters again": Breakage(
        "sent_twice",
        "notifications.outcomes.never_known",
        again,
        (("book", 0, 0, 24, True), ("deliver", "answer lost"), *WORK),
        addresses="others",
    ),
    "a letter in doubt is none": Breakage(
        "misled",
        "notifications.calls.may_be_misled",
        never,
        (
            *(("book", 0, 0, 24, True), ("deliver", "answer lost"), ("wait", 61), ("beat",)),
            ("cancel", 0, "by text"),
        ),
        addresses="others",
    ),
}

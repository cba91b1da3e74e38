"""What a customer would hear of a change that nobody has made yet: the words, the way, the time."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from appointments.models import Appointment
from notifications import calls, emailing, plan
from notifications.deciding import why_no_texts
from notifications.models import Message, Sender
from notifications.preparing import company_wording
from notifications.previewing import (
    Preview,
    sample_link,
    sender_of_unit,
    shown_sender,
    told_so_far,
)
from notifications.rendering import picture_of, render
from notifications.states import Channel, Kind, Reason
from notifications.switches import switches_of
from notifications.timing import TELLABLE, earliest


class Way(StrEnum):
    TEXT = "text"
    EMAIL = "email"
    CALL = "call"  # somebody in the office is asked to
    PHONE = "phone"  # who changes the visit has done so


@dataclass(frozen=True)
class News:
    """What is told, how, and when; `reason` where that is not at once."""

    preview: Preview
    way: Way
    at: datetime
    reason: Reason | None


def news_of(visit: Appointment, *, now: datetime, by_phone: bool = False) -> News | None:
    """What is told when the visit is saved as it stands here; None when they know it all.

    `visit` comes from `for_texts()`.
    """
    sender = sender_of_unit(visit.business_unit)
    way = Way.PHONE if by_phone else _way(visit, sender)
    last = calls.last_told(visit)
    known = calls.picture_in(last)
    told_aloud = way in {Way.CALL, Way.PHONE}
    kind = calls.to_tell(visit, known) if told_aloud else _to_text(visit, last, known)
    if kind is None or not _is_told(kind, visit, told_aloud=told_aloud):
        return None
    moment, reason = _when(kind, visit, last.sent_at if last else None, now, way)
    rendered = render(
        kind,
        visit,
        sender,
        replace(told_so_far(visit, sender), picture=known),
        now=now,
        link=sample_link(),
        by_email=way == Way.EMAIL,
        aloud=told_aloud,
        template=company_wording(kind, visit),
    )
    return News(Preview(rendered, shown_sender(sender)), way, moment, reason)


def _way(visit: Appointment, sender: Sender) -> Way:
    if not why_no_texts(visit, sender):
        return Way.TEXT
    return Way.EMAIL if emailing.address(visit) else Way.CALL


def _to_text(visit: Appointment, last: Message | None, known: plan.Picture | None) -> Kind | None:
    kind = plan.next_kind(known, picture_of(visit))
    return Kind.CANCEL if kind is None and calls.is_end_unheard_of(visit, last) else kind


def _is_told(kind: Kind, visit: Appointment, *, told_aloud: bool) -> bool:
    """A switched-off text is not sent; a call is made all the same."""
    if visit.status not in TELLABLE:
        return False
    if told_aloud:
        return kind != Kind.CONFIRMATION or visit.business_unit.confirm_unassigned
    return switches_of([visit.business_unit_id]).tells(kind, visit)


def _when(
    kind: Kind, visit: Appointment, last_told_at: datetime | None, now: datetime, way: Way
) -> tuple[datetime, Reason | None]:
    if way in {Way.CALL, Way.PHONE}:
        return now, None
    channel = Channel.EMAIL if way == Way.EMAIL else Channel.SMS
    return earliest(kind, visit, last_told_at, now, channel)

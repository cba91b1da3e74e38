"""Customers' answers that nobody has read yet, by phone; what is done with them is a service's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from phonenumber_field.phonenumber import PhoneNumber

from appointments.models import Appointment, Customer
from fieldservice.company.models import User
from fieldservice.company.services import default_unit
from notifications.models import Reply, Suppression

LATE = timedelta(minutes=10)
MOST = 200  # answers; more than that nobody reads from one page
READ_LATELY = 20


@dataclass(frozen=True)
class Thread:
    """One phone's unread answers, the oldest first, and the visit they are most likely about."""

    replies: list[Reply]
    visit: Appointment | None
    name: str
    zone: ZoneInfo
    is_silent: bool
    now: datetime

    @property
    def newest(self) -> Reply:
        return self.replies[-1]

    @property
    def phone(self) -> PhoneNumber:
        return PhoneNumber.from_string(self.newest.number)

    @property
    def waits(self) -> timedelta:
        """How long the oldest of them has been waiting."""
        return self.now - self.replies[0].received_at

    @property
    def is_late(self) -> bool:
        return self.waits >= LATE

    @property
    def may_answer(self) -> bool:
        """Whether a text may go back to this phone."""
        is_theirs = self.visit is not None and self.visit.text_to == self.newest.number
        return is_theirs and not self.is_silent

    def waits_in_words(self) -> str:
        """“waits 12 min”, and coarser later on."""
        minutes = int(self.waits.total_seconds()) // 60
        if minutes < 60:
            return _("waits %(count)d min") % {"count": minutes}
        if minutes < 48 * 60:
            return _("waits %(count)d h") % {"count": minutes // 60}
        days = minutes // (24 * 60)
        return ngettext("waits %(count)d day", "waits %(count)d days", days) % {"count": days}


def threads(reader: User, now: datetime) -> list[Thread]:
    """What this person has to read, the phone that wrote last on top."""
    found: dict[tuple[str, int], list[Reply]] = {}
    replies = Reply.objects.unread().shown_to(reader).order_by("-received_at", "-pk")
    for reply in replies[:MOST]:
        found.setdefault((reply.number, reply.sender_id), []).insert(0, reply)
    return _threads(list(found.values()), now)


def unread_threads(reader: User) -> int:
    """How many phones wait for this person to read."""
    replies = Reply.objects.unread().shown_to(reader).order_by()
    return replies.values("number", "sender").distinct().count()


def read_lately(reader: User) -> QuerySet[Reply]:
    """What people have read, the latest first: who saw to it, and whose it was."""
    replies = Reply.objects.shown_to(reader).filter(read_by__isnull=False)
    return replies.select_related("read_by", "appointment__customer").order_by("-read_at")


def _threads(groups: Iterable[list[Reply]], now: datetime) -> list[Thread]:
    groups = list(groups)
    newest = [replies[-1] for replies in groups]
    numbers = [reply.number for reply in newest]
    wanted = {reply.appointment_id for reply in newest if reply.appointment_id}
    visits = Appointment.objects.for_texts().in_bulk(wanted)
    known = {str(one.phone): one.name for one in Customer.objects.filter(phone__in=numbers)}
    silent = Suppression.objects.filter(number__in=numbers).values_list("number", "sender_id")
    pairs = set(silent)
    home = ZoneInfo(default_unit().time_zone)
    return [
        Thread(
            replies=replies,
            visit=(visit := visits.get(replies[-1].appointment_id)),
            name=_name(replies[-1], visit, known),
            zone=visit.zone if visit else home,
            is_silent=(replies[-1].number, replies[-1].sender_id) in pairs,
            now=now,
        )
        for replies in groups
    ]


def _name(reply: Reply, visit: Appointment | None, known: dict[str, str]) -> str:
    """Who answers; "" for a number of nobody we know."""
    if visit and str(visit.contact_phone) == reply.number:
        return visit.contact_name or visit.customer.name
    if visit and str(visit.customer.phone) == reply.number:
        return visit.customer.name
    return known.get(reply.number, "")

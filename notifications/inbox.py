"""The list of the shared inbox: who waits, who has it and who was answered."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fieldservice.company.models import User
from notifications.inbox_people import Phone, phones
from notifications.models import Presence, Reply, Thread

LATE = timedelta(minutes=10)
MOST = 200  # unread answers; more than that nobody reads from one page
PAGE = 25  # phones that don't wait

Key = tuple[str, int]


@dataclass(frozen=True)
class Row:
    """One phone in the list, as one person sees it."""

    newest: Reply
    unread: list[Reply]
    phone: Phone
    thread: Thread | None
    writers: tuple[str, ...]
    now: datetime

    @property
    def key(self) -> Key:
        return self.newest.number, self.newest.sender_id

    @property
    def waits(self) -> timedelta:
        """How long the oldest unread answer has been waiting."""
        return self.now - self.unread[0].received_at if self.unread else timedelta()

    @property
    def is_late(self) -> bool:
        return self.waits >= LATE

    @property
    def assigned_to(self) -> str:
        """Who has it; "" when nobody has."""
        return named(self.thread.assigned_to) if self.thread and self.thread.assigned_to else ""

    def waits_in_words(self) -> str:
        """“waits 12 min”, and coarser later on."""
        minutes = int(self.waits.total_seconds()) // 60
        if minutes < 60:
            return _("waits %(count)d min") % {"count": minutes}
        if minutes < 48 * 60:
            return _("waits %(count)d h") % {"count": minutes // 60}
        days = minutes // (24 * 60)
        return ngettext("waits %(count)d day", "waits %(count)d days", days) % {"count": days}


def named(person: User) -> str:
    """How colleagues call somebody, and how an answer is signed."""
    return person.first_name or person.username


def waiting(reader: User, now: datetime) -> list[Row]:
    """The phones with something this person has to read, who has waited longest on top."""
    found: dict[Key, list[Reply]] = {}
    for reply in Reply.objects.unread().shown_to(reader).order_by("pk")[:MOST]:
        found.setdefault((reply.number, reply.sender_id), []).append(reply)
    return list(_rows(found.values(), now))


def read_before(reader: User, now: datetime, before: int | None = None) -> list[Row]:
    """A page of the phones that don't wait, the one that wrote last on top, and one row more."""
    newest = Reply.objects.newest_of_each_phone(reader)
    if before is not None:
        newest = newest.filter(pk__lt=before)
    waits = _waiting_keys(reader)
    read = [
        [reply]
        for reply in newest[: PAGE + 1 + len(waits)]
        if (reply.number, reply.sender_id) not in waits
    ]
    return list(_rows(read[: PAGE + 1], now, read=True))


def unread_threads(reader: User) -> int:
    """How many phones wait for this person to read."""
    replies = Reply.objects.unread().shown_to(reader).order_by()
    return replies.values("number", "sender").distinct().count()


def threads_of(keys: Iterable[Key]) -> dict[Key, Thread]:
    """What is kept of these threads."""
    found = Q(pk=None)
    for number, sender in keys:
        found |= Q(number=number, sender=sender)
    threads = Thread.objects.filter(found).select_related("assigned_to", "last_by")
    return {(thread.number, thread.sender_id): thread for thread in threads}


def _waiting_keys(reader: User) -> set[Key]:
    unread = Reply.objects.unread().shown_to(reader).order_by()
    return set(unread.values_list("number", "sender_id").distinct()[:MOST])


def _rows(groups: Iterable[list[Reply]], now: datetime, *, read: bool = False) -> Iterator[Row]:
    groups = list(groups)
    newest = [replies[-1] for replies in groups]
    whose = phones(newest)
    kept = threads_of({(reply.number, reply.sender_id) for reply in newest})
    writing = {one.thread_id: named(one.person) for one in Presence.objects.writing(now)}
    for replies in groups:
        thread = kept.get((replies[-1].number, replies[-1].sender_id))
        yield Row(
            newest=replies[-1],
            unread=[] if read else replies,
            phone=whose[replies[-1].pk],
            thread=thread,
            writers=tuple(filter(None, [writing.get(thread.pk)])) if thread else (),
            now=now,
        )

"""Everything said with one phone, in order, and what the office may do about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

from django.db.models import Q

from appointments.models import Customer
from fieldservice.company.access import OFFICE
from fieldservice.company.models import User
from notifications.addresses import all_of, bare
from notifications.inbox import named, threads_of
from notifications.inbox_people import Phone, phones, visit_of
from notifications.models import CallTask, Message, MessageQuerySet, Presence, Reply, Thread
from notifications.states import Channel, State
from notifications.timeline import Entry

PAGE = 50  # texts, answers and calls


@dataclass(frozen=True)
class Talk:
    """One thread as one person sees it."""

    reply: Reply
    phone: Phone
    thread: Thread | None
    entries: list[Entry]
    unread: list[Reply]
    writers: list[str]
    calls: list[CallTask]
    earlier: datetime | None

    @property
    def turn(self) -> int:
        """What a form on this page says it knows."""
        return self.thread.turn if self.thread else 0


def talk(reply: Reply, reader: User, now: datetime, until: datetime | None = None) -> Talk:
    """The thread this answer belongs to; `until` turns back to what was said before."""
    key = (reply.number, reply.sender_id)
    thread = threads_of([key]).get(key)
    said, earlier = _said(reply, reader, until)
    unread = Reply.objects.unread().shown_to(reader).of_phone(reply)
    calls = CallTask.objects.open().shown_to(reader).filter(number__in=all_of(reply.number))
    calls = calls.select_related("phone_call", "dialed_by")
    return Talk(
        reply=reply,
        phone=phones([reply])[reply.pk],
        thread=thread,
        entries=said,
        unread=list(unread.order_by("pk")),
        writers=_writers(thread, reader, now),
        calls=list(calls),
        earlier=earlier,
    )


def other_phones(talk: Talk, reader: User) -> list[Reply]:
    """The newest answers of this customer's other phones."""
    if talk.phone.visit is None:
        return []
    theirs = Reply.objects.newest_of_each_phone(reader).exclude(number=talk.reply.number)
    return list(theirs.filter(appointment__customer=talk.phone.visit.customer_id)[:5])


def colleagues() -> list[User]:
    """Who can have a thread."""
    return list(User.objects.filter(is_active=True, role__in=OFFICE).order_by("first_name"))


def _writers(thread: Thread | None, reader: User, now: datetime) -> list[str]:
    """The others who write an answer at this moment."""
    if thread is None:
        return []
    there = Presence.objects.writing(now).filter(thread=thread).exclude(person=reader)
    return [named(one.person) for one in there]


def _said(
    reply: Reply, reader: User, until: datetime | None
) -> tuple[list[Entry], datetime | None]:
    """The newest entries before `until`, the oldest first, and where the page before them ends."""
    replies = Reply.objects.of_phone(reply).shown_to(reader).select_related("read_by")
    replies = replies.prefetch_related("pictures")
    calls = CallTask.objects.filter(number__in=all_of(reply.number)).shown_to(reader)
    # Those to be made stand below all that was said.
    calls = calls.exclude(done_by=None).select_related("done_by")
    if until:
        replies, calls = replies.filter(received_at__lt=until), calls.filter(made_at__lt=until)
    said = [
        Entry(text.sent_at or text.created_at, message=text)
        for text in _texts(reply, reader, until)
    ]
    said += [Entry(each.received_at, reply=each) for each in replies.order_by("-pk")[: PAGE + 1]]
    said += [Entry(call.made_at, call=call) for call in calls[: PAGE + 1]]
    said.sort(key=attrgetter("at"))
    page = said[-PAGE:]
    return page, page[0].at if len(said) > PAGE else None


def _texts(reply: Reply, reader: User, until: datetime | None) -> Iterator[Message]:
    """What went to this phone, what waits to go there, and the e-mails of whose phone it is."""
    yield from _page(Message.objects.filter(to=reply.number, sender=reply.sender), reader, until)
    visit = visit_of(reply)
    owners = set(Customer.objects.filter(phone=bare(reply.number)).values_list("pk", flat=True))
    owners |= {visit.customer_id} if visit else set()
    is_planned = Q(state__in=[State.QUEUED, State.HELD], to="")
    theirs = Message.objects.filter(Q(channel=Channel.EMAIL) | is_planned, customer__in=owners)
    for text in _page(theirs, reader, until):
        if text.channel == Channel.EMAIL or text.visit.text_to == bare(reply.number):
            yield text


def _page(texts: MessageQuerySet, reader: User, until: datetime | None) -> MessageQuerySet:
    shown = texts.shown_to(reader).select_related(
        "appointment__business_unit", "appointment__customer", "appointment__location"
    )
    if until:
        shown = shown.filter(created_at__lt=until)
    return shown.order_by("-created_at")[: PAGE + 1]

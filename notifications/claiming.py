"""Taking due texts for this process alone, no faster than their senders may send."""

import uuid
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q

from notifications.models import Message, Sender
from notifications.states import Channel, Mover, State


@transaction.atomic
def claim(now: datetime, limit: int) -> list[Message]:
    """Up to `limit` due texts, the most urgent first, now `sending` under one fresh claim."""
    open_senders = {sender.pk: sender for sender in _free_senders(now)}
    # Two processes that reach for the same texts would wait for each other, and one get none.
    due = Message.objects.due(now).select_for_update(skip_locked=True, no_key=True)
    # A sender's rate, stop or cap is about texts. E-mails have an index of their own, so that they
    # need not be looked for in the backlog of a sender that is stopped.
    emails = list(due.filter(channel=Channel.EMAIL).values_list("pk", flat=True)[:limit])
    texts = due.filter(sender__in=open_senders).exclude(channel=Channel.EMAIL)
    by_sender: dict[int, list[uuid.UUID]] = defaultdict(list)
    for pk, sender_id in texts.values_list("pk", "sender_id")[: limit - len(emails)]:
        by_sender[sender_id].append(pk)
    allowed = emails + [
        pk
        for sender_id, pks in by_sender.items()
        for pk in pks[: _reserve(open_senders[sender_id], len(pks), now)]
    ]
    return _take(allowed, now) if allowed else []


def _free_senders(now: datetime) -> Iterator[Sender]:
    """Those that may send, the ones with a rate for this process alone: of two that looked at
    their texts at once, the second would pass over the urgent ones the first is holding.
    """
    free = Sender.objects.filter(_may_send(now))
    yield from free.filter(per_second=0)
    yield from free.filter(per_second__gt=0).select_for_update(skip_locked=True, no_key=True)


def next_free(now: datetime) -> datetime | None:
    """When the first sender that only waits for its rate may go on with what is due."""
    resting = Sender.objects.filter(_is_open(now), next_free_at__gt=now)
    due = Message.objects.due(now).filter(sender=OuterRef("pk"))
    first = resting.filter(Exists(due)).order_by("next_free_at").first()
    return first.next_free_at if first else None


def _may_send(now: datetime) -> Q:
    free = Q(next_free_at=None) | Q(next_free_at__lte=now)
    return _is_open(now) & free


def _is_open(now: datetime) -> Q:
    return Q(stopped_code="") & (Q(held_until=None) | Q(held_until__lte=now))


def _reserve(sender: Sender, wanted: int, now: datetime) -> int:
    """How many texts may leave now; the sender's next free moment moves on by as many."""
    if sender.per_second == 0:
        return wanted
    # At most a quarter of a second's worth at once keeps the flow even and changes prompt.
    count = min(wanted, max(1, int(sender.per_second / 4)))
    next_free_at = now + timedelta(seconds=count / sender.per_second)
    same = Sender.objects.filter(pk=sender.pk, next_free_at=sender.next_free_at)
    return count if same.update(next_free_at=next_free_at) else 0


def charge(extra: Mapping[int, int]) -> None:
    """Move senders' next free moments on by the parts their texts have beyond one each."""
    limited = Sender.objects.filter(pk__in=[pk for pk in extra if extra[pk]], per_second__gt=0)
    for sender in limited:
        pause = timedelta(seconds=extra[sender.pk] / sender.per_second)
        Sender.objects.filter(pk=sender.pk).update(next_free_at=F("next_free_at") + pause)


def _take(pks: list[uuid.UUID], now: datetime) -> list[Message]:
    token = uuid.uuid4()
    chosen = Message.objects.filter(pk__in=pks, send_after__lte=now)
    if not chosen.move(Mover.DELIVERY, State.SENDING, claim=token, changed_at=now):
        return []
    claimed = Message.objects.filter(claim=token, state=State.SENDING).prefetch_related("sender")
    return list(claimed.order_by("urgency", "send_after", "created_at"))


def still_ours(messages: list[Message]) -> list[Message]:
    """Those of `messages` that nobody took back, locked; call it in a transaction."""
    if not messages:
        return []
    ours = Message.objects.select_for_update(no_key=True).filter(
        pk__in=[message.pk for message in messages],
        claim__in={message.claim for message in messages},
        state=State.SENDING,
    )
    still = set(ours.values_list("pk", flat=True))
    return [message for message in messages if message.pk in still]

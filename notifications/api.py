"""What became of the texts, for integrations; nothing is changed here."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from ninja import Query, Router

from fieldservice.company.auth import ApiRequest
from fieldservice.company.paging import Paging, behind, cut
from fieldservice.company.schemas import Answer
from notifications.models import Message
from notifications.states import Channel, Kind, Reason, State

router = Router(tags=["messages"])


class MessageAnswer(Answer):
    id: UUID
    kind: Kind
    channel: Channel
    state: State
    to: str | None
    body: str | None
    media_url: str | None
    provider_sid: str | None
    error_code: str | None
    reason: Reason | None
    created_at: datetime
    sent_at: datetime | None
    delivered_at: datetime | None


class MessageList(Answer):
    items: list[MessageAnswer]
    next: str | None


class MessageFilter(Paging):
    appointment: UUID | None = None


@router.get("/messages", response=MessageList)
def list_messages(request: ApiRequest, wanted: Annotated[MessageFilter, Query()]) -> MessageList:
    """The texts of one visit, or all of them, the oldest first."""
    rows = _messages()
    if wanted.appointment:
        rows = rows.filter(appointment_id=wanted.appointment)
    rows = behind(rows, "created_at", wanted.after)
    page, following = cut(rows[: wanted.limit + 1], "created_at", wanted.limit)
    return MessageList(items=[_answer(row) for row in page], next=following)


@router.get("/messages/{uuid:message_id}", response=MessageAnswer)
def get_message(request: ApiRequest, message_id: UUID) -> MessageAnswer:
    return _answer(get_object_or_404(_messages(), pk=message_id))


def _messages() -> QuerySet[Message]:
    about_visits = Message.objects.filter(technician=None)
    return about_visits.prefetch_related("attempts")


def _answer(message: Message) -> MessageAnswer:
    latest = next(iter(message.attempts.all()), None)
    return MessageAnswer(
        id=message.pk,
        kind=Kind(message.kind),
        channel=Channel(message.channel),
        state=State(message.state),
        to=message.to or None,
        body=message.body or None,
        media_url=message.media_url or None,
        provider_sid=(latest.provider_sid if latest else None) or None,
        error_code=message.error_code or None,
        reason=Reason(message.reason) if message.reason else None,
        created_at=message.created_at,
        sent_at=message.sent_at,
        delivered_at=message.delivered_at,
    )

"""What was kept long enough goes, kind by kind, in batches that can be cut off anywhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from appointments.models import WindowHold
from fieldservice.company.models import Look
from notifications.arrival import number_is_refused
from notifications.forgetting import pictures_to_go, texts_to_go, to_go
from notifications.models import (
    Alarm,
    AlarmCall,
    CallTask,
    KeptFor,
    Landline,
    Message,
    PhoneCall,
    Question,
    Reply,
    ReplyPicture,
    VisitLink,
)
from notifications.providers.base import Copy
from notifications.states import IN_FLIGHT, TALK, TOLD, Channel, Reason, State

BATCH = 500  # rows of one kind in one transaction
WAITS = IN_FLIGHT | {State.QUEUED, State.HELD}

Rows = models.QuerySet[models.Model]


@dataclass(frozen=True)
class Kind:
    """One kind of data: its usual span, the rows older than a moment, and what goes of them."""

    name: str
    label: str | Promise
    days: int
    over: Callable[[datetime], Rows]
    remove: Callable[[list[str], datetime], None]


@dataclass(frozen=True)
class Count:
    kind: Kind
    days: int
    rows: int


def run(now: datetime) -> bool:
    """One batch of each kind; whether there may be more at once."""
    days = spans()
    # All of them: none has to wait until another one is through.
    full = [_batch(kind, now, days[kind.name]) for kind in KINDS]
    return any(full)


def counts(now: datetime) -> list[Count]:
    """What the next runs would take away, without doing it."""
    days = spans()
    return [
        Count(kind, days[kind.name], kind.over(now - timedelta(days=days[kind.name])).count())
        for kind in KINDS
    ]


def spans() -> dict[str, int]:
    """Days by kind, as the company wants it."""
    chosen = dict(KeptFor.objects.values_list("kind", "days"))
    return {kind.name: chosen.get(kind.name, kind.days) for kind in KINDS}


def _batch(kind: Kind, now: datetime, days: int) -> bool:
    with transaction.atomic():
        over = kind.over(now - timedelta(days=days)).order_by()
        keys = [str(pk) for pk in over.values_list("pk", flat=True)[:BATCH]]
        if keys:
            kind.remove(keys, now)
    return len(keys) == BATCH


def _texts(before: datetime) -> models.QuerySet[Message]:
    old = Message.objects.filter(created_at__lt=before).exclude(body="")
    return old.exclude(state__in=WAITS)


def _empty_texts(keys: list[str], now: datetime) -> None:
    texts = Message.objects.filter(pk__in=keys)
    texts_to_go(texts, now)
    _remember_landlines(texts)
    texts.filter(kind__in=TALK).update(told={})
    texts.update(body="", to="")


def _remember_landlines(texts: models.QuerySet[Message]) -> None:
    """What these texts have shown of a number is still asked at the next booking."""
    Landline.objects.filter(number__in=texts.filter(state__in=TOLD).values("to")).delete()
    refused = texts.filter(reason=Reason.WRONG_NUMBER).exclude(to="")
    Landline.objects.bulk_create(
        [
            Landline(number=number)
            for number in refused.values_list("to", flat=True).distinct()
            if number_is_refused(number)
        ],
        ignore_conflicts=True,
    )


def _photos(before: datetime) -> models.QuerySet[Message]:
    old = Message.objects.filter(created_at__lt=before).exclude(media_url="")
    return old.filter(channel=Channel.MMS).exclude(state__in=WAITS)


def _have_photos_deleted(keys: list[str], now: datetime) -> None:
    texts = Message.objects.filter(pk__in=keys)
    pictures_to_go(texts, now)
    texts.update(media_url="")


def _replies(before: datetime) -> models.QuerySet[Reply]:
    return Reply.objects.filter(received_at__lt=before).exclude(number="")


def _empty_replies(keys: list[str], now: datetime) -> None:
    replies = Reply.objects.filter(pk__in=keys)
    to_go(Copy.TEXT, replies.values_list("provider_sid", flat=True), now)
    replies.update(body="", number="", read_at=Coalesce("read_at", Value(now)))


def _pictures(before: datetime) -> models.QuerySet[ReplyPicture]:
    return ReplyPicture.objects.filter(try_at__lt=before)


def _delete_pictures(keys: list[str], now: datetime) -> None:
    pictures = ReplyPicture.objects.filter(pk__in=keys)
    # Files first: what is cut off in between is found again by its row.
    for name in pictures.exclude(stored="").values_list("stored", flat=True):
        default_storage.delete(name)
    pictures.delete()


def _tapes(before: datetime) -> models.QuerySet[PhoneCall]:
    return PhoneCall.objects.filter(started_at__lt=before).exclude(recording_sid="")


def _delete_tapes(keys: list[str], now: datetime) -> None:
    calls = PhoneCall.objects.filter(pk__in=keys)
    to_go(Copy.RECORDING, calls.values_list("recording_sid", flat=True), now)
    calls.update(recording_sid="")


def _calls(before: datetime) -> models.QuerySet[PhoneCall]:
    return PhoneCall.objects.filter(started_at__lt=before).exclude(number="")


def _empty_calls(keys: list[str], now: datetime) -> None:
    calls = PhoneCall.objects.filter(pk__in=keys)
    to_go(Copy.CALL, calls.values_list("provider_sid", flat=True), now)
    calls.update(number="")


def _tasks(before: datetime) -> models.QuerySet[CallTask]:
    old = CallTask.objects.filter(made_at__lt=before, done_at__isnull=False)
    return old.exclude(number="")


def _empty_tasks(keys: list[str], now: datetime) -> None:
    CallTask.objects.filter(pk__in=keys).update(number="")


def _alarms(before: datetime) -> models.QuerySet[Alarm]:
    old = Alarm.objects.filter(opened_at__lt=before, ended_at__isnull=False)
    return old.exclude(number="", note="")


def _empty_alarms(keys: list[str], now: datetime) -> None:
    rung = AlarmCall.objects.filter(alarm__pk__in=keys)
    to_go(Copy.CALL, rung.values_list("provider_sid", flat=True), now)
    Alarm.objects.filter(pk__in=keys).update(number="", note="")


def _deleted(
    model: type[models.Model], moment: str
) -> tuple[Callable[[datetime], Rows], Callable[[list[str], datetime], None]]:
    """For rows of which nothing stays."""

    def over(before: datetime) -> Rows:
        return model._default_manager.filter(**{f"{moment}__lt": before})

    def remove(keys: list[str], now: datetime) -> None:
        model._default_manager.filter(pk__in=keys).delete()

    return over, remove


KINDS = (
    Kind("texts", _("Words and numbers of texts"), 730, _texts, _empty_texts),
    Kind("photos", _("The provider's copies of photos"), 90, _photos, _have_photos_deleted),
    Kind("replies", _("Customers' answers"), 730, _replies, _empty_replies),
    Kind("pictures", _("Pictures customers sent"), 365, _pictures, _delete_pictures),
    Kind("tapes", _("Messages on tape"), 90, _tapes, _delete_tapes),
    Kind("calls", _("Numbers of who called"), 730, _calls, _empty_calls),
    Kind("tasks", _("Numbers in calls that were made"), 730, _tasks, _empty_tasks),
    Kind("alarms", _("Numbers and notes of alarms at the door"), 730, _alarms, _empty_alarms),
    Kind("pages", _("Customers' pages, and how often they were opened"), 90,
         *_deleted(VisitLink, "expires_at")),
    Kind("looks", _("Who of the office opened what"), 365, *_deleted(Look, "at")),
    Kind("holds", _("Windows kept for customers, once over"), 1, *_deleted(WindowHold, "until")),
    Kind("questions", _("Questions by text, once over"), 30, *_deleted(Question, "expires_at")),
)  # fmt: skip

"""Who of the office is at the desk, and who has an answer under their fingers."""

from datetime import datetime, timedelta

from django.utils import timezone

from fieldservice.company.models import User
from notifications.models import Presence, Reply, Thread

OFTEN_ENOUGH = timedelta(minutes=1)  # every page asks twice a minute


def seen(*, by: User, now: datetime | None = None) -> None:
    """Note that somebody has one of our pages open."""
    now = now or timezone.now()
    known = Presence.objects.filter(person=by)
    if not known.filter(seen_at__gt=now - OFTEN_ENOUGH).exists():
        Presence.objects.update_or_create(person=by, defaults={"seen_at": now})


def write(*, by: User, reply: Reply, now: datetime | None = None) -> None:
    """Note that somebody writes to this phone; a page says so again and again."""
    now = now or timezone.now()
    thread, _new = Thread.objects.get_or_create(number=reply.number, sender=reply.sender)
    there = {"seen_at": now, "thread": thread, "writing_at": now}
    Presence.objects.update_or_create(person=by, defaults=there)


def leave(*, by: User) -> None:
    """Note that they don't write any more."""
    Presence.objects.filter(person=by).update(thread=None, writing_at=None)

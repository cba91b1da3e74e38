"""How often somebody may try something, counted in the database: all processes count together."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import salted_hmac

from fieldservice.company.models import Tally

KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Limit:
    """At most `most` tries within `per`, at the longest a day, which begins with the first try."""

    what: str
    most: int
    per: timedelta


def take(limit: Limit, who: str, now: datetime | None = None) -> bool:
    """Count a try; False when `who` has had their tries, and then nothing is counted."""
    now = now or timezone.now()
    tally, _is_new = Tally.objects.get_or_create(key=_key(limit, who), defaults={"started_at": now})
    tallies = Tally.objects.filter(pk=tally.pk)
    # Conditional updates: of several tries at once only so many win.
    tallies.filter(started_at__lte=now - limit.per).update(count=0, started_at=now)
    return tallies.filter(count__lt=limit.most).update(count=F("count") + 1) == 1


def is_spent(limit: Limit, who: str, now: datetime | None = None) -> bool:
    """Whether `who` has no try left; asking costs none."""
    begun = (now or timezone.now()) - limit.per
    tallies = Tally.objects.filter(key=_key(limit, who), started_at__gt=begun)
    return tallies.filter(count__gte=limit.most).exists()


def tidy(*, now: datetime | None = None) -> int:
    """Forget what no limit counts any more; how many rows went."""
    return Tally.objects.filter(started_at__lt=(now or timezone.now()) - KEPT).delete()[0]


def _key(limit: Limit, who: str) -> str:
    # A plain hash of a phone number is guessed in minutes; this one needs our secret.
    return salted_hmac(limit.what, who, algorithm="sha256").hexdigest()

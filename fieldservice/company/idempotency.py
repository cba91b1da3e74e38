"""One request sent twice is one thing done; the caller's own key says that it is the same."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import transaction
from django.utils import timezone

from fieldservice.company.errors import InvalidError
from fieldservice.company.models import ApiToken, IdempotencyKey

KEPT = timedelta(hours=24)
FIELD = "Idempotency-Key"
Answer: TypeAlias = dict[str, object]


@transaction.atomic
def once(
    *,
    by: ApiToken,
    key: str | None,
    body: bytes,
    act: Callable[[], Answer],
    now: datetime | None = None,
) -> Answer:
    """What `act` answers, or what it answered when this key came before.

    Raises InvalidError when the key came with another body. A refusal is not kept: `act` raises,
    the key's row goes with everything else, and the caller may try again.
    """
    if key is None:
        return act()
    now = now or timezone.now()
    row, is_new = _claim(by, key, _hash(body), now)
    if row.body_hash != _hash(body):
        raise InvalidError("This key was used with another body.", field=FIELD)
    if is_new:
        row.answer = act()
        row.save(update_fields=["answer"])
    return row.answer


def tidy(*, now: datetime | None = None) -> int:
    """Forget keys older than a day; how many rows went."""
    return IdempotencyKey.objects.filter(created_at__lt=_oldest(now)).delete()[0]


def _claim(token: ApiToken, key: str, body_hash: str, now: datetime) -> tuple[IdempotencyKey, bool]:
    """The row of this key, made first: a parallel request waits here until we have committed."""
    keys = IdempotencyKey.objects
    keys.filter(token=token, key=key, created_at__lt=_oldest(now)).delete()
    return keys.get_or_create(
        token=token, key=key, defaults={"body_hash": body_hash, "created_at": now}
    )


def _oldest(now: datetime | None) -> datetime:
    return (now or timezone.now()) - KEPT


def _hash(body: bytes) -> str:
    # The order of fields and white space may differ between two tries of one client.
    words: Mapping[str, object] = json.loads(body)
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()

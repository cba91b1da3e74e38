"""What the other apps ask of the company: the history, tokens and the default unit."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fieldservice.company.errors import StaleError
from fieldservice.company.models import Actor, ApiToken, BusinessUnit, Change, Robot, User
from fieldservice.company.values import Turned, said, turned


def record(
    *, by: Actor, what: str, subject: models.Model, details: Mapping[str, object] | None = None
) -> Change:
    """Add one line to the history of `subject`; details hold no personal words, only values."""
    return Change.objects.create(
        user=by if isinstance(by, User) else None,
        token=by if isinstance(by, ApiToken) else None,
        robot=by if isinstance(by, Robot) else "",
        what=what,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        details=dict(details or {}),
    )


@transaction.atomic
def save_changes(
    *,
    by: Actor,
    what: str,
    subject: models.Model,
    changes: Mapping[str, object],
    more: Turned | None = None,
    seen: int | None = None,
) -> bool:
    """Keep these values, and in the history what they were; False where all is as it was.

    `more`: what has changed elsewhere and belongs to the same line of history. `seen`: the newest
    line of history the person knew; StaleError when there is a newer one.
    """
    row = type(subject)._default_manager.select_for_update().get(pk=subject.pk)
    refuse_stale(row, seen)
    before = said(row, changes)
    for name, value in changes.items():
        setattr(row, name, value)
    values = turned(before, said(row, changes))
    if values:
        row.save(update_fields=list(values))
    if values or more:
        details = {"name": str(row), "values": values | (more or {})}
        record(by=by, what=what, subject=row, details=details)
    return bool(values or more)


def refuse_stale(subject: models.Model, seen: int | None) -> None:
    """Raise StaleError where its history has a newer line than the person knew; None: not asked."""
    if seen is not None and newest_change(subject) != seen:
        told = _("Somebody changed this while you did. Look at what they saved, then save again.")
        raise StaleError(told)


def newest_change(subject: models.Model) -> int:
    """The number of the newest line in its history, 0 without one."""
    lines = Change.objects.about(subject).values_list("pk", flat=True)
    return lines.first() or 0


@transaction.atomic
def create_api_token(*, by: Actor, name: str, role: str) -> str:
    """The new token in clear; it is shown once and only its hash is kept."""
    token = secrets.token_urlsafe(32)
    made = ApiToken.objects.create(name=name, role=role, token_hash=_hash(token))
    record(by=by, what="token made", subject=made, details={"name": name, "role": role})
    return token


@transaction.atomic
def revoke_api_token(*, by: Actor, token: ApiToken, now: datetime | None = None) -> bool:
    """Let nobody in by this token any more; False where nobody was."""
    live = ApiToken.objects.filter(pk=token.pk, revoked_at=None)
    if not live.update(revoked_at=now or timezone.now()):
        return False
    record(by=by, what="token revoked", subject=token, details={"name": token.name})
    return True


def find_api_token(token: str) -> ApiToken | None:
    """The live token behind what a caller sent, or None."""
    return ApiToken.objects.filter(token_hash=_hash(token), revoked_at=None).first()


def default_unit() -> BusinessUnit:
    """The unit of everything that names none; the first migration makes it."""
    return BusinessUnit.objects.get(is_default=True)


def _hash(token: str) -> str:
    # A token has 256 random bits, so a plain hash is enough and stays searchable.
    return hashlib.sha256(token.encode()).hexdigest()

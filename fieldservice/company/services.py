"""What the other apps ask of the company: the history, tokens and the default unit."""

import hashlib
import secrets
from collections.abc import Mapping

from django.db import models

from fieldservice.company.models import Actor, ApiToken, BusinessUnit, Change, Robot, User


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


def create_api_token(*, name: str, role: str) -> str:
    """The new token in clear; it is shown once and only its hash is kept."""
    token = secrets.token_urlsafe(32)
    ApiToken.objects.create(name=name, role=role, token_hash=_hash(token))
    return token


def find_api_token(token: str) -> ApiToken | None:
    """The live token behind what a caller sent, or None."""
    return ApiToken.objects.filter(token_hash=_hash(token), revoked_at=None).first()


def default_unit() -> BusinessUnit:
    """The unit of everything that names none; the first migration makes it."""
    return BusinessUnit.objects.get(is_default=True)


def _hash(token: str) -> str:
    # A token has 256 random bits, so a plain hash is enough and stays searchable.
    return hashlib.sha256(token.encode()).hexdigest()

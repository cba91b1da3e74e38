"""What a manager does with the office's ready answers."""

from collections.abc import Mapping

from django.db import transaction

from fieldservice.company.models import User
from fieldservice.company.services import record, save_changes
from notifications.models import CannedAnswer


@transaction.atomic
def add_canned(*, by: User, canned: CannedAnswer) -> None:
    """Keep a new answer; its form has checked it."""
    canned.save()
    details = {"name": canned.title, "values": {"text": [None, canned.text]}}
    record(by=by, what="ready answer added", subject=canned, details=details)


def change_canned(
    *, by: User, canned: CannedAnswer, changes: Mapping[str, object], seen: int | None = None
) -> bool:
    """Keep these values. Raises StaleError where somebody changed it since `seen`."""
    what = "ready answer changed"
    return save_changes(by=by, what=what, subject=canned, changes=changes, seen=seen)


@transaction.atomic
def delete_canned(*, by: User, canned: CannedAnswer) -> None:
    details = {"name": canned.title, "values": {"text": [canned.text, None]}}
    record(by=by, what="ready answer deleted", subject=canned, details=details)
    canned.delete()

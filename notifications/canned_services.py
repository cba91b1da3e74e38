"""What a manager does with the office's ready answers."""

from django.db import transaction

from fieldservice.company.models import User
from fieldservice.company.services import record
from notifications.models import CannedAnswer


@transaction.atomic
def save_canned(*, by: User, canned: CannedAnswer) -> None:
    """Keep a new answer, or what became of an old one; its form has checked it."""
    what = "ready answer changed" if canned.pk else "ready answer added"
    canned.save()
    record(by=by, what=what, subject=canned, details={"title": canned.title})


@transaction.atomic
def delete_canned(*, by: User, canned: CannedAnswer) -> None:
    record(by=by, what="ready answer deleted", subject=canned, details={"title": canned.title})
    canned.delete()

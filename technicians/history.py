"""Says who changed what about a technician, and when; the changes are the company's."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fieldservice.company.models import Change, Robot
from technicians.models import Consent, Technician

SHOWN = 20
SENTENCES = {
    "profile saved": gettext_lazy("Saved the profile"),
    "words saved": gettext_lazy("Changed own words: %(fields)s"),
    "still true": gettext_lazy("Said what is still true: %(fields)s"),
    "profile published": gettext_lazy("Published the profile: %(fields)s"),
    "photo uploaded": gettext_lazy("Uploaded a photo"),
    "photo cropped": gettext_lazy("Moved or zoomed the photo"),
    "photo removed": gettext_lazy("Took the photo down"),
    "consent granted": gettext_lazy("Switched on for customers: %(fields)s"),
    "consent withdrawn": gettext_lazy("Switched off for customers: %(fields)s"),
    "places set": gettext_lazy("Chose where customers are told: %(fields)s"),
    "paused": gettext_lazy("Paused the introductions: first name only"),
    "went on": gettext_lazy("Ended the pause of introductions"),
    "everything removed": gettext_lazy("Removed everything about this person"),
    "words approved": gettext_lazy("Approved own words: %(fields)s"),
    "words sent back": gettext_lazy("Sent own words back: %(fields)s"),
    "photo approved": gettext_lazy("Approved the photo"),
    "photo sent back": gettext_lazy("Sent the photo back"),
    "leaving set": gettext_lazy("Set the day of leaving"),
    "leaving undone": gettext_lazy("Took the day of leaving back"),
    "shifts set": gettext_lazy("Set the weekly hours"),
    "time off set": gettext_lazy("Wrote down time off"),
    "time off undone": gettext_lazy("Took time off back"),
    "invited": gettext_lazy("Sent an invitation"),
    "signed in by text": gettext_lazy("Signed in by text"),
    "signed out everywhere": gettext_lazy("Signed them out everywhere"),
}


@dataclass(frozen=True)
class Entry:
    """One line of history as people read it."""

    at: datetime
    who: str
    what: str
    is_fresh: bool  # so new that minutes say nothing


def entries(technician: Technician) -> list[Entry]:
    """The latest changes, the newest first."""
    fresh = timezone.now() - timedelta(minutes=1)
    changes = Change.objects.filter(
        subject_type=technician._meta.label_lower, subject_id=str(technician.pk)
    )
    rows = changes.select_related("user", "token")[:SHOWN]
    return [Entry(change.at, _who(change), _what(change), change.at > fresh) for change in rows]


def _who(change: Change) -> str:
    if change.user:
        return change.user.get_full_name() or change.user.get_username()
    if change.token:
        return change.token.name
    return str(Robot(change.robot).label) if change.robot else _("Somebody who has left")


def _what(change: Change) -> str:
    sentence = SENTENCES.get(change.what)
    if sentence is None:
        return change.what.capitalize()
    return str(sentence) % {"fields": _fields(change)}


def _fields(change: Change) -> str:
    labels = {field.value: str(field.label) for field in Consent.Field}
    named = change.details.get("fields") or [change.details.get("field", "")]
    return ", ".join(labels.get(name, name) for name in named)

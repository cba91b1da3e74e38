"""What a person does with a customer's answer: it is read, or a text goes back."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.models import Appointment
from fieldservice.company.broker import wake
from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import User
from fieldservice.company.services import record
from notifications.models import Message, Reply, Suppression
from notifications.states import Kind, Urgency
from notifications.tasks import deliver

USEFUL_FOR = timedelta(hours=24)
LONGEST = 480  # letters: three or four parts


@transaction.atomic
def mark_read(*, by: User, reply: Reply, now: datetime | None = None) -> int:
    """How many answers of this phone, up to this one, are read now; 0 when somebody was faster."""
    # Never more than the page showed: what came since is still to be read.
    shown = Reply.objects.unread().shown_to(by).said_until(reply)
    marked = shown.update(read_at=now or timezone.now(), read_by=by)
    if marked:
        record(by=by, what="answer read", subject=reply.appointment or reply)
    return marked


@transaction.atomic
def answer(
    *, by: User, reply: Reply, words: str, form_key: str, now: datetime | None = None
) -> Message:
    """The text on its way back; the same form sent twice is one text.

    Raises InvalidError where no text may go, ConflictError when somebody else has seen to it.
    """
    now, key = now or timezone.now(), f"answer:{form_key}"
    visit = _answerable(reply, words)
    if not mark_read(by=by, reply=reply, now=now):
        return _answered(reply, key)
    row = _row(by, reply, visit, words, now)
    message, is_new = Message.objects.get_or_create(dedupe_key=key, defaults=row)
    if is_new:
        record(by=by, what="answered", subject=visit)
        transaction.on_commit(partial(wake, deliver))
    return message


def who_read(reply: Reply) -> str:
    """The name of who read it; "" when nobody did."""
    reader = reply.read_by
    return reader.get_full_name() or reader.username if reader else ""


def _answerable(reply: Reply, words: str) -> Appointment:
    """The visit it is about; InvalidError says why no text may go back."""
    visit = reply.appointment
    if not words.strip():
        raise InvalidError(_("Write an answer first."), field="words")
    if len(words) > LONGEST:
        raise InvalidError(_("That is too long for a text."), field="words")
    if visit is None or visit.text_to != reply.number:
        # A visit's texts go to the visit's number, and to no other.
        raise InvalidError(_("Texts of this visit go to another number. Call them."))
    if Suppression.objects.filter(number=reply.number, sender=reply.sender_id).exists():
        raise InvalidError(_("They asked for no texts. Call them."))
    return visit


def _answered(reply: Reply, key: str) -> Message:
    """The text this very form has made before."""
    if sent := Message.objects.filter(dedupe_key=key).first():
        return sent
    reply.refresh_from_db()
    raise ConflictError(
        _("%(name)s has seen to it already; your answer was not sent.") % {"name": who_read(reply)}
    )


def _row(
    by: User, reply: Reply, visit: Appointment, words: str, now: datetime
) -> dict[str, object]:
    return {
        "appointment": visit,
        "appointment_version": visit.version,
        "customer": visit.customer,
        "sender": reply.sender,
        "kind": Kind.ANSWER,
        "urgency": Urgency.NOW,
        "told": {"words": words.strip(), "person": by.first_name or by.username},
        "send_after": now,
        "useful_until": now + USEFUL_FOR,
        "created_at": now,
        "changed_at": now,
    }

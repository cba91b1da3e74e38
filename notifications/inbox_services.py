"""What a person does with a customer's answer: reads it, answers it, or gives it to a colleague."""

from datetime import datetime, timedelta
from functools import partial

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from appointments.models import Appointment, Customer
from fieldservice.company.broker import wake
from fieldservice.company.errors import ConflictError, InvalidError
from fieldservice.company.models import User
from fieldservice.company.services import default_unit, record
from notifications import calls, presence_services
from notifications.inbox import named
from notifications.inbox_people import visit_of
from notifications.models import CallTask, Message, Reply, ReplyQuerySet, Suppression, Thread
from notifications.services import sender_for
from notifications.states import Kind, Urgency
from notifications.suppressing import visits_of
from notifications.tasks import deliver

USEFUL_FOR = timedelta(hours=24)
LONGEST = 480  # letters: three or four parts


@transaction.atomic
def mark_read(*, by: User, reply: Reply, now: datetime | None = None) -> int:
    """How many answers of this phone, up to this one, are read now; 0 when somebody was faster.

    Nobody has the thread any more: it is done.
    """
    marked = _read(by, reply, now or timezone.now())
    thread = _thread(reply)
    if marked or thread.assigned_to_id:
        _rows(thread).update(turn=F("turn") + 1, last_by=by, assigned_to=None, promised_until=None)
    return marked


@transaction.atomic
def answer(
    *, by: User, reply: Reply, words: str, form_key: str, turn: int, now: datetime | None = None
) -> Message:
    """The text on its way back; the same form sent twice is one text.

    `turn` is the thread's as the form was shown. Raises InvalidError where no text may go,
    ConflictError when somebody else was faster: who still wants to sends with the new turn.
    """
    now, key = now or timezone.now(), f"answer:{form_key}"
    visit = _answerable(reply, words)
    took = {"turn": turn + 1, "last_by": by, "assigned_to": by, "promised_until": None}
    if not _rows(_thread(reply)).filter(turn=turn).update(**took):
        return _answered(reply, key)
    row = _row(by, reply, visit, words, now)
    _read(by, reply, now)
    message, is_new = Message.objects.get_or_create(dedupe_key=key, defaults=row)
    if is_new:
        record(by=by, what="answered", subject=visit)
        presence_services.leave(by=by)
        transaction.on_commit(partial(wake, deliver))
    return message


def unwritten(customer: Customer) -> Reply:
    """The answer this customer may give one day, not saved: it leads to the thread of a phone."""
    number = str(customer.phone)
    visits = visits_of(number).filter(customer=customer).select_related("business_unit")
    newest = visits.order_by("arrival_window_start").last()
    unit = newest.business_unit if newest else default_unit()
    return Reply(number=number, sender=sender_for(unit), appointment=newest)


def unwritten_about(visit: Appointment) -> Reply:
    """The same of whoever gets the texts of this visit."""
    sender = sender_for(visit.business_unit)
    return Reply(number=visit.text_to, sender=sender, appointment=visit)


@transaction.atomic
def assign(*, by: User, reply: Reply, person: User | None) -> None:
    """Give the thread to a colleague, or back to all."""
    _rows(_thread(reply)).update(assigned_to=person)
    to = named(person) if person else ""
    record(by=by, what="thread assigned", subject=reply.appointment or reply, details={"to": to})


@transaction.atomic
def note_call(*, by: User, reply: Reply, now: datetime | None = None) -> CallTask | None:
    """A call for somebody to make, once for each answer; None when nobody knows whom to call."""
    task = calls.ask(
        CallTask.Reason.PLEASE_CALL,
        key=f"please:{reply.pk}",
        visit=visit_of(reply),
        number=reply.number,
        now=now or timezone.now(),
    )
    if task:
        record(by=by, what="call asked for", subject=reply.appointment or reply)
    return task


def _read(by: User, reply: Reply, now: datetime) -> int:
    marked = _shown(by, reply).update(read_at=now, read_by=by)
    if marked:
        record(by=by, what="answer read", subject=reply.appointment or reply)
    return marked


def _shown(by: User, reply: Reply) -> ReplyQuerySet:
    """Never more than the page showed: what came since is still to be read."""
    return Reply.objects.unread().shown_to(by).said_until(reply)


def _thread(reply: Reply) -> Thread:
    return Thread.objects.get_or_create(number=reply.number, sender=reply.sender)[0]


def _rows(thread: Thread) -> QuerySet[Thread]:
    return Thread.objects.filter(pk=thread.pk)


def _answerable(reply: Reply, words: str) -> Appointment:
    """The visit it is about; InvalidError says why no text may go back."""
    if not words.strip():
        raise InvalidError(_("Write an answer first."), field="words")
    if len(words) > LONGEST:
        raise InvalidError(_("That is too long for a text."), field="words")
    if Suppression.objects.filter(number=reply.number, sender=reply.sender_id).exists():
        raise InvalidError(_("They asked for no texts. Call them."))
    visit = visit_of(reply)
    if visit is None:
        raise InvalidError(_("No visit's texts go to this number. Call them."))
    return visit


def _answered(reply: Reply, key: str) -> Message:
    """The text this very form has made before."""
    if sent := Message.objects.filter(dedupe_key=key).first():
        return sent
    last = _thread(reply).last_by
    name = named(last) if last else _("A colleague")
    raise ConflictError(
        _("%(name)s has answered or closed this while you wrote. Nothing of yours was sent yet.")
        % {"name": name}
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
        "for_managers": reply.for_managers or _shown(by, reply).filter(for_managers=True).exists(),
        "told": {"words": words.strip(), "person": named(by)},
        "send_after": now,
        "useful_until": now + USEFUL_FOR,
        "created_at": now,
        "changed_at": now,
    }

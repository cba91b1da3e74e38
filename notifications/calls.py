"""The calls a person has to make because no text can: asked for, and dropped when not needed."""

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import takewhile

from django.db.models import Q, QuerySet

from appointments.models import Appointment, Customer
from appointments.statuses import Status
from fieldservice.company.models import User
from notifications import emailing, plan
from notifications.models import CallTask, Message, PhoneCall
from notifications.moments import MOMENT_OF
from notifications.rendering import picture_of
from notifications.states import IN_FLIGHT, MOMENTS, TALK, TOLD, WHO_AND_WHEN, Kind, Reason, State
from notifications.timing import TELLABLE

Why = CallTask.Reason
# Why a text does not reach its customer, and what that means for the call; all else: it failed.
WHY: dict[Reason, CallTask.Reason] = {
    Reason.SUPPRESSED: Why.BY_CALL,
    Reason.BY_CALL: Why.BY_CALL,
    Reason.BY_EMAIL: Why.BY_CALL,
    Reason.WRONG_NUMBER: Why.NOT_DELIVERED,
    Reason.QUIET_HOURS: Why.QUIET_HOURS,
    Reason.TRYING_AGAIN: Why.HELD_UP,
}
# What answers a customer, and what somebody has to call about when it can't be texted.
OWED: dict[Kind, CallTask.Reason] = {
    Kind.ANSWER: Why.ANSWER,
    Kind.OFFER: Why.ANOTHER_TIME,
    Kind.WHICH: Why.NOT_DELIVERED,
}
MAY_STILL_LEAVE = (Why.QUIET_HOURS, Why.HELD_UP)
COMES_LATE = timedelta(hours=2)  # before the window starts
ON_THEIR_WAY = frozenset({State.QUEUED, State.SENDING, State.UNSETTLED, State.HELD})


def instead_of(message: Message, reason: Reason, now: datetime) -> CallTask | None:
    """The next way: an e-mail where one may go, else a call that tells what this text can't.

    None without a call: there is an e-mail, or nothing to tell.
    """
    if message.appointment is None:
        return None
    if message.kind not in WHO_AND_WHEN:
        return _beside_the_news(message, reason, now)
    visit, why = message.appointment, WHY.get(reason, Why.NOT_DELIVERED)
    # A reminder that waits for its day tells nobody anything now.
    others = Message.objects.telling(visit.pk).exclude(pk=message.pk)
    if why == Why.NOT_DELIVERED and others.filter(state__in=ON_THEIR_WAY).exists():
        return None
    known = known_to(visit, but=message)
    kind = to_tell(visit, known)
    if kind is None or visit.status not in TELLABLE:
        return None
    if reason == Reason.SUPPRESSED and _is_change(kind, known):
        why = Why.CHANGED
    key = f"text:{message.pk}:{message.tries}"
    drop(visit, now, but=key)
    if why not in MAY_STILL_LEAVE and emailing.instead_of(message, kind, now):
        return None
    beside = None if why in MAY_STILL_LEAVE else _told_beside(visit, message, now)
    return beside or ask(why, key=key, visit=visit, message=message, now=now)


def _beside_the_news(message: Message, reason: Reason, now: datetime) -> CallTask | None:
    """An answer is owed, and a closed door explained; nobody calls to repeat what is known.

    An e-mail may repeat it, as that takes nobody's time.
    """
    visit, kind = message.visit, Kind(message.kind)
    owed = OWED.get(kind)
    if owed == Why.ANOTHER_TIME:
        return ask_about_another_time(visit, now)
    if owed:
        key = f"answer:{message.pk}"
        return ask(owed, key=key, visit=visit, message=message, now=now)
    if kind not in MOMENTS or visit.status != MOMENT_OF[kind]:
        return None
    if emailing.instead_of(message, kind, now) or kind != Kind.NO_ACCESS:
        return None
    key = f"text:{message.pk}:{message.tries}"
    return ask(WHY.get(reason, Why.NOT_DELIVERED), key=key, visit=visit, message=message, now=now)


def ask(
    why: CallTask.Reason,
    *,
    key: str,
    now: datetime,
    visit: Appointment | None = None,
    customer: Customer | None = None,
    number: str = "",
    message: Message | None = None,
    phone_call: PhoneCall | None = None,
    person: User | None = None,
) -> CallTask | None:
    """The call under this key, made only once; None when nobody knows whom to call."""
    customer = customer or (visit.customer if visit else None)
    number = number or (visit.text_to if visit else "") or (str(customer.phone) if customer else "")
    # A number of nobody's can't be anybody's wrong one.
    if not number or (customer is None and why == Why.WRONG_NUMBER):
        return None
    defaults = {
        "reason": why,
        "customer": customer,
        "appointment": visit,
        "message": message,
        "number": number,
        "phone_call": phone_call,
        "assigned_to": person,
        "urgent": why == Why.MEANT_THE_VISIT or (visit is not None and _is_near(visit, now)),
        "made_at": now,
    }
    return CallTask.objects.get_or_create(dedupe_key=key, defaults=defaults)[0]


def ask_if_visit_was_meant(visit: Appointment, now: datetime) -> None:
    """One call after a STOP that could mean the visit; it tells what another call was to tell."""
    key = f"stop:{visit.pk}:{visit.version}"
    ask(Why.MEANT_THE_VISIT, key=key, visit=visit, now=now)
    telling = CallTask.objects.open().filter(appointment=visit, reason__in=CallTask.TELLING)
    # Whose text may still leave is not owed yet.
    owed = telling.exclude(reason__in=MAY_STILL_LEAVE).exclude(message=None).first()
    if owed and owed.message:
        _told_beside(visit, owed.message, now)


def ask_about_another_time(
    visit: Appointment, now: datetime, *, number: str = "", person: User | None = None
) -> CallTask | None:
    """The call that finds another time with them, one a day."""
    key = f"another_time:{visit.pk}:{now:%Y%m%d}"
    return ask(Why.ANOTHER_TIME, key=key, visit=visit, number=number, person=person, now=now)


def made(message: Message, by: User, now: datetime) -> CallTask:
    """The call in which this text's news was told before anything had to be sent."""
    visit = message.visit
    return CallTask.objects.create(
        dedupe_key=f"made:{message.pk}",
        reason=Why.BY_PHONE,
        customer=visit.customer,
        appointment=visit,
        message=message,
        number=visit.text_to,
        made_at=now,
        done_at=now,
        done_by=by,
    )


def if_late(message: Message, now: datetime) -> None:
    """Ask for a call where quiet hours hold a text that is urgent, or until it may be of no use."""
    starts = message.visit.arrival_window_start
    comes_late = message.send_after > starts - COMES_LATE
    is_urgent = plan.is_urgent(Kind(message.kind), starts - now)
    if message.reason == Reason.QUIET_HOURS and (comes_late or is_urgent):
        instead_of(message, Reason.QUIET_HOURS, now)


def who_promised(visit: Appointment) -> str:
    """Who calls because they were not happy, as a text names them; "" for nobody in particular."""
    tasks = CallTask.objects.open().filter(appointment=visit, reason=Why.NOT_HAPPY)
    task = tasks.exclude(assigned_to=None).select_related("assigned_to").first()
    return task.assigned_to.first_name if task and task.assigned_to else ""


def drop(visit: Appointment, now: datetime, but: str = "") -> None:
    """What was to be told of this visit is no longer so, or known by now."""
    calls = CallTask.objects.open().filter(appointment=visit)
    _end_telling(calls.exclude(dedupe_key=but), now)


def left(texts: QuerySet[Message], now: datetime) -> None:
    """These texts wait no longer, so nobody has to call for them."""
    waited = CallTask.objects.open().filter(message__in=texts, reason__in=MAY_STILL_LEAVE)
    waited.update(done_at=now)


def arrived(message: Message, now: datetime) -> None:
    """The customer has this text: calls that were to tell as much or less are not needed."""
    told = Q(message=message)
    if message.kind not in TALK:  # an answer says nothing of who comes
        told |= Q(message__appointment_version__lte=message.appointment_version)
    idle = CallTask.objects.open().filter(
        told, appointment=message.appointment_id, reason__in=CallTask.TELLING
    )
    idle.update(done_at=now)


def known_to(visit: Appointment, but: Message | None = None) -> plan.Picture | None:
    """The visit as this customer was told of it, by a text or by a call."""
    texts = Message.objects.heard(visit.pk).prefetch_related("call_tasks")
    others = (text for text in texts if but is None or text.pk != but.pk)
    return picture_in(next((text for text in others if text.told and _is_known(text)), None))


def last_told(visit: Appointment) -> Message | None:
    """The newest text that this customer has, may have, or heard of by phone."""
    history = list(Message.objects.heard(visit.pk))
    called = told_by_call([visit.pk]) if history else set()
    return next((m for m in history if m.state in TOLD | IN_FLIGHT or m.pk in called), None)


def picture_in(text: Message | None) -> plan.Picture | None:
    """The visit as this text tells it."""
    return plan.Picture(**text.told) if text and text.told else None


def told_by_call(visits: Iterable[uuid.UUID]) -> set[uuid.UUID]:
    """The texts of these visits in whose place somebody has called."""
    made = CallTask.objects.filter(message__appointment__in=list(visits), done_by__isnull=False)
    return set(made.values_list("message_id", flat=True))


def to_tell(visit: Appointment, known: plan.Picture | None) -> Kind | None:
    """What a caller has to tell; who knows a visit from booking it must hear of its end too."""
    true = picture_of(visit)
    if true.canceled and known is None:
        return Kind.CANCEL
    return plan.next_kind(known, true)


def is_end_unheard_of(visit: Appointment, last: Message | None) -> bool:
    """A visit from another program is off: its customer knows of it, although not from us."""
    is_theirs = visit.imported_id is not None and last is None
    return is_theirs and visit.status == Status.CANCELED


def may_be_misled(history: Iterable[Message], last: Message | None, true: plan.Picture) -> bool:
    """Whether a letter in doubt says something else, newer than `last`, which they surely know.

    `history` has the newest first.
    """
    newer = takewhile(lambda text: last is None or text.pk != last.pk, history)
    doubtful = (picture_in(text) for text in newer if text.reason == Reason.EMAIL_IN_DOUBT)
    return any(told and not told.same_as(true) for told in doubtful)


def is_taken_back(visit: Appointment) -> bool:
    """The last they heard is that somebody stood at their door, which was a mistake."""
    if visit.status not in {Status.SCHEDULED, Status.ON_THE_WAY}:
        return False
    heard = Message.objects.filter(appointment=visit, kind__in=WHO_AND_WHEN | MOMENTS)
    left = heard.filter(state__in=TOLD | IN_FLIGHT).order_by("created_at").last()
    return left is not None and left.kind in {Kind.ARRIVED, Kind.NO_ACCESS}


def _told_beside(visit: Appointment, message: Message, now: datetime) -> CallTask | None:
    """The open call that asks if they meant the visit: it tells this text's news as well."""
    meant = CallTask.objects.open().filter(appointment=visit, reason=Why.MEANT_THE_VISIT)
    # Somebody may have made it at this moment: then the news needs a call of its own.
    found = meant.first() if meant.update(message=message) else None
    if found:
        drop(visit, now, but=found.dedupe_key)
    return found


def _end_telling(calls: QuerySet[CallTask], now: datetime) -> None:
    """The question whether they meant the visit stays open, with nothing to read out."""
    calls.filter(reason=Why.MEANT_THE_VISIT).update(message=None)
    calls.filter(reason__in=CallTask.TELLING).update(done_at=now)


def _is_known(text: Message) -> bool:
    return text.state in TOLD or any(call.done_by_id for call in text.call_tasks.all())


def _is_change(kind: Kind, known: plan.Picture | None) -> bool:
    """Something they rely on is different; a first face breaks no promise."""
    return kind == Kind.CANCEL or (known is not None and kind != Kind.INTRODUCTION)


def _is_near(visit: Appointment, now: datetime) -> bool:
    return visit.arrival_window_start - now <= plan.URGENT_WITHIN

"""The talk about a visit's time: a yes, another time out of three, and which of several visits.

What an answer means is `meanings`', whose visits there are `questions`', the texts back
`automatic_services`'. Each step tells whether it was done; if not, a person reads the answer.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from appointments.models import Appointment
from appointments.services import confirm
from fieldservice.company.errors import ServiceError
from fieldservice.company.models import Robot
from notifications import questions
from notifications.automatic_services import have_called, say
from notifications.meanings import picked
from notifications.models import Message, Question, Reply
from notifications.offer_services import HELD_FOR, MOVABLE, close_all, locked, offer, offers, take
from notifications.states import ABOUT_THANKS, TOLD, Kind

SAID_TWICE = timedelta(minutes=1)
ASKED_FOR = timedelta(hours=24)  # how long "which visit?" may be answered


def hear_confirmation(reply: Reply, now: datetime) -> bool:
    """A C: to the one visit it can be about; if there are several, they are asked which."""
    known = questions.as_told(questions.coming(reply.number, now))
    unsure = [visit for visit in known if visit.confirmed_at is None]
    if len(unsure) > 1:
        return _ask_which(reply, unsure, Question.Kind.WHICH_TO_CONFIRM, now)
    if unsure:
        return _confirm(reply, unsure[0], now)
    asked = _last_question(reply)
    if asked and asked.answered_at is None and asked.appointment in known:
        # They leave it as it is.
        return _confirm(reply, asked.appointment, now)
    return bool(known)


def hear_yes(reply: Reply, now: datetime) -> bool:
    """Any other yes: only to one visit, and where nothing else was asked meanwhile."""
    ahead = questions.coming(reply.number, now)
    open_question = Question.objects.put_to(reply.number, reply.sender).open(now)
    if len(ahead) != 1 or open_question.exists() or _was_asked_something_else(reply):
        return False
    known = questions.as_told(ahead)
    if known and known[0].confirmed_at is None:
        return _confirm(reply, known[0], now)
    return bool(known)


def hear_another_time(reply: Reply, now: datetime) -> bool:
    """An R: three free windows, or a person calls."""
    visits = questions.movable(reply.number, now)
    if len(visits) > 1:
        return _ask_which(reply, visits, Question.Kind.WHICH_TO_MOVE, now)
    return bool(visits) and _offer(reply, visits[0], now)


def hear_choice(reply: Reply, now: datetime) -> bool:
    """A number: it answers the last question that had numbers, as long as that is open."""
    asked, choice = _last_question(reply), picked(reply.body)
    if asked is None or choice is None or choice > len(asked.options):
        return False
    if asked.answered_at:
        return asked.choice == choice  # said twice
    asked.choice = choice
    asked.save(update_fields=["choice"])
    chosen = asked.options[choice - 1]
    if asked.kind == Question.Kind.ANOTHER_TIME:
        return _take(reply, asked, chosen, now)
    if now >= asked.expires_at:
        return False
    return _take_visit(reply, asked, chosen["visit"], now)


def _last_question(reply: Reply) -> Question | None:
    asked = Question.objects.put_to(reply.number, reply.sender)
    # Locked: the same number twice in one moment is one choice.
    return asked.select_for_update(of=("self",)).select_related("appointment__customer").first()


def _was_asked_something_else(reply: Reply) -> bool:
    """Whether a person, or the question how it was, had the last word."""
    told = Message.objects.filter(to=reply.number, sender=reply.sender, state__in=TOLD)
    newest = told.order_by("-sent_at").first()
    return newest is None or newest.kind in ABOUT_THANKS | {Kind.ANSWER}


def _ask_which(
    reply: Reply, visits: Sequence[Appointment], kind: Question.Kind, now: datetime
) -> bool:
    visits = visits[:9]  # one digit each
    text = say(
        reply=reply,
        visit=visits[0],
        kind=Kind.WHICH,
        now=now,
        options=questions.visit_words(visits),
    )
    if text is None:
        return False
    options = [{"visit": str(visit.pk)} for visit in visits]
    _end_which(reply, now)
    _ask(reply, visits[0], kind, options, text, now + ASKED_FOR)
    return True


def _end_which(reply: Reply, now: datetime) -> None:
    """Whoever asks again means the new list; times that were offered stand on the page, too."""
    before = Question.objects.put_to(reply.number, reply.sender).open(now)
    before.exclude(kind=Question.Kind.ANOTHER_TIME).update(answered_at=now)


def _take_visit(reply: Reply, asked: Question, visit_id: str, now: datetime) -> bool:
    """Do with the visit they name what they asked for before."""
    _close(asked, now)
    does: Callable[[Reply, Appointment, datetime], bool] = _confirm
    among = questions.as_told(questions.coming(reply.number, now))
    if asked.kind == Question.Kind.WHICH_TO_MOVE:
        does, among = _offer, questions.movable(reply.number, now)
    visit = questions.found(visit_id, among)
    return visit is not None and does(reply, visit, now)


def _confirm(reply: Reply, visit: Appointment, now: datetime) -> bool:
    # Locked: an edit in this very moment must not cost us the answer.
    visit = locked(visit)
    if not questions.as_told([visit]):
        return False
    confirm(by=Robot.CUSTOMER, appointment=visit, now=now)
    close_all(visit=visit, now=now)
    say(reply=reply, visit=visit, kind=Kind.CONFIRMED, now=now)
    return True


def _offer(reply: Reply, visit: Appointment, now: datetime, **why: str) -> bool:
    """Three windows, kept for half an hour; a person calls where there are no three."""
    if not why and (shown := offers(visit).open(now).filter(message=None).first()):
        return _say_too(reply, visit, shown, now)
    if not why and _is_said_twice(visit, now):
        return True
    may_move = visit.status in MOVABLE
    refused = not why and _open_offer(visit, now)
    windows = questions.windows_for(visit, now) if may_move and not refused else []
    close_all(visit=visit, now=now)
    if len(windows) < questions.AT_ONCE:
        return have_called(reply=reply, visit=visit, now=now)
    spans = [(window.start, window.end) for window in windows]
    text = _say_windows(reply, visit, spans, now, why or {"first_offer": "yes"})
    if text is None:
        return have_called(reply=reply, visit=visit, now=now)
    offer(visit=visit, sender=reply.sender, windows=windows, message=text, now=now)
    return True


def _say_too(reply: Reply, visit: Appointment, shown: Question, now: datetime) -> bool:
    """The windows their page shows them already, by text."""
    spans = questions.spans_of(shown)
    text = _say_windows(reply, visit, spans, now, {"first_offer": "yes"})
    if text is None:
        return have_called(reply=reply, visit=visit, now=now)
    shown.message = text
    shown.save(update_fields=["message"])
    return True


def _say_windows(
    reply: Reply,
    visit: Appointment,
    spans: Sequence[questions.Span],
    now: datetime,
    why: dict[str, str],
) -> Message | None:
    return say(
        reply=reply,
        visit=visit,
        kind=Kind.OFFER,
        now=now,
        useful_for=HELD_FOR,
        options=questions.window_words(visit, spans),
        **why,
    )


def _open_offer(visit: Appointment, now: datetime) -> bool:
    """None of the times they were offered suits them."""
    return offers(visit).open(now).exists()


def _is_said_twice(visit: Appointment, now: datetime) -> bool:
    just_now = now + HELD_FOR - SAID_TWICE
    return offers(visit).open(now).filter(expires_at__gt=just_now).exists()


def _take(reply: Reply, asked: Question, chosen: dict[str, str], now: datetime) -> bool:
    """Book the window they chose; where it can't be had any more, three others are offered."""
    visit = locked(asked.appointment)
    if visit.arrival_window_start != asked.about_start or visit.status not in MOVABLE:
        close_all(visit=visit, now=now)
        return have_called(reply=reply, visit=visit, now=now)
    if now >= asked.expires_at:
        return _offer(reply, visit, now, ran_out="yes")
    try:
        booked, is_told = take(visit=visit, option=chosen, now=now)
    except ServiceError:
        return _offer(reply, locked(visit), now, gone="yes")
    if not is_told:
        say(reply=reply, visit=booked, kind=Kind.CONFIRMED, now=now)
    return True


def _ask(  # noqa: PLR0917
    reply: Reply,
    visit: Appointment,
    kind: Question.Kind,
    options: list[dict[str, str]],
    text: Message,
    until: datetime,
) -> None:
    Question.objects.create(
        number=reply.number,
        sender=reply.sender,
        appointment=visit,
        about_start=visit.arrival_window_start,
        kind=kind,
        options=options,
        message=text,
        expires_at=until,
    )


def _close(asked: Question, now: datetime) -> None:
    asked.answered_at = now
    asked.save(update_fields=["answered_at"])

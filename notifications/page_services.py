"""What customers do on the page of their visit; the key in its address says who they are.

Windows are offered and taken as by text: what one way began, the other may end.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from appointments.customers import CustomerDetails, change_customer
from appointments.models import Appointment, Customer
from appointments.services import confirm
from fieldservice.company.errors import ServiceError
from fieldservice.company.models import Robot
from notifications import calls, door, door_services, offer_services, questions
from notifications.live import next_detail, told_here
from notifications.models import Alarm, CallTask, DetailTold, Question, Reply, VisitLink
from notifications.rendering import address_of
from notifications.reply_services import receive
from notifications.services import sender_of

CUSTOMER = Robot.CUSTOMER


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """How a customer wants to be greeted, visited and written to; None leaves a part as it is."""

    greeting: str | None = None
    say_it_like: str | None = None
    visit_style: str
    fewer_texts: bool
    no_personal_texts: bool


@transaction.atomic
def say_yes(*, visit: Appointment, window: str, now: datetime) -> bool:
    """Whether the time they saw is confirmed: not where it has changed meanwhile."""
    visit = offer_services.locked(visit)
    if visit.arrival_window_start.isoformat() != window or visit.arrival_window_end <= now:
        return False
    confirm(by=CUSTOMER, appointment=visit, now=now)
    offer_services.close_all(visit=visit, now=now)
    return visit.confirmed_at is not None


@transaction.atomic
def ask_another_time(*, visit: Appointment, now: datetime) -> Question | None:
    """The windows they may choose from, those they were offered already; None: a person calls."""
    visit = offer_services.locked(visit)
    if not questions.may_move(visit, now):
        _have_called(visit, now)
        return None
    asked = offer_services.offers(visit).open(now).first()
    if asked and asked.about_start == visit.arrival_window_start:
        return asked
    return _offer_anew(visit, now)


@transaction.atomic
def want_a_call(*, visit: Appointment, now: datetime) -> None:
    """None of the times suits them: a person finds one with them."""
    _have_called(offer_services.locked(visit), now)


@transaction.atomic
def choose_window(
    *, visit: Appointment, asked: int, choice: int, now: datetime
) -> Appointment | Question | None:
    """The visit at its new time; three other windows where that one has gone; None: a call."""
    visit = offer_services.locked(visit)
    question = offer_services.offers(visit).select_for_update().filter(pk=asked).first()
    if question is None or not 1 <= choice <= len(question.options):
        return _offer_anew(visit, now)
    if question.answered_at:
        # Pressed twice, or answered by text meanwhile.
        return visit if question.choice == choice else _offer_anew(visit, now)
    if question.about_start != visit.arrival_window_start or now >= question.expires_at:
        return _offer_anew(visit, now)
    question.choice = choice
    question.save(update_fields=["choice"])
    try:
        option = question.options[choice - 1]
        booked, _is_told = offer_services.take(visit=visit, option=option, now=now)
    except ServiceError:
        return _offer_anew(offer_services.locked(visit), now)
    return booked


def tell_office(*, visit: Appointment, words: str, form_key: str, now: datetime) -> Reply:
    """An answer in the inbox like any other; the same form sent twice is one."""
    sender = sender_of(visit)
    return receive(
        sid=f"page:{form_key}"[:40],
        number=address_of(visit, sender),
        sender=sender,
        body=words,
        opt_out="",
        now=now,
        about=visit,
    )


def save_wishes(*, customer: Customer, wishes: Wishes) -> None:
    """Raises InvalidError naming the field, and then nothing is saved."""
    details = CustomerDetails(
        name=customer.name,
        phone=str(customer.phone),
        greeting=wishes.greeting,
        say_it_like=wishes.say_it_like,
        visit_style=wishes.visit_style,
        fewer_texts=wishes.fewer_texts,
        no_personal_texts=wishes.no_personal_texts,
    )
    change_customer(by=CUSTOMER, customer=customer, details=details)


@transaction.atomic
def tell_detail(*, link: VisitLink, visit: Appointment, language: str, now: datetime) -> bool:
    """Whether the page has something new to tell of the one who comes; it counts as told."""
    links = VisitLink.objects.select_for_update(of=("self",))
    link = links.select_related("detail").get(pk=link.pk)
    if told_here(link, visit):
        return True
    line = next_detail(visit, language, now)
    if line is None:
        return False
    DetailTold.objects.create(customer_id=visit.customer_id, line=line, at=now)
    VisitLink.objects.filter(pk=link.pk).update(detail=line)
    return True


@transaction.atomic
def warn(*, visit: Appointment, now: datetime) -> bool:
    """Somebody else is at the door: an alarm, as by text; far from the visit an urgent call."""
    if door.is_near(visit, now):
        door_services.alarm(appointment=visit, source=Alarm.Source.PAGE, now=now)
        return True
    key = f"not_them:{visit.pk}:{now:%Y%m%d%H}"
    task = calls.ask(CallTask.Reason.PLEASE_CALL, key=key, visit=visit, now=now)
    return bool(task and CallTask.objects.filter(pk=task.pk).update(urgent=True))


def _offer_anew(visit: Appointment, now: datetime) -> Question | None:
    """Three windows, kept for half an hour; a person calls where there are no three."""
    may_move = questions.may_move(visit, now)
    offer_services.close_all(visit=visit, now=now)
    windows = questions.windows_for(visit, now) if may_move else []
    if len(windows) < questions.AT_ONCE:
        _have_called(visit, now)
        return None
    return offer_services.offer(
        visit=visit, sender=sender_of(visit), windows=windows, message=None, now=now
    )


def _have_called(visit: Appointment, now: datetime) -> None:
    offer_services.close_all(visit=visit, now=now)
    key = f"another_time:{visit.pk}:{now:%Y%m%d}"
    calls.ask(CallTask.Reason.ANOTHER_TIME, key=key, visit=visit, now=now)

"""After a visit: asking how it was, and bringing kind words to whoever earned them."""

from datetime import datetime, time, timedelta
from functools import partial

from django.db import transaction
from django.utils import timezone

from appointments.models import Appointment
from appointments.statuses import Status
from appointments.windows import day_words
from fieldservice.company.broker import wake
from fieldservice.company.models import Actor, User
from fieldservice.company.services import record
from notifications import calls, crew_services
from notifications.models import CallTask, Message, Presence, Reply, Thanks
from notifications.optouts import plain
from notifications.reach import closed_until
from notifications.rendering import picture_of
from notifications.services import channel_of, sender_of
from notifications.states import (
    ABOUT_THANKS,
    TOLD,
    Channel,
    CrewKind,
    Kind,
    Mover,
    Reason,
    State,
    Urgency,
)
from notifications.switches import wanted
from notifications.tasks import deliver
from notifications.thumbs import LETTERS, Thumb, read
from notifications.timing import quiet_hours
from technicians.services import words_language

A_WHILE = timedelta(minutes=30)  # after the tap, which may be taken back; they are still tidying up
USEFUL_FOR = timedelta(hours=24)
EVENING = time(17, 30)
ANSWERED_WITHIN = timedelta(days=3)
ANSWERS = {Thumb.UP: Kind.GLAD, Thumb.DOWN: Kind.SORRY}


def ask(*, appointment: Appointment, now: datetime) -> Message | None:
    """The question how it was, queued once; None where it would be out of place."""
    asked = Message.objects.filter(appointment=appointment, kind=Kind.THANKS)
    if appointment.status != Status.DONE:
        asked.move(Mover.PLANNER, State.SKIPPED, reason=Reason.SUPERSEDED, changed_at=now)
        return None
    channel = channel_of(appointment)
    if channel is None or not _is_fitting(appointment):
        return None
    moment = appointment.status_at + A_WHILE
    quiet = quiet_hours(appointment)
    moment = quiet.until(moment) if quiet else moment
    return _queue(appointment, Kind.THANKS, now, moment, channel)


def hear(*, reply: Reply, now: datetime) -> Thanks | None:
    """What an answer to that question says; None when it answers something else."""
    about = _question(reply)
    if about is None:
        return None
    thumb, words = read(reply.body)
    with transaction.atomic():
        thanks = _kept(about, thumb, words, now)
        reply.for_managers = thanks.thumb != Thanks.Thumb.UP
        # Words without a thumb of their own reach nobody before somebody has read them.
        reply.read_at = now if thumb or thanks.thumb == Thanks.Thumb.UP else None
        reply.save(update_fields=["for_managers", "read_at"])
        if thumb == Thumb.DOWN:
            key = f"not_happy:{about.pk}"
            person = _who_calls(about, now)
            calls.ask(CallTask.Reason.NOT_HAPPY, key=key, visit=about, person=person, now=now)
        if thumb:
            _queue(about, ANSWERS[thumb], now, now)
        if thanks.thumb == Thanks.Thumb.UP:
            _pass_on(thanks, now)
    return thanks


@transaction.atomic
def pass_on(*, by: Actor, thanks: Thanks, now: datetime | None = None) -> None:
    """Let the technician read words that came without a thumb."""
    now = now or timezone.now()
    thanks.thumb, thanks.kept_at = Thanks.Thumb.UP, None
    thanks.save(update_fields=["thumb", "kept_at"])
    record(by=by, what="thanks passed on", subject=thanks.appointment)
    _pass_on(thanks, now)


@transaction.atomic
def keep(*, by: Actor, thanks: Thanks, now: datetime | None = None) -> None:
    """Keep words that came without a thumb in the office."""
    thanks.kept_at = now or timezone.now()
    thanks.save(update_fields=["kept_at"])
    record(by=by, what="thanks kept", subject=thanks.appointment)


def _is_fitting(visit: Appointment) -> bool:
    """Not after a visit that was late, rough or no joy, nor from whom they never heard of."""
    latest = visit.arrival_window_end + (visit.planned_end - visit.planned_start)
    if visit.technician is None or visit.status_at > latest:
        return False
    if visit.rough or visit.is_sober or not wanted(Kind.THANKS, visit):
        return False
    if Message.objects.filter(appointment=visit, kind=Kind.LATE, state__in=TOLD).exists():
        return False
    return Message.objects.heard(visit.pk).filter(state__in=TOLD).exists()


def _who_calls(visit: Appointment, now: datetime) -> User | None:
    """A manager who is there, by the name a text can promise; nobody where today is over."""
    if closed_until(visit.business_unit, now) or closed_until(visit.business_unit, now + A_WHILE):
        return None
    there = Presence.objects.at_the_desk(now).filter(person__role=User.Role.MANAGER)
    found = there.exclude(person__first_name="").first()
    return found.person if found else None


def _question(reply: Reply) -> Appointment | None:
    """The visit they were asked about, if that was the last thing we said or a letter says so."""
    told = Message.objects.filter(to=reply.number, sender=reply.sender, state__in=TOLD)
    told = told.select_related("appointment__technician").order_by("-sent_at")
    newest = told.first()
    if plain(reply.body) in LETTERS:
        # Nothing else is answered with these: they count even where more was said since.
        newest = told.filter(kind__in=ABOUT_THANKS).first()
    if newest is None or newest.kind not in ABOUT_THANKS or newest.sent_at is None:
        return None
    is_fresh = reply.received_at - newest.sent_at < ANSWERED_WITHIN
    return newest.appointment if is_fresh else None


def _kept(visit: Appointment, thumb: Thumb, words: str, now: datetime) -> Thanks:
    """The answer, with what was said before; a later thumb counts."""
    defaults = {"technician": visit.technician, "at": now}
    thanks, _new = Thanks.objects.get_or_create(appointment=visit, defaults=defaults)
    thanks.thumb = thumb or thanks.thumb
    thanks.words = "\n".join(filter(None, (thanks.words, words)))
    thanks.save()
    return thanks


def _pass_on(thanks: Thanks, now: datetime) -> None:
    """This evening where the visit was, unedited; later words join those that still wait."""
    visit, technician = thanks.appointment, thanks.technician
    local = now.astimezone(visit.zone)
    evening = datetime.combine(local.date(), EVENING, tzinfo=visit.zone)
    language = words_language(technician)
    facts = {
        "customer": visit.customer.greeting or visit.customer.name,
        "where": visit.location.address.split(",")[0] if visit.location else "",
        "day": day_words(visit.planned_start.astimezone(visit.zone), language),
        "words": thanks.words,
    }
    text = crew_services.tell(
        technician=technician,
        kind=CrewKind.KIND_WORDS,
        key=visit.pk.hex[:20],
        now=now,
        facts=facts,
        not_before=evening,
    )
    if text:
        Message.objects.filter(pk=text.pk, state=State.QUEUED).update(told=facts)


def _queue(
    visit: Appointment,
    kind: Kind,
    now: datetime,
    moment: datetime,
    channel: Channel = Channel.SMS,
) -> Message:
    message, is_new = Message.objects.get_or_create(
        dedupe_key=f"{kind}:{visit.pk}",
        defaults={
            "appointment": visit,
            "appointment_version": visit.version,
            "customer": visit.customer,
            "sender": sender_of(visit),
            "kind": kind,
            "channel": channel,
            "urgency": Urgency.SOON if kind in ANSWERS.values() else Urgency.WHENEVER,
            # It tells what only managers know.
            "for_managers": kind == Kind.SORRY,
            "told": picture_of(visit).as_dict(),
            "send_after": moment,
            "useful_until": moment + USEFUL_FOR,
            "created_at": now,
            "changed_at": now,
        },
    )
    if is_new:
        transaction.on_commit(partial(wake, deliver))
    return message

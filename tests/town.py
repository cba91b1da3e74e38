"""A small company, three customers on two phones, and all that can happen to them in a few days."""

import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial

from appointments import board_services
from appointments.models import Appointment, Customer, Tap
from appointments.services import Booking, book, cancel, reassign, reschedule
from appointments.tap_services import Tapped, take
from appointments.telling import BY_PHONE, TELL, Telling
from fieldservice.company.errors import ServiceError
from fieldservice.company.models import BusinessUnit, User
from notifications import asking, delivery, inbox_services, late, page_services, promises
from notifications.call_services import finish
from notifications.claiming import claim
from notifications.models import Attempt, CallTask, Message, Question, Reply, Thread
from notifications.providers.base import (
    Accepted,
    AmbiguousError,
    Family,
    NotProcessedError,
    Outgoing,
    ProviderError,
    RefusedError,
)
from notifications.providers.memory import MemoryProvider
from notifications.receipts import LOST
from notifications.reply_services import receive
from notifications.services import send_again, send_now
from notifications.states import Reason, State
from notifications.visit_life_services import tell_late
from technicians.models import Technician
from tests.factories import make_customer, make_job_type, make_technician
from tests.spine import Day, default_sender, with_photo

# How a call ends: the answer, and whether the provider has the text whatever it answered.
ENDS: dict[str, tuple[ProviderError | None, bool]] = {
    "accepted": (None, False),
    "busy": (NotProcessedError(Family.TEMPORARY, "30001"), False),
    "answer lost": (AmbiguousError(Family.AMBIGUOUS), True),
    "call lost": (AmbiguousError(Family.AMBIGUOUS), False),
    "broken": (AmbiguousError(Family.AMBIGUOUS, "20500"), False),
    "broken, but taken": (AmbiguousError(Family.AMBIGUOUS, "20500"), True),
    "words refused": (RefusedError(Family.CONTENT, "30007"), False),
}
DEATHS = ("before the call is noted", "before it arrived", "after it arrived")
# The nights in which clocks change are the second ones of these days.
BEGINNINGS = tuple(
    datetime.fromisoformat(stamp).astimezone(UTC)
    for stamp in ("2026-06-02T14:00Z", "2026-03-06T22:30Z", "2026-10-30T19:00Z")
)
INTERESTS = {
    "Maya Lopez": "plays football on Sundays",
    "Omar Haddad": "repairs old radios",
    "Ruth Baker": "swims in cold lakes",
}
PEOPLE = (
    ("Dana Webb", "+12025550123", "en", "America/New_York"),
    ("Sam Webb", "+12025550123", "en", "America/New_York"),
    ("Inés Ruiz", "+12025550142", "es", "America/Los_Angeles"),
)
PHONES = ("+12025550123", "+12025550142")
STOPS = {"STOP", "Please stop texting me"}
STARTS = {"START", "yes"}
HOUR = timedelta(hours=1)


class Network(MemoryProvider):
    """Notes when each text reached it."""

    def __init__(self, day: Day) -> None:
        super().__init__()
        self.day, self.at = day, list[datetime]()

    def send(self, outgoing: Outgoing) -> Accepted:
        try:
            return super().send(outgoing)
        finally:
            self.at += [self.day.now] * (len(self.sent) - len(self.at))


@dataclass(frozen=True)
class Heard:
    """What a person told a customer of a visit on the phone, as it was at that moment."""

    visit: uuid.UUID
    after: int  # texts that had reached the provider
    as_it_was: Appointment


@dataclass
class Town:
    """Deeds raise nothing: what is refused does not happen."""

    begins: datetime
    day: Day = field(init=False)
    visits: list[uuid.UUID] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    ever_lost: set[uuid.UUID] = field(default_factory=set)
    # By phone: why it gets no texts, and when it wrote last.
    silent: dict[str, str] = field(default_factory=dict)
    wrote: dict[str, datetime] = field(default_factory=dict)
    dropped: tuple[uuid.UUID, Mapping[str, object], int, datetime] | None = None
    tapped: tuple[uuid.UUID, uuid.UUID] | None = None

    def __post_init__(self) -> None:
        self.day = Day(now=self.begins)
        self.day.provider = Network(self.day)
        BusinessUnit.objects.update(
            text_name="Acme", time_zone="America/New_York", person_phone="+12025550100"
        )
        self.jo = User.objects.create(username="jo", first_name="Jo", role=User.Role.MANAGER)
        self.faces = [self._technician(name) for name in INTERESTS]
        self.customers = [
            make_customer(name, phone=phone, language=language, time_zone=zone)
            for name, phone, language, zone in PEOPLE
        ]

    def _technician(self, name: str) -> Technician:
        one = with_photo(make_technician(name, interests=[INTERESTS[name]]))
        one.user = User.objects.create(username=one.first_name, role=User.Role.TECHNICIAN)
        one.save()
        return one

    def book(self, customer: int, face: int, hours: int, on_the_phone: bool) -> None:
        start = (self.day.now + hours * HOUR).replace(minute=0, second=0)
        booking = Booking(
            customer=self.customers[customer],
            job_type=make_job_type(),
            technician=self._face(face),
            arrival_window_start=start,
            arrival_window_end=start + 2 * HOUR,
            on_the_phone=on_the_phone,
        )
        self._try(lambda: self.visits.append(self._booked(booking)))

    def assign(self, visit: int, face: int, how: str) -> None:
        self._change(visit, how, partial(reassign, technician=self._face(face)))

    def move(self, visit: int, hours: int, how: str) -> None:
        row = self._visit(visit)
        start = row.arrival_window_start + hours * HOUR
        self._change(visit, how, partial(reschedule, start=start, end=start + 2 * HOUR))

    def cancel(self, visit: int, how: str) -> None:
        self._change(visit, how, cancel)

    def drop(self, visit: int, face: int, hours: int) -> None:
        """On the board, where the text waits as long as it may be undone."""
        row = self._visit(visit)
        names: tuple[str, ...] = (
            "technician",
            "confirmed_at",
            "apprentice",
            "planned_start",
            "planned_end",
        )
        names += ("arrival_window_start", "arrival_window_end", "expected_at")
        names += ("status", "status_at", "door_words")
        before = {name: getattr(row, name) for name in names}

        def drop() -> None:
            board_services.drop(
                by=self.jo,
                appointment=row,
                technician=self._face(face),
                start=row.planned_start + hours * HOUR if hours else None,
                expected_version=row.version,
                now=self.day.now,
            )
            self.dropped = row.pk, before, row.version, self.day.now

        self._try(drop)

    def undo_drop(self) -> None:
        if self.dropped is None:
            return
        visit, before, version, at = self.dropped
        if self.day.now - at <= board_services.UNDO:
            self._try(
                lambda: board_services.undo(
                    by=self.jo,
                    appointment=Appointment.objects.get(pk=visit),
                    before=before,
                    expected_version=version,
                    now=self.day.now,
                )
            )

    def tap(self, visit: int, what: str, detail: str, rough: bool) -> None:
        row = self._visit(visit)
        tapped = Tapped(key=uuid.uuid4(), what=Tap.What(what), detail=detail, rough=rough)
        self._tap(row, tapped)
        self.tapped = row.pk, tapped.key

    def undo_tap(self) -> None:
        if self.tapped:
            visit, key = self.tapped
            undo = Tapped(key=uuid.uuid4(), what=Tap.What.UNDO, detail=str(key))
            self._tap(Appointment.objects.get(pk=visit), undo)

    def _tap(self, row: Appointment, tapped: Tapped) -> None:
        one = row.technician
        if one and one.user:
            now = self.day.now
            take(by=one.user, technician=one, visit_id=row.pk, tapped=tapped, now=now)

    def tell_late(self, visit: int, minutes: int) -> None:
        there, row = self.day.now + timedelta(minutes=minutes), self._visit(visit)
        self._try(
            lambda: tell_late(by=self.jo, appointment=row, expected_at=there, now=self.day.now)
        )

    def reply(self, phone: int, body: str) -> None:
        number = PHONES[phone]
        if body in STOPS:
            self.silent.setdefault(number, "stop")
        elif body == "Wrong number":
            self.silent[number] = "wrong"
        elif body in STARTS and self.silent.get(number) == "stop":
            del self.silent[number]
        self.wrote[number] = self.day.now
        receive(
            sid=f"SM{Reply.objects.count()}",
            number=number,
            sender=default_sender(),
            body=body,
            opt_out="",
            now=self.day.now,
        )
        self._meet_new_visits()

    def page(self, visit: int, deed: str, choice: int) -> None:
        """What a customer does on the page of their visit."""
        row, now = self._visit(visit), self.day.now
        asked = Question.objects.filter(appointment=row).first()
        if deed == "yes":
            window = row.arrival_window_start.isoformat()
            self._try(lambda: page_services.say_yes(visit=row, window=window, now=now))
        elif deed == "another time":
            page_services.ask_another_time(visit=row, now=now)
        elif deed == "choose" and asked:
            page_services.choose_window(visit=row, asked=asked.pk, choice=choice, now=now)
        elif deed == "call me":
            page_services.want_a_call(visit=row, now=now)
        elif deed == "fewer":
            Customer.objects.filter(pk=row.customer_id).update(fewer_texts=True)
        elif deed == "warn":
            self.wrote[row.text_to] = now
            page_services.warn(visit=row, now=now)
        self._meet_new_visits()

    def _meet_new_visits(self) -> None:
        """After no access, a chosen window is another visit."""
        booked = Appointment.objects.exclude(pk__in=self.visits)
        self.visits += booked.values_list("pk", flat=True)

    def answer(self) -> None:
        """Jo answers the newest message that nobody has read."""
        reply = Reply.objects.unread().order_by("pk").last()
        if reply is None:
            return
        thread = Thread.objects.filter(number=reply.number, sender=reply.sender).first()
        turn = thread.turn if thread else 0
        form = {"words": "Yes, gladly.", "form_key": uuid.uuid4().hex, "turn": turn}
        self._try(
            lambda: inbox_services.answer(by=self.jo, reply=reply, now=self.day.now, **form)  # type: ignore[arg-type]
        )

    def call(self) -> None:
        """Jo makes the first call on the list, and says how things stand."""
        task = CallTask.objects.open().first()
        if task:
            finish(by=self.jo, task=task, now=self.day.now)
            whole = task.reason == CallTask.Reason.WRONG_NUMBER
            about = {"customer": task.customer} if whole else {"pk": task.appointment_id}
            for visit in Appointment.objects.filter(**about):
                self._say(visit.pk)

    def send_again(self, visit: int) -> None:
        row = self._visit(visit)
        send_again(by=self.jo, appointment=row, form_key=uuid.uuid4().hex, now=self.day.now)

    def send_now(self) -> None:
        text = Message.objects.filter(state=State.QUEUED, reason=Reason.QUIET_HOURS).first()
        if text:
            send_now(by=self.jo, message=text, now=self.day.now)

    def wait(self, seconds: int) -> None:
        self.day.later(seconds=seconds)

    def deliver(self, end: str) -> None:
        answer, self.day.provider.takes_anyway = ENDS[end]
        self.day.provider.answers = [answer]
        self.day.deliver()
        self.day.provider.answers, self.day.provider.takes_anyway = [], False

    def die(self, moment: str) -> None:
        """A worker is killed on the way of a text."""
        claimed = claim(self.day.now, 9)
        if moment == "before the call is noted":
            return
        for leaving in delivery.ready(claimed, self.day.now):
            if moment == "after it arrived":
                self.day.provider.send(leaving.outgoing)

    def beat(self) -> None:
        """What runs every few seconds, in the order of its being asked for."""
        self.day.sweep()
        asking.run(lambda: self.day.provider, self.day.now)
        late.run(self.day.now)
        promises.run(self.day.now)

    def report(self, which: int, state: State) -> None:
        """A receipt for one of the newest texts the provider has, perhaps late or twice."""
        sent = self.day.provider.sent
        if not sent:
            return
        number = max(0, len(sent) - 1 - which)
        attempt = attempt_of(sent[number])
        if state in LOST:
            self.ever_lost.add(attempt.message_id)
        code = "30005" if state in LOST else ""
        self.day.receipt(attempt, state, code, sid=f"MEM{number + 1:05d}")

    def settle(self) -> Iterator[None]:
        """Nothing more happens; beat and worker go on until nothing waits."""
        for _ in range(60):
            self.beat()
            self.deliver("accepted")
            yield
            waiting = Message.objects.filter(state=State.QUEUED).order_by("send_after").first()
            is_open = Message.objects.filter(state__in=[State.SENDING, State.UNSETTLED]).exists()
            if not waiting and not is_open:
                return
            ahead = waiting.send_after if waiting and not is_open else self.day.now
            self.day.now = max(ahead, self.day.now + timedelta(seconds=40))

    def _booked(self, booking: Booking) -> uuid.UUID:
        return book(by=self.jo, booking=booking, now=self.day.now).pk

    def _change(self, visit: int, how: str, change: Callable[..., object]) -> None:
        row, telling = self._visit(visit), BY_PHONE if how == "by phone" else TELL
        if how == "a little later":
            telling = Telling(wait=timedelta(minutes=10))

        def do() -> None:
            change(by=self.jo, appointment=row, now=self.day.now, telling=telling)
            if how == "by phone":
                self._say(row.pk)

        self._try(do)

    def _say(self, visit: uuid.UUID) -> None:
        row = Appointment.objects.for_texts().get(pk=visit)
        self.heard.append(Heard(visit, len(self.day.provider.sent), row))

    def _visit(self, number: int) -> Appointment:
        return Appointment.objects.for_texts().get(pk=self.visits[number % len(self.visits)])

    def _face(self, number: int) -> Technician | None:
        return self.faces[number] if number < len(self.faces) else None

    def _try(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except ServiceError:
            return


def attempt_of(text: Outgoing) -> Attempt:
    key = text.callback_url.partition("#")[0].rpartition("/")[2]
    return Attempt.objects.get(pk=key)

"""A small company of three technicians and three customers, and what its office does."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from appointments import board_services, sick_services
from appointments.models import Appointment, Customer, TimeOff
from appointments.services import Booking, book, cancel, reassign, reschedule
from appointments.telling import BY_PHONE, TELL, Telling
from fieldservice.company.errors import ServiceError
from fieldservice.company.models import BusinessUnit, User
from notifications import inbox_services
from notifications.call_services import finish
from notifications.models import CallTask, Message, Reply, Thread
from notifications.services import send_again, send_now
from notifications.states import Reason, State
from notifications.visit_life_services import tell_late
from technicians.headshot_files import MMS, stored
from technicians.models import Technician
from tests.factories import make_customer, make_job_type, make_technician
from tests.spine import Day, with_photo
from tests.town_network import Network
from tests.town_post import ADDRESSES, Post

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
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Heard:
    """What a person told a customer of a visit on the phone, as it was at that moment."""

    visit: uuid.UUID
    after: int  # texts that had reached the provider
    as_it_was: Appointment


@dataclass
class Company:
    """Deeds raise nothing: what is refused does not happen."""

    begins: datetime
    is_strict: bool = False  # nothing but answers goes out in quiet hours
    addresses: str = "none"  # who can get e-mails
    day: Day = field(init=False)
    network: Network = field(init=False)
    visits: list[uuid.UUID] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    dropped: tuple[uuid.UUID, Mapping[str, object], int, datetime] | None = None
    sick: TimeOff | None = None  # the newest

    def __post_init__(self) -> None:
        self.day = Day(now=self.begins)
        self.day.provider = self.network = Post.network = Network(self.day)
        BusinessUnit.objects.update(
            text_name="Acme", time_zone="America/New_York", person_phone="+12025550100"
        )
        if self.is_strict:
            BusinessUnit.objects.update(
                quiet_for_all=True, office_from=time(8), office_until=time(18)
            )
        self.jo = User.objects.create(username="jo", first_name="Jo", role=User.Role.MANAGER)
        self.faces = [self._technician(name) for name in INTERESTS]
        self.customers = [self._customer(number) for number in range(len(PEOPLE))]

    def _customer(self, number: int) -> Customer:
        name, phone, language, zone = PEOPLE[number]
        one = make_customer(name, phone=phone, language=language, time_zone=zone)
        one.reach, one.email = ADDRESSES[self.addresses].get(number, (one.reach, ""))
        one.save(update_fields=["reach", "email"])
        return one

    def _technician(self, name: str) -> Technician:
        one = with_photo(make_technician(name, interests=[INTERESTS[name]]))
        default_storage.save(stored(one.headshots.get().key, MMS), ContentFile(b"a photo"))
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

    def call_in_sick(self, face: int) -> None:
        one = self.faces[face]
        self.sick = sick_services.call_in_sick(by=self.jo, technician=one, now=self.day.now)

    def hand_over(self, face: int) -> None:
        """What the sick one had today, as far as another one has time for it."""
        if self.sick and self.sick.pk:
            takers = dict.fromkeys(
                self.sick.put_back.values_list("pk", flat=True), self.faces[face].pk
            )
            sick_services.hand_over(by=self.jo, takers=takers, time_off=self.sick, now=self.day.now)

    def come_back(self) -> None:
        if self.sick and self.sick.pk:
            sick_services.come_back(by=self.jo, time_off=self.sick, now=self.day.now)
            self.sick = None

    def tell_late(self, visit: int, minutes: int) -> None:
        there, row = self.day.now + timedelta(minutes=minutes), self._visit(visit)
        self._try(
            lambda: tell_late(by=self.jo, appointment=row, expected_at=there, now=self.day.now)
        )

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

    def call(self, which: int = 0) -> None:
        """Jo makes a call of the list, and says how things stand."""
        tasks = list(CallTask.objects.open())
        if tasks:
            task = tasks[which % len(tasks)]
            finish(by=self.jo, task=task, now=self.day.now)
            whole = task.reason == CallTask.Reason.WRONG_NUMBER
            about = {"customer": task.customer} if whole else {"pk": task.appointment_id}
            for visit in Appointment.objects.filter(**about):
                self._say(visit.pk)

    def send_again(self, visit: int) -> None:
        row = self._visit(visit)
        if row.customer.erased_at:
            return  # nobody offers it
        send_again(by=self.jo, appointment=row, form_key=uuid.uuid4().hex, now=self.day.now)

    def send_now(self) -> None:
        text = Message.objects.filter(state=State.QUEUED, reason=Reason.QUIET_HOURS).first()
        if text:
            send_now(by=self.jo, message=text, now=self.day.now)

    def _booked(self, booking: Booking) -> uuid.UUID:
        return book(by=self.jo, booking=booking, now=self.day.now).pk

    def _change(self, visit: int, how: str, change: Callable[..., object]) -> None:
        row, telling = self._visit(visit), BY_PHONE if how == "by phone" else TELL
        if how == "a little later":
            telling = Telling(wait=timedelta(minutes=10))

        version = row.version

        def do() -> None:
            change(by=self.jo, appointment=row, now=self.day.now, telling=telling)
            # Where nothing was changed there was nothing to say.
            if how == "by phone" and Appointment.objects.get(pk=row.pk).version != version:
                self._say(row.pk)

        self._try(do)

    def _say(self, visit: uuid.UUID) -> None:
        row = Appointment.objects.for_texts().get(pk=visit)
        self.heard.append(Heard(visit, len(self.network.sent), row))

    def _visit(self, number: int) -> Appointment:
        return Appointment.objects.for_texts().get(pk=self.visits[number % len(self.visits)])

    def _face(self, number: int) -> Technician | None:
        return self.faces[number] if number < len(self.faces) else None

    def _try(self, deed: Callable[[], object]) -> None:
        try:
            deed()
        except ServiceError:
            return

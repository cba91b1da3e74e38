"""A working day in a test's hands: its clock, its provider, and visits from booking to phone."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from appointments import services as visits
from appointments.models import Appointment, Customer
from fieldservice.company.models import Robot
from notifications import delivery, sweeping
from notifications.models import Attempt, Message, Sender, Suppression
from notifications.providers.base import Outgoing, Provider
from notifications.providers.memory import MemoryProvider
from notifications.providers.twilio_codes import of_callback
from notifications.services import take_receipt
from notifications.states import REMINDERS, State
from technicians.models import Consent, Headshot, Technician
from technicians.services import grant
from tests.factories import make_appointment, make_customer

NOW = datetime(2026, 6, 2, 14, tzinfo=UTC)  # Tuesday, ten in the morning in New York
OFFICE = Robot.SYSTEM


@dataclass
class Day:
    """Nothing happens by itself: a test delivers, sweeps and moves the clock."""

    now: datetime = NOW
    provider: MemoryProvider = field(default_factory=MemoryProvider)

    def later(self, **span: float) -> "Day":
        self.now += timedelta(**span)
        return self

    def book(
        self,
        technician: Technician | None = None,
        customer: Customer | None = None,
        *,
        hours: float = 24,
        **more: str | bool,
    ) -> Appointment:
        """A visit that starts so many hours from now, tomorrow at this time if nothing is said."""
        start = self.now + timedelta(hours=hours)
        return make_appointment(
            customer or make_customer(),
            technician,
            start=start,
            now=self.now,
            contact_name=str(more.get("contact_name", "")),
            contact_phone=str(more.get("contact_phone", "")),
            on_the_phone=bool(more.get("on_the_phone")),
        )

    def reassign(self, visit: Appointment, technician: Technician | None) -> None:
        visits.reassign(by=OFFICE, appointment=fresh(visit), technician=technician, now=self.now)

    def move(self, visit: Appointment, **span: float) -> None:
        """Put the window off by so much."""
        visit = fresh(visit)
        start, end = (
            moment + timedelta(**span)
            for moment in (visit.arrival_window_start, visit.arrival_window_end)
        )
        visits.reschedule(by=OFFICE, appointment=visit, start=start, end=end, now=self.now)

    def cancel(self, visit: Appointment) -> None:
        visits.cancel(by=OFFICE, appointment=fresh(visit), now=self.now)

    def edit(self, visit: Appointment, **changes: object) -> None:
        visits.edit(by=OFFICE, appointment=fresh(visit), changes=changes, now=self.now)

    def deliver(self) -> list[Outgoing]:
        """What reached the provider in one run."""
        before = len(self.provider.sent)
        delivery.run(self._provider, lambda: self.now, lambda seconds: self.later(seconds=seconds))
        return self.provider.sent[before:]

    def sweep(self) -> bool:
        return sweeping.run(self._provider, self.now)

    def receipt(self, attempt: Attempt, state: State, code: str = "", sid: str = "") -> bool:
        """The provider reports on one attempt."""
        return take_receipt(
            attempt.pk,
            state=state,
            sid=sid or attempt.provider_sid,
            now=self.now,
            family=of_callback(code) if code else None,
            code=code,
        )

    def _provider(self) -> Provider:
        return self.provider


def with_photo(technician: Technician) -> Technician:
    """The same, with a photo customers may see."""
    technician.headshots.create(state=Headshot.State.READY, uploaded_at=NOW)
    grant(by=OFFICE, technician=technician, fields=[Consent.Field.PHOTO], now=NOW)
    return technician


def fresh(visit: Appointment) -> Appointment:
    """The visit as it is saved."""
    return Appointment.objects.get(pk=visit.pk)


def texts(visit: Appointment) -> list[Message]:
    """Its texts, oldest first, without reminders of what they say."""
    news = visit.messages.exclude(kind__in=REMINDERS)
    return list(news.order_by("created_at", "appointment_version"))


def told(visit: Appointment) -> list[tuple[str, str]]:
    """Kind and state of its texts, oldest first."""
    return [(text.kind, text.state) for text in texts(visit)]


def last(visit: Appointment) -> Message:
    """Its newest text."""
    return texts(visit)[-1]


def attempts(visit: Appointment) -> list[Attempt]:
    """Its create calls, oldest first."""
    return list(Attempt.objects.filter(message__appointment=visit).order_by("started_at"))


def default_sender() -> Sender:
    return Sender.objects.get(business_unit__is_default=True)


def book_many(day: Day, count: int) -> list[Appointment]:
    """Visits of as many customers, each on a number of their own."""
    return [
        day.book(customer=make_customer(f"Customer {n}", phone=f"+120255501{n:02}"))
        for n in range(count)
    ]


def suppress(day: Day, visit: Appointment) -> None:
    Suppression.objects.create(
        number=visit.text_to, sender=default_sender(), source="reply", at=day.now
    )
